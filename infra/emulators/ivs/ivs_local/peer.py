"""A page's connection as the service sees it: a process that answers an offer and then writes tags."""

import asyncio
import json
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from ivs_local.refusal import StreamRefused
from ivs_local.rtmp import Sink
from ivs_local.webrtc.tags import ANSWER, HEAD, LONGEST_BODY, METADATA, PICTURE, REFUSAL, SOUND

ANSWER_SECONDS: Final = 20.0
LEAVE_SECONDS: Final = 2.0


@dataclass(frozen=True)
class Offer:
    """What a page offers, how many bits per second its picture may have, and how long it may say nothing."""

    sdp: str
    picture_bits: int
    lost_seconds: float


class Peer:
    """The process of one connection."""

    def __init__(self) -> None:
        self._process: asyncio.subprocess.Process | None = None
        self._is_left = False

    async def start(self, offer: Offer) -> str:
        """Return the answer to an offer, or raise `StreamRefused`."""
        pipe = asyncio.subprocess.PIPE
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "ivs_local.webrtc", stdin=pipe, stdout=pipe
        )
        assert self._process.stdin
        told = {"sdp": offer.sdp, "pictureBits": offer.picture_bits, "lostSeconds": offer.lost_seconds}
        self._process.stdin.write(json.dumps(told).encode() + b"\n")
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                kind, _, body = await self._read()
        except (EOFError, TimeoutError, OSError) as error:
            raise StreamRefused("The offer is not understood.") from error
        if kind != ANSWER:
            raise StreamRefused(body.decode())
        return body.decode()

    async def feed(self, sink: Sink) -> None:
        """Hand on what the page sends until it ends, or raise `StreamRefused`."""
        with suppress(EOFError, OSError):
            while not self._is_left:
                kind, time, body = await self._read()
                if not self._is_left:
                    _hand_on(sink, kind, time, body)

    def hang_up(self) -> None:
        """End the connection from this side; what it has sent and nobody has read is left."""
        self._is_left = True
        if self._process and self._process.stdin:
            self._process.stdin.close()

    async def stop(self) -> None:
        """Wait for the process to say goodbye to the page, and end it if it does not."""
        self.hang_up()
        if not self._process:
            return
        try:
            async with asyncio.timeout(LEAVE_SECONDS):
                await self._process.communicate()
        except TimeoutError:
            with suppress(ProcessLookupError):
                self._process.kill()
            await self._process.communicate()

    async def _read(self) -> tuple[int, int, bytes]:
        assert self._process
        assert self._process.stdout
        kind, time, length = HEAD.unpack(await self._process.stdout.readexactly(HEAD.size))
        if length > LONGEST_BODY:
            raise EOFError
        return kind, time, await self._process.stdout.readexactly(length)


def _hand_on(sink: Sink, kind: int, time: int, body: bytes) -> None:
    if kind == PICTURE:
        sink.feed_picture(time, body)
    elif kind == SOUND:
        sink.feed_sound(time, body)
    elif kind == METADATA:
        metadata: dict[str, Any] = json.loads(body)
        sink.note_metadata(metadata)
    elif kind == REFUSAL:
        raise StreamRefused(body.decode())
