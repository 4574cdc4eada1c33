"""The queue: jobs one after the other by priority, their state, their events, and their end."""

import asyncio
import itertools
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aws_wire.events import Delivery
from mediaconvert_local.events import build_event, describe_input, describe_progress
from mediaconvert_local.job import Job, Store
from mediaconvert_local.media import Media
from mediaconvert_local.plan import plan_job
from mediaconvert_local.storage import StorageFailed
from mediaconvert_local.transcoder import JobFailed, Transcoder

# How much of a job's percent each phase is, from and to.
_SHARES = {"PROBING": (0, 5), "TRANSCODING": (5, 95), "UPLOADING": (95, 100)}

log = logging.getLogger("mediaconvert")


class Runner:
    """Runs the jobs of a store.

    `update_seconds` takes the place of each job's StatusUpdateInterval, whose least is ten seconds.
    """

    def __init__(
        self, store: Store, transcoder: Transcoder, delivery: Delivery, *, update_seconds: float | None = None
    ) -> None:
        self._store = store
        self._transcoder = transcoder
        self._delivery = delivery
        self._update_seconds = update_seconds
        self._waiting: asyncio.PriorityQueue[tuple[int, int, str]] = asyncio.PriorityQueue()
        self._numbers = itertools.count()
        self._current: tuple[str, asyncio.Task[None]] | None = None

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Do jobs while the block lasts; those that an earlier process left open begin again."""
        for job in sorted(self._store, key=lambda each: each.created_at):
            if job.is_open:
                job.retry_count += job.status == "PROGRESSING"
                self.submit(job)
        worker = asyncio.create_task(self._work())
        try:
            yield
        finally:
            for task in (worker, *([self._current[1]] if self._current else [])):
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)

    def submit(self, job: Job) -> None:
        """Keep a job and let it wait for its turn."""
        job.status = "SUBMITTED"
        self._store.save(job)
        self._waiting.put_nowait((-job.request.get("Priority", 0), next(self._numbers), job.id))

    async def cancel(self, job: Job) -> None:
        """End a job that is open: its process is gone and it is CANCELED when this returns."""
        await self._end(job, "CANCELED")
        if self._current and self._current[0] == job.id:
            self._current[1].cancel()
            await asyncio.gather(self._current[1], return_exceptions=True)

    async def _work(self) -> None:
        while True:
            job = self._store.find((await self._waiting.get())[2])
            if job is None or job.status != "SUBMITTED":
                continue
            task = asyncio.create_task(self._run(job))
            self._current = (job.id, task)
            await asyncio.wait([task])
            self._current = None

    async def _run(self, job: Job) -> None:
        job.status, job.phase, job.percent, job.started_at = "PROGRESSING", "PROBING", 0, time.time()
        self._store.save(job)
        await self._delivery.send(build_event(job, "PROGRESSING"))
        interval = _read_interval(job) if self._update_seconds is None else self._update_seconds
        progress = _Progress(job, self._delivery, interval)
        try:
            details = await self._transcoder.transcode(plan_job(job.settings), progress.note_input, progress.note)
        except (JobFailed, StorageFailed) as error:
            await self._fail(job, error.code, str(error))
        except Exception as error:
            log.exception("Job %s failed", job.id)
            await self._fail(job, 1999, f"The emulator failed: {error}")
        else:
            await self._complete(job, details)

    async def _complete(self, job: Job, details: list[dict[str, Any]]) -> None:
        job.percent = 100
        job.group_details = [_describe_group(group) for group in details]
        members = {"outputGroupDetails": details, "paddingInserted": 0, "blackVideoDetected": 0, "warnings": []}
        await self._end(job, "COMPLETE", **members)

    async def _fail(self, job: Job, code: int, message: str) -> None:
        job.error_code, job.error_message = code, message
        await self._end(job, "ERROR", errorCode=code, errorMessage=message)

    async def _end(self, job: Job, status: str, **members: Any) -> None:
        if not job.is_open:
            return
        job.status, job.finished_at = status, time.time()
        self._store.save(job)
        await self._delivery.send(build_event(job, status, **members))


class _Progress:
    """What a running job says of itself: its input once, its percent from time to time."""

    def __init__(self, job: Job, delivery: Delivery, interval: float) -> None:
        self._job = job
        self._delivery = delivery
        self._interval = interval
        self._sent_at = time.monotonic()
        self._percents = {"PROBING": 0, "TRANSCODING": 0, "UPLOADING": 0}
        self._frames = 0

    async def note_input(self, media: Media) -> None:
        address = self._job.settings["Inputs"][0]["FileInput"]
        await self._delivery.send(build_event(self._job, "INPUT_INFORMATION", **describe_input(address, media)))
        self._percents["PROBING"] = 100

    async def note(self, phase: str, percent: int, frames: int) -> None:
        """Keep how far a phase is, and say so where the last time is long enough ago."""
        first, last = _SHARES[phase]
        self._percents = {name: 100 if _SHARES[name][1] <= first else done for name, done in self._percents.items()}
        self._percents[phase] = max(percent, self._percents[phase])
        self._frames = max(frames, self._frames)
        self._job.phase = phase
        self._job.percent = max(self._job.percent, first + (last - first) * self._percents[phase] // 100)
        if time.monotonic() - self._sent_at >= self._interval:
            self._sent_at = time.monotonic()
            members = describe_progress(self._job, self._percents, self._frames)
            await self._delivery.send(build_event(self._job, "STATUS_UPDATE", **members))


def _read_interval(job: Job) -> float:
    return float(job.request.get("StatusUpdateInterval", "SECONDS_60").removeprefix("SECONDS_"))


def _describe_group(group: dict[str, Any]) -> dict[str, Any]:
    """Return a group's details as GetJob answers them: fewer than the event has."""
    return {"OutputDetails": [_describe_output(output) for output in group["outputDetails"]]}


def _describe_output(output: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {"DurationInMs": output["durationInMs"]}
    if "videoDetails" in output:
        video = output["videoDetails"]
        found["VideoDetails"] = {"WidthInPx": video["widthInPx"], "HeightInPx": video["heightInPx"]}
    return found
