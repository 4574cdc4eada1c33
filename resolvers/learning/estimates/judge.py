"""A judge: a language model behind one method, and the two ways in which it gives no answer."""

from dataclasses import dataclass
from typing import Any, Protocol

from resolvers.learning.estimates.prompt import Prompt


class NoAnswer(Exception):  # noqa: N818
    """The model gave no answer. `is_charged`: the call may be paid all the same."""

    def __init__(self, reason: str, *, is_charged: bool = False) -> None:
        super().__init__(reason)
        self.is_charged = is_charged


class JudgeUnavailable(NoAnswer):
    """It does not answer for now: busy, broken or too slow."""


class JudgeRefused(NoAnswer):
    """It refused our request, or its answer is not one: asking the same again would change nothing."""


@dataclass(frozen=True)
class Reply:
    """What a model said, not yet validated, and the tokens that it is paid for."""

    answer: Any
    input_tokens: int
    output_tokens: int


class Judge(Protocol):
    def ask(self, model: str, prompt: Prompt) -> Reply:
        """Ask once, or raise `JudgeUnavailable` or `JudgeRefused`. No message of theirs holds the text or a key."""
