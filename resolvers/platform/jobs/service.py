"""Carries jobs: takes one for a message, does its steps, and turns every fault into a state or another try."""

import time
from collections.abc import Callable, Mapping
from typing import Any, Final

from resolvers.core.errors import InvalidInput
from resolvers.core.table import StaleItem
from resolvers.platform.jobs import repository
from resolvers.platform.jobs.model import J, JobFailure, JobKind, Message, StepStatus
from resolvers.platform.jobs.repository import OverBudget
from resolvers.platform.jobs.steps import find_step

_ATTEMPTS: Final = 10

Act = Callable[[J], Mapping[str, Any]]


class Busy(Exception):  # noqa: N818
    """The job is being worked on for the same message, or changes all the time: come again later."""


class StepFailed(Exception):  # noqa: N818
    """A step cannot be done: why, for programs and for people, and the state in which the job ends."""

    def __init__(
        self,
        reason: str,
        message: str,
        *,
        retryable: bool = False,
        state: str = "",
        found: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.reason = reason
        self.retryable = retryable
        self.state = state
        self.found = found or {}


def take(kind: JobKind[J], find: Callable[[], J | None], message: Message) -> J | None:
    """Return a job under a claim for this message; None where it is done, deleted, another's, or of another source.

    `find` reads the job, consistently. A job that no step may begin for ends failed, as does one whose worker died
    before the message's last delivery. Raises `Busy` where the same message is being worked on.
    """
    for _ in range(_ATTEMPTS):
        job = find()
        if job is None or not _is_open(kind, job, message):
            return None
        try:
            claimed = repository.claim(kind, job, message)
        except StaleItem:
            continue
        except OverBudget:
            return end_failed(kind, job, _make_over_budget())
        return end_failed(kind, claimed, _make_interruption()) if job.claim and message.is_last_try else claimed
    raise Busy


def do_step(kind: JobKind[J], job: J, step: str, act: Act[J]) -> J:
    """Do a step and write what it found, unless an attempt before did; an optional step may fail and is skipped.

    Raises `StepFailed` where the job cannot go on, `Lost` and `OverBudget`.
    """
    if find_step(job.steps, step).status == StepStatus.DONE:
        return job
    try:
        found = act(job)
    except StepFailed:
        if kind.by_name[step].is_optional:
            return repository.skip_step(kind, job, step)
        raise
    return repository.complete_step(kind, job, step, found)


def end_failed(kind: JobKind[J], job: J, failed: StepFailed) -> J:
    """Write why a job failed, at the step that runs; or raise `Lost`."""
    failure = JobFailure(
        step=repository.find_running_step(kind, job),
        reason=failed.reason,
        message=str(failed),
        retryable=failed.retryable,
    )
    return repository.fail(kind, job, failure, state=failed.state, found=failed.found)


def handle_fault(
    kind: JobKind[J], job: J, message: Message, error: Exception, explain: Callable[[Exception], StepFailed]
) -> J:
    """Give the job back and raise the fault, so that its message comes again; on the last delivery end it failed."""
    if isinstance(error, OverBudget):
        return end_failed(kind, job, _make_over_budget())
    if not message.is_last_try:
        repository.release(kind, job)
        raise error
    return end_failed(kind, job, explain(error))


def may_retry(kind: JobKind[J], job: J) -> bool:
    """Tell whether a job may begin again: after a failure that passes, or where nobody works on it."""
    if job.state in kind.open_states:
        return not job.is_claimed(time.time())
    return job.failure is not None and job.failure.retryable


def retry(kind: JobKind[J], job: J) -> J:
    """Let a job begin again for its owner, or raise `InvalidInput`; the caller then sends its message."""
    if not may_retry(kind, job):
        raise InvalidInput("Trying again does not help here: upload another file.", "id")
    try:
        return repository.requeue(kind, job)
    except StaleItem as error:
        raise InvalidInput("It is being processed already.", "id") from error


def _is_open(kind: JobKind[J], job: J, message: Message) -> bool:
    """Tell whether this message has work to do, or raise `Busy`."""
    if job.source_version not in {None, message.version} or job.state not in kind.open_states:
        return False
    if not job.is_claimed(time.time()):
        return True
    if job.claim == message.id:
        raise Busy
    return False  # another message's worker has it; should that one crash, its own message comes again


def _make_interruption() -> StepFailed:
    message = "Processing broke off. Try again; if it breaks off once more, make the file smaller."
    return StepFailed("INTERRUPTED", message, retryable=True)


def _make_over_budget() -> StepFailed:
    message = "Processing has cost as much as one upload may. Upload the file again."
    return StepFailed("OVER_BUDGET", message)
