"""A job: what was asked for, how far it is, and its form in answers; kept in a file so that a restart goes on."""

import json
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

OPEN = {"QUEUED", "IN_PROGRESS"}


@dataclass
class Job:
    """One job; times are in epoch seconds, `request` has the members of StartTranscriptionJob."""

    request: dict[str, Any]
    region: str
    created_at: float = field(default_factory=time.time)
    status: str = "QUEUED"
    started_at: float | None = None
    finished_at: float | None = None
    failure: str | None = None
    language: str | None = None
    language_score: float | None = None
    transcript_uri: str | None = None
    subtitle_uris: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return str(self.request["TranscriptionJobName"])

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def output_key(self) -> str:
        """The key of the transcript, as Transcribe names it: a key that ends with a slash is a folder."""
        key = self.request.get("OutputKey", "")
        return f"{key}{self.name}.json" if not key or key.endswith("/") else key

    def locate_subtitles(self, kind: str) -> str:
        """Return the key of the subtitles of one format, beside the transcript."""
        return f"{self.output_key.removesuffix('.json')}.{kind}"

    def describe(self) -> dict[str, Any]:
        """Return the job as GetTranscriptionJob answers it; members that have no value yet are left out."""
        subtitles = self.request.get("Subtitles", {})
        answer = {
            **self.summarize(),
            "Media": self.request["Media"],
            "MediaFormat": self.request.get("MediaFormat"),
            "Tags": self.request.get("Tags"),
            "Transcript": {"TranscriptFileUri": self.transcript_uri} if self.transcript_uri else None,
            "Subtitles": {**subtitles, "SubtitleFileUris": self.subtitle_uris} if subtitles else None,
        }
        answer.pop("OutputLocationType")
        return {name: value for name, value in answer.items() if value is not None}

    def summarize(self) -> dict[str, Any]:
        """Return the job as ListTranscriptionJobs lists it."""
        answer = {
            "TranscriptionJobName": self.name,
            "TranscriptionJobStatus": self.status,
            "CreationTime": _to_moment(self.created_at),
            "StartTime": _to_moment(self.started_at),
            "CompletionTime": _to_moment(self.finished_at),
            "FailureReason": self.failure,
            "LanguageCode": self.language or self.request.get("LanguageCode"),
            "IdentifyLanguage": self.request.get("IdentifyLanguage"),
            "IdentifiedLanguageScore": self.language_score,
            "OutputLocationType": "CUSTOMER_BUCKET",
        }
        return {name: value for name, value in answer.items() if value is not None}


class Store:
    """Jobs by their name, each in a file of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._jobs = {job.name: job for job in self._load()}

    def __iter__(self) -> Iterator[Job]:
        return iter(list(self._jobs.values()))

    def find(self, name: str) -> Job | None:
        return self._jobs.get(name)

    def save(self, job: Job) -> None:
        """Write a job as it is; a crash leaves its old file or the new one."""
        self._jobs[job.name] = job
        path = self._locate(job.name)
        draft = path.with_suffix(".draft")
        draft.write_text(json.dumps(asdict(job)))
        draft.replace(path)

    def remove(self, job: Job) -> None:
        """Forget a job; what it wrote into S3 stays."""
        self._jobs.pop(job.name, None)
        self._locate(job.name).unlink(missing_ok=True)

    def _locate(self, name: str) -> Path:
        return self._folder / f"{quote(name, safe='')}.json"

    def _load(self) -> Iterator[Job]:
        for path in sorted(self._folder.glob("*.json")):
            yield Job(**json.loads(path.read_text()))


def _to_moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
