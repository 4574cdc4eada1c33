"""The sentences of an article: prose, neither quoted nor code, and which of them can stand on their own.

Positions are code points of the article's text, so what a flashcard shows can be found in it again.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

import regex

LEAST_WORDS: Final = 6
SHORTEST: Final = 4  # words that give one of them a context
MOST_WORDS: Final = 40

_PARAGRAPH: Final = regex.compile(r"\S.*?(?=\n[ \t]*\n|\Z)", regex.DOTALL)
_FENCE: Final = regex.compile(r"^[ \t]*(?:```|~~~).*?(?:^[ \t]*(?:```|~~~)[^\n]*$|\Z)", regex.DOTALL | regex.MULTILINE)
# Headings, quotes, lists, tables, pictures and indented code are no prose.
_BLOCK: Final = regex.compile(r"^(?: {4}|\t|[ \t]*(?:[#>|!]|[+*-][ \t]|---|\d+[.)] ))", regex.MULTILINE)
_BOUNDARY: Final = regex.compile(
    r"(?<=[.!?…](?:\*\*|[*_)])?)(?<!\b(?:Mr|Mrs|Ms|Dr|St|Mt|No|vs|ca|approx|e\.g|i\.e)\.)(?<!\b\p{Lu}\.)\s+(?=[(*_]{0,2}[\p{Lu}\d])"
)
_EMPHASIS: Final = regex.compile(r"(?<![\w*])(\*{1,2}|_{1,2})(?=[^\s*_])([^*_]+)(?<=\S)\1(?![\w*])")
# Markdown, HTML, addresses and quoted speech inside a sentence.
_MARKED: Final = regex.compile(r"[\[\]*_`<>|~\\\"“”„«»]|https?:|www\.|\S@\S")
_WORD: Final = regex.compile(r"[\p{L}\p{N}][\p{L}\p{N}\p{M}'\u2019.,-]*")
# They refer to another sentence, or to the author of the article.
_POINTING: Final = regex.compile(
    r"(?:this|that|these|those|it|its|they|them|their|he|him|his|she|her|there|here|such|then|and|but|so|or|yet|also|"
    r"both)\b",
    regex.IGNORECASE,
)
_POINTING_BACK: Final = regex.compile(r"(?:it|its|they|their|he|his|she|her)\b", regex.IGNORECASE)
# `You` is anybody.
_PERSONAL: Final = regex.compile(r"\b(?:i|me|my|mine|myself|we|us|our|ours|ourselves)\b", regex.IGNORECASE)
_REPORTING: Final = regex.compile(
    r"\b(?:(?:told|informed|assured) (?:me|us)|(?:I was|we were) told|\w+ (?:explained|added|says|said|claims?|claimed)"
    r"(?: to (?:me|us))?|(?:I|we) (?:later |also |then |once )?"
    r"(?:learn(?:ed|t)|read|heard|knew|know|found out|discovered))"
    r"(?: later| afterwards| there| somewhere)? that\s+"
)


class Sentence(NamedTuple):
    """A sentence on one line, without what emphasises its words, and where it is in the article's text."""

    text: str
    start: int
    end: int

    def overlaps(self, other: "Sentence") -> bool:
        """Tell whether both have words of the article in common; the name of a place is in none of it."""
        return self == other or (self.start < other.end and other.start < self.end)


def list_sentences(text: str) -> Iterator[Sentence]:
    """Yield what tells something without the text around it.

    That is a sentence, one with the sentence before that it points to, or what the author was told.
    """
    for paragraph in _list_paragraphs(text):
        before: Sentence | None = None
        for each in paragraph:
            stands_alone = _tells_something(each.text)
            if stands_alone:
                yield each
            elif before and _POINTING_BACK.match(each.text):
                yield from _join(text, before, each)
            else:
                yield from _list_reported(text, each)
            before = each if stands_alone else None


def list_prose_sentences(text: str) -> Iterator[Sentence]:
    """Yield the sentences that the author wrote, also about their own steps, without quotations and markup."""
    return (each for each in _split(text) if _has_length(each.text, SHORTEST) and not _MARKED.search(each.text))


def _split(text: str) -> Iterator[Sentence]:
    return (each for paragraph in _list_paragraphs(text) for each in paragraph)


def _list_paragraphs(text: str) -> Iterator[list[Sentence]]:
    for start, end in _prose(text):
        begins = [start, *(each.end() for each in _BOUNDARY.finditer(text, start, end))]
        ends = [*(each.start() for each in _BOUNDARY.finditer(text, start, end)), end]
        yield [_cut(text, first, last) for first, last in zip(begins, ends, strict=True)]


def _cut(text: str, start: int, end: int) -> Sentence:
    return Sentence(_EMPHASIS.sub(r"\2", " ".join(text[start:end].split())), start, end)


def _join(text: str, before: Sentence, pointing: Sentence) -> Iterator[Sentence]:
    """Yield a sentence that begins with `it` with the one before, which says what it is."""
    joined = _cut(text, before.start, pointing.end)
    if _tells_something(joined.text):
        yield joined


def _list_reported(text: str, sentence: Sentence) -> Iterator[Sentence]:
    """Yield what stands after `we were told that`, if nobody's own steps are in it."""
    if frame := _REPORTING.search(text, sentence.start, sentence.end):
        reported = _cut(text, frame.end(), sentence.end)
        if _tells_something(reported.text):
            yield reported


def _prose(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each paragraph of prose begins and ends."""
    fences = [each.span() for each in _FENCE.finditer(text)]
    for found in _PARAGRAPH.finditer(text):
        start, end = found.span()
        is_code = any(first < end and start < last for first, last in fences)
        line = text.rfind("\n", 0, start) + 1
        if not is_code and not _BLOCK.search(text[line:end]):
            yield start, len(text[:end].rstrip())


def _tells_something(sentence: str) -> bool:
    refused = _POINTING.match(sentence) or _PERSONAL.search(sentence) or _MARKED.search(sentence)
    return sentence.endswith((".", "!", "…")) and _has_length(sentence, LEAST_WORDS) and not refused


def _has_length(sentence: str, least: int) -> bool:
    return least <= len(_WORD.findall(sentence)) <= MOST_WORDS
