"""How many requests each address sent within a sliding window."""

from collections import Counter, deque
from collections.abc import Callable
from typing import Final

STEPS: Final = 30  # of one window: the oldest step leaves it as a whole


class RateCounter:
    """Counts requests by address over the last `window` seconds, to a thirtieth of it."""

    def __init__(self, window: float, clock: Callable[[], float]) -> None:
        self._step_seconds = window / STEPS
        self._clock = clock
        self._steps: deque[tuple[int, Counter[str]]] = deque(maxlen=STEPS)

    def count(self, address: str) -> int:
        """Count one more request of an address, and return how many the window has."""
        now = int(self._clock() / self._step_seconds)
        while self._steps and self._steps[0][0] <= now - STEPS:
            self._steps.popleft()
        if not self._steps or self._steps[-1][0] != now:
            self._steps.append((now, Counter()))
        self._steps[-1][1][address] += 1
        return sum(counts[address] for _, counts in self._steps)
