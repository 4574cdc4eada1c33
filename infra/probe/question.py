"""What is asked, and what an answer is; the list of all questions."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from infra.probe.bench import Bench


@dataclass(frozen=True)
class Answer:
    """What was seen, in words; and the value of the question's switch that does the same, None where none does."""

    seen: str
    value: str | None = None
    failed: bool = False


Ask = Callable[[Bench], Answer]


@dataclass(frozen=True)
class Question:
    """One open point; `switch` is the data plane's, empty where its answer is a fixed text."""

    name: str
    asks: str
    ask: Ask
    switch: str = ""
    only_on_aws: bool = False


QUESTIONS: Final[list[Question]] = []


def question(name: str, asks: str, *, switch: str = "", only_on_aws: bool = False) -> Callable[[Ask], Ask]:
    """Add a question, asked in the order in which they are added."""

    def keep(ask: Ask) -> Ask:
        QUESTIONS.append(Question(name, asks, ask, switch, only_on_aws))
        return ask

    return keep
