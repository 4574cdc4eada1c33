"""The emulator on a port of its own with its real model, boto3 as its client, and every event it sends."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import Any

import boto3
import pytest
from aiohttp import web

from tests.fakes.voice import speak
from transcribe_local.recogniser import Whisper
from transcribe_local.service import Options, build_application
from transcribe_local.storage import StorageFailed

DEADLINE = 240.0
SENTENCE = "Good morning. The lighthouse stands on the northern coast. We walk to the harbor and wait for the ferry."


class FolderStorage:
    """An S3 whose objects are files below a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def download(self, bucket: str, key: str, path: Path) -> None:
        source = self.folder / bucket / key
        if not source.exists():
            raise StorageFailed(f"Not found: s3://{bucket}/{key}")
        shutil.copy(source, path)

    async def put(self, bucket: str, key: str, content: str, _: str) -> str:
        target = self.folder / bucket / key
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content)
        return f"http://s3.local/{bucket}/{key}"


class Recorder:
    """Keeps every event, and wakes who waits for one."""

    def __init__(self) -> None:
        self.events: dict[str, dict[str, Any]] = {}
        self._heard = asyncio.Condition()

    async def send(self, event: dict[str, Any]) -> None:
        async with self._heard:
            self.events[event["detail"]["TranscriptionJobName"]] = event
            self._heard.notify_all()

    async def wait_for(self, name: str) -> dict[str, Any]:
        """Return the event of a job's end, when it comes."""
        async with asyncio.timeout(DEADLINE), self._heard:
            await self._heard.wait_for(lambda: name in self.events)
        return self.events[name]


class Listener:
    """A person at the console: puts files into a bucket, starts jobs, waits for their ends."""

    def __init__(self, url: str, folder: Path, recorder: Recorder) -> None:
        self.folder = folder / "media"
        self.folder.mkdir(parents=True)
        self.recorder = recorder
        self.client: Any = boto3.client(
            "transcribe",
            endpoint_url=url,
            region_name="us-east-1",
            aws_access_key_id="local",
            aws_secret_access_key="local",
        )

    async def call(self, operation: str, **given: Any) -> Any:
        return await asyncio.to_thread(partial(getattr(self.client, operation), **given))

    async def start(self, name: str, file: str, **given: Any) -> dict[str, Any]:
        request = {"OutputBucketName": "media", "OutputKey": "out/", "Subtitles": {"Formats": ["vtt", "srt"]}} | given
        if "LanguageCode" not in request:
            request["IdentifyLanguage"] = True
        media = {"MediaFileUri": f"s3://media/{file}"}
        answer = await self.call("start_transcription_job", TranscriptionJobName=name, Media=media, **request)
        job: dict[str, Any] = answer["TranscriptionJob"]
        return job

    async def transcribe(self, name: str, file: str, **given: Any) -> dict[str, Any]:
        """Start a job and return it once it has ended."""
        await self.start(name, file, **given)
        await self.recorder.wait_for(name)
        job: dict[str, Any] = (await self.call("get_transcription_job", TranscriptionJobName=name))["TranscriptionJob"]
        return job


@pytest.fixture(scope="session")
def whisper() -> Whisper:
    return Whisper()


@pytest.fixture(scope="session")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return speak(SENTENCE, tmp_path_factory.mktemp("voice") / "sentence.wav")


@pytest.fixture
async def listener(tmp_path: Path, whisper: Whisper) -> AsyncIterator[Listener]:
    recorder = Recorder()
    storage = FolderStorage(tmp_path / "s3")
    options = Options(tmp_path / "state", whisper, storage, recorder)  # type: ignore[arg-type]
    runner = web.AppRunner(build_application(options))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield Listener(f"http://127.0.0.1:{runner.addresses[0][1]}", storage.folder, recorder)
    finally:
        await runner.cleanup()
