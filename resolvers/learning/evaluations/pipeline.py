"""From a text that waits to what was found in it, and what a model makes of it."""

from resolvers.core import observability
from resolvers.core.observability import logger
from resolvers.learning.estimates import service as estimates
from resolvers.learning.evaluations import repository
from resolvers.learning.evaluations.job import EVALUATION_JOB
from resolvers.learning.evaluations.model import (
    Draft,
    Evaluation,
    EvaluationFailure,
    EvaluationFailureReason,
    EvaluationState,
    EvaluationStepName,
)
from resolvers.learning.writing.reading import read_text
from resolvers.platform.jobs import repository as job_rows
from resolvers.platform.jobs import service as jobs
from resolvers.platform.jobs.model import Message, StepStatus
from resolvers.platform.jobs.repository import Lost
from resolvers.platform.jobs.service import StepFailed
from resolvers.platform.jobs.steps import find_step


def process(evaluation_id: str, message: Message) -> Evaluation | None:
    """Carry an evaluation to its end and return it; None where there is nothing to do.

    A passing fault is raised, so that the message comes again; on its last try the evaluation ends FAILED, and its
    owner may retry.
    """
    evaluation = jobs.take(EVALUATION_JOB, lambda: _find(evaluation_id), message)
    if evaluation is None or evaluation.state != EvaluationState.RUNNING:
        return evaluation
    try:
        draft = repository.get_draft(evaluation.id)
        evaluation = _read(evaluation, draft)
        return _judge(evaluation, draft, message)
    except Lost:
        return None
    except Exception as error:  # noqa: BLE001  every fault ends in a state or is raised for another try
        return jobs.handle_fault(EVALUATION_JOB, evaluation, message, error, _explain_fault)


def _read(evaluation: Evaluation, draft: Draft) -> Evaluation:
    """Read the text unless an attempt before did, and write its findings at once: they wait for no model."""
    step = EvaluationStepName.READ
    if find_step(evaluation.steps, step).status == StepStatus.DONE:
        return evaluation

    def report_progress(percent: int) -> None:
        nonlocal evaluation
        evaluation = job_rows.report_progress(EVALUATION_JOB, evaluation, step, percent)

    report = read_text(draft.text, draft.known, report_progress)
    findings = repository.prepare_findings(evaluation, report.findings)
    return job_rows.complete_step(EVALUATION_JOB, evaluation, step, {"measures": report.measures}, findings)


def _judge(evaluation: Evaluation, draft: Draft, message: Message) -> Evaluation:
    """Have a model estimate the text. Without an estimate the evaluation is done all the same, and says why."""
    step = EvaluationStepName.JUDGED
    try:
        estimate = estimates.estimate_text(evaluation.owner_id, draft.text, evaluation.measures)
    except StepFailed as failed:
        return _finish_without(evaluation, failed)
    except Exception as error:
        if not message.is_last_try:
            raise
        return _finish_without(evaluation, _explain_fault(error))
    written = repository.prepare_estimate(evaluation, estimate)
    judged = job_rows.complete_step(EVALUATION_JOB, evaluation, step, {}, *written)
    return job_rows.finish(EVALUATION_JOB, judged, EvaluationState.DONE)


def _finish_without(evaluation: Evaluation, failed: StepFailed) -> Evaluation:
    """End an evaluation without an estimate."""
    failure = EvaluationFailure(
        step=EvaluationStepName.JUDGED,
        reason=EvaluationFailureReason(failed.reason),
        message=str(failed),
        retryable=failed.retryable,
    )
    return job_rows.finish(EVALUATION_JOB, evaluation, EvaluationState.DONE, failure=failure)


def _find(evaluation_id: str) -> Evaluation | None:
    evaluation = repository.get(evaluation_id)
    if evaluation:
        observability.follow(evaluation.correlation_id)
    return evaluation


def _explain_fault(_: Exception) -> StepFailed:
    logger.exception("gave up")
    message = "Something went wrong on our side. Try again in a few minutes."
    return StepFailed(EvaluationFailureReason.INTERNAL, message, retryable=True)
