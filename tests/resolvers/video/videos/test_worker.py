"""The worker's messages: files that arrived, reports, and what is neither."""

import pytest

from resolvers.core import storage
from resolvers.video.streams import pictures, replays
from tests.resolvers.video.videos.conftest import BUCKET, Processing, VideoQueue


def test_a_file_and_a_report_move_their_video(processing: Processing, videos: VideoQueue) -> None:
    assert videos.deliver(videos.arrival(processing.video.original)) == []
    assert processing.statuses["FRAMED"] == "RUNNING"

    assert videos.deliver(processing.encoder.job("frames").complete()) == []
    assert processing.statuses["MODERATED"] == "DONE"


def test_the_worker_looks_again_for_what_was_not_reported(processing: Processing, videos: VideoQueue) -> None:
    """The message to look waits in the queue; while a job goes on, another one follows it."""
    videos.deliver(videos.arrival(processing.video.original))
    assert videos.count_delayed() == 1

    look = {"source": "waymark.look", "detail": {"videoId": processing.id, "attempt": 1}}
    assert videos.deliver(look) == []
    assert videos.count_delayed() == 2

    processing.encoder.job("frames").answer = {"Status": "ERROR", "ErrorCode": 1999}
    assert videos.deliver(look) == []
    assert videos.count_delayed() == 2
    assert processing.video.state == "FAILED"


def test_a_file_without_a_video_is_removed(processing: Processing, videos: VideoQueue) -> None:
    """Its owner deleted the video meanwhile, or it lies where no video of that person is."""
    assert videos.deliver(videos.arrival("videos/ada-sub/video_nobody")) == []
    assert videos.deliver(videos.arrival(f"videos/grace-sub/{processing.id}")) == []

    assert "Versions" not in storage.client().list_object_versions(Bucket=BUCKET)
    assert processing.encoder.jobs == {}


def test_a_report_of_another_job_is_nothing_to_us(processing: Processing, videos: VideoQueue) -> None:
    videos.deliver(videos.arrival(processing.video.original))
    foreign = processing.encoder.job("frames").event("COMPLETE")
    foreign["detail"]["userMetadata"] = {}

    assert videos.deliver(foreign) == []


def test_a_message_that_nobody_understands_comes_again(videos: VideoQueue) -> None:
    """And ends among the dead letters."""
    assert len(videos.deliver({"source": "aws.s3", "detail": {}})) == 1


def test_a_passing_fault_brings_the_message_again(processing: Processing, videos: VideoQueue) -> None:
    """The video waits, and the next delivery goes on."""
    processing.encoder.is_down = True
    arrival = videos.arrival(processing.video.original)

    assert len(videos.deliver(arrival)) == 1
    processing.encoder.is_down = False
    assert videos.deliver(arrival) == []

    assert processing.statuses["FRAMED"] == "RUNNING"


def test_a_picture_of_a_livestream_is_no_video(processing: Processing, videos: VideoQueue) -> None:
    """It stays in the bucket, also where its channel is nobody's, until its recording is removed."""
    key = "ivs/v1/000000000000/channel/2026/11/30/12/0/rec/media/thumbnails/720p/thumb0.jpg"
    storage.client().put_object(Bucket=BUCKET, Key=key, Body=b"picture")

    assert videos.deliver(videos.arrival(key)) == []

    assert "Versions" in storage.client().list_object_versions(Bucket=BUCKET, Prefix=key)
    assert processing.moderator.seen == []


def test_a_recording_with_many_pictures_goes_on_in_another_message(
    processing: Processing, videos: VideoQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    def judge_some(*_: object, **__: object) -> None:
        raise pictures.Unfinished

    monkeypatch.setattr(replays, "take_recording", judge_some)
    report = {"source": "aws.ivs", "detail": {"recording_status": "Recording End"}}

    assert videos.deliver(report) == []

    assert videos.read_next() == report
