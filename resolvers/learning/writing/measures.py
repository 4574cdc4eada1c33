"""Measures of a text: how long its sentences are, how plain, how varied its words. None of them is a grade."""

from collections.abc import Sequence
from functools import cache
from statistics import fmean
from typing import Final

import pyphen

from resolvers.learning.writing.model import Finding, FindingKind, Measure, MeasureName
from resolvers.learning.writing.sentences import Sentence
from resolvers.learning.writing.word_sets import word_set

LONG_SENTENCE: Final = 35
_LEAST_FOR_EASE: Final = 30
_LEAST_FOR_VARIETY: Final = 50
_MTLD_THRESHOLD: Final = 0.72  # McCarthy and Jarvis 2010
_CONNECTIVES: Final = word_set(
    """
    although because besides but consequently finally first furthermore hence however if instead meanwhile moreover
    nevertheless next otherwise second similarly since so still then therefore third though thus unless until when
    whereas while yet
    """
)


def measure(sentences: Sequence[Sentence], findings: Sequence[Finding]) -> list[Measure]:
    """Measure a text's English sentences; what is found in them counts for one measure."""
    words = [token.lower for each in sentences for token in each.tokens]
    lengths = [len(each) for each in sentences]
    grammar = sum(each.kind == FindingKind.GRAMMAR for each in findings)
    values: dict[MeasureName, float | None] = {
        MeasureName.WORDS: len(words),
        MeasureName.SENTENCES: len(lengths),
        MeasureName.SENTENCE_LENGTH: fmean(lengths) if lengths else None,
        MeasureName.LONG_SENTENCES: sum(length > LONG_SENTENCE for length in lengths),
        MeasureName.READING_EASE: measure_reading_ease(words, len(lengths)),
        MeasureName.WORD_VARIETY: measure_variety(words),
        MeasureName.CONNECTIVES: len(_CONNECTIVES & set(words)),
        MeasureName.GRAMMAR_FINDINGS: 100 * grammar / len(words) if words else None,
    }
    return [Measure(name=name, value=None if value is None else round(value, 1)) for name, value in values.items()]


def measure_reading_ease(words: Sequence[str], sentences: int) -> float | None:
    """Return Flesch's reading ease (1948); None for fewer than 30 words."""
    if len(words) < _LEAST_FOR_EASE:
        return None
    syllables = sum(map(_count_syllables, words))
    return 206.835 - 1.015 * len(words) / sentences - 84.6 * syllables / len(words)


def measure_variety(words: Sequence[str]) -> float | None:
    """Return MTLD, the mean of reading forwards and backwards; None for fewer than 50 words."""
    if len(words) < _LEAST_FOR_VARIETY:
        return None
    return (_measure_run(words) + _measure_run(words[::-1])) / 2


def _measure_run(words: Sequence[str]) -> float:
    """Return how many words make the share of different ones fall to the threshold, on average."""
    factors, seen, count = 0.0, set[str](), 0
    for word in words:
        seen.add(word)
        count += 1
        if len(seen) / count <= _MTLD_THRESHOLD:
            factors, count = factors + 1, 0
            seen.clear()
    if count:
        factors += (1 - len(seen) / count) / (1 - _MTLD_THRESHOLD)
    return len(words) / factors if factors else float(len(words))


@cache
def _count_syllables(word: str) -> int:
    return len(_hyphenation().positions(word)) + 1


@cache
def _hyphenation() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_US")
