"""One probe from beginning to end: who asks and where, a word, the throw-away stack, every question, what follows."""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from botocore.exceptions import BotoCoreError, ClientError
from urllib3.exceptions import HTTPError
from websockets.exceptions import WebSocketException

from infra.deploy import account, advice, confirm
from infra.deploy.confirm import Answers
from infra.deploy.environment import Environment
from infra.probe.bench import Bench
from infra.probe.question import Answer, Question
from infra.probe.questions import QUESTIONS
from infra.probe.questions.delivery import NotStarted
from infra.probe.stack import NAME, Throwaway
from infra.probe.verdict import Verdict, document, judge_answers

# What keeps one question from being asked, and no other.
HINDRANCES: Final = (
    BotoCoreError, ClientError, HTTPError, WebSocketException, OSError, ValueError, KeyError, NotStarted,
)  # fmt: skip


@dataclass(frozen=True)
class Means:
    """Where the API is served, and how long is waited; the defaults are AWS's."""

    served: str = ""
    settle: float = 1.5
    token_seconds: int = 300


@dataclass(frozen=True)
class Probe:
    """The questions for one region of one account."""

    environment: Environment
    answers: Answers
    say: Callable[[str], None]
    means: Means = Means()
    clients: account.Clients = account.clients
    questions: Sequence[Question] = tuple(QUESTIONS)
    pause: Callable[[float], None] = time.sleep

    def run(self) -> list[Verdict]:
        """Ask everything; raises `DeployError`, and leaves nothing in the account."""
        region = self.environment.region
        caller = account.identify(self.environment, self.clients)
        self.say(f"account {caller.account}, region {region}, as {caller.arn}")
        minutes = 3 + self.means.token_seconds // 60
        question = (
            f"Make the stack {NAME}, ask {len(self.questions)} questions (some hundred requests, less than a cent, "
            f"about {minutes} minutes) and delete it?"
        )
        confirm.require(self.answers, question, confirm.YES)
        client = self.clients("cloudformation", region)
        stack = Throwaway(client, region, self.say, self.means.token_seconds, self.pause)
        with stack.provide() as outputs:
            bench = Bench(outputs, region, self.clients, self.means.served, self.means.settle)
            bench.require_ready()
            return judge_answers([(each, self._ask(each, bench)) for each in self._select_questions()])

    def _select_questions(self) -> list[Question]:
        return [each for each in self.questions if not (each.only_on_aws and self.means.served)]

    def _ask(self, question: Question, bench: Bench) -> Answer:
        try:
            answer = question.ask(bench)
        except HINDRANCES as hindrance:
            said = f"could not be asked: {type(hindrance).__name__}: {hindrance}"
            answer = Answer(advice.add_next_steps(said, said), failed=True)
        self.say(f"  {question.name}: {answer.seen[:160]}")
        return answer


def write(verdicts: Sequence[Verdict], region: str, path: Path) -> None:
    """Write what was answered as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    day = datetime.now(UTC).date().isoformat()
    path.write_text(json.dumps(document(verdicts, region, day), indent=2, ensure_ascii=False) + "\n")
