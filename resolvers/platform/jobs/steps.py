"""A job's steps as plain values: which runs next, what moving one changes, how long the rest may take."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from resolvers.platform.jobs.model import J, JobKind, JobStep, StepStatus

_UNFINISHED: Final = {StepStatus.RUNNING, StepStatus.FAILED}
_OPEN: Final = {StepStatus.PENDING, StepStatus.RUNNING}

Steps = Sequence[JobStep]


def find_next(steps: Steps) -> str | None:
    """Return the name of the first step that is neither done nor failed."""
    return next((str(step.name) for step in steps if step.status in _OPEN), None)


def find_step(steps: Steps, name: str) -> JobStep:
    """Return a step by its name; raises `StopIteration` where the job has no such step."""
    return next(step for step in steps if step.name == name)


def move_step(steps: Steps, name: str, status: StepStatus, at: datetime, attempt: int) -> list[JobStep]:
    """Return the steps with one of them in another status; how far it was is forgotten."""
    changes = {"status": status, "at": at, "attempt": attempt, "percent": None, "seconds_left": None}
    return [_change(step, changes) if step.name == name else step for step in steps]


def begin_next(steps: Steps, at: datetime, attempt: int) -> list[JobStep]:
    """Return the steps with the next one running; unchanged where none is left."""
    name = find_next(steps)
    return move_step(steps, name, StepStatus.RUNNING, at, attempt) if name else list(steps)


def complete_arrival(steps: Steps, at: datetime, attempt: int) -> list[JobStep]:
    """Return the steps with the first one done: it says that the job's source arrived, which its message proves."""
    first = steps[0]
    if first.status == StepStatus.DONE:
        return list(steps)
    return move_step(steps, first.name, StepStatus.DONE, at, attempt)


def reset_unfinished(steps: Steps) -> list[JobStep]:
    """Return the steps with those that ran or failed waiting again; what is done stays done."""
    changes = {"status": StepStatus.PENDING, "percent": None, "seconds_left": None}
    return [_change(step, changes) if step.status in _UNFINISHED else step for step in steps]


def set_percent(steps: Steps, name: str, percent: int, at: datetime) -> list[JobStep]:
    """Return the steps with a running step's percent raised, and the time left by its pace so far."""
    step = find_step(steps, name)
    if step.status != StepStatus.RUNNING or percent <= (step.percent or 0):
        return list(steps)
    elapsed = (at - step.at).total_seconds() if step.at else 0.0
    changes = {"percent": min(percent, 100), "seconds_left": round(elapsed * (100 - percent) / percent)}
    return [_change(each, changes) if each.name == name else each for each in steps]


def measure_cost(kind: JobKind[J], steps: Steps) -> int:
    """Return what beginning the next step may cost, in micro-dollars."""
    name = find_next(steps)
    return kind.by_name[name].cost if name else 0


def list_changed(before: Steps, after: Steps) -> list[JobStep]:
    """Return the steps that differ: what listeners hear of a change; of a new job, those that began."""
    return [step for step in after if step not in before and (before or step.status != StepStatus.PENDING)]


def _change(step: JobStep, changes: dict[str, Any]) -> JobStep:
    return step.model_copy(update=changes)
