"""How many requests a second are taken, by the times of the last ones."""

from collections import deque
from collections.abc import Callable
from typing import Final

Clock = Callable[[], float]
CONNECTION_RATE: Final = 10  # requests a second of one connection: a quota of IVS Chat


class Window:
    """The last second of a connection or a room. It holds as many times as its rate has requests."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._times: deque[float] = deque()

    def has_room(self, rate: int) -> bool:
        """Return whether one more request is within a rate."""
        while self._times and self._times[0] <= self._clock() - 1:
            self._times.popleft()
        return len(self._times) < rate

    def count(self) -> None:
        self._times.append(self._clock())
