"""The log on standard error: lines are written in groups, because a write for each request costs more than it says."""

import asyncio
import logging
import time
from typing import TextIO

from appsync_local.engine.request_log import request_log

_SECONDS = 0.05  # that a line may wait for others


class GroupedHandler(logging.Handler):
    """Writes lines together, a moment later; warnings, and what other threads log, at once."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__()
        self._stream = stream
        self._lines: list[str] = []
        self._timer: asyncio.TimerHandle | None = None
        self._second = 0
        self._clock = ""

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.append(self.format(record))
        if record.levelno >= logging.WARNING or not self._flushes_later():
            self.flush()

    def write(self, text: str) -> None:
        """Write a line without a record."""
        assert self.lock is not None
        with self.lock:
            self._lines.append(self._stamp(int(time.time()), text))
            if self._timer is None and not self._flushes_later():
                self.flush()

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record) if record.exc_info else record.getMessage()
        return self._stamp(int(record.created), text)

    def flush(self) -> None:
        assert self.lock is not None
        with self.lock:
            lines, self._lines = self._lines, []
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
            if lines:
                self._stream.write("".join(lines))
                self._stream.flush()

    def _stamp(self, second: int, text: str) -> str:
        if second != self._second:
            self._second, self._clock = second, time.strftime("%H:%M:%S", time.localtime(second))
        return f"{self._clock} {text}\n"

    def _flushes_later(self) -> bool:
        """Return whether the event loop of this thread will write the lines; other threads have none."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return False
        if self._timer is None:
            self._timer = loop.call_later(_SECONDS, self.flush)
        return True


def start_log(stream: TextIO, level: str) -> None:
    """Send every line of this process to a stream."""
    # What no line shows is not looked up, as logging's documentation advises: caller, thread and process.
    logging._srcfile = None  # noqa: SLF001
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    handler = GroupedHandler(stream)
    logging.basicConfig(level=level.upper(), handlers=[handler])
    request_log.write = handler.write
