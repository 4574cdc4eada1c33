"""The files of a video that fewer may watch: they move, so that what others were given ends, and it can be repeated."""

import itertools
from typing import Any

import boto3
import pytest

from resolvers.core import storage, table
from resolvers.platform.jobs.service import Busy
from resolvers.platform.uploads import bucket as media
from resolvers.video.videos import moving, pipeline, repository
from resolvers.video.videos.transcriber import Transcription
from tests.people import Person
from tests.resolvers.video.videos.conftest import BUCKET, Processing, VideoQueue, die_at, go_live

VTT = "WEBVTT\n\n1\n00:00:00.000 --> 00:00:01.200\nGood morning.\n"


@pytest.fixture
def live(processing: Processing, videos: VideoQueue) -> Processing:
    """A live video whose pictures and sound are in the bucket, too."""
    put("media/unguessable/1/lowest-sound.cmfa")
    go_live(processing)
    for key in processing.video.frames:
        put(key)
    return processing


def put(key: str) -> None:
    storage.client().put_object(Bucket=BUCKET, Key=key, Body=b"bytes", ContentType="video/mp4")


def list_files(folder: str = "") -> set[str]:
    found = storage.client().list_objects_v2(Bucket=BUCKET, Prefix=folder).get("Contents", [])
    return {each["Key"] for each in found}


def list_addressed(shown: dict[str, Any]) -> set[str]:
    """Return the keys that the addresses of a video lead to."""
    urls = [shown["posterUrl"], *shown["storyboard"]["urls"], *(each["url"] for each in shown["playback"]["files"])]
    return {url.partition("?")[0].partition(f"/{BUCKET}/")[2] for url in urls}


def move_message(live: Processing) -> dict[str, Any]:
    return {"source": "waymark.move", "detail": {"videoId": live.id}}


def narrow(owner: Person, live: Processing, audience: str = "FOLLOWERS") -> None:
    version = live.video.version
    act = ("publishVideo", {"audience": audience}) if audience != "AUTHOR" else ("unpublishVideo", {})
    assert owner.does(act[0], id=live.id, expectedVersion=version, **act[1])["errors"] == []


@pytest.mark.parametrize("audience", ["FOLLOWERS", "AUTHOR"])
def test_what_a_guest_was_given_ends_when_fewer_may_watch(
    live: Processing, videos: VideoQueue, ada: Person, guest: Person, audience: str
) -> None:
    """Every file that an address of theirs leads to is gone, in all versions; the owner's new addresses lead to all."""
    given = list_addressed(guest.query("video", id=live.id))
    assert given <= list_files()

    narrow(ada, live, audience)
    assert videos.read_next() == move_message(live)
    assert videos.deliver(move_message(live)) == []

    assert given.isdisjoint(each.key for each in media.list_all_versions())
    assert guest.query("video", id=live.id) is None
    owned = list_addressed(ada.query("video", id=live.id))
    assert len(owned) == len(given)
    assert owned <= list_files()
    assert live.id not in "".join(owned), "nobody can tell the folder from the video's id"


def test_names_and_types_of_files_stay_as_they_were(live: Processing, ada: Person) -> None:
    """So a player that has read the playlists goes on with new addresses."""
    names = [each["name"] for each in ada.query("video", id=live.id)["playback"]["files"]]
    narrow(ada, live)

    moving.move_files(live.id)

    assert [each["name"] for each in ada.query("video", id=live.id)["playback"]["files"]] == names
    (sound,) = [each for each in live.video.files if each.endswith(".cmfa")]
    assert storage.client().head_object(Bucket=BUCKET, Key=sound)["ContentType"] == "video/mp4"


def test_files_stay_where_they_are_when_more_may_watch(live: Processing, videos: VideoQueue, ada: Person) -> None:
    narrow(ada, live, "AUTHOR")
    moving.move_files(live.id)
    folder = live.video.media_id

    version = live.video.version
    assert ada.does("publishVideo", id=live.id, expectedVersion=version, audience="FOLLOWERS")["errors"] == []
    moving.move_files(live.id)
    version = live.video.version
    assert ada.does("publishVideo", id=live.id, expectedVersion=version)["errors"] == []

    assert moving.move_files(live.id)
    assert live.video.media_id == folder


def test_a_video_that_was_never_seen_by_others_does_not_move(processing: Processing, ada: Person) -> None:
    narrow(ada, processing, "AUTHOR")

    assert processing.video.next_media_id is None


def test_a_worker_that_dies_at_any_request_to_the_bucket_loses_nothing(
    live: Processing, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message comes again; in between, the video is whole in one folder or the other."""
    for number in itertools.count(1, 3):
        before = live.video.media_id
        narrow(ada, live)
        with monkeypatch.context() as patch:
            has_died = die_at(number, patch, lambda: moving.move_files(live.id))
        assert list_addressed(ada.query("video", id=live.id)) <= list_files()
        if not has_died:
            break

        moving.move_files(live.id)

        assert list_addressed(ada.query("video", id=live.id)) <= list_files()
        assert list_files(f"media/{before}/") | list_files(f"frames/{before}/") == set()
        assert (live.video.next_media_id, live.video.former_media_ids) == (None, [])
        version = live.video.version
        assert ada.does("publishVideo", id=live.id, expectedVersion=version)["errors"] == []
    assert number > 9


def test_two_workers_move_a_video_once(live: Processing, ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one that is later finds the video moved, comes again, and has nothing to do."""
    narrow(ada, live)
    stale = live.video
    moving.move_files(live.id)
    folder = live.video.media_id

    with monkeypatch.context() as patch:
        patch.setattr(repository, "get", lambda _: stale)
        with pytest.raises(Busy):
            moving.move_files(live.id)
    moving.move_files(live.id)

    assert live.video.media_id == folder
    assert list_addressed(ada.query("video", id=live.id)) <= list_files()


def test_a_change_meanwhile_is_not_lost(live: Processing, ada: Person) -> None:
    """What the owner writes goes on from the folder of that moment."""
    narrow(ada, live)
    version = live.video.version
    cues = [{"startSeconds": 0.0, "endSeconds": 1.0, "text": "Hello"}]
    stale = live.video
    payload = ada.does("updateVideoCaptions", id=live.id, expectedVersion=version, cues=cues, language="en")
    assert payload["errors"] == []

    with pytest.raises(table.StaleItem):
        repository.move(stale, stale.model_copy(update={"media_id": "elsewhere"}))
    moving.move_files(live.id)

    (captions,) = live.video.caption_files
    assert captions.key in list_files()
    assert captions.key.startswith(f"media/{live.video.media_id}/")


def test_captions_that_are_being_written_begin_again(live: Processing, videos: VideoQueue, ada: Person) -> None:
    """Their job may write into the folder before: nobody reads that, and it is removed."""
    videos.deliver({"source": "waymark.caption", "detail": {"videoId": live.id, "attempt": 1}})
    (first,) = live.transcriber.jobs
    narrow(ada, live)
    videos.read_next()

    assert videos.deliver(move_message(live)) == []
    assert live.statuses["CAPTIONED"] == "PENDING"
    again = videos.read_next()
    assert again == {"source": "waymark.caption", "detail": {"videoId": live.id, "attempt": 1}}
    videos.deliver(again)

    second = next(each for each in live.transcriber.jobs if each != first)
    sound, key = live.transcriber.jobs.pop(second)
    assert sound.endswith(f"/media/{live.video.media_id}/1/lowest-sound.cmfa")
    live.transcriber.jobs.clear()
    live.transcriber.jobs[second] = (sound, key)
    live.transcriber.complete(VTT)
    detail = {"TranscriptionJobName": second, "TranscriptionJobStatus": "COMPLETED"}
    videos.deliver({"source": "aws.transcribe", "detail-type": "Transcribe Job State Change", "detail": detail})
    assert live.statuses["CAPTIONED"] == "DONE"
    assert live.transcriber.answer == Transcription("COMPLETED", "en-US", 0.9)


def test_with_a_video_all_its_folders_are_removed(live: Processing, ada: Person) -> None:
    """Also the one that it was to move to, and those that were not emptied."""
    narrow(ada, live)
    put(f"media/{live.video.next_media_id}/1/all.m3u8")
    put("media/former/1/all.m3u8")
    video = live.video.model_copy(update={"former_media_ids": ["former"]})

    pipeline.delete_objects(video)

    assert list_files("media/") | list_files("frames/") == set()


def test_what_was_copied_of_a_video_that_is_gone_is_removed(
    live: Processing, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    narrow(ada, live)
    target = live.video.next_media_id
    copy_all = media.copy_all

    def copy_and_delete(targets: dict[str, str]) -> None:
        copy_all(targets)
        assert ada.does("deleteVideo", id=live.id)["errors"] == []

    monkeypatch.setattr(media, "copy_all", copy_and_delete)
    with pytest.raises(Busy):
        moving.move_files(live.id)

    assert list_files(f"media/{target}/") | list_files(f"frames/{target}/") == set()
    assert moving.move_files(live.id) is None


def test_the_worker_is_told_before_and_after_the_change(live: Processing, videos: VideoQueue, ada: Person) -> None:
    """A function that dies right after its write leaves the message that was sent before."""
    held_back = videos.count_delayed()
    narrow(ada, live)

    assert videos.count_delayed() == held_back + 1
    assert videos.read_next() == move_message(live)
    assert boto3.client("sqs").receive_message(QueueUrl=videos.url).get("Messages") is None
