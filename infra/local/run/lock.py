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
from typing import IO, Final, Self

PATH: Final = Path(".waymark/run.lock")
OURS: Final = "infra.local."
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
            owner = self._noted().get("pid", "unknown")
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
        """Return the processes that a killed run started and that still live."""
        return [pid for pid in self._noted().get("children", []) if OURS in _command(pid)]

    def note(self, children: Iterable[int]) -> None:
        """Write down who runs, for the next start."""
        self._file.seek(0)
        self._file.truncate()
        json.dump({"pid": os.getpid(), "children": list(children)}, self._file)
        self._file.flush()

    def _noted(self) -> dict[str, list[int]]:
        self._file.seek(0)
        try:
            return dict(json.loads(self._file.read() or "{}"))
        except json.JSONDecodeError:
            return {}


def end(pids: Iterable[int]) -> None:
    """Ask our own left-over processes to end, and end those that do not."""
    left = list(pids)
    for number in (signal.SIGTERM, signal.SIGKILL):
        for pid in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
        limit = time.monotonic() + PATIENCE_SECONDS
        while left and time.monotonic() < limit:
            time.sleep(0.1)
            left = [pid for pid in left if OURS in _command(pid)]


def _command(pid: int) -> str:
    """Return the whole command line of a living process, however narrow the terminal is, or nothing."""
    asked = ["ps", "-ww", "-p", str(pid), "-o", "stat=,command="]
    found = subprocess.run(asked, capture_output=True, text=True, check=False)
    return "" if found.stdout.startswith("Z") else found.stdout


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
