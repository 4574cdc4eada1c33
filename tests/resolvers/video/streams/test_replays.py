"""Replays: what was recorded of a livestream, in the order of time, for those who may watch it and nobody else."""

import json
from datetime import timedelta
from typing import Any

import pytest

from resolvers.core import storage
from resolvers.core.model import Moment, iso, now
from resolvers.core.settings import settings
from resolvers.platform.jobs.service import Busy
from resolvers.video.streams import recordings, replays, repository
from tests.people import Person, Refused
from tests.resolvers.video.streams.conftest import Broadcasts
from tests.resolvers.video.videos.conftest import BUCKET

SEGMENT_SECONDS = 4.0


@pytest.fixture(autouse=True)
def media(broadcasts: Broadcasts, monkeypatch: pytest.MonkeyPatch) -> None:
    storage.client().create_bucket(Bucket=BUCKET)
    storage.client().put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
    monkeypatch.setenv("MEDIA_BUCKET", BUCKET)
    settings.cache_clear()


def record(
    prefix: str,
    *,
    segments: int = 3,
    since: Moment | None = None,
    maps: tuple[str, ...] = ("init-0.mp4",),
    pictures: int = 1,
) -> None:
    """Write what IVS does of one session, in two qualities."""
    master = ["#EXTM3U", '#EXT-X-STREAM-INF:BANDWIDTH=200,CODECS="avc1.4d401e,mp4a.40.2"', "160p/playlist.m3u8"]
    master += ['#EXT-X-STREAM-INF:BANDWIDTH=9000,CODECS="avc1.4d401e,mp4a.40.2"', "720p30/playlist.m3u8", ""]
    lines = ["#EXTM3U", "#EXT-X-TARGETDURATION:4"]
    for number in range(segments):
        lines += [f'#EXT-X-MAP:URI="{maps[0]}"'] if number == 0 else []
        lines += ["#EXT-X-DISCONTINUITY", f'#EXT-X-MAP:URI="{maps[1]}"'] if number == 1 and len(maps) > 1 else []
        lines += [f"#EXTINF:{SEGMENT_SECONDS},", f"{number}.m4s"]
    told = {"recording_started_at": iso(since or now() + timedelta(seconds=1))}
    for name, text in {
        "media/hls/master.m3u8": "\n".join(master),
        "media/hls/720p30/playlist.m3u8": "\n".join([*lines, "#EXT-X-ENDLIST", ""]),
        "events/recording-ended.json": json.dumps(told),
        **{f"media/hls/720p30/{number}.m4s": "media" for number in range(segments)},
        **{f"media/thumbnails/720p/thumb{number}.jpg": "picture" for number in range(pictures)},
    }.items():
        storage.client().put_object(Bucket=BUCKET, Key=f"{prefix}/{name}", Body=text.encode())


def tell(broadcasts: Broadcasts, owner: Person, session: str, prefix: str, **options: Any) -> None:
    """Let the event of a recording's end reach the worker."""
    detail = {
        "channel_name": owner.id,
        "stream_id": session,
        "recording_status": "Recording End",
        "recording_s3_bucket_name": BUCKET,
        "recording_s3_key_prefix": prefix,
        "recording_duration_ms": 12_000,
    }
    event = {"resources": [broadcasts.broadcaster.channels[owner.id].arn], "detail": detail | options.pop("detail", {})}
    is_last_try = options.pop("is_last_try", False)
    replays.take_recording(event, broadcasts.moderator, broadcasts.broadcaster, is_last_try=is_last_try)


def go_live_and_end(broadcasts: Broadcasts, owner: Person, *sessions: str, **more: Any) -> str:
    stream_id = broadcasts.begin(owner, **more)
    for place, session in enumerate(sessions or ("st-first",)):
        broadcasts.tells(owner, "Stream Start", session, seconds=10 * place)
        broadcasts.tells(owner, "Stream End", session, seconds=10 * place + 5)
    assert owner.does("endStream", id=stream_id)["errors"] == []
    return stream_id


def read_playlist(stream_id: str) -> list[str]:
    stream = repository.get(stream_id)
    assert stream
    assert stream.replay_manifest
    return str(storage.client().get_object(Bucket=BUCKET, Key=stream.replay_manifest)["Body"].read().decode()).split(
        "\n"
    )


def list_keys(prefix: str) -> list[str]:
    return [each["Key"] for each in storage.client().list_objects_v2(Bucket=BUCKET, Prefix=prefix).get("Contents", [])]


def test_a_stream_that_ended_can_be_watched_again(broadcasts: Broadcasts, ada: Person, guest: Person) -> None:
    stream_id = go_live_and_end(broadcasts, ada)
    assert guest.query("stream", id=stream_id)["replay"] is None
    record("ivs/one")

    tell(broadcasts, ada, "st-first", "ivs/one")

    replay = guest.query("stream", id=stream_id)["replay"]
    assert replay["seconds"] == 3 * SEGMENT_SECONDS
    (file,) = guest.query("replayFiles", streamId=stream_id, names=["0-2.m4s"])
    assert file["name"] == "0-2.m4s"
    assert "/ivs/one/media/hls/720p30/2.m4s?" in file["url"]


def test_there_is_no_replay_while_the_stream_goes_on(broadcasts: Broadcasts, ada: Person) -> None:
    stream_id = broadcasts.begin(ada)
    broadcasts.tells(ada, "Stream Start")
    broadcasts.tells(ada, "Stream End", seconds=5)
    record("ivs/one")

    tell(broadcasts, ada, "st-first", "ivs/one")

    assert ada.query("stream", id=stream_id)["replay"] is None
    assert ada.query("replayFiles", streamId=stream_id, names=["0-0.m4s"]) == []


@pytest.mark.parametrize("order", [("st-1", "st-2"), ("st-2", "st-1")])
def test_parts_are_in_the_order_of_time_whichever_is_reported_first(
    broadcasts: Broadcasts, ada: Person, order: tuple[str, str]
) -> None:
    """A break ends a recording, and reports of their ends may be an hour late."""
    stream_id = go_live_and_end(broadcasts, ada, "st-1", "st-2")
    record("ivs/st-1", segments=2)
    record("ivs/st-2", segments=1, since=now() + timedelta(seconds=20))

    for session in order * 2:
        tell(broadcasts, ada, session, f"ivs/{session}")

    first, second = (order.index(each) for each in ("st-1", "st-2"))
    media = [line for line in read_playlist(stream_id) if line.endswith((".m4s", '.mp4"')) or "DISCONT" in line]
    assert media == [
        f'#EXT-X-MAP:URI="{first}-init-0.mp4"',
        f"{first}-0.m4s",
        f"{first}-1.m4s",
        "#EXT-X-DISCONTINUITY",
        f'#EXT-X-MAP:URI="{second}-init-0.mp4"',
        f"{second}-0.m4s",
    ]
    assert ada.query("stream", id=stream_id)["replay"]["seconds"] == 3 * SEGMENT_SECONDS


def test_another_picture_in_mid_stream_begins_anew(broadcasts: Broadcasts, ada: Person) -> None:
    stream_id = go_live_and_end(broadcasts, ada)
    record("ivs/one", maps=("init-0.mp4", "init-1.mp4"))

    tell(broadcasts, ada, "st-first", "ivs/one")

    lines = read_playlist(stream_id)
    assert lines[lines.index("0-0.m4s") + 1 :][:2] == ["#EXT-X-DISCONTINUITY", '#EXT-X-MAP:URI="0-init-1.mp4"']


def test_a_replay_says_when_each_recording_was_made(broadcasts: Broadcasts, ada: Person) -> None:
    """From the first segment that is shown: so what was said in the chat is found beside the picture of its time."""
    stream_id = go_live_and_end(broadcasts, ada, "st-1", "st-2")
    stream = repository.get(stream_id)
    assert stream
    assert stream.armed_at
    early, late = stream.armed_at - timedelta(seconds=10), stream.armed_at + timedelta(seconds=60)
    record("ivs/st-1", segments=9, since=early)
    record("ivs/st-2", segments=1, since=late)

    for session in ("st-1", "st-2"):
        tell(broadcasts, ada, session, f"ivs/{session}")

    after = repository.get(stream_id)
    assert after
    shown_from = early + timedelta(seconds=after.recordings[0].skipped * SEGMENT_SECONDS)
    said = [line for line in read_playlist(stream_id) if line.startswith("#EXT-X-PROGRAM-DATE-TIME:")]
    assert after.recordings[0].skipped > 0
    assert said == [f"#EXT-X-PROGRAM-DATE-TIME:{iso(each)}" for each in (shown_from, late)]


def test_what_was_sent_before_the_stream_began_is_shown_to_nobody(broadcasts: Broadcasts, ada: Person) -> None:
    """An encoder may send for minutes before its owner goes live."""
    stream_id = go_live_and_end(broadcasts, ada)
    record("ivs/one", segments=8, since=now() - timedelta(seconds=2.5 * SEGMENT_SECONDS))

    tell(broadcasts, ada, "st-first", "ivs/one")

    shown = [line for line in read_playlist(stream_id) if line.endswith(".m4s")]
    assert shown == ["0-4.m4s", "0-5.m4s", "0-6.m4s", "0-7.m4s"]
    with pytest.raises(Refused, match="no such file"):
        ada.query("replayFiles", streamId=stream_id, names=["0-4.m4s", "0-2.m4s"])


@pytest.mark.parametrize("name", ["0-9.m4s", "9-0.m4s", "0-../0.m4s"])
def test_a_file_that_the_playlist_does_not_have_is_refused(broadcasts: Broadcasts, ada: Person, name: str) -> None:
    stream_id = go_live_and_end(broadcasts, ada)
    record("ivs/one")
    tell(broadcasts, ada, "st-first", "ivs/one")

    with pytest.raises(Refused, match="no such file"):
        ada.query("replayFiles", streamId=stream_id, names=[name])


def test_a_time_in_the_playlist_is_no_file(broadcasts: Broadcasts, ada: Person) -> None:
    """It has digits and hyphens as the names of files do."""
    stream_id = go_live_and_end(broadcasts, ada)
    record("ivs/one")
    tell(broadcasts, ada, "st-first", "ivs/one")
    (time,) = [line for line in read_playlist(stream_id) if "DATE-TIME" in line]
    hour = time.partition(":")[2].partition(":")[0]

    with pytest.raises(Refused, match="no such file"):
        ada.query("replayFiles", streamId=stream_id, names=[hour])


def test_who_may_not_watch_the_stream_may_not_watch_its_replay(
    broadcasts: Broadcasts, ada: Person, grace: Person, guest: Person
) -> None:
    stream_id = go_live_and_end(broadcasts, ada, audience="FOLLOWERS")
    record("ivs/one")
    tell(broadcasts, ada, "st-first", "ivs/one")
    assert ada.query("replayFiles", streamId=stream_id, names=["0-0.m4s"])

    for person in (grace, guest):
        assert person.query("stream", id=stream_id) is None
        assert person.query("replayFiles", streamId=stream_id, names=["0-0.m4s"]) == []
    grace.does("followUser", userId=ada.id)

    assert grace.query("stream", id=stream_id)["replay"]


def test_a_recording_is_the_replay_of_its_own_stream_though_another_has_begun(
    broadcasts: Broadcasts, ada: Person
) -> None:
    first = go_live_and_end(broadcasts, ada)
    second = broadcasts.begin(ada)
    record("ivs/one")

    tell(broadcasts, ada, "st-first", "ivs/one")

    assert ada.query("stream", id=first)["replay"]
    ada.does("endStream", id=second)
    assert ada.query("stream", id=second)["replay"] is None


def test_a_recording_of_no_stream_is_removed_once_that_is_certain(broadcasts: Broadcasts, ada: Person) -> None:
    broadcasts.begin(ada)
    record("ivs/trial")

    with pytest.raises(Busy):
        tell(broadcasts, ada, "st-trial", "ivs/trial")
    assert list_keys("ivs/trial/")
    tell(broadcasts, ada, "st-trial", "ivs/trial", is_last_try=True)

    assert list_keys("ivs/trial/") == []


def test_a_connection_that_brought_nothing_leaves_no_replay(broadcasts: Broadcasts, ada: Person) -> None:
    stream_id = go_live_and_end(broadcasts, ada)
    storage.client().put_object(Bucket=BUCKET, Key="ivs/none/events/recording-ended.json", Body=b"{}")

    tell(broadcasts, ada, "st-first", "ivs/none", detail={"recording_duration_ms": 0})

    assert ada.query("stream", id=stream_id)["replay"] is None
    assert list_keys("ivs/none/") == []


@pytest.mark.parametrize("change", [{"channel_name": "somebody"}, {"recording_s3_bucket_name": "others"}])
def test_recordings_of_others_in_this_account_are_left_alone(
    broadcasts: Broadcasts, ada: Person, change: dict[str, str]
) -> None:
    go_live_and_end(broadcasts, ada)
    record("ivs/others")

    tell(broadcasts, ada, "st-unknown", "ivs/others", is_last_try=True, detail=change)

    assert list_keys("ivs/others/")


def test_with_a_stream_its_recordings_are_deleted(broadcasts: Broadcasts, ada: Person) -> None:
    stream_id = go_live_and_end(broadcasts, ada)
    record("ivs/one")
    tell(broadcasts, ada, "st-first", "ivs/one")
    stream = repository.get(stream_id)
    assert stream

    folders = recordings.list_folders(stream)
    replays.remove_recordings(stream_id, folders)
    assert list_keys("ivs/one/"), "a stream that was not deleted keeps them"
    ada.does("deleteStream", id=stream_id)
    replays.remove_recordings(stream_id, folders)

    assert list_keys("ivs/one/") == []
    assert list_keys(f"media/{stream_id}/") == []
