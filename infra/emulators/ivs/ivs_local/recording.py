"""A recording: the segments of one stream, or of several that followed each other closely, in S3 in IVS's layout.

Source: Amazon IVS User Guide, "Auto-Record to Amazon S3 (Low-Latency Streaming)".
"""

import asyncio
import json
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from ivs_local.playlists import Entry, write_multivariant, write_recording
from ivs_local.storage import Storage, StorageFailed
from ivs_local.store import Resource, draw_id
from ivs_local.thumbnails import draw_thumbnail
from ivs_local.timeline import Format, Segment

MOST_WAITING: Final = 300  # files that S3 has not taken yet; they wait on the disk
Tell = Callable[[dict[str, Any]], None]

log = logging.getLogger("ivs.recording")


class Recording:
    """One recording session. `tell` takes the detail of each of its events."""

    def __init__(self, channel: Resource, configuration: Resource, storage: Storage, folder: Path, tell: Tell) -> None:
        self.channel = channel
        self.configuration = configuration
        self.stream_ids: list[str] = []
        self._storage = storage
        self._tell = tell
        self._began_at = datetime.now(UTC)
        self._session_id = draw_id(16)
        self._prefix = _build_prefix(channel["arn"], self._began_at)
        self._folder = folder / self._session_id
        self._folder.mkdir(parents=True)
        self._entries: list[Entry] = []
        self._format: Format | None = None
        self._formats: dict[Format, str] = {}
        self._rendition = ""
        self._rate = 0
        self._frame_rate = 0.0
        self._thumbnails = 0
        self._files = 0
        self._thumbnail_due = 0.0  # seconds of media from the beginning
        self._seconds = 0.0
        self._failure = ""
        self._waiting: asyncio.Queue[tuple[str, Path] | None] = asyncio.Queue(MOST_WAITING)
        self._worker: asyncio.Task[None] | None = None

    @property
    def window_seconds(self) -> float:
        """How long the recording waits for the next stream after the end of one."""
        return float(self.configuration.get("recordingReconnectWindowSeconds", 0))

    @property
    def bucket(self) -> str:
        return str(self.configuration["destinationConfiguration"]["s3"]["bucketName"])

    def begin_stream(self, stream_id: str) -> None:
        """Go on with another stream; its first segment is discontinuous to what is there."""
        self.stream_ids.append(stream_id)
        self._format = None
        if self._worker is None:
            self._worker = asyncio.create_task(self._work())

    def add(self, segment: Segment, frame_rate: float) -> None:
        """Take a whole segment."""
        if self._failure:
            return
        self._frame_rate = self._frame_rate or frame_rate
        self._rendition = self._rendition or _name_rendition(segment.format, frame_rate)
        if segment.format not in self._formats:
            self._formats[segment.format] = f"init-{len(self._formats)}.mp4"
            self._put(f"media/hls/{self._rendition}/{self._formats[segment.format]}", segment.format.data)
        is_discontinuous = bool(self._entries) and segment.format is not self._format
        self._format = segment.format
        name = f"{len(self._entries)}.m4s"
        self._entries.append(Entry(name, segment.duration, self._formats[segment.format], is_discontinuous))
        self._rate = max(self._rate, round(len(segment.data) * 8 / max(segment.duration, 0.1)))
        self._put(f"media/hls/{self._rendition}/{name}", segment.data)
        self._add_thumbnail(segment)

    async def finish(self) -> None:
        """Write the playlists once everything is in S3, and tell how it ended."""
        if self._worker is None:
            self._folder.rmdir()
            return
        await self._waiting.put(None)
        await self._worker
        if not self._failure:
            try:
                await self._finish()
            except StorageFailed as error:
                self._failure = str(error)
        if self._failure:
            self._report("Recording End Failure", self._failure)
        else:
            self._report("Recording End")
        for path in self._folder.iterdir():
            path.unlink()
        self._folder.rmdir()

    def _put(self, name: str, data: bytes) -> None:
        self._files += 1  # the latest thumbnail has one name and may wait more than once
        path = self._folder / f"{self._files}-{name.replace('/', '_')}"
        path.write_bytes(data)
        try:
            self._waiting.put_nowait((name, path))
        except asyncio.QueueFull:
            self._failure = "S3 takes the recording too slowly."

    def _add_thumbnail(self, segment: Segment) -> None:
        settings = self.configuration.get("thumbnailConfiguration", {})
        if settings.get("recordingMode") == "DISABLED" or not segment.format.picture:
            return
        begins_at, self._seconds = self._seconds, self._seconds + segment.duration
        if begins_at < self._thumbnail_due:
            return
        self._thumbnail_due = begins_at + settings.get("targetIntervalSeconds", 60)
        storage, size = settings.get("storage") or ["SEQUENTIAL"], f"{segment.format.picture.height}p"
        data = segment.format.data + segment.data
        if "SEQUENTIAL" in storage:
            self._put(f"media/thumbnails/{size}/thumb{self._thumbnails}.jpg", data)
            self._thumbnails += 1
        if "LATEST" in storage:
            self._put(f"media/latest_thumbnail/{size}/thumb.jpg", data)

    async def _work(self) -> None:
        """Write what waits into S3, one object after the other."""
        try:
            await self._put_json("events/recording-started.json", self._describe("RECORDING_STARTED"))
        except StorageFailed as error:
            self._failure = str(error)
            self._report("Recording Start Failure", self._failure)
        else:
            self._report("Recording Start")
        while (waiting := await self._waiting.get()) is not None:
            name, path = waiting
            try:
                if not self._failure:
                    await self._upload(name, path)
            except StorageFailed as error:
                log.warning("The recording %s ends: %s", self._prefix, error)
                self._failure = str(error)
            finally:
                path.unlink(missing_ok=True)

    async def _upload(self, name: str, path: Path) -> None:
        data: bytes | None = await asyncio.to_thread(path.read_bytes)
        if name.endswith(".jpg"):
            data = await draw_thumbnail(data or b"")
        if data is not None:
            await self._storage.put(self.bucket, f"{self._prefix}/{name}", data)

    async def _finish(self) -> None:
        if self._entries:
            folder = f"{self._prefix}/media/hls"
            playlist = write_recording(self._entries).encode()
            await self._storage.put(self.bucket, f"{folder}/{self._rendition}/playlist.m3u8", playlist)
            shown = next(iter(self._formats))
            address = f"{self._rendition}/playlist.m3u8"
            multivariant = write_multivariant(address, self._rate, shown, frame_rate=self._frame_rate)
            await self._storage.put(self.bucket, f"{folder}/master.m3u8", multivariant.encode())
        await self._put_json("events/recording-ended.json", self._describe("RECORDING_ENDED"))

    async def _put_json(self, name: str, document: dict[str, Any]) -> None:
        await self._storage.put(self.bucket, f"{self._prefix}/{name}", json.dumps(document, indent=2).encode())

    @property
    def _duration_ms(self) -> int:
        return round(sum(entry.duration for entry in self._entries) * 1000)

    def _report(self, status: str, reason: str = "") -> None:
        has_ended = status == "Recording End"
        self._tell(
            {
                "stream_id": self.stream_ids[-1],
                "recording_status": status,
                "recording_status_reason": reason,
                "recording_s3_bucket_name": self.bucket,
                "recording_s3_key_prefix": self._prefix,
                "recording_duration_ms": self._duration_ms if has_ended else 0,
                "recording_session_id": self._session_id,
                **({"recording_session_stream_ids": self.stream_ids} if has_ended else {}),
            }
        )

    def _describe(self, status: str) -> dict[str, Any]:
        """Return what the JSON files beside the media say."""
        hls: dict[str, Any] = {"path": "media/hls", "playlist": "master.m3u8", "renditions": []}
        document: dict[str, Any] = {
            "version": "v1",
            "channel_arn": self.channel["arn"],
            "recording_started_at": _format_time(self._began_at),
            "recording_status": status,
            "media": {"hls": hls},
        }
        if status == "RECORDING_ENDED":
            document["recording_ended_at"] = _format_time(datetime.now(UTC))
            hls["duration_ms"] = self._duration_ms
            hls["renditions"] = [self._describe_rendition(format_) for format_ in list(self._formats)[:1]]
        return document

    def _describe_rendition(self, format_: Format) -> dict[str, Any]:
        size = {}
        if format_.picture:
            size = {"resolution_height": format_.picture.height, "resolution_width": format_.picture.width}
        return {"path": self._rendition, "playlist": "playlist.m3u8", **size}


def _build_prefix(channel_arn: str, moment: datetime) -> str:
    account, channel = channel_arn.split(":")[4], channel_arn.rpartition("/")[2]
    date = f"{moment.year}/{moment.month}/{moment.day}/{moment.hour}/{moment.minute}"
    return f"ivs/v1/{account}/{channel}/{date}/{draw_id()}"


def _name_rendition(format_: Format, frame_rate: float) -> str:
    if not format_.picture:
        return "audio_only"
    return f"{format_.picture.height}p{round(frame_rate or 30)}"


def _format_time(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
