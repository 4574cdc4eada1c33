"""A rule: a function that yields what it finds in a sentence, known by its name."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from resolvers.learning.writing.model import FindingKind
from resolvers.learning.writing.sentences import Sentence


@dataclass(frozen=True)
class Match:
    """Words of a sentence, from a place to another one, that may be wrong, and what could stand there."""

    first: int
    last: int
    message: str
    suggestions: tuple[str, ...] = ()


Search = Callable[[Sentence], Iterator[Match]]


@dataclass(frozen=True)
class Rule:
    """A rule, with its name in findings and what they are about."""

    name: str
    kind: FindingKind
    search: Search


RULES: Final[list[Rule]] = []


def rule(kind: FindingKind = FindingKind.GRAMMAR) -> Callable[[Search], Search]:
    """Declare a function as a rule, which has its name."""

    def declare(search: Search) -> Search:
        RULES.append(Rule(search.__name__.removeprefix("find_"), kind, search))
        return search

    return declare


def offer(*texts: str) -> tuple[str, ...]:
    """Return the suggestions that there are: a form that the dictionary lacks is none."""
    return tuple(dict.fromkeys(each for each in texts if each.strip()))
