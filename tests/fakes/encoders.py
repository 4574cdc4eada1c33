"""Two MediaConverts for tests of videos: one that only remembers what it was asked, and one that really converts."""

import asyncio
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mediaconvert_local import events
from mediaconvert_local.job import Job
from mediaconvert_local.media import Media, UnreadableInput
from mediaconvert_local.plan import plan_job
from mediaconvert_local.probe import describe_media, read_media
from mediaconvert_local.storage import StorageFailed
from mediaconvert_local.transcoder import JobFailed, Limits, Transcoder
from resolvers.core import storage
from resolvers.video.videos.encoder import UnreadableFile

ARN = "arn:aws:mediaconvert:us-east-1:000000000000:jobs/"


@dataclass
class StartedJob:
    """One job that was asked for."""

    id: str
    settings: Mapping[str, Any]
    metadata: dict[str, str]
    is_cancelled: bool = False
    answer: dict[str, Any] = field(default_factory=lambda: {"Status": "PROGRESSING"})

    def event(self, status: str, **members: Any) -> dict[str, Any]:
        """Return an event of this job, as EventBridge brings it."""
        job = Job(self.id, f"{ARN}{self.id}", "Default", {"Settings": {}, "UserMetadata": self.metadata})
        return events.build_event(job, status, **members)

    def progress(self, percent: int) -> dict[str, Any]:
        return self.event("STATUS_UPDATE", jobProgress={"jobPercentComplete": percent})

    def complete(self, *, frames: int = 3, seconds: float = 10.0) -> dict[str, Any]:
        """Return a COMPLETE: of pictures with their number, of renditions with their length."""
        if self.metadata["part"] == "frames":
            output: dict[str, Any] = {"outputFilePaths": [f"s3://bucket/frames.{frames - 1:07d}.jpg"]}
        else:
            output = {"durationInMs": round(seconds * 1000), "videoDetails": {"widthInPx": 640, "heightInPx": 360}}
        return self.event("COMPLETE", outputGroupDetails=[{"outputDetails": [output]}])

    def error(self, code: int = 1999) -> dict[str, Any]:
        return self.event("ERROR", errorCode=code, errorMessage="It failed.")


@dataclass
class RememberingEncoder:
    """Answers what it is told, and remembers each job by its token."""

    answer: dict[str, Any] = field(default_factory=dict)
    jobs: dict[str, StartedJob] = field(default_factory=dict)
    is_down: bool = False

    def probe(self, address: str) -> dict[str, Any]:
        if self.is_down:
            raise ConnectionError(address)
        return self.answer

    def start(self, token: str, settings: Mapping[str, Any], metadata: Mapping[str, str]) -> str:
        if self.is_down:
            raise ConnectionError(token)
        known = self.jobs.setdefault(token, StartedJob(f"job-{len(self.jobs)}", settings, dict(metadata)))
        return known.id

    def find(self, job_id: str) -> dict[str, Any]:
        job = next(each for each in self.jobs.values() if each.id == job_id)
        return {"Id": job.id, "UserMetadata": job.metadata, **job.answer}

    def cancel(self, job_id: str) -> None:
        next(job for job in self.jobs.values() if job.id == job_id).is_cancelled = True

    def job(self, part: str, attempt: int = 1) -> StartedJob:
        """Return the job of a part."""
        wanted = {"part": part, "attempt": str(attempt)}
        return next(each for each in self.jobs.values() if wanted.items() <= each.metadata.items())


class MemoryStorage:
    """The S3 in memory, as the emulator reads and writes it."""

    async def download(self, bucket: str, key: str, path: Path) -> None:
        try:
            storage.client().download_file(bucket, key, str(path))
        except storage.client().exceptions.ClientError as error:
            raise StorageFailed(3404, f"Not found: s3://{bucket}/{key}") from error

    async def upload(self, path: Path, bucket: str, key: str) -> None:
        storage.client().upload_file(str(path), bucket, key)


class ConvertingEncoder(RememberingEncoder):
    """Converts with ffmpeg, in this process, when a test says so."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def probe(self, address: str) -> dict[str, Any]:
        bucket, _, key = address.removeprefix("s3://").partition("/")
        path = self._folder / "probed"
        storage.client().download_file(bucket, key, str(path))
        try:
            return describe_media(read_media(path))
        except UnreadableInput as error:
            raise UnreadableFile(str(error)) from error

    def convert(self, part: str) -> dict[str, Any]:
        """Do a part's job and return its last event."""
        job = self.job(part)
        transcoder = Transcoder(MemoryStorage(), Limits(preset="ultrafast", threads=1))  # type: ignore[arg-type]
        try:
            details = asyncio.run(transcoder.transcode(plan_job(job.settings), _note_input, _note_progress))
        except JobFailed as error:
            return job.error(error.code)
        return job.event("COMPLETE", outputGroupDetails=details)

    def fetch(self, prefix: str, target: Path) -> list[str]:
        """Copy every object below a prefix into a folder, and return their names."""
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        found = storage.client().list_objects_v2(Bucket="waymark-media", Prefix=prefix).get("Contents", [])
        for each in found:
            storage.client().download_file("waymark-media", each["Key"], str(target / each["Key"].rpartition("/")[2]))
        return sorted(path.name for path in target.iterdir())


async def _note_input(_: Media) -> None:
    """Leave the input unsaid."""


async def _note_progress(_: str, __: int, ___: int) -> None:
    """Leave the progress unsaid."""
