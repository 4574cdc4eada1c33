"""Has a text estimated by the first model that answers: each question is paid once, within the day's budget."""

import hashlib
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from aws_lambda_powertools.metrics import MetricUnit
from pydantic import ValidationError

from resolvers.core.model import now
from resolvers.core.observability import logger, metrics
from resolvers.core.settings import settings
from resolvers.learning.estimates import circuits, repository
from resolvers.learning.estimates.bedrock import Bedrock
from resolvers.learning.estimates.gemini import Gemini
from resolvers.learning.estimates.grounding import ground
from resolvers.learning.estimates.judge import Judge, JudgeRefused, NoAnswer, Reply
from resolvers.learning.estimates.model import Estimate, JudgeAnswer
from resolvers.learning.estimates.prompt import MOST_OUTPUT_TOKENS, PROMPT_VERSION, Prompt, write_prompt
from resolvers.learning.estimates.repository import Answered, BudgetSpent
from resolvers.learning.learners import service as learners
from resolvers.learning.writing.model import Measure, MeasureName
from resolvers.platform.jobs.service import StepFailed

LEAST_WORDS: Final = 50
GEMINI: Final = "gemini"
_BEDROCK: Final = "bedrock"
_PER_CENT: Final = 100


@dataclass(frozen=True)
class Candidate:
    """A model that may be asked, and its prices in micro-dollars a token, which are dollars a million tokens."""

    provider: str
    judge: Judge
    model: str
    input_price: float
    output_price: float

    def price(self, input_tokens: int, output_tokens: int) -> int:
        """Return what a call costs, in micro-dollars, rounded up."""
        return math.ceil(input_tokens * self.input_price + output_tokens * self.output_price)


def estimate_text(owner_id: str, text: str, measures: Sequence[Measure]) -> Estimate | None:
    """Return the estimate of somebody's text; None where the model that was asked gives no bands.

    Raises `StepFailed` where there is no estimate and says why, and `Claimed` where another worker asks just now.
    """
    if _count_words(measures) < LEAST_WORDS:
        raise StepFailed("TOO_SHORT", f"A text of fewer than {LEAST_WORDS} English words gets no estimate.")
    candidates = _list_candidates(owner_id)
    model, answer = _find_answer(owner_id, text, candidates) or _ask_in_turn(owner_id, text, candidates)
    estimate, dropped = ground(JudgeAnswer.model_validate(answer), text, measures, model)
    metrics.add_metric("UngroundedFeedback", MetricUnit.Count, dropped)
    return estimate


def _count_words(measures: Sequence[Measure]) -> float:
    return next((each.value or 0 for each in measures if each.name == MeasureName.WORDS), 0)


def _list_candidates(owner_id: str) -> list[Candidate]:
    """Return the models that may be asked about somebody's text, in the configured order."""
    configured = {
        _BEDROCK: _read_candidate(_BEDROCK, Bedrock(), settings().bedrock_judge),
        GEMINI: _read_candidate(GEMINI, Gemini(), settings().gemini_judge) if settings().gemini_secret_arn else None,
    }
    order = [each.strip() for each in settings().judge_order.split(",")]
    candidates = [found for each in order if (found := configured.get(each))]
    if not candidates:
        raise StepFailed("AI_UNAVAILABLE", "No language model is set up here, so there is no estimate.")
    allowed = [each for each in candidates if each.provider != GEMINI or learners.allows_gemini(owner_id)]
    if not allowed:
        message = "Only Google's Gemini could estimate this text, and you have not allowed that it is sent there."
        raise StepFailed("AI_UNAVAILABLE", message, retryable=True)
    return allowed


def _read_candidate(provider: str, judge: Judge, setting: str) -> Candidate | None:
    """Read `model input-price output-price`; without a model there is none."""
    match setting.split():
        case [model, input_price, output_price]:
            return Candidate(provider, judge, model, float(input_price), float(output_price))
    return None


def _find_answer(owner_id: str, text: str, candidates: Sequence[Candidate]) -> tuple[str, Any] | None:
    """Return what a model answered before to the same question, with its name."""
    questions = {_hash_question(text, each): each.model for each in candidates}
    found = repository.list_answers(owner_id, [*questions])
    return next(((model, found[question]) for question, model in questions.items() if question in found), None)


def _ask_in_turn(owner_id: str, text: str, candidates: Sequence[Candidate]) -> tuple[str, Any]:
    """Return the first answer of the models, with its model's name."""
    prompt = write_prompt(text)
    for candidate in candidates:
        ask = partial(_ask_once, owner_id, _hash_question(text, candidate), candidate, prompt)
        try:
            return candidate.model, circuits.ask_through_circuit(candidate.provider, ask)
        except Answered as answered:
            return candidate.model, answered.answer
        except BudgetSpent:
            message = "Today's budget for estimates is spent. Try again tomorrow."
            raise StepFailed("OVER_BUDGET", message, retryable=True) from None
        except NoAnswer as error:
            logger.warning("no estimate", extra={"provider": candidate.provider, "reason": str(error)})
    raise StepFailed("AI_UNAVAILABLE", "No language model answers at the moment. Try again later.", retryable=True)


def _ask_once(owner_id: str, question: str, candidate: Candidate, prompt: Prompt) -> Any:
    """Ask one model under a claim, and keep its answer; what was reserved and not spent goes back."""
    at, reserved = now(), candidate.price(prompt.most_input_tokens, MOST_OUTPUT_TOKENS)
    repository.claim(owner_id, question, reserved, _read_budget(), at)
    try:
        reply = candidate.judge.ask(candidate.model, prompt)
        answer = _validate(reply)
    except NoAnswer as error:
        repository.give_back(owner_id, question, 0 if error.is_charged else reserved, at)
        _report_spending()
        raise
    paid = candidate.price(reply.input_tokens, reply.output_tokens)
    repository.keep_answer(owner_id, question, answer, reserved - paid, at)
    metrics.add_metric("JudgeTokens", MetricUnit.Count, reply.input_tokens + reply.output_tokens)
    _report_spending()
    return answer


def _validate(reply: Reply) -> Any:
    """Return an answer that is one, as JSON; or raise `JudgeRefused`."""
    try:
        return JudgeAnswer.model_validate_json(json.dumps(reply.answer)).model_dump(mode="json")
    except ValidationError as error:
        raise JudgeRefused(f"malformed answer ({error.error_count()} faults)", is_charged=True) from None


def _report_spending() -> None:
    """Tell how much of the day's budget is spent, which rings an alarm before it is all gone."""
    budget = _read_budget()
    if budget:
        metrics.add_metric("JudgeBudgetUsed", MetricUnit.Percent, _PER_CENT * repository.read_spent(now()) / budget)


def _read_budget() -> int:
    return round(settings().judge_budget * 1_000_000)


def _hash_question(text: str, candidate: Candidate) -> str:
    """Hash a question: the text, the instructions and the model."""
    content = json.dumps([PROMPT_VERSION, candidate.provider, candidate.model, text])
    return hashlib.sha256(content.encode()).hexdigest()
