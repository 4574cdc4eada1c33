"""A text read aloud: sentence by sentence with a pause between them, and the times of sentences and words."""

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

import numpy as np

from polly_local.sentences import find_sentences
from polly_local.spelling import Piece, spell_out
from polly_local.voice import SAMPLE_RATE, Samples, Utterance, Voice

PAUSE_SECONDS: Final = 0.3
_PEAK: Final = 0.8
_MOST_SPOKEN: Final = 300  # characters; the model's time grows with the square of what it says at once
_KEPT_PARTS: Final = 64  # speech marks and sound are two requests for one text


@dataclass(frozen=True, slots=True)
class Mark:
    """A sentence or a word: when it begins, and where it is in the text, in code points."""

    kind: str
    milliseconds: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """The samples of a text at the voice's rate, from -1 to 1, and its marks in order."""

    samples: Samples
    marks: tuple[Mark, ...]


class Reader:
    """Reads texts with a voice; what was said last is kept for a while."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self._said: OrderedDict[tuple[str, ...], Utterance] = OrderedDict()

    def read(self, text: str) -> Reading:
        """Return a text as it is read aloud."""
        sounds: list[Samples] = []
        marks: list[Mark] = []
        length = 0
        for start, end in find_sentences(text):
            if sounds:
                sounds.append(np.zeros(round(PAUSE_SECONDS * SAMPLE_RATE), np.float32))
                length += len(sounds[-1])
            marks.append(Mark("sentence", _to_milliseconds(length), start, end))
            for pieces in _divide(spell_out(text[start:end])):
                utterance = self._say([piece.spoken for piece in pieces])
                marks += _list_marks(text, start, pieces, utterance, length)
                sounds.append(utterance.samples)
                length += len(utterance.samples)
        return Reading(_level(sounds), tuple(marks))

    def _say(self, words: Sequence[str]) -> Utterance:
        key = tuple(words)
        utterance = self._said.pop(key, None) or self._voice.say(words)
        self._said[key] = utterance
        if len(self._said) > _KEPT_PARTS:
            self._said.popitem(last=False)
        return utterance


def _divide(pieces: Sequence[Piece]) -> Iterator[Sequence[Piece]]:
    """Yield a sentence whole, or the parts of one that is too long, which end at a comma where there is one."""
    rest = list(pieces)
    while rest:
        count = max(1, sum(length <= _MOST_SPOKEN for length in accumulate(len(each.spoken) for each in rest)))
        commas = [place for place in range(count // 2, count) if rest[place].spoken.endswith((",", ";", ":"))]
        if count < len(rest) and commas:
            count = commas[-1] + 1
        yield rest[:count]
        rest = rest[count:]


def _list_marks(text: str, offset: int, pieces: Sequence[Piece], utterance: Utterance, length: int) -> Iterator[Mark]:
    for piece, begins in zip(pieces, utterance.starts, strict=True):
        start, end = _trim(text, offset + piece.start, offset + piece.end)
        if start < end:
            yield Mark("word", _to_milliseconds(length + begins), start, end)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the place of a word without the punctuation around it; an empty one for punctuation only."""
    inside = [place for place in range(start, end) if text[place].isalnum()]
    return (inside[0], inside[-1] + 1) if inside else (start, start)


def _level(sounds: Sequence[Samples]) -> Samples:
    """Return sounds one after the other, as loud as every reading is at its loudest."""
    whole = np.concatenate(sounds) if sounds else np.zeros(0, np.float32)
    peak = float(np.abs(whole).max()) if len(whole) else 0.0
    return whole * np.float32(_PEAK / peak) if peak else whole


def _to_milliseconds(samples: int) -> int:
    return round(samples * 1000 / SAMPLE_RATE)
