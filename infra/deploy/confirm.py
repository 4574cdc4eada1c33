"""Questions before something changes: asked at a terminal, answered in advance by CONFIRM where there is none."""

import sys
from dataclasses import dataclass
from typing import Final

from infra.deploy.errors import DeployError

# Environments that are never changed by a plain yes.
GUARDED: Final = frozenset({"prod"})
YES: Final = "yes"


@dataclass(frozen=True)
class Answers:
    """How questions are answered: by `given` (CONFIRM=…), or by a person where there is a terminal."""

    given: str = ""
    terminal: bool = False

    @classmethod
    def of(cls, given: str) -> "Answers":
        return cls(given, sys.stdin.isatty() and sys.stdout.isatty())

    @property
    def asks(self) -> bool:
        """Tell whether a person answers."""
        return not self.given


def require(answers: Answers, question: str, word: str) -> None:
    """Go on only if the word is given, or typed by a person; raise `DeployError` otherwise."""
    if answers.given:
        if answers.given != word:
            raise DeployError(f"{question} CONFIRM={answers.given} does not confirm it: say CONFIRM={word}.")
        return
    if not answers.terminal:
        raise DeployError(f"{question} There is no terminal to ask at: say CONFIRM={word}.")
    if input(f"{question} Type {word} to go on: ").strip() != word:
        raise DeployError("Nothing was changed.")


def word_for(environment: str, answers: Answers) -> str:
    """Return the word that lets an environment be changed: its name for production, `yes` or its name elsewhere."""
    if environment in GUARDED or answers.given == environment:
        return environment
    return YES
