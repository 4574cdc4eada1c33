"""Publishing by a real ffmpeg: who is taken, who is refused with a reason, and what is told of it."""

import asyncio
import contextlib
import logging
import re
import signal
from pathlib import Path
from typing import Any

import pytest

from ivs_local.stage import Patience
from tests.infra.emulators.ivs.conftest import Studio, serving

ENVELOPE = {"version", "id", "detail-type", "source", "account", "time", "region", "resources", "detail"}
WHOLE = ["Session Created", "Stream Start", "Stream End", "Session Ended"]
FAST: dict[str, Any] = {"pace": "", "seconds": 5}


async def test_a_stream_by_rtmp_is_live_until_its_encoder_ends(studio: Studio) -> None:
    """Its events have the envelope and the members of IVS's guide, its session says what came in."""
    channel, key = await studio.create_channel(name="ada")

    encoder = await studio.publish(studio.rtmp(key))
    event = await studio.recorder.wait_for("Stream Start")
    stream = (await studio.call("get_stream", channelArn=channel["arn"]))["stream"]
    (listed,) = (await studio.call("list_streams", filterBy={"health": "HEALTHY"}))["streams"]
    assert await encoder.ends() == 0
    await studio.recorder.wait_for("Session Ended")

    assert set(event) == ENVELOPE
    assert (event["source"], event["detail-type"]) == ("aws.ivs", "IVS Stream State Change")
    assert event["resources"] == [channel["arn"]]
    assert event["detail"] == {"channel_name": "ada", "event_name": "Stream Start", "stream_id": stream["streamId"]}
    assert re.fullmatch(r"st-[a-zA-Z0-9]{23}", stream["streamId"])
    assert (stream["state"], stream["health"], listed["streamId"]) == ("LIVE", "HEALTHY", stream["streamId"])
    assert studio.recorder.names == WHOLE
    session = (await studio.call("get_stream_session", channelArn=channel["arn"]))["streamSession"]
    assert [each["name"] for each in session["truncatedEvents"]] == WHOLE[::-1]
    assert session["ingestConfiguration"]["video"]["videoWidth"] == 320
    assert session["ingestConfiguration"]["audio"]["sampleRate"] == 48000
    assert session["endTime"] > session["startTime"]
    (row,) = (await studio.call("list_stream_sessions", channelArn=channel["arn"]))["streamSessions"]
    assert row["hasErrorEvent"] is False


async def test_a_stream_by_rtmps_is_taken_from_an_encoder_that_trusts_the_authority(studio: Studio) -> None:
    _, key = await studio.create_channel(insecureIngest=False)
    trust = ("-tls_verify", "1", "-ca_file", str(studio.options.state / "ca.pem"))

    encoder = await studio.publish(studio.rtmps(key), **FAST, options=trust)

    assert await encoder.ends() == 0, encoder.log
    await studio.recorder.wait_for("Session Ended")
    assert studio.recorder.names == WHOLE


async def test_an_encoder_that_does_not_trust_the_authority_publishes_nothing(studio: Studio) -> None:
    _, key = await studio.create_channel(insecureIngest=False)

    encoder = await studio.publish(studio.rtmps(key), **FAST, options=("-tls_verify", "1"))

    assert await encoder.ends() != 0
    assert studio.recorder.names == []


@pytest.mark.parametrize("kind", ["unknown", "deleted", "insecure"])
async def test_a_key_that_is_not_valid_is_refused_before_the_first_frame(
    studio: Studio, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The encoder shows why; no event, session or log has the key."""
    caplog.set_level(logging.DEBUG)
    channel, key = await studio.create_channel(insecureIngest=kind != "insecure")
    if kind == "deleted":
        (listed,) = (await studio.call("list_stream_keys", channelArn=channel["arn"]))["streamKeys"]
        await studio.call("delete_stream_key", arn=listed["arn"])

    encoder = await studio.publish(studio.rtmp("sk_wrong" if kind == "unknown" else key), **FAST)

    assert await encoder.ends() != 0
    assert ("RTMPS only" if kind == "insecure" else "The stream key is not valid.") in encoder.log
    assert studio.recorder.names == []
    assert (await studio.call("list_stream_sessions", channelArn=channel["arn"]))["streamSessions"] == []
    ours = [record for record in caplog.records if not record.name.startswith(("botocore", "urllib3"))]
    assert not [record for record in ours if key in record.getMessage()]


async def test_a_second_publisher_of_a_key_is_refused_and_the_first_goes_on(studio: Studio) -> None:
    channel, key = await studio.create_channel()
    first = await studio.publish(studio.rtmp(key), seconds=60)
    await studio.recorder.wait_for("Stream Start")

    second = await studio.publish(studio.rtmp(key), **FAST)

    assert await second.ends() != 0
    assert "in use" in second.log
    assert first.process.returncode is None
    assert (await studio.call("get_stream", channelArn=channel["arn"]))["stream"]["state"] == "LIVE"


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "HEVC": (
        {"picture": ("-c:v", "libx265", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-x265-params", "log-level=0")},
        "HEVC",
    ),
    "4:4:4": ({"picture": ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv444p")}, "4:2:0"),
    "an old codec": ({"picture": ("-c:v", "flv1")}, "H.263"),
    "too large": ({"size": "2000x1200", "seconds": 1}, "1920x1080 is the limit"),
    "rare keyframes": ({"seconds": 20, "gop": 1000}, "12 seconds apart"),
}


@pytest.mark.parametrize(("given", "words"), REFUSED.values(), ids=REFUSED.keys())
async def test_what_cannot_be_played_is_refused_by_name(studio: Studio, given: dict[str, Any], words: str) -> None:
    """The stream never starts, its event and its encoder say why, and nothing of it hangs."""
    channel, key = await studio.create_channel()

    encoder = await studio.publish(studio.rtmp(key), **{**FAST, **given})

    event = await studio.recorder.wait_for("Stream Failure")
    assert words in event["detail"]["reason"]
    await studio.recorder.wait_for("Session Ended")
    assert "Stream Start" not in studio.recorder.names
    await encoder.ends()
    (row,) = (await studio.call("list_stream_sessions", channelArn=channel["arn"]))["streamSessions"]
    assert row["hasErrorEvent"] is True


async def test_too_many_bits_end_the_stream_with_the_limit_that_it_breaks(studio: Studio) -> None:
    _, key = await studio.create_channel(type="BASIC")
    noise = ("-vf", "noise=alls=100:allf=t", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")

    await studio.publish(studio.rtmp(key), **{**FAST, "seconds": 12}, size="640x360", picture=(*noise, "-qp", "10"))

    breach = await studio.recorder.wait_for("Ingest Bitrate")
    assert breach["detail-type"] == "IVS Limit Breach"
    assert breach["detail"]["limit_value"] == 3_500_000
    assert breach["detail"]["exceeded_by"] > 0
    await studio.recorder.wait_for("Session Ended")


@pytest.mark.parametrize("tracks", ["picture only", "sound only"])
async def test_a_stream_of_one_track_is_taken(studio: Studio, tracks: str) -> None:
    channel, key = await studio.create_channel()
    given: dict[str, Any] = {"sound": False} if tracks == "picture only" else {"picture": ("-vn",)}

    await studio.publish(studio.rtmp(key), seconds=60, **given)
    await studio.recorder.wait_for("Stream Start")

    text = (await studio.get(channel["playbackUrl"])).decode()
    assert ("mp4a" in text, "avc1" in text) == (tracks == "sound only", tracks == "picture only")


async def test_a_killed_encoder_ends_the_stream_and_the_next_one_begins_at_once(studio: Studio) -> None:
    channel, key = await studio.create_channel()
    encoder = await studio.publish(studio.rtmp(key), seconds=60)
    first = await studio.recorder.wait_for("Stream Start")

    encoder.process.kill()
    await studio.recorder.wait_for("Session Ended")
    await studio.publish(studio.rtmp(key), seconds=60, size="180x320")
    second = await studio.recorder.wait_for("Stream Start", times=2)

    assert first["detail"]["stream_id"] != second["detail"]["stream_id"]
    assert len((await studio.call("list_stream_sessions", channelArn=channel["arn"]))["streamSessions"]) == 2


async def test_stop_stream_ends_the_connection(studio: Studio) -> None:
    channel, key = await studio.create_channel()
    encoder = await studio.publish(studio.rtmp(key), seconds=60)
    await studio.recorder.wait_for("Stream Start")

    await studio.call("stop_stream", channelArn=channel["arn"])

    assert await encoder.ends() != 0
    assert studio.recorder.names == WHOLE
    assert (await studio.call("list_streams"))["streams"] == []


async def test_a_channel_that_is_live_is_not_deleted(studio: Studio) -> None:
    channel, key = await studio.create_channel()
    await studio.publish(studio.rtmp(key), seconds=60)
    await studio.recorder.wait_for("Session Created")

    with pytest.raises(studio.client.exceptions.ConflictException):
        await studio.call("delete_channel", arn=channel["arn"])


async def test_a_stream_that_brings_nothing_starves_and_recovers(tmp_path: Path) -> None:
    async with serving(tmp_path, patience=Patience(starvation=1, silence=120)) as studio:
        channel, key = await studio.create_channel()
        encoder = await studio.publish(studio.rtmp(key), seconds=120)
        await studio.recorder.wait_for("Stream Start")

        encoder.process.send_signal(signal.SIGSTOP)
        started = await studio.recorder.wait_for("Starvation Start")
        (starving,) = (await studio.call("list_streams", filterBy={"health": "STARVING"}))["streams"]
        encoder.process.send_signal(signal.SIGCONT)
        await studio.recorder.wait_for("Starvation End")

        assert started["detail-type"] == "IVS Stream Health Change"
        assert starving["channelArn"] == channel["arn"]


async def test_a_publisher_that_says_nothing_is_let_go(tmp_path: Path) -> None:
    async with serving(tmp_path, patience=Patience(silence=1)) as studio:
        _, key = await studio.create_channel()
        encoder = await studio.publish(studio.rtmp(key), seconds=120)
        await studio.recorder.wait_for("Stream Start")

        encoder.process.send_signal(signal.SIGSTOP)

        await studio.recorder.wait_for("Session Ended")
        assert "Stream End" in studio.recorder.names


async def test_a_process_that_was_killed_has_ended_its_streams(tmp_path: Path) -> None:
    """What it left open is told by the next one, so nobody waits for ever."""
    async with serving(tmp_path) as studio:
        _, key = await studio.create_channel()
        await studio.publish(studio.rtmp(key), seconds=60)
        await studio.recorder.wait_for("Stream Start")
        left = (tmp_path / "state/ivs.json").read_bytes()
    (tmp_path / "state/ivs.json").write_bytes(left)
    (tmp_path / "state/recordings/abandoned").mkdir(parents=True)

    async with serving(tmp_path) as studio:
        await studio.recorder.wait_for("Session Ended")
        assert studio.recorder.names == ["Stream End", "Session Ended"]
        assert not (tmp_path / "state/recordings").exists()


async def test_bytes_that_are_no_rtmp_are_let_go_and_nobody_else_notices(studio: Studio) -> None:
    channel, key = await studio.create_channel()
    await studio.publish(studio.rtmp(key), seconds=60)
    await studio.recorder.wait_for("Stream Start")

    for rubbish in (b"GET / HTTP/1.1\r\n\r\n", b"\3" + bytes(1536) + b"\xff" * 200_000, b"\3" + bytes(3072) + b"\x3f"):
        reader, writer = await asyncio.open_connection("127.0.0.1", studio.options.rtmp_port)
        writer.write(rubbish)
        with contextlib.suppress(ConnectionError):
            writer.write_eof()
            await reader.read()
        writer.close()

    assert (await studio.call("get_stream", channelArn=channel["arn"]))["stream"]["state"] == "LIVE"


@pytest.mark.parametrize(("gop", "seconds"), [(50, 2.0), (250, 10.0)])
async def test_the_time_between_keyframes_is_measured(studio: Studio, gop: int, seconds: float) -> None:
    channel, key = await studio.create_channel()

    await studio.publish(studio.rtmp(key), pace="", seconds=21, gop=gop, options=("-sc_threshold", "0"))
    await studio.recorder.wait_for("Session Ended")

    arn, name, value = studio.meter.measured[0]
    assert (arn, name) == (channel["arn"], "KeyframeInterval")
    assert value == pytest.approx(seconds, abs=0.1)
