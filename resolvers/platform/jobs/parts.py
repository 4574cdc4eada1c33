"""Parts of one step that several workers do at the same time, each under its own claim: a video's renditions, say.

A part belongs to one attempt of its job, so parts of an earlier attempt touch nothing. The step is done when
`are_done` says so, whichever part comes last; completing the step then happens once, by the job's own conditions.
"""

import time
from collections.abc import Sequence
from typing import Any, Final

from boto3.dynamodb.conditions import Attr
from pydantic import Field

from resolvers.core import table
from resolvers.core.ids import ID
from resolvers.core.model import Model, stored_only
from resolvers.core.table import EXISTS, Check, Put, Update, refuse_stale
from resolvers.platform import keys
from resolvers.platform.jobs.model import J, JobKind, StepStatus
from resolvers.platform.jobs.repository import Lost

_KEPT_SECONDS: Final = 7 * 24 * 3600
_MOST: Final = 100  # parts of one attempt


class JobPart(Model):
    """One part of a job's step, in one attempt."""

    job_id: ID
    attempt: int
    name: str
    status: StepStatus = StepStatus.PENDING
    percent: int = 0
    result: dict[str, Any] = Field(default={})
    claim: str | None = stored_only(default=None)
    claimed_until: int = stored_only(default=0)


def claim_part(kind: JobKind[J], job: J, name: str, holder: str) -> JobPart:
    """Take a part for one message; raises `StaleItem` where another holds it or it is done, `Lost` after a retry."""
    until = int(time.time()) + kind.claim_seconds
    part = JobPart(
        job_id=job.id, attempt=job.attempt, name=name, status=StepStatus.RUNNING, claim=holder, claimed_until=until
    )
    free = Attr("status").not_exists() | (
        Attr("status").eq(StepStatus.RUNNING.value) & Attr("claimedUntil").lte(int(time.time()))
    )
    current = EXISTS & Attr("attempt").eq(job.attempt)
    table.write(
        Check(kind.key(job.id), when=current, refuse=lambda _: Lost()),
        Put(
            keys.job_part(job.id, job.attempt, name),
            "JobPart",
            part.to_item(),
            when=free,
            refuse=refuse_stale,
            expires_at=int(time.time()) + _KEPT_SECONDS,
        ),
    )
    return part


def report_part(part: JobPart, percent: int) -> JobPart:
    """Write how far a part is; less than before changes nothing. Raises `Lost`."""
    return part if percent <= part.percent else _write(part, percent=percent)


def complete_part(part: JobPart, result: dict[str, Any]) -> JobPart:
    """Write that a part is done, with its result; or raise `Lost`."""
    return _write(part, status=StepStatus.DONE, percent=100, result=result)


def list_parts(job: J) -> list[JobPart]:
    """Read the parts that the job's current attempt has begun, consistently."""
    first = keys.job_part(job.id, job.attempt, "")
    rows = table.query(first.pk, low=first.sk, high=f"{first.sk}\uffff", limit=_MOST, consistent=True)
    return [JobPart.model_validate(row) for row in rows]


def are_done(parts: Sequence[JobPart], names: Sequence[str]) -> bool:
    """Tell whether every named part is done."""
    return {part.name for part in parts if part.status == StepStatus.DONE} >= set(names)


def measure_percent(parts: Sequence[JobPart], names: Sequence[str]) -> int:
    """Return how far all named parts are together, 0 to 100; parts that have not begun count as 0."""
    return sum(part.percent for part in parts if part.name in names) // max(len(names), 1)


def _write(part: JobPart, **changes: Any) -> JobPart:
    after = part.model_copy(update=changes)
    names = {JobPart.model_fields[name].alias or name for name in changes}
    put = {name: value for name, value in after.to_item().items() if name in names}
    held = Attr("claim").eq(part.claim) & Attr("status").eq(StepStatus.RUNNING.value)
    key = keys.job_part(part.job_id, part.attempt, part.name)
    table.write(Update(key, put=put, when=held, refuse=lambda _: Lost()))
    return after
