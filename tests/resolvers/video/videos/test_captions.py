"""Captions of a live video: started once, taken by whichever report comes, and never in a video's way."""

from typing import Any

import pytest

from resolvers.core import storage
from resolvers.video.videos.transcriber import Transcription
from tests.people import Person
from tests.resolvers.video.videos.conftest import BUCKET, Processing, VideoQueue, go_live, make_probe_response

VTT = "WEBVTT\n\n1\n00:00:00.000 --> 00:00:01.200\nGood morning.\n"


@pytest.fixture
def live(processing: Processing) -> Processing:
    go_live(processing)
    return processing


def caption(live: Processing) -> dict[str, Any]:
    """Return the worker's own message about a video's captions."""
    return {"source": "waymark.caption", "detail": {"videoId": live.id, "attempt": 1}}


def report(live: Processing, status: str = "COMPLETED", attempt: int = 1) -> dict[str, Any]:
    detail = {"TranscriptionJobName": f"{live.id}.{attempt}", "TranscriptionJobStatus": status}
    return {"source": "aws.transcribe", "detail-type": "Transcribe Job State Change", "detail": detail}


def test_a_live_video_gets_captions(live: Processing, videos: VideoQueue, guest: Person) -> None:
    """Its sound is heard, not its upload; viewers get signed WebVTT, and the video was live all the time."""
    videos.deliver(caption(live))
    assert live.statuses["CAPTIONED"] == "RUNNING"
    ((media, key),) = live.transcriber.jobs.values()
    live.transcriber.complete(VTT)

    assert videos.deliver(report(live)) == []

    assert live.statuses["CAPTIONED"] == "DONE"
    assert media == f"s3://{BUCKET}/media/unguessable/1/lowest-sound.cmfa"
    assert key == "media/unguessable/1/captions.json"
    shown = guest.query("video", id=live.id)["captions"]
    assert [each["language"] for each in shown] == ["en-US"]
    assert shown[0]["url"].partition("?")[0].endswith("/media/unguessable/1/captions.vtt")


def test_the_worker_captions_what_it_made_live(processing: Processing, videos: VideoQueue) -> None:
    """It tells itself, so that a fault of Transcribe's fails no report of MediaConvert's."""
    processing.arrives()
    processing.hears(processing.encoder.job("frames").complete())
    storage.client().put_object(
        Bucket=BUCKET, Key="media/unguessable/1/lowest.m3u8", Body=b"#EXT-X-STREAM-INF:BANDWIDTH=1\na\n"
    )
    storage.client().put_object(
        Bucket=BUCKET, Key="media/unguessable/1/others.m3u8", Body=b"#EXT-X-STREAM-INF:BANDWIDTH=1\nb\n"
    )
    processing.hears(processing.encoder.job("lowest").complete())
    processing.transcriber.is_down = True

    assert videos.deliver(processing.encoder.job("others").complete()) == []

    assert processing.is_live()
    assert videos.read_next() == caption(processing)


@pytest.mark.parametrize(
    "order",
    [
        ["caption", "report"],
        ["report", "caption"],
        ["caption", "caption", "report", "report"],
        ["report", "report", "caption"],
        ["caption", "late", "report", "caption"],
    ],
    ids=" ".join,
)
def test_every_order_of_reports_ends_with_captions(live: Processing, videos: VideoQueue, order: list[str]) -> None:
    """A report before its start was written, one told twice, and one of an earlier attempt."""
    messages = {"caption": caption(live), "report": report(live), "late": report(live, "FAILED", attempt=0)}
    live.transcriber.start(f"{live.id}.1", "", BUCKET, "media/unguessable/1/captions.json")
    live.transcriber.complete(VTT)

    assert [videos.deliver(messages[name]) for name in order] == [[]] * len(order)

    assert live.statuses["CAPTIONED"] == "DONE"
    assert len(live.video.caption_files) == 1


NOTHING: dict[str, tuple[str, float]] = {
    "nobody speaks": ("WEBVTT\n", 0.9),
    "a language that is no language": (VTT, 0.3),
}


@pytest.mark.parametrize(("vtt", "score"), NOTHING.values(), ids=NOTHING.keys())
def test_what_is_no_speech_gets_no_captions(live: Processing, videos: VideoQueue, vtt: str, score: float) -> None:
    videos.deliver(caption(live))
    live.transcriber.complete(vtt, score)

    videos.deliver(report(live))

    assert (live.statuses["CAPTIONED"], live.video.caption_files) == ("DONE", [])


def test_a_silent_video_is_not_heard(processing: Processing, videos: VideoQueue) -> None:
    tracks = make_probe_response()["Container"]["Tracks"][:1]
    processing.encoder.answer = make_probe_response(Tracks=tracks)
    go_live(processing)

    videos.deliver(caption(processing))

    assert (processing.statuses["CAPTIONED"], processing.transcriber.jobs) == ("DONE", {})


def test_a_job_that_fails_leaves_the_video_live(live: Processing, videos: VideoQueue) -> None:
    videos.deliver(caption(live))
    live.transcriber.answer = Transcription("FAILED")

    videos.deliver(report(live, "FAILED"))

    assert (live.statuses["CAPTIONED"], live.is_live()) == ("FAILED", True)


def test_a_report_that_never_comes_is_looked_for(live: Processing, videos: VideoQueue) -> None:
    videos.deliver(caption(live))
    assert videos.count_delayed() == 1
    live.transcriber.complete(VTT)

    videos.deliver(caption(live))

    assert (live.statuses["CAPTIONED"], videos.count_delayed()) == ("DONE", 1)


def test_without_transcribe_the_video_goes_on_after_the_last_try(live: Processing, videos: VideoQueue) -> None:
    live.transcriber.is_down = True

    assert len(videos.deliver(caption(live))) == 1
    assert live.statuses["CAPTIONED"] == "PENDING"
    assert videos.deliver(caption(live), tries=5) == []

    assert (live.statuses["CAPTIONED"], live.is_live()) == ("FAILED", True)


def test_a_job_of_others_is_nothing_to_us(live: Processing, videos: VideoQueue) -> None:
    foreign = report(live)
    foreign["detail"]["TranscriptionJobName"] = "video_call-of-monday"

    assert videos.deliver(foreign) == []
    assert live.statuses["CAPTIONED"] == "PENDING"
