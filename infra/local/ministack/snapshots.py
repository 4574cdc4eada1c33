"""When the state is saved: once writing pauses, at the latest every few seconds, and on a clean stop.

A snapshot is taken by a forked process, which has the whole state of one moment and writes it while this one serves
on. A killed emulator loses the last seconds as a whole: `quiet_seconds` after a pause, `LONGEST_SECONDS` and the time
of writing under constant writes. What could not be saved is tried again, and `find_trouble` says why.
"""

import asyncio
import gc
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from infra.local.ministack.disk import Disk
from infra.local.ministack.generations import Generations

LONGEST_SECONDS: Final = 15.0
LOOK_SECONDS: Final = 0.2
# A writer that takes longer hangs: it is ended, and another one tries.
WRITER_SECONDS: Final = 120.0
RETRY_SECONDS: Final = 2.0

Write = Callable[[Path, Path | None], None]


@dataclass(frozen=True)
class Writer:
    """A process that writes one generation."""

    pid: int
    generation: Path
    reason: int
    """The end of a pipe that carries why it failed."""
    started: float
    first_write: float
    """When the oldest write happened that it saves."""


class Snapshots:
    """Saves the state some time after the last write."""

    def __init__(
        self,
        generations: Generations,
        disk: Disk,
        write: Write,
        prepare: Callable[[], None] = lambda: None,
        quiet_seconds: float = 2.0,
    ) -> None:
        self._generations = generations
        self._disk = disk
        self._write = write
        self._prepare = prepare
        self._quiet_seconds = quiet_seconds
        self._first_write: float | None = None
        self._last_write = 0.0
        self._writer: Writer | None = None
        self._not_before = 0.0
        self._task: asyncio.Task[None] | None = None
        self._trouble = ""
        self._is_full = False

    @property
    def generation(self) -> Path | None:
        """The newest whole state on disk."""
        return self._generations.current

    def find_trouble(self, size: int = 0) -> str:
        """Return why nothing (or nothing of this size) can be written now, or an empty string."""
        return self._trouble or self._disk.find_trouble(size)

    def note_write(self) -> None:
        self._last_write = time.monotonic()
        self._first_write = self._first_write or self._last_write

    def get_unsaved_seconds(self) -> float:
        """Return the age of the oldest write that is not on disk, 0 if there is none."""
        oldest = self._writer.first_write if self._writer else self._first_write
        return time.monotonic() - oldest if oldest else 0.0

    def start(self) -> None:
        self._task = asyncio.create_task(self._watch())

    def save_last(self) -> None:
        """Save what is not saved yet and return when it is, or when it cannot be."""
        if self._task:
            self._task.cancel()
        while self._writer:
            self._look_after_writer()
            time.sleep(LOOK_SECONDS / 10)
        self._begin()
        while self._writer:
            self._look_after_writer()
            time.sleep(LOOK_SECONDS / 10)

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            self._report(self._disk.find_trouble())
            if self._writer:
                self._look_after_writer()
            elif self._is_due():
                self._begin()

    def _is_due(self) -> bool:
        if self._first_write is None or time.monotonic() < self._not_before:
            return False
        is_quiet = time.monotonic() - self._last_write >= self._quiet_seconds
        return is_quiet or self.get_unsaved_seconds() > LONGEST_SECONDS

    def _begin(self) -> None:
        """Fork a writer of the state as it is now."""
        self._prepare()
        first_write, self._first_write = self._first_write or time.monotonic(), None
        try:
            generation, before = self._generations.begin(), self._generations.current
        except OSError as error:
            self._fail(str(error), first_write)
            return
        reason, report = os.pipe()
        pid = os.fork()
        if pid == 0:
            _run_writer(lambda: self._write(generation, before), report)
        os.close(report)
        self._writer = Writer(pid, generation, reason, time.monotonic(), first_write)

    def _look_after_writer(self) -> None:
        writer = self._writer
        assert writer is not None
        if time.monotonic() - writer.started > WRITER_SECONDS:
            os.kill(writer.pid, signal.SIGKILL)
        pid, status = os.waitpid(writer.pid, os.WNOHANG)
        if not pid:
            return
        self._writer = None
        reason = os.read(writer.reason, 1000).decode(errors="replace")
        os.close(writer.reason)
        if status:
            self._fail(reason or f"its writer ended with status {status}", writer.first_write)
        else:
            self._publish(writer)

    def _publish(self, writer: Writer) -> None:
        try:
            self._generations.publish(writer.generation)
        except OSError as error:
            self._fail(str(error), writer.first_write)
            return
        if self._trouble:
            _print("The state is saved again.")
        self._trouble = ""

    def _report(self, full: str) -> None:
        """Print once that the disk is full, and once that there is room again."""
        if bool(full) != self._is_full:
            _print(full or "There is room on the disk again.")
        self._is_full = bool(full)

    def _fail(self, reason: str, first_write: float) -> None:
        """Keep in mind that nothing was saved, and why; it is tried again."""
        self._generations.drop_others()
        self._first_write = first_write
        self._not_before = time.monotonic() + RETRY_SECONDS
        trouble = f"The state cannot be saved: {reason}. Nothing is written until it can; saving is tried again."
        if trouble != self._trouble:
            _print(trouble)
        self._trouble = trouble


def _print(line: str) -> None:
    """Write a line into the log, which may be on the disk that is full: then only health says it."""
    with suppress(OSError):
        print(line, file=sys.stderr, flush=True)


def _run_writer(write: Callable[[], None], report: int) -> None:
    """Write in the forked process and end it; it must not touch what its parent listens on or talks to."""
    status = 1
    try:
        gc.disable()  # it would touch, and so copy, every page
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)  # a stop waits for it
        os.closerange(3, report)
        os.closerange(report + 1, os.sysconf("SC_OPEN_MAX"))
        write()
        status = 0
    except BaseException as error:  # noqa: BLE001 (reported to the parent, whatever it is)
        os.write(report, f"{error}"[:1000].encode())
    finally:
        os._exit(status)
