"""A video from its upload to its viewers, and every order in which MediaConvert's reports may come."""

import itertools

import pytest

from resolvers.core import storage, table
from resolvers.core.keys import Key, id_at
from resolvers.core.table import Update
from resolvers.platform import keys as platform_keys
from resolvers.platform.jobs import service as jobs
from resolvers.platform.jobs.service import Busy
from resolvers.platform.subjects import repository as subjects
from resolvers.platform.subjects.model import Audience
from resolvers.video import keys
from resolvers.video.videos import pipeline, repository
from resolvers.video.videos.job import VIDEO_JOB
from resolvers.video.videos.processing import VideoState
from resolvers.video.videos.rekognition import Unavailable
from tests.fakes.encoders import RememberingEncoder
from tests.resolvers.video.videos.conftest import (
    BUCKET,
    Processing,
    TellingModerator,
    make_probe_response,
    write_manifest,
)
from tests.resolvers.video.videos.stages import advance_to_encoding, advance_to_live


def test_a_video_goes_live_step_by_step(processing: Processing) -> None:
    """Nothing is encoded before moderation has passed, and the lowest rendition plays before the others are done."""
    processing.arrives()
    assert [each.metadata["part"] for each in processing.encoder.jobs.values()] == ["frames"]
    assert processing.statuses["FRAMED"] == "RUNNING"

    processing.hears(processing.encoder.job("frames").complete(frames=10))
    assert len(processing.moderator.seen) == 10
    assert processing.statuses["MODERATED"] == "DONE"
    assert processing.video.manifest is None

    write_manifest(processing, "lowest", "360p", has_sound=True)
    write_manifest(processing, "others", "480p", "720p")
    processing.hears(processing.encoder.job("lowest").complete())
    assert processing.video.manifest == "media/unguessable/1/lowest.m3u8"
    assert not processing.is_live()

    processing.hears(processing.encoder.job("others").complete())
    assert processing.is_live()
    assert processing.video.manifest == "media/unguessable/1/all.m3u8"
    assert {status for name, status in processing.statuses.items() if name != "CAPTIONED"} == {"DONE"}


def test_the_same_arrival_again_begins_nothing(processing: Processing) -> None:
    """EventBridge and SQS may tell it twice, also while MediaConvert works."""
    processing.arrives()
    before = processing.video

    assert processing.arrives() is None

    assert processing.video == before
    assert len(processing.encoder.jobs) == 1


def test_only_the_owner_sees_a_video_before_it_is_live(processing: Processing) -> None:
    """The guard that likes, comments and pins check says so, and the feed has it afterwards."""
    processing.arrives()
    before = subjects.get_many([processing.id]).get(processing.id)
    assert before
    assert (before.audience, before.published) == (Audience.AUTHOR, False)

    advance_to_live(processing)

    after = subjects.get_many([processing.id]).get(processing.id)
    assert after
    assert (after.audience, after.published) == (Audience.PUBLIC, True)
    assert [id_at(row["SK"]) for row in table.query(keys.FEED, index=1, limit=9)] == [processing.id]


def test_every_order_of_reports_ends_in_one_live_video(bucket: None) -> None:
    """Progress and ends of both parts in any order: percent never falls, and the video is live once."""
    for order in itertools.permutations(["lowest 40", "others 90", "lowest", "others"]):
        processing = Processing(RememberingEncoder(make_probe_response()), TellingModerator())
        advance_to_encoding(processing)
        told = [0]

        for name in order:
            part, _, percent = name.partition(" ")
            job = processing.encoder.job(part)
            processing.hears(job.progress(int(percent)) if percent else job.complete())
            told.append(processing.percent or told[-1])

        assert told == sorted(told), order
        assert max(told) < 100
        assert processing.is_live(), order
        assert processing.video.manifest == "media/unguessable/1/all.m3u8"


def test_a_report_that_comes_before_the_job_was_handed_over_comes_again(processing: Processing) -> None:
    """COMPLETE before CreateJob's answer is stored is normal."""
    processing.arrives()
    event = processing.encoder.job("frames").complete()
    table.write(Update(keys.video(processing.id), put={"claim": "message-1", "claimedUntil": 9_999_999_999}))

    with pytest.raises(Busy):
        processing.hears(event)
    table.write(Update(keys.video(processing.id), remove=["claim"]))
    processing.hears(event)

    assert processing.statuses["FRAMED"] == "DONE"


def test_reports_after_the_end_change_nothing(processing: Processing) -> None:
    """ERROR after COMPLETE, and progress last."""
    advance_to_live(processing)
    before = processing.video

    for event in (
        processing.encoder.job("others").error(),
        processing.encoder.job("lowest").progress(90),
        processing.encoder.job("others").complete(),
        processing.encoder.job("frames").complete(),
    ):
        assert processing.hears(event) is None

    assert processing.video == before


def test_complete_after_error_changes_nothing(processing: Processing) -> None:
    """The video has failed; its owner tries again, and the other job is not paid for in vain."""
    advance_to_encoding(processing)

    processing.hears(processing.encoder.job("others").error())
    assert processing.hears(processing.encoder.job("others").complete()) is None

    failure = processing.video.failure
    assert failure
    assert (processing.video.state, failure.reason, failure.step) == ("FAILED", "ENCODER_FAILED", "ENCODED")
    assert failure.retryable
    assert processing.encoder.job("lowest").is_cancelled


def test_reports_of_an_earlier_attempt_touch_nothing(processing: Processing) -> None:
    """A retry begins at the step that failed: pictures are not taken, or paid, again."""
    advance_to_encoding(processing)
    processing.hears(processing.encoder.job("lowest").error())
    jobs.retry(VIDEO_JOB, processing.video)
    processing.arrives()
    seen = len(processing.moderator.seen)

    for event in (processing.encoder.job("others").complete(), processing.encoder.job("lowest").complete()):
        assert processing.hears(event) is None
    assert (processing.video.attempt, processing.percent) == (2, None)

    write_manifest(processing, "lowest", "360p", has_sound=True)
    write_manifest(processing, "others", "720p")
    for part in ("others", "lowest"):
        processing.hears(processing.encoder.job(part, attempt=2).complete())

    assert processing.is_live()
    assert processing.video.manifest == "media/unguessable/2/all.m3u8"
    assert len(processing.moderator.seen) == seen
    assert [each.metadata["part"] for each in processing.encoder.jobs.values()].count("frames") == 1


def test_another_jobs_events_are_not_ours(processing: Processing) -> None:
    processing.arrives()
    foreign = processing.encoder.job("frames").complete()
    foreign["detail"]["userMetadata"] = {"order": "7"}

    assert processing.hears(foreign) is None
    assert processing.statuses["FRAMED"] == "RUNNING"


def test_a_worker_that_died_while_it_started_jobs_is_taken_over(processing: Processing) -> None:
    """The message comes again as another attempt; what the dead one started is nobody's."""
    processing.encoder.is_down = True
    processing.encoder.answer = make_probe_response()
    with pytest.raises(ConnectionError):
        processing.arrives()
    processing.encoder.is_down = False

    processing.arrives()

    assert processing.video.attempt == 2
    assert processing.encoder.job("frames", attempt=2)
    assert processing.statuses["FRAMED"] == "RUNNING"


def test_the_same_report_again_starts_no_job_twice(processing: Processing) -> None:
    """A worker that died after it had started the jobs: their tokens name those that run."""
    advance_to_encoding(processing)
    before = dict(processing.encoder.jobs)

    processing.hears(processing.encoder.job("frames").complete())

    assert processing.encoder.jobs == before
    assert len(processing.moderator.seen) == 3


def test_one_bad_second_rejects_a_video_and_is_named(processing: Processing) -> None:
    """Nothing of it is encoded, and trying again does not help."""
    processing.encoder.answer = make_probe_response(Duration=600.0)
    processing.moderator.refused = {417}
    processing.arrives()

    processing.hears(processing.encoder.job("frames").complete(frames=600))

    video = processing.video
    assert (video.state, video.unsafe_at) == (VideoState.REJECTED, 417.0)
    assert video.failure
    assert "417 s" in video.failure.message
    assert [each.metadata["part"] for each in processing.encoder.jobs.values()] == ["frames"]
    assert not jobs.may_retry(VIDEO_JOB, video)


def test_an_ai_that_does_not_answer_is_asked_again(processing: Processing) -> None:
    """The report comes again; on its last try the video fails, and its owner may retry."""
    processing.arrives()
    processing.moderator.is_down = True
    event = processing.encoder.job("frames").complete()

    with pytest.raises(Unavailable):
        processing.hears(event, name="report")
    table.write(Update(_part_key(processing, "moderating"), put={"claimedUntil": 1}))
    processing.hears(event, name="report", is_last_try=True)

    failure = processing.video.failure
    assert failure
    assert (failure.reason, failure.step, failure.retryable) == ("AI_UNAVAILABLE", "MODERATED", True)


def _part_key(processing: Processing, name: str) -> Key:
    return platform_keys.job_part(processing.id, processing.video.attempt, name)


def test_a_small_video_has_one_part(processing: Processing) -> None:
    processing.encoder.answer = make_probe_response(properties={"Width": 320, "Height": 180})
    processing.arrives()
    processing.hears(processing.encoder.job("frames").complete())
    write_manifest(processing, "lowest", "180p")

    processing.hears(processing.encoder.job("lowest").complete())

    assert processing.is_live()
    assert processing.video.manifest == "media/unguessable/1/lowest.m3u8"


def test_a_video_deleted_while_it_is_encoded_leaves_nothing(processing: Processing) -> None:
    """Its jobs end, its objects go with every version, and late reports write nothing."""
    advance_to_encoding(processing)
    storage.client().put_object(Bucket=BUCKET, Key=processing.video.original, Body=b"film")
    late = processing.encoder.job("lowest").complete()
    video = processing.video

    repository.mark_deleting(video)
    pipeline.cancel_jobs(video, processing.tools)
    pipeline.delete_objects(video)

    assert processing.encoder.job("lowest").is_cancelled
    assert processing.encoder.job("others").is_cancelled
    assert processing.hears(late) is None
    assert "Versions" not in storage.client().list_object_versions(Bucket=BUCKET)
    assert repository.get(processing.id) is None
    guard = subjects.get_many([processing.id]).get(processing.id)
    assert guard is None or guard.deleted
