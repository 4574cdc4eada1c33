"""The newest segments of a live stream and their parts, in memory, and the requests that wait for the next one."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from ivs_local.codecs import Picture, Sound

PART_SECONDS: Final = 0.5  # about; each stream has its own, by which its groups of pictures can be divided
WINDOW: Final = 8  # whole segments that are kept
SEGMENTS_WITH_PARTS: Final = 3
# Keyframes vary: a segment may be this much longer than the first one before it is cut elsewhere.
SLACK_SECONDS: Final = 2.0


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a segment that players may have before the segment is whole; `duration` is in seconds."""

    data: bytes
    duration: float
    is_independent: bool


@dataclass(frozen=True, slots=True)
class Format:
    """A picture and a sound, and the initialisation that tells players of them."""

    number: int
    picture: Picture | None
    sound: Sound | None
    data: bytes

    @property
    def codecs(self) -> str:
        return ",".join(each.codec for each in (self.picture, self.sound) if each)


@dataclass(slots=True)
class Segment:
    """A segment; `data` is set once it is whole."""

    number: int
    format: Format
    is_discontinuous: bool
    began_at: datetime
    parts: list[Part] = field(default_factory=list)
    data: bytes = b""

    @property
    def duration(self) -> float:
        return sum(part.duration for part in self.parts)


class Timeline:
    """Takes parts in, and forgets what is older than its window. `on_segment` hears each whole segment."""

    def __init__(self, on_segment: Callable[[Segment], None] = lambda _: None) -> None:
        self.segments: deque[Segment] = deque()
        self.current: Segment | None = None
        self.target_seconds = 0
        self.part_seconds = PART_SECONDS
        self.has_ended = False
        self.discontinuities = 0
        self.peak_rate = 0
        self._next = 0
        self._format: Format | None = None
        self._changed = asyncio.Event()
        self._on_segment = on_segment

    @property
    def is_playable(self) -> bool:
        """Whether a segment is whole: its length tells the target duration, which may not change."""
        return bool(self.segments)

    @property
    def format(self) -> Format | None:
        return self._format

    @property
    def formats(self) -> Iterator[Format]:
        """The formats of what is kept."""
        held = [*self.segments, *([self.current] if self.current else [])]
        return (segment.format for segment in held)

    @property
    def next_number(self) -> int:
        return self.current.number if self.current else self._next

    @property
    def next_part(self) -> int:
        return len(self.current.parts) if self.current else 0

    def begin_format(self, picture: Picture | None, sound: Sound | None, data: bytes) -> None:
        """Let what comes next have another format."""
        self.end_segment()
        self._format = Format(self._format.number + 1 if self._format else 0, picture, sound, data)

    def add(self, part: Part) -> None:
        assert self._format is not None
        if self.current is None:
            last = self.segments[-1] if self.segments else None
            is_discontinuous = last is not None and last.format is not self._format
            self.current = Segment(self._next, self._format, is_discontinuous, datetime.now(UTC))
        self.current.parts.append(part)
        self._notify()

    def end_segment(self) -> None:
        """Close the open segment, if there is one."""
        segment, self.current = self.current, None
        if segment is None:
            return
        segment.data = b"".join(part.data for part in segment.parts)
        self._next += 1
        if not self.segments and not self.target_seconds:
            self.target_seconds = round(segment.duration + 0.5 + SLACK_SECONDS)
            # Its parts were cut before anybody knew how long it would be.
            segment.parts = [Part(b"", segment.duration, is_independent=False)]
        self.peak_rate = max(self.peak_rate, round(len(segment.data) * 8 / max(segment.duration, 0.1)))
        self.segments.append(segment)
        self._forget()
        self._on_segment(segment)
        self._notify()

    def end(self) -> None:
        """Add nothing more."""
        self.end_segment()
        self.has_ended = True
        self._notify()

    def has(self, number: int, part: int | None) -> bool:
        """Return whether a segment, or a part of it, is there or over."""
        if self.has_ended or number < self.next_number:
            return True
        return part is not None and number == self.next_number and part < self.next_part

    async def wait_for(self, number: int, part: int | None) -> None:
        """Return once a segment, or a part of it, is there, or none will come any more."""
        while not self.has(number, part):
            await self._changed.wait()

    def find_segment(self, number: int) -> Segment | None:
        held = [*self.segments, *([self.current] if self.current else [])]
        return next((segment for segment in held if segment.number == number), None)

    def find_format(self, number: int) -> Format | None:
        return next((each for each in self.formats if each.number == number), None)

    def _forget(self) -> None:
        while len(self.segments) > WINDOW:
            self.segments.popleft()
            self.discontinuities += self.segments[0].is_discontinuous
        for segment in list(self.segments)[:-SEGMENTS_WITH_PARTS]:
            segment.parts = [Part(b"", segment.duration, is_independent=False)]

    def _notify(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()
