"""An article as passages: its paragraphs, short ones joined and long ones divided at their sentences.

Positions are code points of the article's text. Equal texts under equal titles have equal digests, so what did not
change is known again wherever it has moved to.
"""

import hashlib
from collections.abc import Iterator
from functools import cached_property
from typing import Final

import regex

LEAST_WORDS: Final = 25
MOST_WORDS: Final = 150

_BLOCK: Final = regex.compile(r"\S.*?(?=\n[ \t]*\n|\Z)", regex.DOTALL)
_FENCE: Final = regex.compile(r"^[ \t]*(```|~~~).*?(?:^[ \t]*\1[^\n]*$|\Z)", regex.DOTALL | regex.MULTILINE)
_SENTENCE_END: Final = regex.compile(
    r"(?<=[.!?…][\p{Pf}'\")*_]{0,3})(?<!\b(?:Mr|Mrs|Ms|Dr|St|Mt|No|vs|ca|approx|e\.g|i\.e)\.)(?<!\b\p{Lu}\.)\s+(?=[^\p{Ll}\s])"
    r"|(?<=[\u3002\uFF01\uFF1F])|\n+(?=[ \t]*(?:[-*+>#]|\d+[.)]) )"
)
_LINK: Final = regex.compile(r"!?\[([^\]\n]*)\]\([^)\n]*\)")
_MARK: Final = regex.compile(r"^[ \t]*(?:[#>+-]+|\d+[.)])[ \t]+|[*_`~]+", regex.MULTILINE)


class Stretch:
    """A stretch of an article's text, and where it is."""

    def __init__(self, title: str, article: str, start: int, end: int) -> None:
        self.title = title
        self.text = article[start:end]
        self.start = start
        self.end = end

    @cached_property
    def words(self) -> str:
        """The text without marks of Markdown and addresses, on one line."""
        return " ".join(_MARK.sub("", _LINK.sub(r"\1", self.text)).split())

    @cached_property
    def embedded_text(self) -> str:
        """What is embedded: the title says what a paragraph in the middle of an article is about."""
        return f"{self.title}. {self.words}"

    @cached_property
    def digest(self) -> str:
        return hashlib.sha256(self.embedded_text.encode()).hexdigest()[:32]


def split_article(title: str, article: str) -> list[Stretch]:
    """Return the passages of an article, in order; code is in none of them."""
    passages: list[Stretch] = []
    start: int | None = None
    for first, last in _list_blocks(article):
        start = first if start is None else start
        if count_words(article[start:last]) >= LEAST_WORDS:
            passages += _divide(title, article, start, last)
            start = None
    if start is not None:
        passages += _join_rest(title, article, start, passages)
    return passages


def split_sentences(passage: Stretch, article: str) -> list[Stretch]:
    """Return the sentences of a passage."""
    return [
        Stretch(passage.title, article, start, end)
        for start, end in _list_sentences(article, passage.start, passage.end)
    ]


def count_words(text: str) -> int:
    """Count words; scripts that write none apart count two characters as one."""
    return len(text.split()) + len(regex.findall(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]", text)) // 2


def _list_blocks(article: str) -> Iterator[tuple[int, int]]:
    """Yield where each block of prose begins and ends."""
    fences = [each.span() for each in _FENCE.finditer(article)]
    for found in _BLOCK.finditer(article):
        first, last = found.start(), found.start() + len(found.group().rstrip())
        if not any(start < last and first < end for start, end in fences):
            yield first, last


def _join_rest(title: str, article: str, start: int, passages: list[Stretch]) -> Iterator[Stretch]:
    """Yield what is left at the end; a few words go to the passage before, where there is room."""
    end = len(article.rstrip())
    before = passages[-1] if passages else None
    if before and count_words(article[before.start : end]) <= MOST_WORDS:
        passages.pop()
        start = before.start
    yield Stretch(title, article, start, end)


def _divide(title: str, article: str, start: int, end: int) -> Iterator[Stretch]:
    """Yield a paragraph, in parts of at most `MOST_WORDS` where sentences allow it."""
    begin, until = start, start
    for first, last in _list_sentences(article, start, end):
        if until > begin and count_words(article[begin:last]) > MOST_WORDS:
            yield Stretch(title, article, begin, until)
            begin = first
        until = last
    yield Stretch(title, article, begin, end)


def _list_sentences(article: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for found in _SENTENCE_END.finditer(article, start, end):
        if start < found.start():
            yield start, found.start()
        start = found.end()
    if start < end:
        yield start, end
