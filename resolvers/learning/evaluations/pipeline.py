"""From a text that waits to what was found in it."""

from resolvers.core import observability
from resolvers.core.observability import logger
from resolvers.learning.evaluations import repository
from resolvers.learning.evaluations.job import EVALUATION_JOB
from resolvers.learning.evaluations.model import (
    Evaluation,
    EvaluationFailureReason,
    EvaluationState,
    EvaluationStepName,
)
from resolvers.learning.writing.reading import read_text
from resolvers.platform.jobs import repository as job_rows
from resolvers.platform.jobs import service as jobs
from resolvers.platform.jobs.model import Message
from resolvers.platform.jobs.repository import Lost
from resolvers.platform.jobs.service import StepFailed


def process(evaluation_id: str, message: Message) -> Evaluation | None:
    """Carry an evaluation to its end and return it; None where there is nothing to do.

    A passing fault is raised, so that the message comes again; on its last try the evaluation ends FAILED, and its
    owner may retry.
    """
    evaluation = jobs.take(EVALUATION_JOB, lambda: _find(evaluation_id), message)
    if evaluation is None or evaluation.state != EvaluationState.RUNNING:
        return evaluation
    try:
        return _read(evaluation)
    except Lost:
        return None
    except Exception as error:  # noqa: BLE001  every fault ends in a state or is raised for another try
        return jobs.handle_fault(EVALUATION_JOB, evaluation, message, error, _explain_fault)


def _read(evaluation: Evaluation) -> Evaluation:
    """Read the text once, and write its findings with the end of the job."""
    step = EvaluationStepName.READ

    def report_progress(percent: int) -> None:
        nonlocal evaluation
        evaluation = job_rows.report_progress(EVALUATION_JOB, evaluation, step, percent)

    draft = repository.get_draft(evaluation.id)
    report = read_text(draft.text, draft.known, report_progress)
    done = job_rows.complete_step(EVALUATION_JOB, evaluation, step, {"measures": report.measures})
    findings = repository.prepare_findings(done, report.findings)
    return job_rows.finish(EVALUATION_JOB, done, EvaluationState.DONE, findings)


def _find(evaluation_id: str) -> Evaluation | None:
    evaluation = repository.get(evaluation_id)
    if evaluation:
        observability.follow(evaluation.correlation_id)
    return evaluation


def _explain_fault(_: Exception) -> StepFailed:
    logger.exception("gave up")
    message = "Something of ours went wrong. Try again in a few minutes."
    return StepFailed(EvaluationFailureReason.INTERNAL, message, retryable=True)
