"""What was said: words with their times and their confidence, in segments as they were spoken."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """A word with the punctuation that follows it; `start` and `end` in seconds, `confidence` from 0 to 1."""

    text: str
    start: float
    end: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Speech:
    """All that was said in a file; `language` is ISO 639's code, `score` how sure that is, from 0 to 1."""

    language: str
    score: float
    segments: tuple[tuple[Word, ...], ...]

    @property
    def words(self) -> tuple[Word, ...]:
        return tuple(word for segment in self.segments for word in segment)
