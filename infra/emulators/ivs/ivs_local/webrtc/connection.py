"""The WebRTC side of a page's connection, on the loopback interface only.

The candidates of an offer are left out: nothing is sent to an address that has not asked first, no name is looked up,
and a page reaches this side by its own checks (RFC 8445, 7.3.1.3).
"""

import asyncio
import json
import re

from aioice import ice
from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.rtcconfiguration import RTCBundlePolicy

from ivs_local.refusal import StreamRefused
from ivs_local.webrtc.tags import ANSWER, METADATA, write_tag
from ivs_local.webrtc.tracks import Clock, Pictures, Write, encode_sound

HOST = "127.0.0.1"
CONNECT_SECONDS = 10.0
# What measures the line (abs-send-time, REMB) is left out, too: aiortc's measure takes a minute to let 720p through,
# and between two programs of one machine there is no line.
_LEFT_OUT = re.compile(
    r"^a=(candidate:|end-of-candidates|extmap:\d+ \S+abs-send-time|rtcp-fb:\S+ goog-remb).*(\r?\n|$)", re.MULTILINE
)
_PICTURE_CODEC = re.compile(r"^a=rtpmap:(\d+) (?:VP8|H264)/90000\r?\n", re.MULTILINE)
_AVC, _AAC = 7, 10
_LOOK_SECONDS = 0.5


class Connection:
    """One page that publishes a picture, a sound or both; `write` takes the tags."""

    def __init__(self, write: Write, *, bits: int, lost_seconds: float) -> None:
        # aioice has no setting for it, and would listen on every interface but this one.
        ice.get_host_addresses = lambda use_ipv4, use_ipv6: [HOST]  # noqa: ARG005  called by name
        self._write = write
        self._bits = bits
        self._lost_seconds = lost_seconds
        self._peer = RTCPeerConnection(RTCConfiguration(iceServers=[], bundlePolicy=RTCBundlePolicy.MAX_BUNDLE))
        self._clock = Clock()
        self._tracks: list[MediaStreamTrack] = []
        self._is_closed = asyncio.Event()
        self._peer.on("track", self._tracks.append)
        self._peer.on("connectionstatechange", self._note_state)

    async def answer(self, offer: str) -> None:
        """Write the answer; raises `StreamRefused` for an offer that is not one of a publisher."""
        try:
            await self._peer.setRemoteDescription(RTCSessionDescription(_LEFT_OUT.sub("", offer), "offer"))
            await self._peer.setLocalDescription(await self._peer.createAnswer())
        except Exception as error:
            raise StreamRefused("The offer is not understood: VP8 or H.264 and Opus are taken.") from error
        kinds = {track.kind for track in self._tracks}
        self._write(write_tag(ANSWER, 0, _ask_for_bits(self._peer.localDescription.sdp, self._bits).encode()))
        codecs = {"videocodecid": "video" in kinds and _AVC, "audiocodecid": "audio" in kinds and _AAC}
        metadata = {name: value for name, value in codecs.items() if value} | {"encoder": "WebRTC"}
        self._write(write_tag(METADATA, 0, json.dumps(metadata).encode()))

    async def serve(self) -> None:
        """Encode what comes until the page goes away or says nothing any more; raises `StreamRefused`."""
        try:
            async with asyncio.TaskGroup() as tasks:
                running = [tasks.create_task(self._encode(track)) for track in self._tracks]
                await self._wait_for_end(running)
                for task in running:
                    task.cancel()
        except* StreamRefused as group:
            raise group.exceptions[0] from None

    async def close(self) -> None:
        """Tell the page that it is over."""
        await self._peer.close()

    async def _encode(self, track: MediaStreamTrack) -> None:
        if track.kind == "video":
            await Pictures(track, self._clock).encode(self._write, self._bits)
        else:
            await encode_sound(track, self._clock, self._write)

    async def _wait_for_end(self, running: list[asyncio.Task[None]]) -> None:
        closed = asyncio.create_task(self._is_closed.wait())
        is_connected = False
        while not closed.done() and not all(task.done() for task in running):
            is_connected = is_connected or self._peer.connectionState == "connected"
            if self._clock.silence > (self._lost_seconds if is_connected else CONNECT_SECONDS):
                break
            await asyncio.wait([closed], timeout=_LOOK_SECONDS)
        closed.cancel()

    def _note_state(self) -> None:
        if self._peer.connectionState in ("failed", "closed"):
            self._is_closed.set()


def _ask_for_bits(answer: str, bits: int) -> str:
    """Return an answer that asks Chromium to begin with these bits, not with the 300 kbit/s of an unknown line."""
    return _PICTURE_CODEC.sub(rf"\g<0>a=fmtp:\1 x-google-start-bitrate={bits // 1000}\r\n", answer)
