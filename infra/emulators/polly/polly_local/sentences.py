"""Sentences of a text."""

import re
from collections.abc import Iterator
from typing import Final

_ABBREVIATED: Final = (
    r"(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bSt)(?<!\bMt)(?<!\bProf)(?<!\bvs)(?<!\be\.g)(?<!\bi\.e)"
)
_END: Final = re.compile(rf"(?:{_ABBREVIATED}\.|[!?…])+[\"'”’)\]]*(?=\s)|\n\s*\n?")  # noqa: RUF001 - quotation marks


def find_sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield the start and the end of each sentence, without the space around it."""
    start = 0
    for found in _END.finditer(text):
        yield from _strip(text, start, found.end())
        start = found.end()
    yield from _strip(text, start, len(text))


def _strip(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    part = text[start:end]
    if part.strip():
        yield start + len(part) - len(part.lstrip()), start + len(part.rstrip())
