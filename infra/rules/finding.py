"""What a rule finds, and the list of all rules."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from infra.rules.project import Project


@dataclass(frozen=True)
class Finding:
    """One mistake: its rule's code, its place, and a sentence that says what to do."""

    code: str
    where: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.code} {self.where}: {self.sentence}"


Rule = Callable[[Project], Iterable[Finding]]

RULES: Final[list[Rule]] = []


def rule(check: Rule) -> Rule:
    """Add a check to the rules."""
    RULES.append(check)
    return check


def findings(project: Project) -> Iterator[Finding]:
    """Yield what every rule finds in a project."""
    for check in RULES:
        yield from check(project)
