"""The log on standard error: lines are written in groups, because a write for each request costs more than it says."""

import asyncio
import logging
import time
from typing import TextIO

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
        try:
            if record.levelno < logging.WARNING:
                if self._timer is None:
                    self._timer = asyncio.get_running_loop().call_later(_SECONDS, self.flush)
                return
        except RuntimeError:  # no loop runs here
            pass
        self.flush()

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record) if record.exc_info else record.getMessage()
        second = int(record.created)
        if second != self._second:
            self._second, self._clock = second, time.strftime("%H:%M:%S", time.localtime(second))
        return f"{self._clock} {text}\n"

    def flush(self) -> None:
        lines, self._lines = self._lines, []
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if lines:
            self._stream.write("".join(lines))
            self._stream.flush()


def start_log(stream: TextIO, level: str) -> None:
    """Send every line of this process to a stream."""
    # What no line shows is not looked up, as logging's documentation advises: caller, thread and process.
    logging._srcfile = None  # noqa: SLF001
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    logging.basicConfig(level=level.upper(), handlers=[GroupedHandler(stream)])
