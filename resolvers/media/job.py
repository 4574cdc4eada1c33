"""Work on an upload, whatever its kind: steps in one order, tried again under a claim.

A photo is the first kind. A video or a recording brings its own step names and shares the rest: the claim that one
worker holds at a time, and the one object version that all steps read.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, TypeVar

from resolvers.core.model import Model, Moment, hidden


class StepStatus(StrEnum):
    """How far a step is: waiting, being done, done, or ended by a failure."""

    PENDING = "PENDING"
    RUNNING = "RUNNING"
    DONE = "DONE"
    FAILED = "FAILED"


class Job(Model):
    """What every kind of work keeps beside its steps."""

    job_kind: str = hidden(default="photo")
    claim: str | None = hidden(default=None)  # the message that is being worked on
    claimed_until: int = hidden(default=0)  # epoch seconds
    source_version: str | None = hidden(default=None)
    uploaded_at: Moment | None = hidden(default=None)
    correlation_id: str | None = hidden(default=None)  # of the request that began it; all its logs carry it

    def is_claimed(self, at: float) -> bool:
        """Tell whether a worker holds it at this time (epoch seconds)."""
        return self.claim is not None and self.claimed_until > at


S = TypeVar("S", bound=Model)


def moved(steps: Sequence[S], name: str, status: StepStatus, at: Moment, attempt: int) -> list[S]:
    """Return the steps with one of them (any model with `name`, `status`, `at`, `attempt`) moved to a status."""
    change = {"status": status, "at": at, "attempt": attempt}

    def move(step: Any) -> S:
        moved_step: S = step.model_copy(update=change) if step.name == name else step
        return moved_step

    return [move(step) for step in steps]
