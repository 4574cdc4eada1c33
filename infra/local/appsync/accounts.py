"""Accounts of what the data plane decided and why, kept while somebody wants them: by `explain` or `--explain`.

Nothing is composed while nobody asks: a caller looks at `wanted` first.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Iterable

log = logging.getLogger("appsync.explain")
KEPT = 500
_ATTENTION = 60.0  # seconds after the last question


class Accounts:
    """The last accounts, numbered."""

    def __init__(self) -> None:
        self.always = False  # --explain: they also go to the log
        self._asked_until = 0.0
        self._kept: deque[tuple[int, str]] = deque(maxlen=KEPT)
        self._count = 0
        self._waiting: set[asyncio.Event] = set()

    @property
    def wanted(self) -> bool:
        return self.always or self._asked_until > time.monotonic()

    def tell(self, title: str, lines: Iterable[str]) -> None:
        """Keep an account: a sentence, and what it rests on."""
        text = "\n".join([title, *(f"  {line}" for line in lines)])
        self._count += 1
        self._kept.append((self._count, text))
        for news in self._waiting:
            news.set()
        if self.always:
            log.info("%s", text)

    async def after(self, number: int, patience: float) -> list[tuple[int, str]]:
        """Return the accounts after a number, waiting for one; whoever asks is told from now on."""
        self._asked_until = time.monotonic() + _ATTENTION
        number = min(number, self._count)  # of a data plane that was started anew
        found = [each for each in self._kept if each[0] > number]
        if not found:
            await self._told(patience)
            found = [each for each in self._kept if each[0] > number]
        return found

    async def _told(self, patience: float) -> None:
        """Wait for the next account, but not for ever."""
        news = asyncio.Event()
        self._waiting.add(news)
        try:
            async with asyncio.timeout(patience):
                await news.wait()
        except TimeoutError:
            pass
        finally:
            self._waiting.discard(news)


accounts = Accounts()
