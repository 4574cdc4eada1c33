"""The emulator on a port of its own, boto3 as its client, a folder as its S3, and every event it sends."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import boto3
import pytest
from aiohttp import web
from botocore.config import Config

from mediaconvert_local.application import Options, build_application
from mediaconvert_local.storage import StorageFailed
from mediaconvert_local.transcoder import Limits, Transcoder
from tests.fakes.clips import Clips

ROLE = "arn:aws:iam::000000000000:role/convert"
ENDED = {"COMPLETE", "ERROR", "CANCELED"}
DEADLINE = 120.0


class FolderStorage:
    """An S3 whose objects are files below a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def download(self, bucket: str, key: str, path: Path) -> None:
        source = self.folder / bucket / key
        if not source.exists():
            raise StorageFailed(3404, f"Not found: s3://{bucket}/{key}")
        shutil.copy(source, path)

    async def upload(self, path: Path, bucket: str, key: str) -> None:
        target = self.folder / bucket / key
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)


class Recorder:
    """Keeps every event, and wakes who waits for one."""

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []
        self._heard = asyncio.Condition()

    async def send(self, event: dict[str, Any]) -> None:
        async with self._heard:
            self.events.append(event)
            self._heard.notify_all()

    async def wait_for(self, matches: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Return the first event that matches, when it comes."""
        async with asyncio.timeout(DEADLINE), self._heard:
            await self._heard.wait_for(lambda: any(matches(event["detail"]) for event in self.events))
        return next(event for event in self.events if matches(event["detail"]))


class Converter:
    """A person at the console: puts files into buckets, creates jobs, waits for their ends."""

    def __init__(self, url: str, storage: FolderStorage, recorder: Recorder) -> None:
        self.storage = storage
        self.recorder = recorder
        self.client: Any = boto3.client(
            "mediaconvert",
            endpoint_url=url,
            region_name="us-east-1",
            aws_access_key_id="local",
            aws_secret_access_key="local",
            config=Config(retries={"total_max_attempts": 1}, parameter_validation=False),
        )

    async def call(self, operation: str, **given: Any) -> Any:
        return await asyncio.to_thread(partial(getattr(self.client, operation), **given))

    def put(self, path: Path, key: str = "videos/input.mp4") -> str:
        target = self.storage.folder / "media" / key
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
        return f"s3://media/{key}"

    async def submit(self, settings: dict[str, Any], **given: Any) -> str:
        job = (await self.call("create_job", Role=ROLE, Settings=settings, **given))["Job"]
        return str(job["Id"])

    async def convert(self, settings: dict[str, Any], **given: Any) -> dict[str, Any]:
        """Create a job and return the detail of its last event."""
        job_id = await self.submit(settings, **given)
        return await self.ends(job_id)

    async def ends(self, job_id: str) -> dict[str, Any]:
        found = await self.recorder.wait_for(lambda it: it["jobId"] == job_id and it["status"] in ENDED)
        detail: dict[str, Any] = found["detail"]
        return detail

    def output(self, name: str) -> Path:
        return self.storage.folder / "media" / "out" / name


Opener = Callable[[], Awaitable[Converter]]


@asynccontextmanager
async def serving(folder: Path, recorder: Recorder, **options: Any) -> AsyncIterator[Converter]:
    """Serve the emulator from a folder for the length of a block."""
    storage = FolderStorage(folder / "s3")
    transcoder = Transcoder(storage, Limits(preset="ultrafast", threads=1))  # type: ignore[arg-type]
    options.setdefault("update_seconds", 0.0)
    application = build_application(Options("http://127.0.0.1", folder / "state", recorder, transcoder, **options))
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield Converter(f"http://127.0.0.1:{runner.addresses[0][1]}", storage, recorder)
    finally:
        await runner.cleanup()


@pytest.fixture(scope="session")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Clips:
    return Clips(tmp_path_factory.mktemp("clips"))


@pytest.fixture
async def converter(tmp_path: Path) -> AsyncIterator[Converter]:
    async with serving(tmp_path, Recorder()) as served:
        yield served
