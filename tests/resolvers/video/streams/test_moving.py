"""The replay of a livestream that fewer may watch: its files move, so that what others were given ends."""

import itertools

import boto3
import pytest

from infra.deploy.media_key import make_key, write_secret
from resolvers.core import storage
from resolvers.core.settings import settings
from resolvers.platform.uploads import bucket as media_bucket
from resolvers.video.streams import moving, repository
from resolvers.video.streams.model import Stream
from tests.people import Person
from tests.resolvers.video.streams.conftest import Broadcasts
from tests.resolvers.video.streams.test_replays import go_live_and_end, list_keys, media, record, tell
from tests.resolvers.video.videos.conftest import BUCKET, die_at

__all__ = ["media"]
NAMES = ["0-0.m4s", "1-0.m4s"]


@pytest.fixture
def replay(broadcasts: Broadcasts, ada: Person, media: None) -> str:
    """A replay of two recordings."""
    stream_id = go_live_and_end(broadcasts, ada, "st-1", "st-2")
    for session in ("st-1", "st-2"):
        record(f"ivs/{session}")
        tell(broadcasts, ada, session, f"ivs/{session}")
    return stream_id


def read(stream_id: str) -> Stream:
    found = repository.get(stream_id)
    assert found
    return found


def list_addressed(person: Person, stream_id: str) -> set[str]:
    """Return the keys that the addresses of a replay lead to."""
    urls = [each["url"] for each in person.query("replayFiles", streamId=stream_id, names=NAMES)]
    urls.append(person.query("stream", id=stream_id)["replay"]["url"])
    return {url.partition("?")[0].partition(f"/{BUCKET}/")[2] for url in urls}


def narrow(owner: Person, stream_id: str) -> None:
    version = read(stream_id).version
    assert owner.does("updateStream", id=stream_id, expectedVersion=version, audience="AUTHOR")["errors"] == []


def widen(owner: Person, stream_id: str) -> None:
    version = read(stream_id).version
    assert owner.does("updateStream", id=stream_id, expectedVersion=version, audience="PUBLIC")["errors"] == []


def test_what_a_guest_was_given_of_a_replay_ends_when_fewer_may_watch(replay: str, ada: Person, guest: Person) -> None:
    """Nothing is left where IVS put it; the owner's player finds every file under the name that its playlist has."""
    given = list_addressed(guest, replay)
    before = read(replay)
    assert before.replay_manifest
    playlist = storage.client().get_object(Bucket=BUCKET, Key=before.replay_manifest)["Body"].read()

    narrow(ada, replay)
    moving.move_replay(replay)

    assert guest.query("stream", id=replay) is None
    assert given.isdisjoint(each.key for each in media_bucket.list_all_versions())
    assert list_keys("ivs/") == []
    owned = list_addressed(ada, replay)
    assert len(owned) == 3
    assert owned <= {*list_keys("media/")}
    assert replay not in "".join(owned), "nobody can tell the folder from the livestream's id"
    after = read(replay)
    assert after.replay_manifest
    assert storage.client().get_object(Bucket=BUCKET, Key=after.replay_manifest)["Body"].read() == playlist


def test_a_replay_that_has_moved_is_read_by_one_grant(
    replay: str, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its files are in the grant's folder under the names of the playlist; before, each has a URL of the bucket."""
    made = boto3.client("secretsmanager").create_secret(Name="media", SecretString=write_secret(make_key(), "KSIGNER"))
    monkeypatch.setenv("MEDIA_KEY_SECRET_ARN", made["ARN"])
    monkeypatch.setenv("SITE_ORIGIN", "https://site.example")
    settings.cache_clear()
    assert ada.query("stream", id=replay)["replay"]["grant"] is None

    narrow(ada, replay)
    moving.move_replay(replay)

    shown = ada.query("stream", id=replay)["replay"]
    folder = f"https://site.example{shown['grant']['path']}"
    assert shown["url"].startswith(folder)
    assert shown["url"].endswith(shown["grant"]["query"])
    files = ada.query("replayFiles", streamId=replay, names=NAMES)
    assert [each["url"].partition("?")[0] for each in files] == [f"{folder}{name}" for name in NAMES]


def test_what_was_sent_before_a_livestream_does_not_move_with_its_replay(replay: str, ada: Person) -> None:
    """Leave to read a folder is leave to read everything in it."""
    repository.update(before := read(replay), skip_first_segments(before))

    narrow(ada, replay)
    moving.move_replay(replay)

    moved = {key.rpartition("/")[2] for key in list_keys("media/")}
    assert "0-0.m4s" not in moved
    assert {"0-1.m4s", "1-1.m4s"} <= moved


def skip_first_segments(stream: Stream) -> Stream:
    """Return a stream whose encoder sent a segment before it began."""
    first, *others = stream.recordings
    return stream.model_copy(update={"recordings": [first.model_copy(update={"skipped": 1}), *others]})


def test_a_worker_that_dies_at_any_request_to_the_bucket_loses_no_replay(
    replay: str, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in itertools.count(1, 3):
        narrow(ada, replay)
        with monkeypatch.context() as patch:
            has_died = die_at(number, patch, lambda: moving.move_replay(replay))
        assert list_addressed(ada, replay) <= {*list_keys("")}
        if not has_died:
            break

        moving.move_replay(replay)

        assert list_addressed(ada, replay) <= {*list_keys("media/")}
        assert list_keys("ivs/") == []
        assert (read(replay).next_media_id, read(replay).former_folders) == (None, [])
        widen(ada, replay)
    assert number > 9


def test_a_replay_moves_again_and_takes_later_recordings_along(
    replay: str, broadcasts: Broadcasts, ada: Person
) -> None:
    """The end of a recording may be reported an hour late, when its replay has moved."""
    narrow(ada, replay)
    moving.move_replay(replay)
    broadcasts.tells(ada, "Stream Start", "st-3", seconds=20)
    folder = read(replay).media_id
    widen(ada, replay)

    narrow(ada, replay)
    moving.move_replay(replay)

    assert read(replay).media_id != folder
    assert list_keys(f"media/{folder}/") == []
    assert list_addressed(ada, replay) <= {*list_keys("media/")}


def test_a_livestream_without_a_recording_has_nothing_to_move(broadcasts: Broadcasts, ada: Person) -> None:
    stream_id = broadcasts.begin(ada)

    narrow(ada, stream_id)

    assert read(stream_id).next_media_id is None


def test_what_was_copied_of_a_livestream_that_is_gone_is_removed(
    replay: str, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    narrow(ada, replay)
    target = read(replay).next_media_id
    copy_all = media_bucket.copy_all

    def copy_and_delete(targets: dict[str, str]) -> None:
        copy_all(targets)
        ada.does("deleteStream", id=replay)

    monkeypatch.setattr(media_bucket, "copy_all", copy_and_delete)
    moving.move_replay(replay)

    assert list_keys(f"media/{target}/") == []
