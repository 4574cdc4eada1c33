"""An encoder that is killed and comes back, by a real ffmpeg and the local IVS: one livestream, and one replay."""

from datetime import timedelta
from pathlib import Path

import boto3
import pytest

from resolvers.core.settings import settings
from resolvers.video.streams import recordings, replays, reports, repository
from resolvers.video.streams.broadcaster import BroadcastChannel
from resolvers.video.streams.model import Stream
from tests.infra.emulators.ivs.conftest import Studio, serving
from tests.people import Person
from tests.resolvers.video.streams.conftest import Broadcasts

BUCKET = "recordings"


class Worker:
    """Takes the emulator's events as the worker does, each once and in their order."""

    def __init__(self, studio: Studio, broadcasts: Broadcasts) -> None:
        self.studio = studio
        self.broadcasts = broadcasts
        self.taken = 0

    async def take_until(self, name: str, times: int = 1) -> None:
        await self.studio.recorder.wait_for(name, times=times)
        for key, data in self.studio.bucket.objects.items():
            boto3.client("s3").put_object(Bucket=BUCKET, Key=key, Body=data)
        for event in self.studio.recorder.events[self.taken :]:
            self.taken += 1
            if event["detail-type"] != "IVS Recording State Change":
                reports.take_event(event)
            elif event["detail"]["recording_status"] == "Recording End":
                moderator, closer = self.broadcasts.moderator, self.broadcasts.broadcaster
                replays.take_recording(event, moderator, closer, is_last_try=False)


@pytest.fixture
def recordings_bucket(broadcasts: Broadcasts, monkeypatch: pytest.MonkeyPatch) -> None:
    boto3.client("s3").create_bucket(Bucket=BUCKET)
    monkeypatch.setenv("MEDIA_BUCKET", BUCKET)
    settings.cache_clear()


@pytest.mark.usefixtures("recordings_bucket")
async def test_an_encoder_that_was_killed_goes_on_with_another_size(
    broadcasts: Broadcasts, ada: Person, guest: Person, tmp_path: Path
) -> None:
    """Viewers see RECONNECTING in between; the replay has every segment of both, each with its own size."""
    async with serving(tmp_path) as studio:
        channel, key = await studio.create_channel(name=ada.id, recordingConfigurationArn=await studio.record())
        broadcasts.broadcaster.channels[ada.id] = BroadcastChannel(channel["arn"], "", channel["playbackUrl"])
        stream_id = broadcasts.begin(ada)
        reports.change(stream_id, _arm_earlier)
        worker = Worker(studio, broadcasts)

        encoder = await studio.publish(studio.rtmp(key), seconds=60)
        await worker.take_until("Stream Start")
        await _watch(studio, channel["playbackUrl"], segments=2)
        encoder.process.kill()
        await worker.take_until("Session Ended")
        assert guest.query("stream", id=stream_id)["state"] == "RECONNECTING"

        await studio.publish(studio.rtmp(key), seconds=60, size="180x320")
        await worker.take_until("Stream Start", times=2)
        assert guest.query("stream", id=stream_id)["state"] == "LIVE"
        await _watch(studio, channel["playbackUrl"], segments=2)
        await studio.call("stop_stream", channelArn=channel["arn"])
        assert ada.does("endStream", id=stream_id)["errors"] == []
        await worker.take_until("Recording End", times=2)

    (page,) = ada.asks_each("Viewer", "streams", [{"id": ada.id}])
    assert [edge["node"]["state"] for edge in page["edges"]] == ["ENDED"]
    stream = repository.get(stream_id)
    assert stream
    assert stream.replay_manifest
    playlist = boto3.client("s3").get_object(Bucket=BUCKET, Key=stream.replay_manifest)["Body"].read().decode()
    assert (playlist.count("#EXT-X-MAP"), playlist.count("#EXT-X-DISCONTINUITY\n")) == (2, 1)
    recorded = [key for key in studio.bucket.objects if key.endswith(".m4s")]
    assert len(recordings.list_names(stream.replay_manifest)) == len(recorded) + 2  # and what comes before each
    assert stream.replay_seconds == pytest.approx(sum(each.seconds for each in stream.recordings))


def _arm_earlier(stream: Stream) -> Stream:
    """Return a livestream that was begun a minute ago: nothing of its recordings is from before."""
    assert stream.armed_at
    return stream.model_copy(update={"armed_at": stream.armed_at - timedelta(minutes=1)})


async def _watch(studio: Studio, address: str, *, segments: int) -> None:
    """Play until some whole segments have come."""
    player = await studio.open_player({"playbackUrl": address})
    await studio.get(f"{player}media.m3u8?_HLS_msn={segments}&_HLS_part=0")
