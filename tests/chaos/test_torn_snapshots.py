"""A process that is killed while it saves, between any two files, leaves one whole state: the old one or the new."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from infra.local.ministack.generations import Generations

FILES = 6
# Writes one generation after the other; kills itself before a step of the second one.
SAVER = """
import os, signal, sys
from pathlib import Path
from infra.local.ministack import generations
from infra.local.ministack.generations import Generations

folder, fatal, files = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
steps = 0

def step():
    global steps
    steps += 1
    if steps == fatal:
        os.kill(os.getpid(), signal.SIGKILL)

def save(content, before_each):
    kept = Generations(folder)
    generation = kept.begin()
    for number in range(files):
        before_each()
        with generations.create_and_sync(generation / f"{number}.json") as file:
            os.write(file, content[: len(content) // 2])
            before_each()
            os.write(file, content[len(content) // 2 :])
    before_each()
    kept.publish(generation)
    before_each()

save(b"old" * 1000, lambda: None)
replace, fsync = Path.replace, os.fsync
def stepping(act):
    def run(*arguments):
        step()
        result = act(*arguments)
        step()
        return result
    return run
Path.replace, os.fsync = stepping(replace), stepping(fsync)
save(b"new" * 1000, step)
print(steps)
"""


def run(folder: Path, fatal: int) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-c", SAVER, str(folder), str(fatal), str(FILES)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)  # noqa: S603


def read(folder: Path) -> set[bytes]:
    """What a start after the kill finds: the contents of the files of the generation that counts."""
    kept = Generations(folder)
    kept.drop_others()
    assert kept.current is not None
    files = sorted(kept.current.iterdir())
    assert len(files) == FILES
    return {path.read_bytes()[:3] for path in files} if all(path.stat().st_size == 3000 for path in files) else set()


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> int:
    """How many places there are at which it can be killed."""
    saved = run(tmp_path_factory.mktemp("whole"), 0)
    assert saved.returncode == 0, saved.stderr
    return int(saved.stdout)


def test_a_kill_between_any_two_files_leaves_one_whole_state(steps: int, tmp_path: Path) -> None:
    """At every step of saving; some kills come before the swap and some after it."""
    found = []
    for fatal in range(1, steps + 1):
        killed = run(tmp_path / str(fatal), fatal)
        assert killed.returncode == -signal.SIGKILL
        (content,) = read(tmp_path / str(fatal))
        found.append(content)

    assert found == sorted(found, reverse=True)  # old until the swap, new from then on
    assert set(found) == {b"old", b"new"}
    assert steps > 3 * FILES


def test_what_a_killed_writer_left_is_dropped(tmp_path: Path) -> None:
    """The next start keeps one generation, and no half of another."""
    kept = Generations(tmp_path)
    first = kept.begin()
    kept.publish(first)
    (kept.begin() / "half.json").write_text("{")

    Generations(tmp_path).drop_others()

    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([first.name, "current"])
