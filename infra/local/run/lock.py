"""One running system per checkout, and the end of what a killed one left behind."""

import contextlib
import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any, Final, Self

PATH: Final = Path(".waymark/run.lock")
PATIENCE_SECONDS: Final = 15.0


class AlreadyRunningError(Exception):
    """Another `make run` holds this checkout; the text says which."""


class Lock:
    """Held by the process that runs the system; the operating system frees it however that process ends."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file: IO[str] = path.open("a+")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = self._read_note().get("pid", "unknown")
            self.release()
            raise AlreadyRunningError(
                f"Waymark already runs here (process {owner}). End it with Ctrl-C in its terminal, or: kill {owner}"
            ) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

    def release(self) -> None:
        self._file.close()

    def leftovers(self) -> list[int]:
        """Return the processes that a killed run started and that still live; a reused number is not one of them."""
        children = self._read_note().get("children", {})
        return [int(pid) for pid, command in children.items() if command and _read_command(int(pid)) == command]

    def note(self, children: Iterable[int]) -> None:
        """Write down which processes run, for the next start."""
        commands = {pid: _read_command(pid) for pid in children}
        self._file.seek(0)
        self._file.truncate()
        json.dump({"pid": os.getpid(), "children": commands}, self._file)
        self._file.flush()

    def _read_note(self) -> dict[str, Any]:
        self._file.seek(0)
        try:
            return dict(json.loads(self._file.read() or "{}"))
        except json.JSONDecodeError:
            return {}


def end(pids: Iterable[int]) -> None:
    """Ask processes to end, and kill those that do not."""
    left = {pid: _read_command(pid) for pid in pids}
    for number in (signal.SIGTERM, signal.SIGKILL):
        for pid in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
        limit = time.monotonic() + PATIENCE_SECONDS
        while left and time.monotonic() < limit:
            time.sleep(0.1)
            left = {pid: command for pid, command in left.items() if _read_command(pid) == command}


def _read_command(pid: int) -> str:
    """Return the whole command line of a living process, however narrow the terminal is, or nothing."""
    ps = ["ps", "-ww", "-p", str(pid), "-o", "stat=", "-o", "command="]
    state, _, command = subprocess.run(ps, capture_output=True, text=True, check=False).stdout.partition(" ")
    return "" if state.startswith("Z") else command.strip()


def main() -> int:
    """Say whether the checkout is free: `make clean` asks before it removes what a running system uses."""
    try:
        Lock(PATH)
    except AlreadyRunningError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
