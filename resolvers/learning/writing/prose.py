"""What of a Markdown text its author wrote as prose: not code, addresses, quotations and picture descriptions."""

from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

import regex

_NOT_PROSE: Final = regex.compile(
    r"""
    \A---\n.*?\n---[ ]*$                         # front matter
    | ^(?P<fence>```|~~~).*?(?:^(?P=fence)|\Z)   # a fenced block of code
    | ^(?:[ ]{4}|\t)[^\n]*                          # an indented one
    | ^[ ]{0,3}>[^\n]*                              # a block quote
    | ^[ ]{0,3}\#{1,6}[ ][^\n]*                     # a heading, which need be no sentence
    | ^[ ]*\|[^\n]*                                 # a row of a table
    | (?P<ticks>`+)[^\n]*?(?P=ticks)
    | !\[[^\]\n]*\](?:\([^)\n]*\))?              # a picture
    | \]\([^)\n]*\)                              # the address of a link, whose words are prose
    | <[^>\n]*>
    | \bhttps?://\S+ | \b[\w.+-]+@[\w-]+\.\S+ | (?<!\w)[@\#]\w+
    | "[^"\n]{1,300}" | “[^”\n]{1,300}” | «[^»\n]{1,300}» | (?<!\w)\u2018[^\u2018\n]{1,300}?\u2019(?!\w)
    | (?<!\w)'[^'\n]{1,300}?'(?!\w)
    """,
    regex.VERBOSE | regex.MULTILINE | regex.DOTALL,
)


class Prose:
    """A text with the places that are not prose."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._gaps = [each.span() for each in _NOT_PROSE.finditer(text) if each.start() < each.end()]
        self._starts = [start for start, _ in self._gaps]

    def holds(self, start: int, end: int) -> bool:
        """Tell whether a place is prose as a whole."""
        after = bisect_right(self._starts, max(start, end - 1))
        return after == 0 or self._gaps[after - 1][1] <= start

    def stretches(self) -> Iterator[tuple[int, int]]:
        """Yield where each uninterrupted stretch of prose begins and ends."""
        at = 0
        for start, end in [*self._gaps, (len(self.text), len(self.text))]:
            if at < start:
                yield at, start
            at = max(at, end)
