"""What people do with evaluations: ask for one, try again, read what was found, and see how many are left today."""

import hashlib
import json
from collections.abc import Sequence
from typing import Final

from resolvers import rates
from resolvers.core import ids, observability, pagination
from resolvers.core import rates as counters
from resolvers.core.appsync import wants
from resolvers.core.errors import InvalidInput, NotFound
from resolvers.core.idempotency import AlreadyDone, claim
from resolvers.core.identity import Caller
from resolvers.core.model import now
from resolvers.core.settings import settings
from resolvers.learning import keys
from resolvers.learning.estimates.model import Estimate
from resolvers.learning.evaluations import recordings, repository
from resolvers.learning.evaluations.job import JOBS
from resolvers.learning.evaluations.model import (
    EVALUATIONS,
    Draft,
    EvaluateWritingInput,
    Evaluation,
    EvaluationConnection,
    EvaluationState,
    Skill,
    WritingQuota,
)
from resolvers.learning.learners import service as learners
from resolvers.learning.writing.model import Finding
from resolvers.platform.event_log import service as event_log
from resolvers.platform.jobs import queue
from resolvers.platform.jobs import service as jobs
from resolvers.platform.pins import service as pins
from resolvers.platform.subjects import service as subjects
from resolvers.platform.subjects.model import Summary

# Increase it with every change of the rules: texts are then evaluated again.
RULES_VERSION: Final = 3
_PINS_READ: Final = 100


def evaluate_writing(viewer: Caller, input: EvaluateWritingInput) -> Evaluation:
    """Have a text of the viewer's own article read, or return what was found in the same text before.

    Raises `NotFound` or `Forbidden` for the article, and `IdempotencyKeyReused`.
    """
    _, summary = subjects.get_owned_with_summary(viewer, input.subject_id)
    draft = Draft(text=input.text, known=_list_known_words(viewer, input.subject_id, summary))
    evaluation = Evaluation(
        id=ids.new(keys.EVALUATION),
        owner_id=viewer.id,
        subject_id=input.subject_id,
        text_hash=_hash(draft),
        created_at=now(),
        correlation_id=observability.read_correlation_id(),
    )
    key = input.idempotency_key
    try:
        repository.add(evaluation, draft, claim(viewer.id, "evaluateWriting", input, key, evaluation.id))
    except AlreadyDone as done:
        # A text that was read before leaves its key free; from now on the key means this evaluation.
        repository.remember(claim(viewer.id, "evaluateWriting", input, key, done.result_id))
        evaluation = get_owned(viewer, done.result_id)
    if evaluation.state == EvaluationState.WAITING:
        _send(evaluation)
    return evaluation


def retry_evaluation(viewer: Caller, evaluation_id: str) -> Evaluation:
    """Have it evaluated again after a failure that may pass, or raise `InvalidInput` or `NotFound`."""
    before = get_owned(viewer, evaluation_id)
    if before.skill == Skill.SPEAKING and before.source_version is None:
        raise InvalidInput("Nothing was uploaded yet: ask `evaluateSpeaking` for a form, and record again.", "id")
    jobs.retry(JOBS[before.skill], before)
    evaluation = get_owned(viewer, evaluation_id)
    _send(evaluation)
    return evaluation


def delete_evaluation(viewer: Caller, evaluation_id: str) -> None:
    """Delete the viewer's evaluation with every version of its recording, or raise `NotFound`."""
    evaluation = get_owned(viewer, evaluation_id)
    if evaluation.skill == Skill.SPEAKING:
        recordings.remove_all(viewer.id, evaluation.id)
    repository.remove(evaluation)
    if evaluation.skill == Skill.SPEAKING:
        recordings.remove_all(viewer.id, evaluation.id)  # a worker may have written meanwhile


def get_owned(viewer: Caller, evaluation_id: str) -> Evaluation:
    """Return the viewer's own evaluation, or raise `NotFound`: nobody may know of another person's."""
    evaluation = repository.get(evaluation_id)
    if not evaluation or evaluation.owner_id != viewer.id:
        raise NotFound("There is no such evaluation.", "id")
    return evaluation


def findings_of(evaluation_ids: Sequence[str]) -> list[list[Finding]]:
    """Return what was found by evaluations, for each in turn; nothing for those that are not done."""
    found = repository.get_findings(evaluation_ids)
    return [found.get(each, []) for each in evaluation_ids]


def estimates_of(evaluation_ids: Sequence[str]) -> list[Estimate | None]:
    """Return the estimates of evaluations, for each in turn; None for those without one."""
    found = repository.get_estimates(evaluation_ids)
    return [found.get(each) for each in evaluation_ids]


def evaluations_of(
    viewer: Caller, subject_id: str, skill: Skill, first: int, after: str | None
) -> EvaluationConnection:
    """Return the viewer's evaluations of an article, of one skill, the newest first."""
    scope = pagination.scope_of("evaluations", viewer=viewer.id, subject=subject_id, skill=skill)
    since = event_log.cursor(viewer, EVALUATIONS.topic(viewer.id)) if wants("eventsCursor") else None
    page = repository.list_own(viewer.id, subject_id, skill, scope, first, after)
    shown: EvaluationConnection = pagination.connection(EvaluationConnection, page, scope, events_cursor=since)
    return shown


def measure_quota(viewer: Caller) -> WritingQuota:
    """Return how many texts the viewer may still have read today."""
    usage = counters.read_day(viewer, rates.EVALUATIONS)
    return WritingQuota(limit=usage.limit, remaining=max(0, usage.limit - usage.used), resets_at=usage.ends_at)


def _list_known_words(viewer: Caller, subject_id: str, summary: Summary) -> list[str]:
    """Return what is right whatever a dictionary says: the article's title, tags and places, and the viewer's words."""
    (page,) = pins.pins_of([{"id": subject_id}], _PINS_READ, None)
    places = [each.node.place_name for each in page.edges if each.node and each.node.place_name]
    return sorted({summary.title, *summary.tags, *places, *learners.get(viewer).dictionary})


def _hash(draft: Draft) -> str:
    content = json.dumps([RULES_VERSION, draft.text, draft.known])
    return hashlib.sha256(content.encode()).hexdigest()


def _send(evaluation: Evaluation) -> None:
    if evaluation.skill == Skill.SPEAKING:
        return recordings.send_look(evaluation.id)
    body = {"evaluationId": evaluation.id, "version": evaluation.text_hash}
    return queue.send(settings().writing_queue_url, json.dumps(body))
