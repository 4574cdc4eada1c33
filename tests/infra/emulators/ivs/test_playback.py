"""Playback while a stream is live: the playlist by the rules of its specification, parts, waiting, and who may."""

import asyncio
import itertools
import re
import time
from types import SimpleNamespace
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from ivs_local import viewers
from tests.infra.emulators.ivs.conftest import Studio

PART = re.compile(r'#EXT-X-PART:DURATION=([\d.]+),URI="(part-(\d+)-\d+\.m4s)"(,INDEPENDENT=YES)?')


async def go_live(studio: Studio, **given: Any) -> dict[str, Any]:
    """Return a channel whose stream can be played."""
    channel, key = await studio.create_channel(**given)
    await studio.publish(studio.rtmp(key), seconds=120)
    await studio.recorder.wait_for("Stream Start")
    return channel


def check_playlist(text: str) -> None:
    """Assert what draft-pantos-hls-rfc8216bis demands of a low-latency playlist (4.4.3, 4.4.4, B.1)."""
    lines = text.splitlines()
    assert lines[0] == "#EXTM3U"
    target = int(read(text, r"#EXT-X-TARGETDURATION:(\d+)"))
    part_target = float(read(text, r"#EXT-X-PART-INF:PART-TARGET=([\d.]+)"))
    assert float(read(text, r"PART-HOLD-BACK=([\d.]+)")) >= 2 * part_target
    durations = [float(each) for each in re.findall(r"#EXTINF:([\d.]+),", text)]
    assert all(round(each) <= target for each in durations)
    assert sum(durations) > 0
    assert text.index("#EXT-X-MAP") < text.index("#EXTINF")
    rows = PART.findall(text)
    assert all(float(duration) <= part_target for duration, *_ in rows)
    for (duration, _, segment, _), (_, _, following, independent) in itertools.pairwise(rows):
        if segment == following:
            assert float(duration) >= 0.85 * part_target
        else:
            assert independent
            assert float(duration) >= 0.25  # a shorter one is left out by hls.js
    numbers = [int(each) for each in re.findall(r"^segment-(\d+)\.m4s$", text, re.MULTILINE)]
    first = int(read(text, r"#EXT-X-MEDIA-SEQUENCE:(\d+)"))
    assert numbers == list(range(first, first + len(numbers)))


def read(text: str, pattern: str) -> str:
    found = re.search(pattern, text)
    assert found, f"{pattern} is not in\n{text}"
    return found[1]


async def test_the_playlist_keeps_the_rules_from_one_reload_to_the_next(studio: Studio) -> None:
    """Each blocking reload brings at least one part more; the target duration and the parts' stay what they are."""
    player = await studio.open_player(await go_live(studio))
    text = (await studio.get(player + "media.m3u8")).decode()
    targets, seen = set(), set()

    for _ in range(8):
        segment, part = read(text, r'PRELOAD-HINT:TYPE=PART,URI="part-(\d+-\d+)').split("-")
        text = (await studio.get(f"{player}media.m3u8?_HLS_msn={segment}&_HLS_part={part}")).decode()
        check_playlist(text)
        assert f"part-{segment}-{part}.m4s" in "".join(name for _, name, *_ in PART.findall(text))
        targets.add(read(text, r"#EXT-X-TARGETDURATION:(\d+)"))
        seen.add((segment, part))

    assert len(targets) == 1
    assert len(seen) == 8


async def test_the_parts_of_a_segment_are_the_segment(studio: Studio) -> None:
    player = await studio.open_player(await go_live(studio))
    text = (await studio.get(player + "media.m3u8?_HLS_msn=1")).decode()

    names = [name for _, name, segment, _ in PART.findall(text) if segment == "1"]
    parts = [await studio.get(player + name) for name in names]

    assert b"".join(parts) == await studio.get(player + "segment-1.m4s")
    assert all(part[4:8] == b"moof" for part in parts)
    assert (await studio.get(player + read(text, r'#EXT-X-MAP:URI="(.*)"')))[4:8] == b"ftyp"


async def test_the_part_that_is_hinted_arrives_when_it_is_there(studio: Studio) -> None:
    player = await studio.open_player(await go_live(studio))
    text = (await studio.get(player + "media.m3u8")).decode()

    part = await studio.get(player + read(text, r'PRELOAD-HINT:TYPE=PART,URI="(.*)"'))

    assert part[4:8] == b"moof"


@pytest.mark.parametrize(
    ("query", "status"), [("_HLS_part=1", 400), ("_HLS_msn=99999", 400), ("_HLS_msn=-1", 400), ("_HLS_msn=x", 400)]
)
async def test_a_reload_that_cannot_come_is_refused(studio: Studio, query: str, status: int) -> None:
    player = await studio.open_player(await go_live(studio))

    await studio.get(f"{player}media.m3u8?{query}", status=status)


async def test_at_normal_latency_there_are_no_parts(studio: Studio) -> None:
    player = await studio.open_player(await go_live(studio, latencyMode="NORMAL"))

    text = (await studio.get(player + "media.m3u8?_HLS_msn=0")).decode()

    assert "EXT-X-PART" not in text
    assert "#EXTINF" in text


async def test_the_end_of_a_stream_releases_who_waits_and_ends_the_playlist(studio: Studio) -> None:
    channel = await go_live(studio)
    player = await studio.open_player(channel)
    text = (await studio.get(player + "media.m3u8")).decode()
    next_segment = int(read(text, r"PRELOAD-HINT:TYPE=PART,URI=\"part-(\d+)")) + 1
    waiting = asyncio.create_task(studio.get(f"{player}media.m3u8?_HLS_msn={next_segment}"))

    await studio.call("stop_stream", channelArn=channel["arn"])

    assert (await waiting).decode().endswith("#EXT-X-ENDLIST\n")
    await studio.get(channel["playbackUrl"], status=404)


async def test_viewers_are_counted_by_their_sessions(studio: Studio) -> None:
    """Who reloads is one viewer; who opens the playlist and asks for nothing is none."""
    channel = await go_live(studio)
    first, second = await studio.open_player(channel), await studio.open_player(channel)
    await studio.open_player(channel)

    for player in (first, first, second):
        await studio.get(player + "media.m3u8")

    assert (await studio.call("get_stream", channelArn=channel["arn"]))["stream"]["viewerCount"] == 2


async def test_nothing_is_read_without_a_session(studio: Studio) -> None:
    player = await studio.open_player(await go_live(studio))
    guessed = re.sub(r"/\w+/$", "/guessed/", player)

    for name in ("media.m3u8", "segment-0.m4s", "init-0.mp4", "part-0-0.m4s"):
        await studio.get(guessed + name, status=403)
    for name in ("segment-77.m4s", "part-0-77.m4s", "init-9.mp4", "..%2Fivs.json", "other"):
        await studio.get(player + name, status=404)


async def test_a_private_channel_wants_a_token_of_its_own(studio: Studio) -> None:
    """Signed by a key that was imported, for this channel, for this origin, and not expired."""
    key, stranger = ec.generate_private_key(ec.SECP384R1()), ec.generate_private_key(ec.SECP384R1())
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    await studio.call("import_playback_key_pair", publicKeyMaterial=public)
    channel = await go_live(studio, authorized=True)
    right = {"aws:channel-arn": channel["arn"], "exp": time.time() + 3600}

    refused = [
        "",
        "?token=nonsense",
        sign(right, stranger),
        sign({**right, "exp": 1}, key),
        sign({"aws:channel-arn": channel["arn"]}, key),
        sign({**right, "aws:channel-arn": channel["arn"] + "x"}, key),
    ]
    for query in refused:
        await studio.get(channel["playbackUrl"] + query, status=403)
    player = await studio.open_player(channel, sign(right, key))

    assert (await studio.get(player + "media.m3u8")).startswith(b"#EXTM3U")


async def test_a_revoked_viewer_stops_and_others_watch_on(studio: Studio) -> None:
    """By the viewer's id and version in their token; a later version of the same viewer opens the stream again."""
    key = ec.generate_private_key(ec.SECP384R1())
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    await studio.call("import_playback_key_pair", publicKeyMaterial=public)
    channel = await go_live(studio, authorized=True)
    right = {"aws:channel-arn": channel["arn"], "exp": time.time() + 3600}

    def token(viewer: str, version: int) -> str:
        return sign({**right, "aws:viewer-id": viewer, "aws:viewer-session-version": version}, key)

    first, second, other = [
        await studio.open_player(channel, each) for each in (token("ada", 1), token("ada", 3), token("bela", 1))
    ]
    nobody = await studio.open_player(channel, sign(right, key))
    session = {"channelArn": channel["arn"], "viewerId": "ada"}

    await studio.call("start_viewer_session_revocation", **session, viewerSessionVersionsLessThanOrEqualTo=2)

    await studio.get(first + "media.m3u8", status=403)
    await studio.get(channel["playbackUrl"] + token("ada", 2), status=403)
    for player in (second, other, nobody, await studio.open_player(channel, token("ada", 3))):
        await studio.get(player + "media.m3u8")

    missing = {**session, "channelArn": channel["arn"] + "x"}
    several = [{**session, "viewerSessionVersionsLessThanOrEqualTo": 3}, {**session, "viewerId": "bela"}, missing]
    answer = await studio.call("batch_start_viewer_session_revocation", viewerSessions=several)

    assert [(each["channelArn"], each["code"]) for each in answer["errors"]] == [(missing["channelArn"], "NotFound")]
    await studio.get(second + "media.m3u8", status=403)
    await studio.get(other + "media.m3u8")  # whose version is 1, and 0 was revoked


def sign(claims: dict[str, Any], key: ec.EllipticCurvePrivateKey) -> str:
    return "?token=" + jwt.encode(claims, key, algorithm="ES384")


async def test_metadata_come_with_the_next_part(studio: Studio) -> None:
    channel = await go_live(studio)
    player = await studio.open_player(channel)

    await studio.call("put_metadata", channelArn=channel["arn"], metadata="Chương một")
    text = (await studio.get(player + "media.m3u8")).decode()
    following = int(read(text, r"PRELOAD-HINT:TYPE=PART,URI=\"part-(\d+)")) + 1
    await studio.get(f"{player}media.m3u8?_HLS_msn={following}")
    segments = [await studio.get(f"{player}segment-{number}.m4s") for number in range(following)]

    (found,) = [segment for segment in segments if b"emsg" in segment]
    assert "Chương một".encode() in found
    with pytest.raises(studio.client.exceptions.ValidationException):
        await studio.call("put_metadata", channelArn=channel["arn"], metadata="x" * 1025)


async def test_a_client_that_reads_nothing_costs_others_nothing(studio: Studio) -> None:
    """Fifty connections that ask and never read: the stream goes on, and another viewer gets what is new."""
    channel = await go_live(studio)
    player = await studio.open_player(channel)
    text = (await studio.get(player + "media.m3u8")).decode()
    segment = int(read(text, r"PRELOAD-HINT:TYPE=PART,URI=\"part-(\d+)"))
    port = int(studio.options.url.rpartition(":")[2])
    lazy = [await asyncio.open_connection("127.0.0.1", port, limit=1) for _ in range(50)]
    for _, writer in lazy:
        writer.write(f"GET {player}segment-0.m4s HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode() * 20)

    text = (await studio.get(f"{player}media.m3u8?_HLS_msn={segment + 1}")).decode()

    check_playlist(text)
    for _, writer in lazy:
        writer.transport.abort()


async def test_who_stops_watching_is_counted_no_longer(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever reloads is one viewer; a quarter of a minute after the last request there is none."""
    channel = await go_live(studio)
    player = await studio.open_player(channel)
    for _ in range(3):
        await studio.get(player + "media.m3u8")
    assert (await studio.call("get_stream", channelArn=channel["arn"]))["stream"]["viewerCount"] == 1

    monkeypatch.setattr(viewers, "time", SimpleNamespace(monotonic=lambda: time.monotonic() + 16))

    assert (await studio.call("get_stream", channelArn=channel["arn"]))["stream"]["viewerCount"] == 0
