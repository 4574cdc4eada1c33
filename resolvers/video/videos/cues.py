"""Cues of captions: held to their order, and written as WebVTT.

Text is plain: what WebVTT would read as markup, or as the end of a cue, is escaped (W3C WebVTT 1, section 4.2).
"""

from collections.abc import Sequence
from html import escape
from itertools import pairwise
from typing import Protocol


class Cue(Protocol):
    """A line of captions, and when it is shown."""

    @property
    def start_seconds(self) -> float: ...
    @property
    def end_seconds(self) -> float: ...
    @property
    def text(self) -> str: ...


def find_disorder(cues: Sequence[Cue]) -> str | None:
    """Return what is wrong with the times of cues, as a sentence that names the first such cue; None if nothing is."""
    times = [(_to_milliseconds(each.start_seconds), _to_milliseconds(each.end_seconds)) for each in cues]
    for number, (start, end) in enumerate(times, 1):
        if end <= start:
            return f"Cue {number} ends before it has begun"
    for number, ((_, end), (start, _)) in enumerate(pairwise(times), 2):
        if start < end:
            return f"Cue {number} begins before the one before it ends"
    return None


def write_vtt(cues: Sequence[Cue]) -> str:
    """Return cues as a WebVTT file."""
    return "\n".join(["WEBVTT", "", *(line for each in cues for line in (*_write_cue(each), ""))])


def _write_cue(cue: Cue) -> tuple[str, str]:
    times = f"{_write_time(cue.start_seconds)} --> {_write_time(cue.end_seconds)}"
    return times, escape(cue.text, quote=False)


def _write_time(seconds: float) -> str:
    minutes, milliseconds = divmod(_to_milliseconds(seconds), 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{milliseconds // 1000:02}.{milliseconds % 1000:03}"


def _to_milliseconds(seconds: float) -> int:
    return round(seconds * 1000)
