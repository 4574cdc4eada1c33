"""Transcribe's operations on jobs, and the application that serves them with the runner beside them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import web

from aws_wire.errors import ServiceError
from aws_wire.events import Delivery
from aws_wire.server import build_application as build_wire_application
from aws_wire.server import refuse_web_pages
from aws_wire.service import Context, Service
from transcribe_local.job import Job, Store
from transcribe_local.recogniser import Recogniser
from transcribe_local.runner import Runner
from transcribe_local.storage import Storage, parse_s3_uri

_UNDERSTOOD = {
    "TranscriptionJobName",
    "LanguageCode",
    "IdentifyLanguage",
    "MediaFormat",
    "Media",
    "OutputBucketName",
    "OutputKey",
    "Subtitles",
    "Tags",
}
_PAGE = 5
Input = dict[str, Any]
Answer = dict[str, Any]


@dataclass
class Options:
    """How the emulator runs: the folder of its jobs, who hears, where media are, where events go."""

    state: Path
    recogniser: Recogniser
    storage: Storage
    delivery: Delivery


def build_application(options: Options) -> web.Application:
    """Return the application; jobs run from its start to its clean-up."""
    service = Service("transcribe")
    store = Store(options.state / "jobs")
    codes = frozenset(service.model.shape_for("LanguageCode").enum)  # type: ignore[attr-defined]
    runner = Runner(store, options.recogniser, options.storage, options.delivery, codes)
    Transcribe(store, runner).register(service)
    application = build_wire_application(service)
    application.middlewares.append(refuse_web_pages)

    async def run_jobs(_: web.Application) -> AsyncIterator[None]:
        async with runner.running():
            yield

    application.cleanup_ctx.append(run_jobs)
    return application


class Transcribe:
    """The operations, over a store of jobs and the runner that does them."""

    def __init__(self, store: Store, runner: Runner) -> None:
        self._store = store
        self._runner = runner

    def register(self, service: Service) -> None:
        """Give the service every operation that is implemented."""
        service.operation("StartTranscriptionJob")(self._start)
        service.operation("GetTranscriptionJob")(self._get)
        service.operation("ListTranscriptionJobs")(self._list)
        service.operation("DeleteTranscriptionJob")(self._delete)

    async def _start(self, request: Input, context: Context) -> Answer:
        _require_understood(request)
        if self._store.find(request["TranscriptionJobName"]):
            raise ServiceError("ConflictException", "The requested job name already exists. Use a different job name.")
        job = Job(request, context.signature.region)
        self._runner.submit(job)
        return {"TranscriptionJob": job.describe()}

    async def _get(self, request: Input, _: Context) -> Answer:
        return {"TranscriptionJob": self._find(request["TranscriptionJobName"]).describe()}

    async def _list(self, request: Input, _: Context) -> Answer:
        jobs = sorted(self._store, key=lambda job: job.created_at, reverse=True)
        chosen = [job for job in jobs if _matches(job, request)]
        size, start = request.get("MaxResults", _PAGE), _read_token(request)
        page = [job.summarize() for job in chosen[start : start + size]]
        answer: Answer = {"TranscriptionJobSummaries": page}
        answer |= {"Status": request["Status"]} if "Status" in request else {}
        return answer | ({"NextToken": str(start + size)} if len(chosen) > start + size else {})

    async def _delete(self, request: Input, _: Context) -> Answer:
        self._store.remove(self._find(request["TranscriptionJobName"]))
        return {}

    def _find(self, name: str) -> Job:
        job = self._store.find(name)
        if job is None:
            raise ServiceError("NotFoundException", "The requested job couldn't be found. Check the job name.")
        return job


def _require_understood(request: Input) -> None:
    """Refuse by name what would be done by half."""
    if unknown := sorted(request.keys() - _UNDERSTOOD):
        raise ServiceError("BadRequestException", f"{unknown[0]} is not implemented by the emulator.")
    if ("LanguageCode" in request) == bool(request.get("IdentifyLanguage")):
        raise ServiceError("BadRequestException", "Specify either LanguageCode or IdentifyLanguage.")
    if parse_s3_uri(request["Media"].get("MediaFileUri", "")) is None:
        raise ServiceError("BadRequestException", "Media.MediaFileUri should be an s3:// address of an object.")
    if "OutputBucketName" not in request:
        raise ServiceError("BadRequestException", "OutputBucketName: the emulator has no bucket of its own.")


def _matches(job: Job, request: Input) -> bool:
    return request.get("Status", job.status) == job.status and request.get("JobNameContains", "") in job.name


def _read_token(request: Input) -> int:
    token = request.get("NextToken", "0")
    if not token.isdecimal():
        raise ServiceError("BadRequestException", "NextToken should be the token of an earlier answer.")
    return int(token)
