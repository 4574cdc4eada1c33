"""One stream of a channel, from its publisher's first message to its last."""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final, Protocol

from ivs_local.events import HEALTH, LIMIT, STATE
from ivs_local.packager import Packager
from ivs_local.recording import Recording
from ivs_local.refusal import Limit, StreamRefused
from ivs_local.store import Resource, draw_id
from ivs_local.timeline import Segment, Timeline
from ivs_local.viewers import Viewers

# Bits per second that a channel of a type takes, from IVS's "Streaming Configuration".
MOST_BITS: Final = {"BASIC": 3_500_000}
MOST_BITS_OTHERWISE: Final = 8_500_000
STARVING_SHARE: Final = 0.5  # of the time that passes, as media
HEALTHY_SHARE: Final = 0.8
MOST_EVENTS: Final = 500
MEASURED_SECONDS: Final = 5.0
_MOST_KILOBITS = 1_000_000


class Home(Protocol):
    """What a broadcast tells."""

    def tell(self, kind: str, channel: Resource, detail: dict[str, Any]) -> None: ...
    def save(self) -> None: ...
    def measure(self, channel: Resource, name: str, value: float, unit: str) -> None: ...
    async def end(self, broadcast: "Broadcast") -> None: ...


class Broadcast:
    """A stream session; it takes what the publisher sends, and `session` is what GetStreamSession answers."""

    def __init__(
        self,
        home: Home,
        channel: Resource,
        hang_up: Callable[[], None],
        *,
        recording: Recording | None,
        starvation_seconds: float,
    ) -> None:
        self.channel = channel
        self.id = f"st-{draw_id(23)}"
        self.hang_up = hang_up
        self.recording = recording
        self.began_at = datetime.now(UTC)
        self.viewers = Viewers()
        self.health = "UNKNOWN"
        self.is_live = False
        self.timeline = Timeline(self._take_segment)
        self.packager = Packager(self.timeline)
        self.session: Resource = {
            "streamId": self.id,
            "startTime": self.began_at.timestamp(),
            "channel": dict(channel),
            "truncatedEvents": [],
        }
        self._home = home
        self._metadata: dict[str, Any] = {}
        self._excess = 0
        self._is_closed = False
        self._measured_at = 0.0
        self._starvation_seconds = starvation_seconds
        self._pulse: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """Tell that a publisher is there; the stream starts with its first segment."""
        self._tell(STATE, "Session Created")
        self._pulse = asyncio.create_task(self._watch_health())

    def note_metadata(self, metadata: dict[str, Any]) -> None:
        self._metadata = metadata
        self.packager.note_metadata(metadata)

    def feed_picture(self, timestamp: int, body: bytes) -> None:
        self.packager.feed_picture(timestamp, body)

    def feed_sound(self, timestamp: int, body: bytes) -> None:
        self.packager.feed_sound(timestamp, body)

    async def close(self, refusal: StreamRefused | None) -> None:
        """End the stream: of its publisher nothing more comes."""
        if self._is_closed:
            return
        if self._pulse:
            self._pulse.cancel()
        try:
            if self.is_live or refusal is None:
                self.packager.end()
        except StreamRefused as error:
            refusal = refusal or error
        self._is_closed = True
        if refusal:
            self._tell_refusal(refusal)
        if self.health == "STARVING":
            self._tell(HEALTH, "Starvation End")
        if self.is_live:
            self._tell(STATE, "Stream End")
        self.is_live = False
        self.session["endTime"] = datetime.now(UTC).timestamp()
        self._tell(STATE, "Session Ended")
        await self._home.end(self)

    def _take_segment(self, segment: Segment) -> None:
        if not self.is_live:
            self._start()
        if self.recording:
            self.recording.add(segment, self.packager.frame_rate)
        self._check_rate(segment)
        self._measure()

    def _start(self) -> None:
        self.is_live, self.health = True, "HEALTHY"
        self.session["ingestConfiguration"] = self._describe_ingest()
        self._tell(STATE, "Stream Start")
        if self.recording:
            self.recording.begin_stream(self.id)
            self.session["recordingConfiguration"] = self.recording.configuration

    def _check_rate(self, segment: Segment) -> None:
        """Refuse what is above the channel's bit rate twice in a row."""
        most = MOST_BITS.get(self.channel["type"], MOST_BITS_OTHERWISE)
        rate = round(len(segment.data) * 8 / max(segment.duration, 0.1))
        self._excess = self._excess + 1 if rate > most and segment.duration >= 1 else 0
        if self._excess > 1:
            limit = Limit("Ingest Bitrate", most, rate, "bits/s")
            raise StreamRefused(f"The stream has {rate} bits per second; {most} are the limit.", limit=limit)

    def _measure(self) -> None:
        """Tell the time between keyframes, every five seconds."""
        now = time.monotonic()
        if now - self._measured_at < MEASURED_SECONDS:
            return
        if seconds := self.packager.read_keyframe_seconds():
            self._measured_at = now
            self._home.measure(self.channel, "KeyframeInterval", seconds, "Seconds")

    def _tell_refusal(self, refusal: StreamRefused) -> None:
        if refusal.limit:
            limit = refusal.limit
            detail = {
                "limit_name": limit.name,
                "limit_value": limit.value,
                "exceeded_by": limit.measured - limit.value,
                "limit_unit": limit.unit,
            }
            self._home.tell(LIMIT, self.channel, {"stream_id": self.id, **detail})
        self._tell(STATE, "Stream Failure", reason=refusal.reason)

    def _tell(self, kind: str, name: str, **more: Any) -> None:
        events = self.session["truncatedEvents"]
        events.append({"name": name, "type": kind, "eventTime": datetime.now(UTC).timestamp()})
        del events[:-MOST_EVENTS]
        self._home.save()
        self._home.tell(kind, self.channel, {"event_name": name, "stream_id": self.id, **more})

    async def _watch_health(self) -> None:
        """Compare how far the stream has come with how much time has passed."""
        seen: deque[tuple[float, int]] = deque()
        while True:
            await asyncio.sleep(self._starvation_seconds / 4)
            now, media = time.monotonic(), self.packager.media_ms
            seen.append((now, media))
            while len(seen) > 1 and now - seen[1][0] >= self._starvation_seconds:
                seen.popleft()
            if not self.is_live or now - seen[0][0] < self._starvation_seconds:
                continue
            share = (media - seen[0][1]) / 1000 / (now - seen[0][0])
            if self.health == "HEALTHY" and share < STARVING_SHARE:
                self.health = "STARVING"
                self._tell(HEALTH, "Starvation Start")
            elif self.health == "STARVING" and share >= HEALTHY_SHARE:
                self.health = "HEALTHY"
                self._tell(HEALTH, "Starvation End")

    def _describe_ingest(self) -> dict[str, Any]:
        answer: dict[str, Any] = {}
        picture, sound, told = self.packager.picture, self.packager.sound, self._metadata
        if picture:
            answer["video"] = {
                "codec": picture.codec,
                "avcProfile": picture.profile,
                "avcLevel": picture.level,
                "encoder": str(told.get("encoder", ""))[:128],
                "videoWidth": picture.width,
                "videoHeight": picture.height,
                "targetBitrate": _to_bits(told.get("videodatarate")),
                "targetFramerate": round(self.packager.frame_rate),
            }
        if sound:
            answer["audio"] = {
                "codec": sound.codec,
                "channels": sound.channels,
                "sampleRate": sound.rate,
                "targetBitrate": _to_bits(told.get("audiodatarate")),
            }
        return answer


def _to_bits(kilobits: Any) -> int:
    return round(kilobits * 1000) if isinstance(kilobits, (int, float)) and 0 <= kilobits < _MOST_KILOBITS else 0
