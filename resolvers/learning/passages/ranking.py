"""The order of passages that were found: how near they are, and how many of the rare words they share.

Nearness knows that a rampart is a wall; words know that Sneferu is a name. The two orders are joined by their ranks
(reciprocal rank fusion: Cormack, Clarke and Büttcher, 2009), because their numbers cannot be compared.
"""

import math
from collections import Counter
from collections.abc import Sequence
from typing import Final

import regex

# The constants that the authors of BM25 and of the fusion recommend.
_SATURATION: Final = 1.2
_LENGTH_WEIGHT: Final = 0.75
_RANK_OFFSET: Final = 60

_WORD: Final = regex.compile(r"[\p{L}\p{N}]+")


def fuse_ranks(question: str, texts: Sequence[str]) -> list[int]:
    """Return the places of texts, given the nearest first, in the order of both their ranks."""
    scores = score_words(question, texts)
    by_words = sorted(range(len(texts)), key=lambda place: (-scores[place], place))
    fused = [1 / (_RANK_OFFSET + place + 1) for place in range(len(texts))]
    for rank, place in enumerate(by_words):
        if scores[place] > 0:
            fused[place] += 1 / (_RANK_OFFSET + rank + 1)
    return sorted(range(len(texts)), key=lambda place: (-fused[place], place))


def score_words(question: str, texts: Sequence[str]) -> list[float]:
    """Return for each text how much of the question's words it has, by BM25 over these texts."""
    counts = [Counter(list_stems(each)) for each in texts]
    average = sum(each.total() for each in counts) / len(counts) if counts else 0.0
    holding = Counter(stem for each in counts for stem in each)
    wanted = {stem: _weigh(holding[stem], len(texts)) for stem in set(list_stems(question)) if stem in holding}
    return [sum(weight * _saturate(each, stem, average) for stem, weight in wanted.items()) for each in counts]


def list_stems(text: str) -> list[str]:
    """Return the words of a text without the endings of English plurals and tenses."""
    return [_stem(word) for word in _WORD.findall(text.casefold())]


def _stem(word: str) -> str:
    for ending in ("ing", "ies", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) > 2:  # noqa: PLR2004  three letters tell words apart
            return word.removesuffix(ending)
    return word.removesuffix("e") if len(word) > 3 else word  # noqa: PLR2004


def _weigh(holding: int, total: int) -> float:
    return math.log(1 + (total - holding + 0.5) / (holding + 0.5))


def _saturate(counts: Counter[str], stem: str, average: float) -> float:
    found = counts[stem]
    length = 1 - _LENGTH_WEIGHT + _LENGTH_WEIGHT * counts.total() / average
    return found * (_SATURATION + 1) / (found + _SATURATION * length)
