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


HELLO = {"startSeconds": 0.0, "endSeconds": 1.2, "text": "Good morning."}
REPLY = {"startSeconds": 1.2, "endSeconds": 2.5, "text": "And to you."}


def edit(owner: Person, live: Processing, *cues: dict[str, Any], version: int = 1, **more: Any) -> dict[str, Any]:
    payload: dict[str, Any] = owner.does(
        "updateVideoCaptions", id=live.id, expectedVersion=version, cues=list(cues), **more
    )
    return payload


def read_captions(live: Processing) -> str:
    (file,) = live.video.caption_files
    found: bytes = storage.client().get_object(Bucket=BUCKET, Key=file.key)["Body"].read()
    return found.decode()


def test_an_owner_corrects_captions(live: Processing, videos: VideoQueue, ada: Person, guest: Person) -> None:
    """Everybody reads the corrected ones, at another address; the old ones are removed once it has expired."""
    videos.deliver(caption(live))
    live.transcriber.complete(VTT)
    videos.deliver(report(live))
    (old,) = live.video.caption_files

    payload = edit(ada, live, HELLO, REPLY)

    assert (payload["errors"], payload["video"]["version"]) == ([], 2)
    (shown,) = guest.query("video", id=live.id)["captions"]
    assert (shown["language"], shown["isAutomatic"]) == ("en-US", False)
    assert read_captions(live) == (
        "WEBVTT\n\n00:00:00.000 --> 00:00:01.200\nGood morning.\n\n00:00:01.200 --> 00:00:02.500\nAnd to you.\n"
    )
    (new,) = live.video.caption_files
    videos.deliver({"source": "waymark.unused-captions", "detail": {"videoId": live.id, "keys": [old.key, new.key]}})
    left = [each["Key"] for each in storage.client().list_objects_v2(Bucket=BUCKET)["Contents"]]
    assert (old.key in left, new.key in left) == (False, True)


def test_corrected_captions_survive_the_job_that_hears_the_video(
    live: Processing, videos: VideoQueue, ada: Person
) -> None:
    """Whatever Transcribe says afterwards, and however often, the owner's words stay; so does that there are none."""
    videos.deliver(caption(live))
    assert edit(ada, live, HELLO, language="en-GB")["errors"] == []
    live.transcriber.complete("WEBVTT\n\n1\n00:00:00.000 --> 00:00:01.200\nGood mourning.\n")

    for message in (report(live), caption(live), report(live, "FAILED"), report(live)):
        assert videos.deliver(message) == []

    assert "Good morning." in read_captions(live)
    assert live.statuses["CAPTIONED"] == "DONE"
    assert edit(ada, live, version=2)["video"]["captions"] == []
    videos.deliver(report(live))
    assert live.video.caption_files == []


def test_what_is_no_markup_stays_text(live: Processing, videos: VideoQueue, ada: Person) -> None:
    """Nothing in a cue ends it, begins another, or is read as markup."""
    hostile = "<script>alert(1)</script>\n\n00:00:05.000 --> 00:00:06.000\r\n&lt;b&gt; \u202eTurned"

    assert edit(ada, live, HELLO | {"text": hostile}, language="en")["errors"] == []

    assert read_captions(live) == (
        "WEBVTT\n\n00:00:00.000 --> 00:00:01.200\n"
        "&lt;script&gt;alert(1)&lt;/script&gt;\n00:00:05.000 --&gt; 00:00:06.000\n&amp;lt;b&amp;gt; Turned\n"
    )


WRONG: dict[str, tuple[list[dict[str, Any]], str]] = {
    "out of order": ([REPLY, HELLO], "Cue 2 begins before the one before it ends"),
    "overlapping": ([HELLO, REPLY | {"startSeconds": 1.1}], "Cue 2 begins before the one before it ends"),
    "no time at all": ([HELLO | {"endSeconds": 0.0004}], "Cue 1 ends before it has begun"),
    "after the end": ([HELLO, {"startSeconds": 10.0, "endSeconds": 11.0, "text": "Late"}], "Cue 2 begins after"),
    "before the start": ([HELLO | {"startSeconds": -1.0}], "at least 0"),
    "without words": ([HELLO | {"text": " \n\u200b"}], "visible character"),
    "too long": ([HELLO | {"text": "la " * 200}], "500"),
}


@pytest.mark.parametrize(("cues", "why"), WRONG.values(), ids=WRONG.keys())
def test_cues_are_held_to_their_order_and_length(
    live: Processing, videos: VideoQueue, ada: Person, cues: list[dict[str, Any]], why: str
) -> None:
    (error,) = edit(ada, live, *cues, language="en")["errors"]

    assert error["code"] == "INVALID_INPUT"
    assert error["path"][:2] == ["input", "cues"]
    assert why in error["message"]
    assert live.video.caption_files == []


@pytest.mark.parametrize("language", [None, "", "English", "en_US", "e"], ids=repr)
def test_captions_say_in_which_language_they_are(
    live: Processing, videos: VideoQueue, ada: Person, language: str | None
) -> None:
    (error,) = edit(ada, live, HELLO, language=language)["errors"]

    assert (error["code"], error["path"]) == ("INVALID_INPUT", ["input", "language"])


def test_only_the_owner_writes_captions_and_only_of_what_they_read(
    live: Processing, videos: VideoQueue, ada: Person, grace: Person
) -> None:
    assert edit(ada, live, HELLO, language="en")["errors"] == []

    assert [each["code"] for each in edit(ada, live, REPLY)["errors"]] == ["CONFLICT"]
    assert [each["code"] for each in edit(grace, live, REPLY, version=2)["errors"]] == ["FORBIDDEN"]
    assert "Good morning." in read_captions(live)


def test_a_video_has_captions_once_it_is_live(processing: Processing, videos: VideoQueue, ada: Person) -> None:
    (error,) = edit(ada, processing, HELLO, language="en")["errors"]

    assert (error["code"], error["path"]) == ("INVALID_INPUT", ["input", "id"])
