"""One track of a page: its frames on the stream's clock, encoded and written as they come."""

import asyncio
import time
from collections.abc import Callable
from typing import Final

from aiortc import MediaStreamTrack
from aiortc.mediastreams import MediaStreamError
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame

from ivs_local.codecs import MAX_LONG_SIDE, MAX_SHORT_SIDE
from ivs_local.refusal import StreamRefused
from ivs_local.webrtc.encoding import PictureEncoder, SoundEncoder

REPEAT_SECONDS: Final = 0.5  # a camera that is off or asleep: its last picture is shown again
_JUMP_MS = 3000
Write = Callable[[bytes], object]


class Clock:
    """Milliseconds since a connection began; `heard` is when something came for the last time."""

    def __init__(self) -> None:
        self._began = self.heard = time.monotonic()

    def now(self) -> int:
        return round((time.monotonic() - self._began) * 1000)

    @property
    def silence(self) -> float:
        """Seconds since something came."""
        return time.monotonic() - self.heard


class _Place:
    """Places a track's timestamps on the clock: the first one where it came, the others beside it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._offset: int | None = None

    def find(self, frame: VideoFrame | AudioFrame) -> int:
        """Return when a frame belongs; one that is far from now begins again there."""
        self._clock.heard = time.monotonic()
        now = self._clock.now()
        told = round((frame.pts or 0) * (frame.time_base or 0) * 1000)
        if self._offset is None or abs(told + self._offset - now) > _JUMP_MS:
            self._offset = now - told
        return max(told + self._offset, 0)


async def encode_sound(track: MediaStreamTrack, clock: Clock, write: Write) -> None:
    """Encode until the track ends."""
    encoder, place = SoundEncoder(), _Place(clock)
    while True:
        try:
            frame = await track.recv()
        except MediaStreamError:
            return
        if isinstance(frame, AudioFrame):
            write(encoder.encode(frame, place.find(frame)))


class Pictures:
    """The newest picture of a track: where encoding is slower than the camera, pictures are left out."""

    def __init__(self, track: MediaStreamTrack, clock: Clock) -> None:
        self._track = track
        self._clock = clock
        self._newest: tuple[VideoFrame, int] | None = None
        self._came = asyncio.Event()
        self._is_over = False

    async def encode(self, write: Write, bits: int) -> None:
        """Encode until the track ends; raises `StreamRefused` for a picture that is too large."""
        reading = asyncio.create_task(self._read())
        encoder = PictureEncoder(bits)
        try:
            while not self._is_over:
                shown = await self._take()
                if shown:
                    write(await asyncio.to_thread(encoder.encode, *shown))
            await reading
        finally:
            reading.cancel()

    async def _take(self) -> tuple[VideoFrame, int] | None:
        try:
            async with asyncio.timeout(REPEAT_SECONDS):
                await self._came.wait()
        except TimeoutError:
            return (self._newest[0], self._clock.now()) if self._newest else None
        self._came.clear()
        return self._newest

    async def _read(self) -> None:
        place = _Place(self._clock)
        try:
            while True:
                frame = await self._track.recv()
                if isinstance(frame, VideoFrame):
                    _check_size(frame)
                    self._newest = frame, place.find(frame)
                    self._came.set()
        except MediaStreamError:
            pass
        finally:
            self._is_over = True
            self._came.set()


def _check_size(frame: VideoFrame) -> None:
    sides = sorted((frame.width, frame.height))
    if sides[0] > MAX_SHORT_SIDE or sides[1] > MAX_LONG_SIDE:
        raise StreamRefused(f"The picture is {frame.width}x{frame.height}; 1920x1080 is the limit.")
