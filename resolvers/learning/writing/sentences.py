"""A text as sentences of words, each with the part of speech that it has there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import regex

from resolvers.learning.writing.prose import Prose

WORD: Final = regex.compile(r"[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:['\u2019\-][\p{L}\p{M}\p{N}]+)*")
_END: Final = regex.compile(r"[.!?…:;]|\n[ \t]*\n|\n[ ]*(?:[-*+]|\d+\.)[ ]|[\u2014\u2013]")


@dataclass(frozen=True)
class Token:
    """A word, where it is in the text, its universal part of speech, and the characters before it."""

    text: str
    start: int
    end: int
    tag: str
    gap: str

    @cached_property
    def lower(self) -> str:
        return self.text.lower().replace("\u2019", "'")

    @property
    def follows_comma(self) -> bool:
        return "," in self.gap


NONE: Final = Token("", 0, 0, "", "")


@dataclass(frozen=True)
class Sentence:
    """The words of a sentence, or of the part of one between quotations and the like."""

    tokens: tuple[Token, ...]
    end: str  # the mark after it

    def __len__(self) -> int:
        return len(self.tokens)

    def at(self, place: int) -> Token:
        """Return a word; before the first and after the last there is none."""
        return self.tokens[place] if 0 <= place < len(self.tokens) else NONE

    def words(self, first: int, last: int) -> list[str]:
        return [self.at(place).lower for place in range(first, last)]

    def skip(self, place: int, *tags: str) -> int:
        """Return the first place from here on whose word is of another part of speech."""
        while self.at(place).tag in tags:
            place += 1
        return place


def split_sentences(prose: Prose, tags: Mapping[tuple[int, int], str]) -> Iterator[Sentence]:
    """Yield the sentences of a text, whose words have these parts of speech by their places."""
    for start, end in prose.stretches():
        tokens: list[Token] = []
        for found in WORD.finditer(prose.text, start, end):
            gap = prose.text[tokens[-1].end : found.start()] if tokens else ""
            if tokens and (mark := _END.search(gap)):
                yield Sentence(tuple(tokens), mark.group())
                tokens, gap = [], ""
            tokens.append(Token(found.group(), *found.span(), tags.get(found.span(), ""), gap))
        if tokens:
            mark = _END.search(prose.text, tokens[-1].end, end)
            yield Sentence(tuple(tokens), mark.group() if mark else "")
