"""What follows from the answers: beside what our data plane does, and as switches to set."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Final

from appsync_local import auth, realtime
from appsync_local.settings import EngineSettings
from infra.probe.question import Answer, Question

# What the data plane with no switch set answers the same questions; a test asks it again.
PLANE: Final = Path(__file__).parent / "plane.json"
# What no probe settles, and why.
NOT_ASKED: Final[Mapping[str, str]] = {
    "throttling": "The status of a throttled request: it takes thousands of requests a second for a while.",
    "lifetime": "How long a socket lives: AWS's documents name 24 hours, and nobody waits for it.",
    "keep_alive": "How often a socket says ka: seen in live captures.",
    "connection_timeout_ms": "What connection_ack names: seen in live captures.",
    "request_seconds": "How long a request may take: a published quota.",
    "javascript_seconds": "How long a call of APPSYNC_JS may take: its language has no loop that lasts.",
    "javascript_globals": "Which globals code sees: `aws appsync evaluate-code` tells it without an API.",
    "javascript_replace": "What String.replace looks for: `aws appsync evaluate-code` tells it without an API.",
    "backlog": "When a slow client is disconnected: AWS shows it to nobody.",
    "backlog_in_all": "What slow clients may have together: AWS shows it to nobody.",
    "trust_unknown_signers": "A convenience of the laptop; AWS knows every signer.",
}


@dataclass(frozen=True)
class Verdict:
    """One question answered: by AWS, by our data plane, and the switch that makes ours do the same."""

    name: str
    question: str
    seen: str
    plane: str
    switch: str
    value: str | None
    same: bool

    @property
    def to_set(self) -> str:
        if self.same:
            return "as it is"
        if self.switch and self.value is not None:
            return f"{self.switch}={self.value}"
        return "no switch does this"


def judge_answers(answers: Iterable[tuple[Question, Answer]]) -> list[Verdict]:
    """Lay each answer beside what the data plane does."""
    plane = json.loads(PLANE.read_text()) if PLANE.exists() else {}
    return [_judge_answer(each, answer, plane.get(each.name, "not recorded")) for each, answer in answers]


def _judge_answer(question: Question, answer: Answer, plane: str) -> Verdict:
    # Where there is a switch its value counts, not the words around it.
    same = answer.value == default(question.switch) if question.switch and answer.value else answer.seen == plane
    return Verdict(question.name, question.asks, answer.seen, plane, question.switch, answer.value, same)


def switches(verdicts: Sequence[Verdict]) -> dict[str, str]:
    """Return the switches to set, by name; one that is asked twice and answered differently is left out."""
    answers: dict[str, set[str]] = {}
    for each in verdicts:
        if each.switch and each.value is not None:
            answers.setdefault(each.switch, set()).add(each.value)
    return {name: min(values) for name, values in answers.items() if len(values) == 1 and values != {default(name)}}


def find_contradictions(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """Yield the switches that are asked more than once and whose answers differ."""
    for name in dict.fromkeys(each.switch for each in verdicts if each.switch):
        if len({each.value for each in verdicts if each.switch == name}) > 1:
            yield name


def default(switch: str) -> str:
    """Return what the data plane does without the switch, as the command line spells it."""
    for settings in (EngineSettings(), realtime.RealtimeSettings(), auth.AuthSettings()):
        if switch in {each.name for each in fields(settings)}:
            value: Any = getattr(settings, switch)
            return str(value).lower() if isinstance(value, bool) else str(value)
    raise KeyError(switch)


def document(verdicts: Sequence[Verdict], region: str, day: str) -> dict[str, Any]:
    """Return everything as it is written to a file."""
    return {
        "region": region,
        "day": day,
        "switches": switches(verdicts),
        "answers": [asdict(each) for each in verdicts],
        "notAsked": dict(NOT_ASKED),
    }
