"""One running system per checkout, and what a killed one left."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from infra.local.run.lock import AlreadyRunningError, Lock, end


def test_a_second_start_is_refused_and_told_whom_to_end(tmp_path: Path) -> None:
    """The first one's process is named."""
    with Lock(tmp_path / "run.lock") as first:
        first.note([])

        with pytest.raises(AlreadyRunningError, match=f"kill {os.getpid()}"):
            Lock(tmp_path / "run.lock")


def test_a_lock_whose_holder_is_gone_is_free(tmp_path: Path) -> None:
    """A stale file stops nobody, and its process numbers may be reused."""
    (tmp_path / "run.lock").write_text('{"pid": 1, "children": {"1": "python -m part"}}')

    with Lock(tmp_path / "run.lock") as held:
        assert held.leftovers() == []


@pytest.fixture
def sleeper() -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Start processes that wait, and end them with the test."""
    with contextlib.ExitStack() as ending:

        def start(*arguments: str) -> subprocess.Popen[bytes]:
            ready = "import time; print(flush=True); time.sleep(60)"
            process = subprocess.Popen([sys.executable, "-c", ready, *arguments], stdout=subprocess.PIPE)  # noqa: S603 (ours)
            ending.callback(process.communicate)
            ending.callback(process.kill)
            assert process.stdout is not None
            assert process.stdout.readline()
            return process

        yield start


def test_what_a_killed_run_left_is_found_and_ended(
    sleeper: Callable[..., subprocess.Popen[bytes]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only those: a number may be another process's by now. A narrow terminal hides none."""
    monkeypatch.setenv("COLUMNS", "40")
    left, foreign = sleeper("a part"), sleeper("somebody else's")
    with Lock(tmp_path / "run.lock") as killed:
        killed.note([left.pid, foreign.pid])
    note = (tmp_path / "run.lock").read_text()
    (tmp_path / "run.lock").write_text(note.replace("somebody else's", "a part that has ended"))

    with Lock(tmp_path / "run.lock") as held:
        found = held.leftovers()
    end(found)

    assert found == [left.pid]
    assert left.wait(5) != 0
    assert foreign.poll() is None


def test_a_torn_note_is_no_obstacle(tmp_path: Path) -> None:
    """A start that was cut off while it wrote."""
    (tmp_path / "run.lock").write_text('{"pid": 1, "chil')

    with Lock(tmp_path / "run.lock") as held:
        assert held.leftovers() == []
