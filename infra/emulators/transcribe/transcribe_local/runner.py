"""The queue: jobs one after the other in the order of their start, their transcripts, and their end."""

import asyncio
import json
import logging
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aws_wire.events import Delivery
from transcribe_local.events import ACCOUNT, build_event
from transcribe_local.job import Job, Store
from transcribe_local.languages import to_code, to_iso
from transcribe_local.recogniser import NoSound, Recogniser
from transcribe_local.speech import Speech
from transcribe_local.storage import Storage, StorageFailed, parse_s3_uri
from transcribe_local.subtitles import write_srt, write_vtt
from transcribe_local.transcript import build_transcript

_SUBTITLES = {"vtt": (write_vtt, "text/vtt"), "srt": (write_srt, "application/x-subrip")}

log = logging.getLogger("transcribe")


class Runner:
    """Runs the jobs of a store; `codes` are the languages that Transcribe knows."""

    def __init__(
        self, store: Store, recogniser: Recogniser, storage: Storage, delivery: Delivery, codes: frozenset[str]
    ) -> None:
        self._store = store
        self._recogniser = recogniser
        self._storage = storage
        self._delivery = delivery
        self._codes = codes
        self._waiting: asyncio.Queue[str] = asyncio.Queue()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Do jobs while the block lasts; those that an earlier process left open begin again."""
        for job in sorted(self._store, key=lambda each: each.created_at):
            if job.is_open:
                self.submit(job)
        worker = asyncio.create_task(self._work())
        try:
            yield
        finally:
            worker.cancel()
            await asyncio.gather(worker, return_exceptions=True)

    def submit(self, job: Job) -> None:
        """Keep a job and let it wait for its turn."""
        job.status = "QUEUED"
        self._store.save(job)
        self._waiting.put_nowait(job.name)

    async def _work(self) -> None:
        while True:
            job = self._store.find(await self._waiting.get())
            if job and job.status == "QUEUED":
                await self._run(job)

    async def _run(self, job: Job) -> None:
        job.status, job.started_at = "IN_PROGRESS", time.time()
        self._store.save(job)
        try:
            await self._transcribe(job)
        except (NoSound, StorageFailed) as error:
            await self._end(job, "FAILED", str(error))
        except Exception as error:
            log.exception("Job %s failed", job.name)
            await self._end(job, "FAILED", f"Internal failure: {error}")
        else:
            await self._end(job, "COMPLETED")

    async def _transcribe(self, job: Job) -> None:
        place = parse_s3_uri(job.request["Media"]["MediaFileUri"])
        assert place
        asked = job.request.get("LanguageCode")
        with tempfile.TemporaryDirectory(prefix="transcribe-") as folder:
            path = Path(folder) / "media"
            await self._storage.download(*place, path)
            speech = await asyncio.to_thread(self._recogniser.hear, path, to_iso(asked) if asked else None)
        if asked is None:
            job.language, job.language_score = to_code(speech.language, self._codes), round(speech.score, 4)
        await self._write(job, speech)

    async def _write(self, job: Job, speech: Speech) -> None:
        """Write subtitles and then the transcript, so that who finds the transcript finds all."""
        bucket = job.request["OutputBucketName"]
        subtitles: dict[str, Any] = job.request.get("Subtitles", {})
        for kind in subtitles.get("Formats", []):
            write, content_type = _SUBTITLES[kind]
            text = write(speech, subtitles.get("OutputStartIndex", 0))
            job.subtitle_uris.append(await self._storage.put(bucket, job.locate_subtitles(kind), text, content_type))
        text = json.dumps(build_transcript(job.name, ACCOUNT, speech, job.language), ensure_ascii=False)
        job.transcript_uri = await self._storage.put(bucket, job.output_key, text, "application/json")

    async def _end(self, job: Job, status: str, failure: str | None = None) -> None:
        job.status, job.failure, job.finished_at = status, failure, time.time()
        if self._store.find(job.name) is not job:
            return  # deleted meanwhile
        self._store.save(job)
        await self._delivery.send(build_event(job))
