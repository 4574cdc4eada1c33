"""A judge: a language model behind one method, and the two ways in which it gives no answer."""

from dataclasses import dataclass
from typing import Any, Protocol

from resolvers.learning.estimates.prompt import Prompt


class JudgeUnavailable(Exception):  # noqa: N818
    """The model does not answer for now: busy, broken or too slow. `is_charged`: it may cost all the same."""

    def __init__(self, reason: str, *, is_charged: bool = False) -> None:
        super().__init__(reason)
        self.is_charged = is_charged


class JudgeRefused(Exception):  # noqa: N818
    """The model refused our request, or its answer is none: asking the same again would change nothing."""

    def __init__(self, reason: str, *, is_charged: bool = False) -> None:
        super().__init__(reason)
        self.is_charged = is_charged


@dataclass(frozen=True)
class Reply:
    """What a model said, not yet validated, and the tokens that it is paid for."""

    answer: Any
    input_tokens: int
    output_tokens: int


class Judge(Protocol):
    def ask(self, model: str, prompt: Prompt) -> Reply:
        """Ask once, or raise `JudgeUnavailable` or `JudgeRefused`. No message of theirs holds the text or a key."""
