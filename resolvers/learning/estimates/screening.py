"""Removes from a text the sentences that speak to its judge: no author may instruct a model.

An estimate is private to its author and unlocks nothing, so what gets through harms only its author.
"""

from itertools import pairwise
from typing import Final
from unicodedata import normalize

import regex

# Letters and digits only, so that neither spaces between letters nor marks hide an instruction.
_KEPT: Final = regex.compile(r"[\p{L}\p{N}]")
_INSTRUCTIONS: Final = regex.compile(
    r"""
    (?:ignore|disregard|forget|override|bypass|skip)
        (?:all|any|the|these|those|your|every|previous|prior|above|earlier|preceding|other|my|of|what|given|system){0,5}
        (?:instruct|prompt|rule|direction|guideline|criteri|message)
    | (?:band|score|grade|mark|rating)s?(?:of|is|be|as|to|for|everything|all|every|criterion|equals){0,4}
        (?:9|nine|10|ten|100)
    | (?:full|top|highest|maximum|best|perfect)(?:possible)?(?:band|score|grade|mark)s?
    | (?:system|developer|assistant|hidden)(?:prompt|message|instruction)
    | (?:language|ai)model(?:must|should|shall|has|will|you|reading|that)
    | youare(?:now)?(?:an?|the)?(?:examiner|judge|grader|ai|assistant|languagemodel|evaluator)
    | (?:bands|criterion|corrections)(?:content|organisation|vocabulary|grammar|band|quote)
    | (?:end|close|begin)(?:of)?(?:the)?document
    | writingfeedback
    """,
    regex.VERBOSE,
)
_TAG: Final = regex.compile(r"</?\s*document[^>\n]{0,80}>?", regex.IGNORECASE)
_SENTENCE_END: Final = regex.compile(r"[.!?…](?=\s)|\n")
# The most characters that the letters of one instruction may be spread over.
_REACH: Final = 500


def screen_text(text: str) -> str:
    """Return a text without the sentences that instruct its judge."""
    normal = regex.sub(r"\p{Cf}", "", text)  # what cannot be seen
    bounds = [0, *(each.end() for each in _SENTENCE_END.finditer(normal)), len(normal)]
    found = [*_find_instructions(normal), *(each.span() for each in _TAG.finditer(normal))]
    sentences = [(start, end) for start, end in pairwise(bounds) if start < end]
    return "".join(normal[start:end] for start, end in sentences if not _touches(found, start, end))


def _find_instructions(text: str) -> list[tuple[int, int]]:
    """Return where instructions are, however their letters are spaced."""
    letters = [(each.start(), each.group()) for each in _KEPT.finditer(text)]
    squeezed = "".join(_fold(letter) for _, letter in letters)
    return [
        (letters[each.start()][0], letters[each.end() - 1][0] + 1)
        for each in _INSTRUCTIONS.finditer(squeezed)
        if letters[each.end() - 1][0] - letters[each.start()][0] <= _REACH
    ]


def _fold(letter: str) -> str:
    """Return a letter in lower case, one character for one; wide ones and look-alikes become Latin."""
    lower = normalize("NFKC", letter).lower()[:1]
    return _LOOKALIKES.get(lower, lower)


# Cyrillic and Greek letters that look like these Latin ones.
_LOOKALIKES: Final = dict(
    zip(
        "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0501\u03bf\u03b1\u03bd\u03b5",
        "aeopcyxijsdoave",
        strict=True,
    )
)


def _touches(found: list[tuple[int, int]], start: int, end: int) -> bool:
    return any(first < end and start < last for first, last in found)
