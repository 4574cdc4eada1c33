"""The emulator on ports of its own, boto3 as its client, ffmpeg as the encoder, a dict as its S3, and its events."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
import boto3
import pytest
from aiohttp import web
from botocore.config import Config

from ivs_local.application import Options, build_application
from ivs_local.stage import Patience
from ivs_local.storage import StorageFailed
from ivs_local.thumbnails import find_ffmpeg
from tests.fakes.data_plane import free_port

DEADLINE = 120.0
Event = dict[str, Any]


class Bucket:
    """An S3 in memory; `refuses` lets it refuse keys that hold a text."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.refuses: str | None = None

    async def put(self, bucket: str, key: str, data: bytes) -> None:
        if self.refuses is not None and self.refuses in key:
            raise StorageFailed(f"Access denied: s3://{bucket}/{key}")
        self.objects[key] = data

    def find(self, suffix: str) -> bytes:
        """Return the one object whose key ends so."""
        (key,) = [key for key in self.objects if key.endswith(suffix)]
        return self.objects[key]

    def names(self) -> set[str]:
        """Return what is below the recordings' prefixes."""
        return {"/".join(key.split("/")[10:]) for key in self.objects}


class Meter:
    """Keeps every measurement."""

    def __init__(self) -> None:
        self.measured: list[tuple[str, str, float]] = []

    async def put(self, channel_arn: str, name: str, value: float, unit: str) -> None:
        assert unit == "Seconds"
        self.measured.append((channel_arn, name, value))


class Recorder:
    """Keeps every event, and wakes who waits for one."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._heard = asyncio.Condition()

    async def send(self, event: Event) -> None:
        async with self._heard:
            self.events.append(event)
            self._heard.notify_all()

    @property
    def names(self) -> list[str]:
        """What the events say happened, in their order."""
        return [name_of(event) for event in self.events]

    async def wait_for(self, name: str, *, times: int = 1) -> Event:
        """Return the event of a name, when it has come so often."""
        async with asyncio.timeout(DEADLINE), self._heard:
            await self._heard.wait_for(lambda: self.names.count(name) >= times)
        return [event for event in self.events if name_of(event) == name][times - 1]


def name_of(event: Event) -> str:
    detail = event["detail"]
    return str(detail.get("event_name") or detail.get("recording_status") or detail.get("limit_name"))


class Encoder:
    """An ffmpeg that publishes; `log` is what it says at its end."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.log = ""

    async def ends(self) -> int:
        """Return its exit code, when it has ended."""
        async with asyncio.timeout(DEADLINE):
            _, log = await self.process.communicate()
        self.log = log.decode(errors="replace")
        return self.process.returncode or 0


class Studio:
    """A person at the console with an encoder, and a viewer's player."""

    def __init__(self, options: Options, bucket: Bucket, recorder: Recorder, meter: Meter) -> None:
        self.options = options
        self.bucket = bucket
        self.recorder = recorder
        self.meter = meter
        self.encoders: list[Encoder] = []
        self.http = aiohttp.ClientSession()
        self.client: Any = boto3.client(
            "ivs",
            endpoint_url=options.url,
            region_name="us-east-1",
            aws_access_key_id="local",
            aws_secret_access_key="local",
            config=Config(retries={"total_max_attempts": 1}, parameter_validation=False),
        )

    async def call(self, operation: str, **given: Any) -> Any:
        return await asyncio.to_thread(partial(getattr(self.client, operation), **given))

    async def create_channel(self, **given: Any) -> tuple[dict[str, Any], str]:
        """Return a channel that takes RTMP, and its stream key."""
        answer = await self.call("create_channel", **{"insecureIngest": True, **given})
        return answer["channel"], answer["streamKey"]["value"]

    async def record(self, **given: Any) -> str:
        """Return the ARN of a recording configuration."""
        destination = {"s3": {"bucketName": "recordings"}}
        answer = await self.call("create_recording_configuration", destinationConfiguration=destination, **given)
        return str(answer["recordingConfiguration"]["arn"])

    def rtmp(self, key: str) -> str:
        return f"rtmp://127.0.0.1:{self.options.rtmp_port}/app/{key}"

    def rtmps(self, key: str) -> str:
        return f"rtmps://localhost:{self.options.rtmps_port}/app/{key}"

    async def publish(
        self,
        address: str,
        *,
        seconds: float = 6,
        size: str = "320x180",
        gop: int = 25,
        pace: str = "-re",
        picture: tuple[str, ...] | None = None,
        sound: bool = True,
        options: tuple[str, ...] = (),
    ) -> Encoder:
        """Let ffmpeg publish a test card, at its own pace or as fast as it can (`pace=""`)."""
        codec = picture or ("-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-pix_fmt", "yuv420p")
        command = [find_ffmpeg() or "ffmpeg", "-nostdin", "-loglevel", "warning"]
        if "-vn" not in codec:
            command += [*pace.split(), "-f", "lavfi", "-i", f"testsrc2=size={size}:rate=25:duration={seconds}"]
        if sound:
            command += [*pace.split(), "-f", "lavfi", "-i", f"sine=frequency=440:sample_rate=48000:duration={seconds}"]
        command += [*codec, *(() if "-vn" in codec else ("-g", str(gop)))]
        command += ["-c:a", "aac", "-b:a", "64k"] if sound else []
        process = await asyncio.create_subprocess_exec(
            *command, *options, "-f", "flv", address, stderr=asyncio.subprocess.PIPE
        )
        encoder = Encoder(process)
        self.encoders.append(encoder)
        return encoder

    async def get(self, path: str, *, status: int = 200) -> bytes:
        """Return what a player gets, which must have this status."""
        address = path if path.startswith("http") else self.options.url + path
        async with self.http.get(address) as response:
            body = await response.read()
            assert response.status == status, (response.status, body)
            return body

    async def open_player(self, channel: dict[str, Any], query: str = "") -> str:
        """Return the path of the media playlist to which the channel's URL leads, without its name."""
        text = (await self.get(channel["playbackUrl"] + query)).decode()
        found = re.search(r"^/live/.*(?=media\.m3u8$)", text, re.MULTILINE)
        assert found, text
        return found[0]

    async def close(self) -> None:
        for encoder in self.encoders:
            if encoder.process.returncode is None:
                with suppress(ProcessLookupError):
                    encoder.process.kill()
                await encoder.process.communicate()
        await self.http.close()


@asynccontextmanager
async def serving(
    folder: Path, *, patience: Patience | None = None, page_origins: frozenset[str] = frozenset()
) -> AsyncIterator[Studio]:
    """Serve the emulator from a folder for the length of a block."""
    port, rtmp, rtmps = free_port(), free_port(), free_port()
    bucket, recorder = Bucket(), Recorder()
    url, meter = f"http://127.0.0.1:{port}", Meter()
    state, patience = folder / "state", patience or Patience()
    options = Options(url, rtmp, rtmps, state, recorder, bucket, meter, patience, page_origins)
    runner = web.AppRunner(build_application(options))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    studio = Studio(options, bucket, recorder, meter)
    try:
        yield studio
    finally:
        await studio.close()
        await runner.cleanup()


@pytest.fixture
async def studio(tmp_path: Path) -> AsyncIterator[Studio]:
    async with serving(tmp_path) as served:
        yield served
