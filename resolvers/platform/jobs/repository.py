"""A job's writes in DynamoDB: its claim, each step as it happens, how it ended.

Every write is conditional on the claim, or, for work that another service does meanwhile, on the attempt and the steps
as they were read. So a worker that was taken over, a late event and an event of an earlier attempt change nothing.
"""

import time
from collections.abc import Mapping, Sequence
from typing import Any

from boto3.dynamodb.conditions import Attr, ConditionBase

from resolvers.core import table
from resolvers.core.model import Model, now, serialize
from resolvers.core.table import EXISTS, Item, Update, Write, refuse_stale
from resolvers.platform.jobs.model import J, JobFailure, JobKind, JobStep, Message, StepStatus
from resolvers.platform.jobs.steps import (
    begin_next,
    complete_arrival,
    find_next,
    measure_cost,
    move_step,
    reset_unfinished,
    set_percent,
)


class Lost(Exception):  # noqa: N818
    """Another worker took the job over, or it was deleted."""


class OverBudget(Exception):  # noqa: N818
    """The next step would cost more than one job may."""


def get(kind: JobKind[J], job_id: str) -> J | None:
    """Read a job, consistently."""
    item = table.get(kind.key(job_id), consistent=True)
    return kind.model.model_validate(item) if item else None


def claim(kind: JobKind[J], before: J, message: Message) -> J:
    """Take a job for one message and begin its next step.

    Raises `StaleItem` where the job is not as it was read, `OverBudget` where its next step would cost too much.
    """
    at, attempt = now(), before.attempt + 1
    steps = begin_next(complete_arrival(reset_unfinished(before.steps), at, attempt), at, attempt)
    changes = {
        "state": kind.working,
        "steps": steps,
        "attempt": attempt,
        "claim": message.id,
        "claimed_until": int(time.time()) + kind.claim_seconds,
        "source_version": message.version,
        "uploaded_at": before.uploaded_at or message.at,
    }
    pinned = Attr("sourceVersion").not_exists() | Attr("sourceVersion").eq(message.version)
    free = Attr("claim").not_exists() | Attr("claimedUntil").lte(int(time.time()))
    unchanged = EXISTS & Attr("attempt").eq(before.attempt) & Attr("state").is_in(kind.open_states)
    return _write(kind, before, changes, unchanged & pinned & free, refuse=refuse_stale, begins=steps)


def complete_step(kind: JobKind[J], job: J, step: str, found: Mapping[str, Any], *beside: Write) -> J:
    """Write that a step is done, with what it found, and begin the next one; or raise `Lost` or `OverBudget`.

    `beside` becomes true with it, in one transaction.
    """
    at = now()
    steps = begin_next(move_step(job.steps, step, StepStatus.DONE, at, job.attempt), at, job.attempt)
    return _write(kind, job, dict(found) | {"steps": steps}, _require_claim(job), *beside, begins=steps)


def skip_step(kind: JobKind[J], job: J, step: str) -> J:
    """Write that an optional step failed, and begin the next one; or raise `Lost` or `OverBudget`."""
    at = now()
    steps = begin_next(move_step(job.steps, step, StepStatus.FAILED, at, job.attempt), at, job.attempt)
    return _write(kind, job, {"steps": steps}, _require_claim(job), begins=steps)


def report_progress(kind: JobKind[J], job: J, step: str, percent: int) -> J:
    """Write how far a running step is (1 to 100) if that is further than before; or raise `Lost`."""
    steps = set_percent(job.steps, step, percent, now())
    return job if steps == list(job.steps) else _write(kind, job, {"steps": steps}, _require_claim(job))


def hand_over(kind: JobKind[J], job: J) -> J:
    """Give up the claim while the step goes on elsewhere: another service's events finish it. Raises `Lost`."""
    return _write(kind, job, {"claim": None}, _require_claim(job), remove=("claim",))


def release(kind: JobKind[J], job: J) -> J:
    """Give a job back after a passing fault: its step waits for the next attempt. Raises `Lost`."""
    steps = reset_unfinished(job.steps)
    return _write(kind, job, {"claim": None, "steps": steps}, _require_claim(job), remove=("claim",))


def fail(
    kind: JobKind[J], job: J, failure: JobFailure, *, state: str = "", found: Mapping[str, Any] | None = None
) -> J:
    """Write how a job failed, in the kind's `failed` state or another one; or raise `Lost`."""
    steps = move_step(job.steps, failure.step, StepStatus.FAILED, now(), job.attempt)
    changes = dict(found or {}) | {"state": state or kind.failed, "steps": steps, "failure": failure, "claim": None}
    return _write(kind, job, changes, _require_claim(job), remove=("claim",))


def finish(kind: JobKind[J], job: J, state: str, *beside: Write, failure: JobFailure | None = None) -> J:
    """Write that the last step is done, and what becomes true with it in one transaction; or raise `Lost`.

    `failure` tells why an optional step before it failed: the job has its result all the same.
    """
    at, steps = now(), list(job.steps)
    changes: dict[str, Any] = {"state": state, "claim": None}
    if failure:
        steps = move_step(steps, failure.step, StepStatus.FAILED, at, job.attempt)
        changes["failure"] = failure
    changes["steps"] = move_step(steps, find_next(steps) or kind.steps[-1].name, StepStatus.DONE, at, job.attempt)
    return _write(kind, job, changes, _require_claim(job), *beside, remove=("claim",))


def requeue(kind: JobKind[J], before: J) -> J:
    """Write that a job is to be done again, or raise `StaleItem` where it is not as it was read."""
    changes = {"state": kind.working, "steps": reset_unfinished(before.steps), "failure": None, "claim": None}
    held = Attr("claim").eq(before.claim) if before.claim else Attr("claim").not_exists()
    unchanged = EXISTS & Attr("state").eq(before.state) & Attr("attempt").eq(before.attempt) & held
    gone = ("failure", "claim")
    return _write(kind, before, changes, unchanged, refuse=refuse_stale, remove=gone)


def find_running_step(kind: JobKind[J], job: J) -> str:
    """Return the step that a failure now belongs to."""
    return find_next(job.steps) or kind.steps[-1].name


def _require_claim(job: J) -> ConditionBase:
    """Require the claim, or, of a job that was handed over, the steps as they were read."""
    attempt = EXISTS & Attr("attempt").eq(job.attempt)
    if job.claim:
        return attempt & Attr("claim").eq(job.claim)
    return attempt & Attr("claim").not_exists() & Attr("steps").eq(serialize(list(job.steps), Model.to_item))


def _refuse_lost(_: Item) -> Exception:
    return Lost()


def _write(
    kind: JobKind[J],
    job: J,
    changes: Mapping[str, Any],
    when: ConditionBase,
    *beside: Write,
    refuse: Any = _refuse_lost,
    remove: Sequence[str] = (),
    begins: Sequence[JobStep] | None = None,
) -> J:
    """Write changed fields under a condition, reserve what the step that begins may cost, return the job as it is."""
    cost = measure_cost(kind, begins) if begins else 0
    if cost and job.spent + cost > kind.budget:
        raise OverBudget
    after = job.model_copy(update=dict(changes) | {"spent": job.spent + cost})
    names = {kind.model.model_fields[name].alias or name for name in changes} - set(remove)
    put = {name: value for name, value in after.to_item().items() if name in names}
    within = (Attr("spent").not_exists() | Attr("spent").lte(kind.budget - cost)) if cost else None
    write = Update(
        kind.key(job.id),
        put=put,
        add={"spent": cost} if cost else {},
        remove=remove,
        when=when & within if within else when,
        refuse=refuse,
    )
    table.write(write, *beside)
    return after
