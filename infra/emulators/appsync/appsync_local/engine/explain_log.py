"""Explanations of what the data plane decided and why, kept while `explain` or `--explain` wants them.

Check `is_wanted` first: nothing is composed while nobody asks.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Iterable

log = logging.getLogger("appsync.explain")
MAX_ENTRIES = 500
_WANTED_SECONDS = 60.0  # after the last request for them


class ExplainLog:
    """The last explanations, numbered."""

    def __init__(self) -> None:
        self.to_log = False  # --explain writes them to the log too
        self._wanted_until = 0.0
        self._entries: deque[tuple[int, str]] = deque(maxlen=MAX_ENTRIES)
        self._count = 0
        self._waiting: set[asyncio.Event] = set()

    @property
    def is_wanted(self) -> bool:
        return self.to_log or (self._wanted_until != 0 and self._wanted_until > time.monotonic())

    def add(self, title: str, lines: Iterable[str]) -> None:
        """Add an explanation: a sentence, and the rules behind it."""
        text = "\n".join([title, *(f"  {line}" for line in lines)])
        self._count += 1
        self._entries.append((self._count, text))
        for news in self._waiting:
            news.set()
        if self.to_log:
            log.info("%s", text)

    async def wait_for_entries(self, number: int, patience: float) -> list[tuple[int, str]]:
        """Return the explanations after a number, waiting `patience` seconds for one."""
        self._wanted_until = time.monotonic() + _WANTED_SECONDS
        number = min(number, self._count)  # the number may be from before a restart
        found = [each for each in self._entries if each[0] > number]
        if not found:
            await self._wait(patience)
            found = [each for each in self._entries if each[0] > number]
        return found

    async def _wait(self, patience: float) -> None:
        """Wait for the next explanation, but not for ever."""
        news = asyncio.Event()
        self._waiting.add(news)
        try:
            async with asyncio.timeout(patience):
                await news.wait()
        except TimeoutError:
            pass
        finally:
            self._waiting.discard(news)


explain_log = ExplainLog()
