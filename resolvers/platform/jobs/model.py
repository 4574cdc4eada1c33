"""Work in steps, whatever its kind: a job, its steps, why it failed, and what a kind of job declares.

A job is part of its subject's own item: a photo is a job, and so is a video or an evaluation. A kind brings the names
of its states and steps; everything else is here and in this room's repository and service.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Generic, TypeVar

from resolvers.core.ids import ID
from resolvers.core.keys import Key
from resolvers.core.model import Model, Moment, stored_only


class StepStatus(StrEnum):
    """The status of a processing step."""

    PENDING = "PENDING"
    """The step has not started."""
    RUNNING = "RUNNING"
    """The step is running."""
    DONE = "DONE"
    """The step is done."""
    FAILED = "FAILED"
    """The step failed."""


class JobStep(Model):
    """One step of a job. A kind whose steps can tell how far they are shows `percent` and `seconds_left` too."""

    name: str
    status: StepStatus = StepStatus.PENDING
    at: Moment | None = None
    attempt: int = 0
    percent: int | None = stored_only(default=None)  # 0 to 100, never falls within an attempt
    seconds_left: int | None = stored_only(default=None)


class JobFailure(Model):
    """Why a job ended without its result."""

    step: str
    reason: str
    message: str
    retryable: bool


class Job(Model):
    """What every kind of job keeps in its item."""

    id: ID
    state: str
    steps: Sequence[JobStep]
    attempt: int = 0
    failure: JobFailure | None = None
    claim: str | None = stored_only(default=None)  # the message that is being worked on
    claimed_until: int = stored_only(default=0)  # epoch seconds
    spent: int = stored_only(default=0)  # micro-dollars, reserved before each paid step begins
    source_version: str | None = stored_only(default=None)  # of the upload; all steps read this one
    uploaded_at: Moment | None = stored_only(default=None)
    correlation_id: str | None = stored_only(default=None)  # of the request that began it; all its logs carry it

    def is_claimed(self, at: float) -> bool:
        """Tell whether a worker holds the job at this time (epoch seconds)."""
        return self.claim is not None and self.claimed_until > at


J = TypeVar("J", bound=Job)


@dataclass(frozen=True)
class Step:
    """A step of a kind of job: its name, what beginning it may cost (micro-dollars), whether the job needs it."""

    name: str
    cost: int = 0
    is_optional: bool = False


@dataclass(frozen=True)
class JobKind(Generic[J]):
    """What a kind of job declares: its model, where its items are, its steps in order, and its states.

    The first step says that the job's source arrived (an upload, a request).
    `waiting` and `working` are open states; a job leaves them for `failed` or for a state of the kind's own.
    `budget` (micro-dollars) bounds what all attempts of one job may spend.
    """

    model: type[J]
    key: Callable[[str], Key]
    steps: tuple[Step, ...]
    waiting: str
    working: str
    failed: str
    claim_seconds: int
    budget: int

    @cached_property
    def by_name(self) -> dict[str, Step]:
        return {step.name: step for step in self.steps}

    @property
    def open_states(self) -> list[str]:
        return [self.waiting, self.working]


@dataclass(frozen=True)
class Message:
    """What tells a worker of a job: the message's own id, the source's version, and whether it comes again."""

    id: str
    version: str
    at: datetime
    is_last_try: bool
