"""Parts start when what they need is ready, are watched, and stop in reverse order."""

import socket
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from infra.local.run.child import ChildError
from infra.local.run.launcher import Launcher, Task
from infra.local.run.part import Part, accepts_connections, answers
from infra.local.run.workspace import Workspace

# Writes a line when it starts and when it is asked to stop, and serves until then.
SERVER = """
import http.server, signal, sys
name, port, log = sys.argv[1:]
def write(word):
    with open(log, "a") as file:
        file.write(f"{word} {name}\\n")
def stop(*_):
    write("stop")
    sys.exit()
signal.signal(signal.SIGTERM, stop)
write("start")
http.server.HTTPServer(("127.0.0.1", int(port)), http.server.SimpleHTTPRequestHandler).serve_forever()
"""


class Stage:
    """Parts that write what happens into one file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "order"
        self.lines: list[str] = []
        self.noted: list[list[int]] = []

    def part(self, name: str, *needs: str) -> Part:
        def command(workspace: Workspace) -> Sequence[str]:
            return (sys.executable, "-c", SERVER, name, str(workspace.ports[name]), str(self.log))

        return Part(name, f"the {name}", {name: 0}, command, answers(name, "/"), needs)

    def launcher(self, *parts: Part) -> Launcher:
        ports = {port: free_port() for part in parts for port in part.ports}
        workspace = Workspace(self.folder, ports)
        return Launcher(workspace, parts, self.lines.append, lambda pids: self.noted.append(list(pids)))

    def read_log(self) -> list[str]:
        return self.log.read_text().splitlines()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path)


def test_parts_start_in_the_order_of_their_needs_and_stop_in_reverse(stage: Stage) -> None:
    """The order of the entries does not matter."""
    launcher = stage.launcher(stage.part("shop", "database", "deploy"), stage.part("database"))

    launcher.start({"deploy": Task(("database",), lambda: stage.lines.append("deployed"))})
    launcher.stop()

    assert stage.read_log() == ["start database", "start shop", "stop shop", "stop database"]
    assert [line.split(" answers")[0] for line in stage.lines] == ["the database", "deployed", "the shop"]


def test_a_part_waits_for_the_health_of_what_it_needs(stage: Stage) -> None:
    """Not only for its process: a task runs once the part answers."""
    database = stage.part("database")
    launcher = stage.launcher(database)
    answered: list[bool] = []

    launcher.start({"load": Task(("database",), lambda: answered.append(database.is_healthy(launcher.workspace)))})
    launcher.stop()

    assert answered == [True]


def test_a_part_that_another_process_started_is_known_to_run(stage: Stage) -> None:
    """A deploy to a running system keeps its database and its model: it starts neither itself."""
    database = stage.part("database")
    launcher = stage.launcher(database)
    other = Launcher(launcher.workspace, [database], stage.lines.append)
    assert not other.is_running("database")

    launcher.start({})
    assert (other.is_running("database"), other.names) == (True, [])
    launcher.stop()
    assert not other.is_running("database")


def test_every_launch_is_noted_at_once(stage: Stage) -> None:
    """So that a run that is killed while it starts leaves nothing that the next one cannot find."""
    launcher = stage.launcher(stage.part("database"), stage.part("shop", "database"))

    launcher.start({})
    launcher.stop()

    assert [len(pids) for pids in stage.noted] == [1, 2]


def test_an_optional_part_that_cannot_be_had_is_left_out_with_its_sentence(stage: Stage) -> None:
    """And so is an optional part that needs it; the others start."""
    lack = "Video needs ffmpeg. On Debian: apt-get install ffmpeg"
    video = replace(stage.part("video"), is_optional=True, find_lack=lambda _: lack)
    chat = replace(stage.part("chat", "video"), is_optional=True)
    launcher = stage.launcher(video, chat, stage.part("site"))

    launcher.start({})
    launcher.stop()

    assert f"without the video: {lack}" in stage.lines
    assert "without the chat: the chat needs video, which is left out." in stage.lines
    assert stage.read_log() == ["start site", "stop site"]


def test_a_part_that_dies_while_others_start_ends_the_start(stage: Stage) -> None:
    """With the end of its own log, not with a timeout of what waits for it."""
    broken = replace(stage.part("broken"), command=lambda _: (sys.executable, "-c", "raise SystemExit('no licence')"))
    launcher = stage.launcher(broken, stage.part("site", "broken"))

    with pytest.raises(ChildError, match=r"broken ended with code 1(.|\n)*no licence"):
        launcher.start({})
    launcher.stop()

    assert not stage.log.exists()


def test_a_part_that_is_never_ready_is_named(stage: Stage) -> None:
    """After the seconds of its own entry."""
    slow = replace(stage.part("slow"), is_healthy=lambda _: False, start_seconds=0.3)
    launcher = stage.launcher(slow)

    with pytest.raises(ChildError, match="slow was not ready within"):
        launcher.start({})
    launcher.stop()


def test_a_dead_part_is_reported_while_the_system_runs(stage: Stage) -> None:
    """An optional one by a line; one that the system needs ends the run."""
    video = replace(stage.part("video"), is_optional=True)
    launcher = stage.launcher(video, stage.part("site"))
    launcher.start({})

    for name in ("video", "site"):
        launcher._running[name].stop(5)
    with pytest.raises(ChildError, match="site ended with code"):
        launcher.watch()

    assert any(line.startswith("the video has ended; everything else runs on.") for line in stage.lines)


def test_a_parts_trouble_is_said_once_and_that_it_is_over(stage: Stage) -> None:
    """A full disk, for example, while everything runs."""
    troubles = ["The disk is full: 3 MB are free.", "The disk is full: 3 MB are free.", None, None]
    database = replace(stage.part("database"), find_trouble=lambda _: troubles.pop(0))
    launcher = stage.launcher(database)
    launcher.start({})

    for _ in range(4):
        launcher._report_troubles()
    launcher.stop()

    assert stage.lines[1:] == ["the database: The disk is full: 3 MB are free.", "the database has recovered"]


def test_a_part_that_speaks_no_http_is_ready_when_it_accepts_connections(stage: Stage) -> None:
    """A database, for example."""
    database = replace(stage.part("database"), is_healthy=accepts_connections("database"))
    launcher = stage.launcher(database)

    assert not database.is_healthy(launcher.workspace)
    launcher.start({})
    assert database.is_healthy(launcher.workspace)
    launcher.stop()


def test_a_part_is_ended_and_started_again(stage: Stage) -> None:
    """The others never notice."""
    launcher = stage.launcher(stage.part("ai"), stage.part("site"))
    launcher.start({})

    launcher.end_part("ai")
    assert launcher.names == ["site"]
    launcher.start_part("ai")

    assert sorted(launcher.names) == ["ai", "site"]
    launcher.stop()
