"""Texts of the small world that were given in, and their evaluations."""

from typing import Any, Final

from resolvers.learning.evaluations import repository
from resolvers.learning.evaluations.job import EVALUATION_JOB
from resolvers.platform.jobs import repository as jobs
from resolvers.platform.jobs.model import JobFailure, Message
from tests.people import Person

TEXT: Final = "The dogs is sleeping under the bridge, and a beautifull boat waits."


def request_evaluation(writer: Person, post_id: str, text: str = TEXT) -> str:
    """Return an evaluation that waits for its worker."""
    payload = writer.does("evaluateWriting", subjectId=post_id, text=text)
    assert payload["errors"] == []
    return str(payload["evaluation"]["id"])


def fail_evaluation(writer: Person, post_id: str) -> str:
    """Return an evaluation that can be tried again."""
    evaluation = repository.get(request_evaluation(writer, post_id, "A text that is read once."))
    assert evaluation
    message = Message("message", "version", evaluation.created_at, is_last_try=False)
    claimed: Any = jobs.claim(EVALUATION_JOB, evaluation, message)
    step = jobs.find_running_step(EVALUATION_JOB, claimed)
    failure = JobFailure(step=step, reason="INTERNAL", message="The reading broke off.", retryable=True)
    return str(jobs.fail(EVALUATION_JOB, claimed, failure).id)
