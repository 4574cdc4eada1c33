"""A job: what was asked for, how far it is, and its form in answers; kept in a file so that a restart goes on."""

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

OPEN = {"SUBMITTED", "PROGRESSING"}


@dataclass
class Job:
    """One job; times are in epoch seconds, `request` has the members of CreateJob."""

    id: str
    arn: str
    queue: str
    request: dict[str, Any]
    created_at: float = field(default_factory=time.time)
    status: str = "SUBMITTED"
    phase: str = "PROBING"
    percent: int = 0
    retry_count: int = 0
    started_at: float | None = None
    finished_at: float | None = None
    error_code: int | None = None
    error_message: str | None = None
    group_details: list[dict[str, Any]] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def settings(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.request["Settings"]
        return found

    @property
    def user_metadata(self) -> dict[str, str]:
        return dict(self.request.get("UserMetadata", {}))

    def describe(self) -> dict[str, Any]:
        """Return the job as GetJob answers it; members that have no value yet are left out."""
        times = {"SubmitTime": self.created_at, "StartTime": self.started_at, "FinishTime": self.finished_at}
        answer = {
            "Id": self.id,
            "Arn": self.arn,
            "Queue": self.queue,
            "CreatedAt": _to_moment(self.created_at),
            "Status": self.status,
            "CurrentPhase": self.phase if self.started_at else None,
            "JobPercentComplete": self.percent if self.is_open else None,
            "RetryCount": self.retry_count,
            "ErrorCode": self.error_code,
            "ErrorMessage": self.error_message,
            "OutputGroupDetails": self.group_details or None,
            "Timing": {name: _to_moment(value) for name, value in times.items() if value is not None},
            "AccelerationStatus": "NOT_APPLICABLE",
            "Priority": self.request.get("Priority", 0),
            "StatusUpdateInterval": self.request.get("StatusUpdateInterval", "SECONDS_60"),
            "UserMetadata": self.user_metadata,
        }
        given = ("Role", "Settings", "ClientRequestToken", "JobTemplate", "BillingTagsSource")
        answer |= {name: self.request[name] for name in given if name in self.request}
        return {name: value for name, value in answer.items() if value is not None}


class Store:
    """Jobs by their id, each in a file of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._jobs = {job.id: job for job in self._load()}

    def __iter__(self) -> Iterator[Job]:
        return iter(list(self._jobs.values()))

    def find(self, job_id: str) -> Job | None:
        return self._jobs.get(job_id)

    def find_by_token(self, token: str) -> Job | None:
        return next((job for job in self if job.request.get("ClientRequestToken") == token), None)

    def save(self, job: Job) -> None:
        """Write a job as it is; a crash leaves its old file or the new one."""
        self._jobs[job.id] = job
        path = self._folder / f"{job.id}.json"
        draft = path.with_suffix(".draft")
        draft.write_text(json.dumps(asdict(job)))
        draft.replace(path)

    def _load(self) -> Iterator[Job]:
        for path in sorted(self._folder.glob("*.json")):
            yield Job(**json.loads(path.read_text()))


def _to_moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(int(seconds), UTC)
