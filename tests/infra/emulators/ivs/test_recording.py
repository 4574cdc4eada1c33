"""Recordings in S3: where they are, what they hold, and what is told when S3 refuses."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

from ivs_local.thumbnails import find_ffmpeg
from tests.infra.emulators.ivs.conftest import Studio

FAST: dict[str, Any] = {"pace": "", "seconds": 6}


def count_frames(path: Path, stream: str = "v") -> int:
    """Return how many frames ffmpeg decodes of a file without an error."""
    command: list[str | Path] = [
        find_ffmpeg() or "ffmpeg",
        "-nostdin",
        "-v",
        "error",
        "-stats",
        "-xerror",
        "-i",
        path,
        "-map",
        f"0:{stream}",
    ]
    done = subprocess.run([*command, "-f", "null", "-"], capture_output=True, text=True, check=True, timeout=60)  # noqa: S603
    return int(re.findall(r"frame=\s*(\d+)", done.stderr)[-1])


def join(studio: Studio, path: Path) -> Path:
    """Write a recording of one format as one file."""
    names = re.findall(r"^(\d+\.m4s)$", studio.bucket.find("/playlist.m3u8").decode(), re.MULTILINE)
    path.write_bytes(studio.bucket.find("/init-0.mp4") + b"".join(studio.bucket.find(f"/{name}") for name in names))
    return path


async def test_a_recording_is_where_ivs_puts_it_and_has_every_frame(studio: Studio, tmp_path: Path) -> None:
    channel, key = await studio.create_channel(recordingConfigurationArn=await studio.record())

    await studio.publish(studio.rtmp(key), **FAST)
    ended = (await studio.recorder.wait_for("Recording End"))["detail"]

    assert {
        "events/recording-started.json",
        "events/recording-ended.json",
        "media/hls/master.m3u8",
        "media/hls/180p25/playlist.m3u8",
        "media/hls/180p25/init-0.mp4",
        "media/hls/180p25/0.m4s",
        "media/thumbnails/180p/thumb0.jpg",
    } <= studio.bucket.names()
    assert all(key.startswith(ended["recording_s3_key_prefix"]) for key in studio.bucket.objects)
    account, name = channel["arn"].split(":")[4], channel["arn"].rpartition("/")[2]
    assert re.fullmatch(rf"ivs/v1/{account}/{name}(/\d+){{5}}/\w{{12}}", ended["recording_s3_key_prefix"])
    assert ended["recording_duration_ms"] == 6000
    assert ended["recording_session_stream_ids"] == [ended["stream_id"]]
    assert count_frames(join(studio, tmp_path / "joined.mp4")) == 150
    assert studio.bucket.find("thumb0.jpg")[:2] == b"\xff\xd8"
    document = json.loads(studio.bucket.find("recording-ended.json"))
    assert document["recording_status"] == "RECORDING_ENDED"
    assert document["media"]["hls"]["duration_ms"] == 6000
    assert document["media"]["hls"]["renditions"][0]["resolution_height"] == 180
    assert studio.recorder.names.index("Recording Start") < studio.recorder.names.index("Recording End")


async def test_a_stream_within_the_window_continues_the_recording(studio: Studio) -> None:
    """Killed in mid-stream and back with another size: one recording of both, with a discontinuity between them."""
    arn = await studio.record(recordingReconnectWindowSeconds=300)
    channel, key = await studio.create_channel(recordingConfigurationArn=arn)
    encoder = await studio.publish(studio.rtmp(key), seconds=60)
    await studio.recorder.wait_for("Stream Start")
    encoder.process.kill()
    await studio.recorder.wait_for("Session Ended")

    await studio.publish(studio.rtmp(key), **FAST, size="180x320")
    await studio.recorder.wait_for("Session Ended", times=2)
    await studio.call("update_channel", arn=channel["arn"], recordingConfigurationArn="")
    # A stream with other settings begins no recording, and ends the one that waits.
    await studio.publish(studio.rtmp(key), **FAST)
    ended = (await studio.recorder.wait_for("Recording End"))["detail"]

    assert studio.recorder.names.count("Recording Start") == 1
    assert len(ended["recording_session_stream_ids"]) == 2
    playlist = studio.bucket.find("/playlist.m3u8").decode()
    assert playlist.count("#EXT-X-DISCONTINUITY\n") == 1
    assert re.findall(r'#EXT-X-MAP:URI="(.*)"', playlist) == ["init-0.mp4", "init-1.mp4"]
    assert ended["recording_duration_ms"] > 6000


async def test_a_stream_after_the_window_has_a_recording_of_its_own(studio: Studio) -> None:
    _, key = await studio.create_channel(recordingConfigurationArn=await studio.record())

    for number in (1, 2):
        await studio.publish(studio.rtmp(key), **FAST)
        await studio.recorder.wait_for("Recording End", times=number)

    ends = [
        each["detail"] for each in studio.recorder.events if each["detail"].get("recording_status") == "Recording End"
    ]
    assert len({end["recording_s3_key_prefix"] for end in ends}) == 2


async def test_an_s3_that_refuses_is_told_and_the_stream_goes_on(studio: Studio) -> None:
    studio.bucket.refuses = "recording-started"
    _, key = await studio.create_channel(recordingConfigurationArn=await studio.record())

    encoder = await studio.publish(studio.rtmp(key), **FAST)
    failed = await studio.recorder.wait_for("Recording Start Failure")

    assert "Access denied" in failed["detail"]["recording_status_reason"]
    assert await encoder.ends() == 0
    await studio.recorder.wait_for("Session Ended")
    assert studio.bucket.objects == {}


async def test_an_s3_that_refuses_later_is_told_at_the_end(studio: Studio) -> None:
    studio.bucket.refuses = "2.m4s"
    _, key = await studio.create_channel(recordingConfigurationArn=await studio.record())

    await studio.publish(studio.rtmp(key), **FAST)

    failed = await studio.recorder.wait_for("Recording End Failure")
    assert "Access denied" in failed["detail"]["recording_status_reason"]


async def test_thumbnails_are_as_the_configuration_says(studio: Studio) -> None:
    settings = {"recordingMode": "INTERVAL", "targetIntervalSeconds": 1, "storage": ["LATEST"]}
    _, key = await studio.create_channel(recordingConfigurationArn=await studio.record(thumbnailConfiguration=settings))

    await studio.publish(studio.rtmp(key), **FAST)
    await studio.recorder.wait_for("Recording End")

    assert "media/latest_thumbnail/180p/thumb.jpg" in studio.bucket.names()
    assert not [name for name in studio.bucket.names() if "thumb0" in name]


async def test_nothing_is_left_on_the_disk(studio: Studio) -> None:
    _, key = await studio.create_channel(recordingConfigurationArn=await studio.record())

    await studio.publish(studio.rtmp(key), **FAST)
    await studio.recorder.wait_for("Recording End")
    await studio.call("list_streams")

    folder = studio.options.state / "recordings"
    assert not folder.exists() or list(folder.iterdir()) == []


async def test_a_picture_is_taken_at_once_and_then_of_each_interval(studio: Studio) -> None:
    """Of media, however fast it comes."""
    settings = {"recordingMode": "INTERVAL", "targetIntervalSeconds": 10, "storage": ["SEQUENTIAL"]}
    _, key = await studio.create_channel(recordingConfigurationArn=await studio.record(thumbnailConfiguration=settings))

    encoder = await studio.publish(studio.rtmp(key), pace="", seconds=25, options=("-shortest",))
    await encoder.ends()
    await studio.recorder.wait_for("Recording End")

    names = sorted(name for name in studio.bucket.names() if name.endswith(".jpg"))
    assert names == [f"media/thumbnails/180p/thumb{number}.jpg" for number in range(3)]
