"""Moderation of livestreams: a picture that may not be shown ends them, and no replay is shown unseen."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from resolvers.core import storage
from resolvers.core.model import Moment, now
from resolvers.core.settings import settings
from resolvers.platform.jobs.service import Busy
from resolvers.video.channels import emptying as channels
from resolvers.video.streams import moving, pictures, repository
from resolvers.video.streams.model import Stream
from resolvers.video.videos.rekognition import Unavailable
from tests.people import Person
from tests.resolvers.video.streams.conftest import Broadcasts
from tests.resolvers.video.streams.test_admission import list_stopped, read_holder
from tests.resolvers.video.streams.test_replays import go_live_and_end, list_keys, media, record, tell
from tests.resolvers.video.videos.conftest import BUCKET

__all__ = ["media"]

SHOT = "720p/thumb1.jpg"


def go_live(broadcasts: Broadcasts, owner: Person, session: str = "st-first", **more: Any) -> str:
    stream_id = broadcasts.begin(owner, **more)
    broadcasts.tells(owner, "Stream Start", session)
    return stream_id


def name_prefix(broadcasts: Broadcasts, owner: Person) -> str:
    channel = broadcasts.broadcaster.channels[owner.id].arn.rpartition("/")[2]
    return f"ivs/v1/000000000000/{channel}/2026/11/30/12/0/rec"


def show(broadcasts: Broadcasts, owner: Person, name: str, at: Moment | None = None) -> Stream | None:
    """Let a picture of what somebody sends reach the worker."""
    picture = pictures.read_key(f"{name_prefix(broadcasts, owner)}/media/thumbnails/{name}")
    assert picture
    return pictures.take_picture(picture, at or now(), broadcasts.moderator, broadcasts.broadcaster)


def find(stream_id: str) -> Stream:
    stream = repository.get(stream_id)
    assert stream
    return stream


def codes(payload: dict[str, Any]) -> list[str]:
    return [each["code"] for each in payload["errors"]]


@pytest.mark.parametrize("audience", ["PUBLIC", "FOLLOWERS", "AUTHOR"])
def test_a_picture_that_may_not_be_shown_ends_the_livestream(
    broadcasts: Broadcasts, ada: Person, audience: str
) -> None:
    """Whoever may watch it; its owner reads why, and at which second."""
    stream_id = go_live(broadcasts, ada, audience=audience)
    broadcasts.moderator.refused = {SHOT}
    started_at = find(stream_id).started_at
    assert started_at

    show(broadcasts, ada, "720p/thumb0.jpg")
    assert find(stream_id).state == "LIVE"
    show(broadcasts, ada, SHOT, at=max(now(), started_at + timedelta(seconds=75)))

    arn = broadcasts.broadcaster.channels[ada.id].arn
    assert broadcasts.broadcaster.stopped == [arn]
    assert arn not in broadcasts.broadcaster.keys
    seen = ada.query("stream", id=stream_id)
    assert (seen["state"], seen["playbackUrl"], seen["failure"]["reason"]) == ("ENDED", None, "UNSAFE")
    assert f"about {seen['failure']['second']} s after" in seen["failure"]["message"]
    assert seen["failure"]["second"] >= 75


def test_what_anybody_was_given_of_it_opens_nothing_more(
    broadcasts: Broadcasts, ada: Person, grace: Person, guest: Person
) -> None:
    """Not what its owner sends next with a new key either, whoever they are; the next livestream is watched as ever."""
    stream_id = go_live(broadcasts, ada)
    given = [read_holder(each, stream_id) for each in (guest, grace, ada)]
    broadcasts.moderator.refused = {SHOT}
    show(broadcasts, ada, SHOT)
    following = go_live(broadcasts, ada, "st-second")

    assert list_stopped(broadcasts, stream_id, *given, read_holder(grace, following)) == [True, True, True, False]
    ((channel, _, _),) = broadcasts.broadcaster.revoked
    assert channel == broadcasts.broadcaster.channels[ada.id].arn
    list_stopped(broadcasts, stream_id)
    assert len(broadcasts.broadcaster.revoked) == 1


def test_the_worker_is_told_to_end_playback_also_where_it_dies_just_after_the_refusal(
    broadcasts: Broadcasts, ada: Person
) -> None:
    """A message goes before the write, and one after it."""
    go_live(broadcasts, ada)
    before = broadcasts.count_looks()
    broadcasts.moderator.refused = {SHOT}

    show(broadcasts, ada, SHOT)

    assert broadcasts.count_looks() == before + 2


def test_others_see_that_it_ended_and_not_why(
    broadcasts: Broadcasts, ada: Person, grace: Person, guest: Person
) -> None:
    stream_id = go_live(broadcasts, ada)
    broadcasts.moderator.refused = {SHOT}

    show(broadcasts, ada, SHOT)

    for person in (grace, guest):
        seen = person.query("stream", id=stream_id)
        assert (seen["state"], seen["failure"], seen["replay"]) == ("ENDED", None, None)


def test_the_same_key_goes_on_with_nothing(broadcasts: Broadcasts, ada: Person) -> None:
    """Neither with the livestream that was ended nor with the next one, until there is a new key."""
    stream_id = go_live(broadcasts, ada)
    broadcasts.moderator.refused = {SHOT}
    show(broadcasts, ada, SHOT)
    following = broadcasts.create(ada)["id"]

    (over,) = ada.does("startStream", id=stream_id)["errors"]
    (keyless,) = ada.does("startStream", id=following)["errors"]

    assert over["message"] == "The livestream is over."
    assert "rotateStreamKey" in keyless["message"]
    assert ada.asks_each("Viewer", "streamIngest", [{"id": ada.id}])[0]["keyCreatedAt"] is None
    ada.asks("Mutation", "rotateStreamKey")
    assert codes(ada.does("startStream", id=following)) == []
    assert codes(ada.does("startStream", id=stream_id)) == ["INVALID_INPUT"]


def test_a_picture_told_twice_late_or_after_the_next_one_changes_nothing(broadcasts: Broadcasts, ada: Person) -> None:
    """Neither an allowed one nor a refused one; the next livestream keeps its new key."""
    stream_id = go_live(broadcasts, ada)
    for name in ("720p/thumb2.jpg", "720p/thumb0.jpg", "720p/thumb2.jpg"):
        show(broadcasts, ada, name)
    assert [each.rpartition("/")[2] for each in broadcasts.moderator.seen] == ["thumb2.jpg", "thumb0.jpg"]
    broadcasts.moderator.refused = {SHOT}
    at = now()
    show(broadcasts, ada, SHOT, at=at)
    rejected = find(stream_id)
    following = go_live(broadcasts, ada, "st-second")

    show(broadcasts, ada, SHOT, at=at)

    assert (find(stream_id), find(following).state) == (rejected, "LIVE")
    assert broadcasts.broadcaster.keys


def test_two_workers_that_refuse_at_once_reject_once(broadcasts: Broadcasts, ada: Person) -> None:
    stream_id = go_live(broadcasts, ada)
    broadcasts.moderator.refused = {SHOT, "720p/thumb2.jpg"}
    first: list[Stream] = []

    def be_overtaken() -> None:
        broadcasts.moderator.meanwhile = list
        show(broadcasts, ada, "720p/thumb2.jpg")
        first.append(find(stream_id))

    broadcasts.moderator.meanwhile = be_overtaken
    show(broadcasts, ada, SHOT, at=now() + timedelta(seconds=10))

    assert [find(stream_id)] == first


def test_what_an_encoder_sends_before_the_livestream_is_nobodys_business(broadcasts: Broadcasts, ada: Person) -> None:
    ada.asks("Mutation", "rotateStreamKey")
    broadcasts.moderator.refused = {SHOT}
    assert show(broadcasts, ada, SHOT) is None
    stream_id = go_live(broadcasts, ada)

    assert show(broadcasts, ada, SHOT, at=now() - timedelta(minutes=1)) is None

    assert (broadcasts.moderator.seen, find(stream_id).state) == ([], "LIVE")


def test_a_picture_that_nobody_judged_comes_again(broadcasts: Broadcasts, ada: Person) -> None:
    """The AI does not answer: the livestream goes on until it does."""
    stream_id = go_live(broadcasts, ada)
    broadcasts.moderator.refused, broadcasts.moderator.down = {SHOT}, 1

    with pytest.raises(Unavailable):
        show(broadcasts, ada, SHOT)
    assert find(stream_id).state == "LIVE"
    show(broadcasts, ada, SHOT)

    assert find(stream_id).state == "ENDED"


def _end(broadcasts: Broadcasts, owner: Person, stream_id: str) -> None:
    assert codes(owner.does("endStream", id=stream_id)) == []


def _end_and_begin_anew(broadcasts: Broadcasts, owner: Person, stream_id: str) -> None:
    _end(broadcasts, owner, stream_id)
    go_live(broadcasts, owner, "st-second")


@pytest.mark.parametrize("act", [_end, _end_and_begin_anew])
def test_a_livestream_that_its_owner_ends_a_moment_before_is_rejected_all_the_same(
    broadcasts: Broadcasts, ada: Person, act: Callable[[Broadcasts, Person, str], None]
) -> None:
    """Its replay is withheld; the livestream that its owner began meanwhile goes on with its key."""
    stream_id = go_live(broadcasts, ada)
    broadcasts.moderator.refused = {SHOT}
    broadcasts.moderator.meanwhile = lambda: act(broadcasts, ada, stream_id)

    show(broadcasts, ada, SHOT)

    assert find(stream_id).failure
    current = repository.get_many_current([ada.id]).get(ada.id)
    assert (current.state if current else None) == ("LIVE" if act is _end_and_begin_anew else None)
    assert broadcasts.broadcaster.keys


def test_a_livestream_that_its_owner_deletes_meanwhile_is_gone(broadcasts: Broadcasts, ada: Person) -> None:
    stream_id = go_live(broadcasts, ada)
    broadcasts.moderator.refused = {SHOT}

    def delete() -> None:
        ada.does("endStream", id=stream_id)
        assert codes(ada.does("deleteStream", id=stream_id)) == []

    broadcasts.moderator.meanwhile = delete

    assert show(broadcasts, ada, SHOT) is None
    assert repository.get(stream_id) is None


def test_pictures_of_a_channel_that_was_deleted_are_nobodys(broadcasts: Broadcasts, ada: Person) -> None:
    channel = ada.does("createChannel", handle="adas_walks", title="Ada walks")["channel"]
    _end(broadcasts, ada, go_live(broadcasts, ada))
    prefix = name_prefix(broadcasts, ada)
    assert codes(ada.does("deleteChannel", id=channel["id"])) == []
    for _ in range(4):
        channels.remove_some(channel["id"])

    picture = pictures.read_key(f"{prefix}/media/thumbnails/{SHOT}")
    assert picture
    assert pictures.take_picture(picture, now(), broadcasts.moderator, broadcasts.broadcaster) is None

    assert broadcasts.moderator.seen == []


def test_a_replay_is_shown_once_the_pictures_that_are_left_were_seen(broadcasts: Broadcasts, ada: Person) -> None:
    stream_id = go_live(broadcasts, ada)
    prefix = name_prefix(broadcasts, ada)
    show(broadcasts, ada, "720p/thumb0.jpg")
    _end(broadcasts, ada, stream_id)
    record(prefix, pictures=3)

    tell(broadcasts, ada, "st-first", prefix)

    assert [each.rpartition("/")[2] for each in sorted(broadcasts.moderator.seen)] == [
        f"thumb{number}.jpg" for number in range(3)
    ]
    assert ada.query("stream", id=stream_id)["replay"]


def test_a_replay_is_withheld_for_a_picture_that_was_never_looked_at(
    broadcasts: Broadcasts, ada: Person, guest: Person
) -> None:
    """Its events came late or never. Its recording stays until its owner deletes the livestream."""
    stream_id = go_live_and_end(broadcasts, ada)
    record("ivs/one", pictures=3)
    broadcasts.moderator.refused = {SHOT}

    for _ in range(2):
        tell(broadcasts, ada, "st-first", "ivs/one")

    seen = ada.query("stream", id=stream_id)
    assert (seen["replay"], seen["failure"]["reason"]) == (None, "UNSAFE")
    for person in (ada, guest):
        assert person.query("replayFiles", streamId=stream_id, names=["0-0.m4s"]) == []
    assert list_keys("ivs/one/")
    assert [each.prefix for each in find(stream_id).recordings] == ["ivs/one"]
    assert broadcasts.broadcaster.keys, "a livestream that is over costs its owner no key"


def test_a_refused_session_withholds_what_was_shown_of_the_others(
    broadcasts: Broadcasts, ada: Person, guest: Person
) -> None:
    stream_id = go_live_and_end(broadcasts, ada, "st-1", "st-2")
    for session in ("st-1", "st-2"):
        record(f"ivs/{session}", pictures=1)
    tell(broadcasts, ada, "st-1", "ivs/st-1")
    assert guest.query("stream", id=stream_id)["replay"]
    broadcasts.moderator.refused = {"ivs/st-2/media/thumbnails/720p/thumb0.jpg"}

    tell(broadcasts, ada, "st-2", "ivs/st-2")

    assert guest.query("stream", id=stream_id)["replay"] is None


def test_a_refused_session_ends_the_livestream_that_goes_on_after_a_break(broadcasts: Broadcasts, ada: Person) -> None:
    stream_id = go_live(broadcasts, ada)
    broadcasts.tells(ada, "Stream End", seconds=5)
    broadcasts.tells(ada, "Stream Start", "st-second", seconds=10)
    record("ivs/one")
    broadcasts.moderator.refused = {"thumb0.jpg"}

    tell(broadcasts, ada, "st-first", "ivs/one")

    assert find(stream_id).state == "ENDED"
    assert broadcasts.broadcaster.keys == {}


def test_the_recording_of_a_livestream_that_was_ended_is_neither_judged_nor_shown(
    broadcasts: Broadcasts, ada: Person
) -> None:
    stream_id = go_live(broadcasts, ada)
    prefix = name_prefix(broadcasts, ada)
    broadcasts.moderator.refused = {SHOT}
    show(broadcasts, ada, SHOT)
    record(prefix, pictures=3)
    judged = len(broadcasts.moderator.seen)

    tell(broadcasts, ada, "st-first", prefix)

    assert ada.query("stream", id=stream_id)["replay"] is None
    assert len(broadcasts.moderator.seen) == judged
    assert find(stream_id).recordings, "so that it is removed with the livestream"


@pytest.mark.parametrize(("pictures_", "segments"), [(0, 3), (1, 30)])
def test_a_replay_without_its_pictures_is_tried_again_then_withheld_and_shown_once_they_are_there(
    broadcasts: Broadcasts, ada: Person, guest: Person, pictures_: int, segments: int
) -> None:
    """None, or too few for its length."""
    stream_id = go_live_and_end(broadcasts, ada)
    record("ivs/one", pictures=pictures_, segments=segments)

    for is_last_try in (False, True):
        with pytest.raises(pictures.PicturesMissing):
            tell(broadcasts, ada, "st-first", "ivs/one", is_last_try=is_last_try)
        seen = ada.query("stream", id=stream_id)
        assert seen["replay"] is None
    assert (seen["failure"]["reason"], seen["failure"]["second"]) == ("UNCHECKED", None)
    assert guest.query("stream", id=stream_id)["failure"] is None

    record("ivs/one", pictures=4, segments=segments)
    tell(broadcasts, ada, "st-first", "ivs/one")

    seen = ada.query("stream", id=stream_id)
    assert (bool(seen["replay"]), seen["failure"], len(find(stream_id).recordings)) == (True, None, 1)


def test_a_withheld_recording_stays_where_its_pictures_are_though_fewer_may_watch(
    broadcasts: Broadcasts, ada: Person
) -> None:
    """Else it could never be checked again."""
    stream_id = go_live_and_end(broadcasts, ada)
    record("ivs/one", pictures=0)
    with pytest.raises(pictures.PicturesMissing):
        tell(broadcasts, ada, "st-first", "ivs/one", is_last_try=True)
    version = ada.query("stream", id=stream_id)["version"]
    assert codes(ada.does("updateStream", id=stream_id, expectedVersion=version, audience="AUTHOR")) == []

    moving.move_replay(stream_id)
    record("ivs/one", pictures=1)
    tell(broadcasts, ada, "st-first", "ivs/one")

    assert ada.query("stream", id=stream_id)["replay"]


def test_a_replay_whose_pictures_cannot_be_read_is_never_shown_unchecked(broadcasts: Broadcasts, ada: Person) -> None:
    stream_id = go_live_and_end(broadcasts, ada)
    record("ivs/one", pictures=3)
    broadcasts.moderator.down = 1_000

    for is_last_try in (False, True):
        with pytest.raises(Unavailable):
            tell(broadcasts, ada, "st-first", "ivs/one", is_last_try=is_last_try)
        assert ada.query("stream", id=stream_id)["replay"] is None

    assert find(stream_id).failure


def test_many_pictures_are_judged_some_at_a_time(
    broadcasts: Broadcasts, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each once: what was judged is known to the message that goes on."""
    monkeypatch.setattr(pictures, "_MOST_AT_ONCE", 2)
    stream_id = go_live_and_end(broadcasts, ada)
    record("ivs/one", pictures=5)

    for _ in range(2):
        with pytest.raises(pictures.Unfinished):
            tell(broadcasts, ada, "st-first", "ivs/one", is_last_try=True)
        assert (find(stream_id).replay_manifest, find(stream_id).failure) == (None, None)
    tell(broadcasts, ada, "st-first", "ivs/one")

    assert ada.query("stream", id=stream_id)["replay"]
    assert len(broadcasts.moderator.seen) == len(set(broadcasts.moderator.seen)) == 5


def test_a_livestream_that_is_deleted_while_its_recording_is_judged_leaves_no_recording(
    broadcasts: Broadcasts, ada: Person
) -> None:
    stream_id = go_live_and_end(broadcasts, ada)
    record("ivs/one")
    broadcasts.moderator.meanwhile = lambda: ada.does("deleteStream", id=stream_id)

    tell(broadcasts, ada, "st-first", "ivs/one")

    assert list_keys("ivs/one/") == []


def test_a_recording_of_sound_has_no_pictures_to_see(broadcasts: Broadcasts, ada: Person) -> None:
    stream_id = go_live_and_end(broadcasts, ada)
    record("ivs/one", pictures=0)
    for each in list_keys("ivs/one/"):
        text = storage.client().get_object(Bucket=BUCKET, Key=each)["Body"].read().replace(b"720p30", b"audio_only")
        storage.client().put_object(Bucket=BUCKET, Key=each.replace("720p30", "audio_only"), Body=text)

    tell(broadcasts, ada, "st-first", "ivs/one")

    assert ada.query("stream", id=stream_id)["replay"]


def test_a_channel_from_before_moderation_is_recorded_as_they_are_now(
    broadcasts: Broadcasts, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At its owner's next beginning, and once."""
    ada.asks("Mutation", "rotateStreamKey")
    monkeypatch.setenv("RECORDING_CONFIGURATION_ARN", "arn:with-pictures")
    settings.cache_clear()

    for _ in range(2):
        stream_id = broadcasts.create(ada)["id"]
        assert codes(ada.does("startStream", id=stream_id)) == []
        _end(broadcasts, ada, stream_id)

    assert broadcasts.broadcaster.recorded == [broadcasts.broadcaster.channels[ada.id].arn]


@pytest.mark.parametrize(
    "key",
    [
        "videos/ada/video_1",
        "ivs/v1/0/c/2026/1/1/1/1/x/media/hls/720p30/1.m4s",
        "ivs/v1/0/c/media/latest_thumbnail/x.png",
    ],
)
def test_other_objects_are_no_pictures_of_a_livestream(key: str) -> None:
    assert pictures.read_key(key) is None


def test_of_a_recording_whose_session_is_unknown_nothing_is_judged(broadcasts: Broadcasts, ada: Person) -> None:
    go_live_and_end(broadcasts, ada)
    record("ivs/one")

    with pytest.raises(Busy):
        tell(broadcasts, ada, "st-unknown", "ivs/one")

    assert broadcasts.moderator.seen == []
