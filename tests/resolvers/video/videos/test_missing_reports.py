"""Reports of MediaConvert that never come: a video is looked after until it has ended."""

from resolvers.core import storage
from resolvers.video.videos import pipeline
from tests.resolvers.video.videos.conftest import BUCKET, Processing, write_manifest
from tests.resolvers.video.videos.stages import advance_to_encoding, advance_to_live


def look(processing: Processing) -> bool:
    return pipeline.look_after(processing.id, processing.video.attempt, processing.message(), processing.tools)


def test_reports_that_never_come_are_looked_for(processing: Processing) -> None:
    """From the pictures to the last rendition, without one event of MediaConvert."""
    processing.arrives()
    assert look(processing)
    assert processing.statuses["FRAMED"] == "RUNNING"

    for number in range(3):
        key = f"frames/unguessable/1/frames.{number:07d}.jpg"
        storage.client().put_object(Bucket=BUCKET, Key=key, Body=b"picture")
    processing.encoder.job("frames").answer = {"Status": "COMPLETE", "OutputGroupDetails": []}
    assert look(processing)
    assert len(processing.video.frames) == 3

    write_manifest(processing, "lowest", "360p", has_sound=True)
    write_manifest(processing, "others", "720p")
    details = [{"OutputDetails": [{"DurationInMs": 10_000, "VideoDetails": {"WidthInPx": 640, "HeightInPx": 360}}]}]
    processing.encoder.job("lowest").answer = {"Status": "COMPLETE", "OutputGroupDetails": details}
    assert look(processing)
    processing.encoder.job("others").answer = {"Status": "COMPLETE", "OutputGroupDetails": details}

    assert not look(processing)
    assert processing.is_live()


def test_a_failure_that_was_never_reported_is_found(processing: Processing) -> None:
    advance_to_encoding(processing)
    processing.encoder.job("lowest").answer = {"Status": "ERROR", "ErrorCode": 1010}

    look(processing)

    assert processing.video.failure
    assert processing.video.failure.reason == "UNREADABLE"


def test_nobody_looks_after_a_video_that_has_ended(processing: Processing) -> None:
    advance_to_live(processing)
    jobs_before = dict(processing.encoder.jobs)

    assert not look(processing)
    assert processing.encoder.jobs == jobs_before
