"""Publishing from web pages by WHIP: aiortc is the page, and ffmpeg's own muxer is another client."""

import asyncio
import os
import re
import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from aioice import ice
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack, VideoStreamTrack
from av.video.frame import VideoFrame

from ivs_local.codecs import parse_picture
from ivs_local.offers import LONGEST_OFFER
from ivs_local.refusal import StreamRefused
from ivs_local.stage import Patience
from ivs_local.thumbnails import find_ffmpeg
from ivs_local.webrtc.connection import Connection
from ivs_local.webrtc.encoding import PictureEncoder
from ivs_local.webrtc.tags import HEAD
from tests.infra.emulators.ivs.conftest import DEADLINE, Encoder, Studio, serving

WHOLE = ["Session Created", "Stream Start", "Stream End", "Session Ended"]
SITE = "http://127.0.0.1:8080"
START = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n"
SAFE = "a=fingerprint:sha-256 AA\r\na=ice-ufrag:a\r\na=ice-pwd:b\r\n"
PICTURE = SAFE + "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=rtpmap:96 VP8/90000\r\na=sendonly\r\n"


class Page:
    """A web page with a camera and a microphone."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self.peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.address = ""
        self.others: list[Page] = []

    def another(self) -> "Page":
        """Return a page that is open beside this one."""
        self.others.append(Page(self._studio))
        return self.others[-1]

    async def offer(self) -> str:
        self.peer.addTransceiver(VideoStreamTrack(), direction="sendonly")
        self.peer.addTransceiver(AudioStreamTrack(), direction="sendonly")
        await self.peer.setLocalDescription(await self.peer.createOffer())
        return self.peer.localDescription.sdp

    async def publish(self, key: str) -> None:
        status, headers, answer = await send(self._studio, "POST", "/whip", key, await self.offer())
        assert status == 201, answer
        self.address = headers["Location"]
        await self.peer.setRemoteDescription(RTCSessionDescription(answer, "answer"))

    async def is_told_the_end(self) -> None:
        """Wait for the other side's goodbye."""
        transport, heard = self.peer.getTransceivers()[0].sender.transport, asyncio.Event()
        transport.on("statechange", heard.set)
        async with asyncio.timeout(DEADLINE):
            while transport.state != "closed":
                await heard.wait()
                heard.clear()

    def vanish(self) -> None:
        """Be gone from one packet to the next, as when a phone loses its network."""
        for protocol in self.peer.getTransceivers()[0].sender.transport.transport._connection._protocols:
            protocol.transport.abort()


async def send(
    studio: Studio, method: str, path: str, key: str | None, body: str | bytes = "", **headers: str
) -> tuple[int, Any, str]:
    """Return the status, headers and body of an answer."""
    given = {"Content-Type": "application/sdp", **({"Authorization": f"Bearer {key}"} if key else {}), **headers}
    async with studio.http.request(method, studio.options.url + path, headers=given, data=body) as response:
        return response.status, response.headers, await response.text()


@pytest.fixture
async def page(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Page]:
    monkeypatch.setattr(ice, "get_host_addresses", lambda **_: ["127.0.0.1"])
    opened = Page(studio)
    yield opened
    for each in (opened, *opened.others):
        await each.peer.close()


@pytest.fixture
async def studio(tmp_path: Path) -> AsyncIterator[Studio]:
    async with serving(tmp_path, patience=Patience(lost=1), page_origins=frozenset({SITE})) as served:
        yield served


async def publish_by_ffmpeg(studio: Studio, key: str) -> Encoder:
    picture = ("-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25:duration=5", "-c:v", "libx264", "-g", "125")
    fast = ("-preset", "ultrafast", "-profile:v", "baseline", "-pix_fmt", "yuv420p")
    sound = ("-re", "-f", "lavfi", "-i", "sine=sample_rate=48000:duration=5")
    command = [find_ffmpeg() or "ffmpeg", "-nostdin", "-loglevel", "error", "-re", *picture[:4], *sound]
    command += [*picture[4:], *fast, "-c:a", "libopus", "-ac", "2", "-f", "whip", "-authorization", key]
    address = studio.options.url + "/whip"
    encoder = Encoder(await asyncio.create_subprocess_exec(*command, address, stderr=asyncio.subprocess.PIPE))
    studio.encoders.append(encoder)
    return encoder


async def test_ffmpeg_publishes_h264_and_opus_and_players_get_avc_and_aac(studio: Studio) -> None:
    """Its keyframes are five seconds apart, and the segments of players two; what it sends goes on as by RTMP."""
    channel, key = await studio.create_channel(type="BASIC", insecureIngest=False)

    encoder = await publish_by_ffmpeg(studio, key)
    await studio.recorder.wait_for("Stream Start")
    master = (await studio.get(channel["playbackUrl"])).decode()
    player = await studio.open_player(channel)
    assert await encoder.ends() == 0, encoder.log
    await studio.recorder.wait_for("Session Ended")

    assert re.search(r'CODECS="avc1\.\w+,mp4a\.40\.2",RESOLUTION=320x180', master)
    durations = re.findall(r"#EXTINF:([\d.]+)", (await studio.get(player + "media.m3u8")).decode())
    assert round(float(durations[0])) == 2  # the last one is what is left
    assert all(float(duration) < 2.5 for duration in durations)
    assert studio.recorder.names == WHOLE
    session = (await studio.call("get_stream_session", channelArn=channel["arn"]))["streamSession"]
    assert session["ingestConfiguration"]["video"]["encoder"] == "WebRTC"


async def test_a_page_publishes_until_it_ends_its_publication(studio: Studio, page: Page) -> None:
    """Nobody else can end it, nobody can begin another one meanwhile, and to end it twice is no fault."""
    channel, key = await studio.create_channel()

    await page.publish(key)
    await studio.recorder.wait_for("Stream Start")
    second = await send(studio, "POST", "/whip", key, await page.another().offer())
    by_rtmp = await studio.publish(studio.rtmp(key), pace="", seconds=2)
    assert await by_rtmp.ends() != 0
    others = await send(studio, "DELETE", page.address, "sk_of_somebody_else")
    listening = list_own_sockets()
    first, again = [(await send(studio, "DELETE", page.address, key))[0] for _ in range(2)]
    await page.is_told_the_end()

    assert (second[0], second[2]) == (409, "The stream key is in use.")
    assert others[0] == 401
    assert (first, again) == (200, 200)
    assert (await send(studio, "DELETE", "/whip/" + "x" * 32, key))[0] == 404
    assert listening
    assert {address for address in listening if not address.startswith("127.")} == set()
    assert studio.recorder.names == WHOLE
    assert (await studio.call("get_stream_session", channelArn=channel["arn"]))["streamSession"]["endTime"]


async def test_a_page_that_vanishes_and_comes_back_goes_on_in_the_same_recording(studio: Studio, page: Page) -> None:
    """Its stream ends once, within the time that it may say nothing. StopStream ends the next one, and says so."""
    arn = await studio.record(recordingReconnectWindowSeconds=300)
    channel, key = await studio.create_channel(recordingConfigurationArn=arn)
    await page.publish(key)
    await studio.recorder.wait_for("Stream Start")

    page.vanish()
    await studio.recorder.wait_for("Session Ended")
    back = page.another()
    await back.publish(key)
    await studio.recorder.wait_for("Stream Start", times=2)
    await studio.call("stop_stream", channelArn=channel["arn"])
    await back.is_told_the_end()
    await studio.recorder.wait_for("Session Ended", times=2)

    assert [name for name in studio.recorder.names if name != "Recording Start"] == WHOLE * 2
    assert studio.recorder.names.count("Recording Start") == 1


async def test_a_decoder_that_crashes_ends_its_stream_once_and_nothing_else(studio: Studio, page: Page) -> None:
    _, key = await studio.create_channel()
    await page.publish(key)

    for process in list_children():
        os.kill(process, signal.SIGSEGV)
    await studio.recorder.wait_for("Session Ended")

    assert studio.recorder.names == ["Session Created", "Session Ended"]
    assert (await studio.call("list_streams"))["streams"] == []


def test_a_smaller_picture_is_enlarged_and_another_shape_begins_a_format_of_its_own() -> None:
    """Keyframes come every two seconds whatever the camera's pace."""
    encoder, written = PictureEncoder(1_000_000), b""
    sizes = [(640, 360)] * 30 + [(320, 180)] * 30 + [(360, 640)] * 10

    for number, (width, height) in enumerate(sizes):
        written += encoder.encode(VideoFrame(width, height, "yuv420p"), number * 100)

    tags = list(read_tags(written))
    formats = [(time, parse_picture(body[5:])) for time, body in tags if body[1] == 0]
    assert [(time, picture.width, picture.height) for time, picture in formats] == [(0, 640, 360), (6000, 360, 640)]
    assert [time for time, body in tags if body[:2] == b"\x17\1"] == [0, 2000, 4000, 6000]
    assert len(tags) == len(sizes) + 2


def read_tags(written: bytes) -> Iterator[tuple[int, bytes]]:
    while written:
        _, time, length = HEAD.unpack_from(written)
        yield time, written[HEAD.size : HEAD.size + length]
        written = written[HEAD.size + length :]


@pytest.mark.parametrize("key", [None, "sk_wrong", "rotated"])
async def test_a_key_that_is_not_valid_is_refused_before_anything_begins(studio: Studio, key: str | None) -> None:
    channel, rotated = await studio.create_channel()
    (listed,) = (await studio.call("list_stream_keys", channelArn=channel["arn"]))["streamKeys"]
    await studio.call("delete_stream_key", arn=listed["arn"])

    answer = await send(studio, "POST", "/whip", rotated if key == "rotated" else key, START + PICTURE)

    assert (answer[0], answer[1]["WWW-Authenticate"]) == (401, "Bearer")
    assert studio.recorder.names == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"\xff\xfe\x00", 400),
        (START.encode(), 400),
        ((START + PICTURE.replace(SAFE, "")).encode(), 400),
        ((START + PICTURE * 2).encode(), 400),
        ((START + PICTURE.replace("sendonly", "recvonly")).encode(), 400),
        ((START + SAFE + "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n").encode(), 400),
        (b"v=0\r\n" + b"a=x\r\n" * LONGEST_OFFER, 413),
    ],
)
async def test_what_is_no_offer_of_a_publisher_is_refused_before_anything_begins(
    studio: Studio, body: bytes, status: int
) -> None:
    _, key = await studio.create_channel()

    assert (await send(studio, "POST", "/whip", key, body))[0] == status

    assert (await send(studio, "POST", "/whip", key, body, **{"Content-Type": "text/plain"}))[0] == 415
    assert studio.recorder.names == []


async def test_an_offer_that_cannot_be_answered_leaves_the_key_free(studio: Studio) -> None:
    _, key = await studio.create_channel()

    status, _, text = await send(studio, "POST", "/whip", key, START + PICTURE)

    assert (status, text) == (400, "The offer is not understood: VP8 or H.264 and Opus are taken.")
    assert studio.recorder.names == ["Session Created", "Stream Failure", "Session Ended"]
    assert (await send(studio, "POST", "/whip", key, START + PICTURE))[0] == 400


@pytest.mark.parametrize(
    "change",
    [
        lambda sdp: sdp.replace("VP8", "VP9").replace("H264", "H265"),
        lambda sdp: sdp.replace("m=video ", "m=video x"),
    ],
)
async def test_hostile_offers_are_refused_by_a_sentence(page: Page, change: Any) -> None:
    connection = Connection(lambda _: None, bits=1_000_000, lost_seconds=1)

    with pytest.raises(StreamRefused, match="not understood"):
        await connection.answer(change(await page.offer()))
    await connection.close()


async def test_addresses_of_an_offer_are_never_used(page: Page) -> None:
    """Nobody can make the service send packets to a stranger, or look up a name."""
    written: list[bytes] = []
    connection = Connection(written.append, bits=1_000_000, lost_seconds=1)
    strangers = (
        "a=candidate:1 1 udp 2122260223 198.51.100.7 5000 typ host\r\na=candidate:2 1 udp 1 a.local 5 typ host\r\n"
    )

    await connection.answer(re.sub("a=candidate.*\r\n", strangers, await page.offer()))

    transport = connection._peer.getTransceivers()[0].receiver.transport.transport
    assert transport.getRemoteCandidates() == []
    assert re.findall(rb"a=candidate:\w+ 1 udp \d+ ([\d.]+)", written[0])[:1] == [b"127.0.0.1"]
    await connection.close()


async def test_only_the_pages_of_the_site_may_publish(studio: Studio) -> None:
    _, key = await studio.create_channel()

    allowed = await send(studio, "OPTIONS", "/whip", None, Origin=SITE)
    answered = await send(studio, "POST", "/whip", "sk_wrong", START + PICTURE, Origin=SITE)
    foreign = await send(studio, "POST", "/whip", key, START + PICTURE, Origin="https://evil.example")
    rebound = await send(studio, "POST", "/whip", key, START + PICTURE, Host="evil.example")
    trickled = await send(studio, "PATCH", "/whip/" + "x" * 32, key)

    assert (allowed[0], allowed[1]["Access-Control-Allow-Origin"]) == (204, SITE)
    assert "Authorization" in allowed[1]["Access-Control-Allow-Headers"]
    assert (answered[0], answered[1]["Access-Control-Allow-Origin"]) == (401, SITE)
    assert [foreign[0], rebound[0], trickled[0]] == [403, 403, 405]
    assert "Access-Control-Allow-Origin" not in foreign[1]
    assert studio.recorder.names == []


def list_children() -> list[int]:
    """Return the processes of connections that this one has started."""
    found = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split()
    return [int(each) for each in found if b"ivs_local.webrtc" in Path(f"/proc/{each}/cmdline").read_bytes()]


def list_own_sockets() -> list[str]:
    """Return the addresses at which connections take packets, from the kernel's table."""
    inodes = {
        str(link.readlink()).removeprefix("socket:[").rstrip("]")
        for process in list_children()
        for link in Path(f"/proc/{process}/fd").iterdir()
        if str(link.readlink()).startswith("socket:")
    }
    rows = [
        line.split()
        for table in ("udp", "udp6", "tcp", "tcp6")
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]
    ]
    return [_read_address(row[1]) for row in rows if row[9] in inodes]


def _read_address(written: str) -> str:
    digits = written.partition(":")[0]
    return ".".join(str(each) for each in bytes.fromhex(digits)[::-1]) if len(digits) == 8 else digits
