"""Livestreams: announced, begun with a key that is shown once, watched by everybody, ended by owner or break."""

from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest

from ivs_local.viewers import WATCHING_SECONDS
from resolvers.core import table
from resolvers.core.ids import ID
from resolvers.core.model import iso, now
from resolvers.platform.map import service as places
from resolvers.video import keys
from resolvers.video.streams import repository
from resolvers.video.streams.messages import LOOK_SECONDS
from resolvers.video.streams.model import StreamHealth
from resolvers.video.streams.playback import read_public_key
from resolvers.video.streams.signals import Signal
from tests.people import Person
from tests.resolvers.video.streams.conftest import NOON, Broadcasts

WORLD = {"south": -85.0, "west": -180.0, "north": 85.0, "east": 180.0}


def codes(payload: dict[str, Any]) -> list[str]:
    return [each["code"] for each in payload["errors"]]


def state(person: Person, stream_id: str) -> str:
    return str(person.query("stream", id=stream_id)["state"])


def list_live(person: Person) -> list[str]:
    return [edge["node"]["id"] for edge in person.query("liveStreams")["edges"]]


@pytest.mark.usefixtures("broadcasts")
class TestAnnouncing:
    def test_a_stream_is_announced_to_everybody(self, broadcasts: Broadcasts, ada: Person, guest: Person) -> None:
        at = iso(now() + timedelta(days=1))

        stream = broadcasts.create(ada, description="Along the river.", scheduledFor=at)

        found = guest.query("stream", id=stream["id"])
        assert (found["title"], found["state"], found["scheduledFor"]) == ("A walk, live", "SCHEDULED", at)
        assert found["playbackUrl"] is None
        assert list_live(guest) == []

    def test_a_repeated_key_answers_the_first_stream(self, broadcasts: Broadcasts, ada: Person) -> None:
        first, second = (broadcasts.create(ada, idempotencyKey="key")["id"] for _ in range(2))

        assert first == second
        page = ada.asks_each("Viewer", "streams", [{"id": ada.id}])[0]
        assert [edge["node"]["id"] for edge in page["edges"]] == [first]

    def test_its_owner_changes_it_under_its_version(self, broadcasts: Broadcasts, ada: Person, guest: Person) -> None:
        stream_id = broadcasts.create(ada, scheduledFor=iso(now() + timedelta(days=1)))["id"]
        changes = {"title": "A long walk", "removeTime": True}

        assert codes(ada.does("updateStream", id=stream_id, expectedVersion=1, **changes)) == []
        (conflict,) = ada.does("updateStream", id=stream_id, expectedVersion=1, title="Another")["errors"]

        found = guest.query("stream", id=stream_id)
        assert (found["title"], found["scheduledFor"], found["version"]) == ("A long walk", None, 2)
        assert (conflict["code"], conflict["currentVersion"]) == ("CONFLICT", 2)

    def test_a_time_that_is_over_is_refused(self, ada: Person) -> None:
        for wrong in (now() - timedelta(minutes=1), now() + timedelta(days=400)):
            assert codes(ada.does("createStream", title="A walk", scheduledFor=iso(wrong))) == ["INVALID_INPUT"]


@pytest.mark.usefixtures("broadcasts")
class TestStreamKeys:
    def test_a_key_is_shown_once_and_kept_nowhere(self, ada: Person) -> None:
        key = ada.asks("Mutation", "rotateStreamKey")["key"]

        ingest = ada.asks_each("Viewer", "streamIngest", [{"id": ada.id}])[0]
        assert key["value"] not in str(ingest)
        assert ingest["keyCreatedAt"] == key["createdAt"]
        kept = table.get(keys.ingest(ada.id), consistent=True)
        assert key["value"] not in str(kept)

    def test_a_new_key_takes_the_place_of_the_one_before_on_the_same_channel(
        self, broadcasts: Broadcasts, ada: Person, grace: Person
    ) -> None:
        values = [ada.asks("Mutation", "rotateStreamKey")["key"]["value"] for _ in range(2)]
        other = grace.asks("Mutation", "rotateStreamKey")["key"]["value"]

        assert len({*values, other}) == 3
        assert sorted(broadcasts.broadcaster.keys.values()) == sorted([values[1], other])

    def test_a_channel_that_is_gone_is_made_again_with_the_next_key(self, broadcasts: Broadcasts, ada: Person) -> None:
        stream_id = broadcasts.begin(ada)
        before = broadcasts.broadcaster.channels.pop(ada.id)

        key = ada.asks("Mutation", "rotateStreamKey")["key"]

        channel = broadcasts.broadcaster.channels[ada.id]
        assert channel.arn != before.arn
        assert key["value"] == broadcasts.broadcaster.keys[channel.arn]
        assert ada.does("endStream", id=stream_id)["errors"] == []

    def test_without_a_key_nothing_begins(self, broadcasts: Broadcasts, ada: Person) -> None:
        stream = broadcasts.create(ada)

        assert codes(ada.does("startStream", id=stream["id"])) == ["INVALID_INPUT"]
        assert ada.asks_each("Viewer", "streamIngest", [{"id": ada.id}])[0] is None


class TestGoingLive:
    def test_a_stream_is_live_with_its_encoders_picture(
        self, broadcasts: Broadcasts, ada: Person, guest: Person
    ) -> None:
        stream_id = broadcasts.begin(ada)
        assert state(guest, stream_id) == "STARTING"

        broadcasts.tells(ada, "Stream Start")

        found = guest.query("stream", id=stream_id)
        assert (found["state"], found["startedAt"]) == ("LIVE", iso(NOON))
        assert found["playbackUrl"].startswith(f"{broadcasts.broadcaster.channels[ada.id].playback_url}?token=")
        assert list_live(guest) == [stream_id]

    def test_a_break_does_not_end_it_and_its_end_takes_it_off_the_list(
        self, broadcasts: Broadcasts, ada: Person, guest: Person
    ) -> None:
        stream_id = broadcasts.begin(ada)
        broadcasts.tells(ada, "Stream Start")
        broadcasts.tells(ada, "Stream End", seconds=10)
        assert (state(guest, stream_id), list_live(guest)) == ("RECONNECTING", [stream_id])

        broadcasts.tells(ada, "Stream Start", "st-second", seconds=20)
        assert state(guest, stream_id) == "LIVE"

        assert codes(ada.does("endStream", id=stream_id)) == []
        assert (state(guest, stream_id), list_live(guest)) == ("ENDED", [])
        assert broadcasts.broadcaster.stopped == [broadcasts.broadcaster.channels[ada.id].arn]

    def test_an_end_that_never_comes_is_found_by_looking(
        self, broadcasts: Broadcasts, ada: Person, guest: Person
    ) -> None:
        """The worker looks again while the stream goes on, and no longer after its end."""
        stream_id = broadcasts.begin(ada)
        arn = broadcasts.broadcaster.channels[ada.id].arn
        broadcasts.broadcaster.signals[arn] = Signal(ID("st-first"), now(), StreamHealth.HEALTHY, 3)
        broadcasts.looks(stream_id)
        found = guest.query("stream", id=stream_id)
        assert (found["state"], found["viewers"], found["health"]) == ("LIVE", 3, "HEALTHY")

        del broadcasts.broadcaster.signals[arn]
        broadcasts.looks(stream_id, repeats=False)
        assert state(guest, stream_id) == "RECONNECTING"
        waiting = broadcasts.count_looks()
        ada.does("endStream", id=stream_id)
        broadcasts.looks(stream_id)

        assert broadcasts.count_looks() == waiting

    def test_a_second_row_of_looks_ends_by_itself(self, broadcasts: Broadcasts, ada: Person) -> None:
        """Repeating `startStream` begins one; whichever comes first goes on."""
        stream_id = broadcasts.begin(ada)
        assert codes(ada.does("startStream", id=stream_id)) == []
        waiting = broadcasts.count_looks()

        for _ in range(waiting):
            broadcasts.looks(stream_id)

        assert broadcasts.count_looks() == waiting + 1

    def test_nobody_is_counted_a_minute_after_the_last_viewer_left(
        self, broadcasts: Broadcasts, ada: Person, guest: Person
    ) -> None:
        """IVS leaves a session out that asks for nothing more, and the next look tells it."""
        stream_id = broadcasts.begin(ada)
        arn = broadcasts.broadcaster.channels[ada.id].arn
        counted = []
        for viewers in (2, 0):
            broadcasts.broadcaster.signals[arn] = Signal(ID("st-first"), NOON, StreamHealth.HEALTHY, viewers)
            broadcasts.looks(stream_id, repeats=False)
            counted.append(guest.query("stream", id=stream_id)["viewers"])

        assert counted == [2, 0]
        assert WATCHING_SECONDS + LOOK_SECONDS < 60

    def test_the_owner_reads_how_well_it_arrived_and_who_watched(
        self, broadcasts: Broadcasts, ada: Person, guest: Person
    ) -> None:
        """Also where the report of a recovery comes before that of the trouble, or twice."""
        stream_id = broadcasts.begin(ada)
        arn = broadcasts.broadcaster.channels[ada.id].arn
        broadcasts.tells(ada, "Stream Start")
        for viewers in (2, 4):
            broadcasts.broadcaster.signals[arn] = Signal(ID("st-first"), NOON, StreamHealth.HEALTHY, viewers)
            broadcasts.looks(stream_id, repeats=False)
        for name, seconds in (("Starvation End", 30), ("Starvation Start", 20), ("Starvation Start", 20)):
            broadcasts.tells(ada, name, seconds=seconds)

        (session,) = ada.query("stream", id=stream_id)["sessions"]

        assert (session["peakViewers"], session["meanViewers"]) == (4, 3)
        assert [(each["health"], each["at"]) for each in session["healthChanges"]] == [
            ("STARVING", iso(NOON + timedelta(seconds=20))),
            ("HEALTHY", iso(NOON + timedelta(seconds=30))),
        ]
        assert guest.query("stream", id=stream_id)["health"] == "HEALTHY"

    def test_reports_of_an_earlier_stream_change_only_that_one(
        self, broadcasts: Broadcasts, ada: Person, guest: Person
    ) -> None:
        """An end that comes an hour late does not touch the stream that has begun since."""
        first = broadcasts.begin(ada)
        broadcasts.tells(ada, "Stream Start")
        ada.does("endStream", id=first)
        second = broadcasts.begin(ada)
        broadcasts.tells(ada, "Stream Start", "st-second", seconds=60)

        broadcasts.tells(ada, "Stream End", seconds=30)

        assert (state(guest, first), state(guest, second)) == ("ENDED", "LIVE")
        assert ada.query("stream", id=first)["sessions"][0]["endedAt"] == iso(NOON + timedelta(seconds=30))

    def test_reports_of_other_channels_change_nothing(self, broadcasts: Broadcasts, ada: Person, guest: Person) -> None:
        """A channel that has somebody's name and another ARN is none of ours."""
        stream_id = broadcasts.begin(ada)

        broadcasts.tells(ada, "Stream Start", resources=["arn:aws:ivs:us-east-1:000000000000:channel/another"])
        broadcasts.tells(ada, "Stream Start", detail={"event_name": "Stream Start", "stream_id": "st-1"})

        assert state(guest, stream_id) == "STARTING"

    def test_one_stream_of_a_person_goes_on_at_a_time(self, broadcasts: Broadcasts, ada: Person) -> None:
        first = broadcasts.begin(ada)
        second = broadcasts.create(ada)["id"]

        assert codes(ada.does("startStream", id=second)) == ["INVALID_INPUT"]
        assert codes(ada.does("startStream", id=first)) == []  # repeating it changes nothing
        ada.does("endStream", id=first)
        assert codes(ada.does("startStream", id=second)) == []
        assert codes(ada.does("startStream", id=first)) == ["INVALID_INPUT"]

    def test_a_stream_that_goes_on_is_ended_before_it_is_deleted(self, broadcasts: Broadcasts, ada: Person) -> None:
        stream_id = broadcasts.begin(ada)

        assert codes(ada.does("deleteStream", id=stream_id)) == ["INVALID_INPUT"]
        ada.does("endStream", id=stream_id)
        assert codes(ada.does("deleteStream", id=stream_id)) == []

        assert codes(ada.does("startStream", id=stream_id)) == ["NOT_FOUND"]
        assert repository.get(stream_id) is None


class TestRights:
    def test_a_stream_is_seen_by_its_audience(
        self, broadcasts: Broadcasts, ada: Person, grace: Person, linus: Person
    ) -> None:
        """For others it does not exist, in no list either; its owner widens and narrows who may watch."""
        grace.does("followUser", userId=ada.id)
        assert ada.asks("Mutation", "rotateStreamKey")["errors"] == []
        stream_id = broadcasts.create(ada, audience="FOLLOWERS")["id"]
        ada.does("startStream", id=stream_id)
        broadcasts.tells(ada, "Stream Start")

        assert (list_live(grace), list_live(linus)) == ([stream_id], [])
        assert grace.query("stream", id=stream_id)["playbackUrl"]
        assert codes(linus.does("like", subjectId=stream_id)) == ["NOT_FOUND"]

        ada.does("updateStream", id=stream_id, expectedVersion=1, audience="AUTHOR")
        assert (list_live(ada), list_live(grace)) == ([stream_id], [])
        ada.does("updateStream", id=stream_id, expectedVersion=2, audience="PUBLIC")
        assert list_live(linus) == [stream_id]
        assert codes(linus.does("like", subjectId=stream_id)) == []

    def test_leave_to_watch_is_signed_for_one_channel_and_a_while(
        self, broadcasts: Broadcasts, ada: Person, guest: Person
    ) -> None:
        """By the key whose public half IVS is told."""
        stream_id = broadcasts.begin(ada)
        broadcasts.tells(ada, "Stream Start")

        _, _, token = guest.query("stream", id=stream_id)["playbackUrl"].partition("?token=")

        claims = jwt.decode(token, read_public_key(), algorithms=["ES384"])
        assert claims["aws:channel-arn"] == broadcasts.broadcaster.channels[ada.id].arn
        assert now() < datetime.fromtimestamp(claims["exp"], UTC) <= now() + timedelta(minutes=15)

    def test_a_channel_shows_what_can_be_watched_now(self, broadcasts: Broadcasts, ada: Person, guest: Person) -> None:
        channel = ada.does("createChannel", handle="adas_walks", title="Ada walks")["channel"]
        stream_id = broadcasts.begin(ada)
        assert guest.asks_each("Channel", "liveStream", [channel]) == [None]

        broadcasts.tells(ada, "Stream Start")
        assert guest.asks_each("Channel", "liveStream", [channel])[0]["id"] == stream_id

        ada.does("endStream", id=stream_id)
        assert guest.asks_each("Channel", "liveStream", [channel]) == [None]

    def test_a_pinned_stream_is_on_everybodys_map_as_it_is_now(
        self, broadcasts: Broadcasts, ada: Person, guest: Person
    ) -> None:
        stream_id = broadcasts.begin(ada)
        place = {"latitude": 45.65, "longitude": 13.76}
        pin = ada.does("addPin", subjectId=stream_id, position=place, placeName="Molo Audace")["pin"]
        places.settle_pin(pin["id"], stream_id)
        broadcasts.tells(ada, "Stream Start")

        (edge,) = guest.query("mapPins", bounds=WORLD, zoom=3)["edges"]
        assert guest.asks_each("Pin", "stream", [edge["node"]])[0]["state"] == "LIVE"
        stream = guest.query("stream", id=stream_id)
        (shown,) = guest.asks_each("Stream", "pins", [stream])
        assert [each["node"]["placeName"] for each in shown["edges"]] == ["Molo Audace"]

        ada.does("updateStream", id=stream_id, expectedVersion=1, audience="FOLLOWERS")
        assert guest.asks_each("Pin", "stream", [edge["node"]]) == [None]

    def test_nobody_changes_the_stream_of_another(self, broadcasts: Broadcasts, ada: Person, grace: Person) -> None:
        stream_id = broadcasts.begin(ada)
        grace.asks("Mutation", "rotateStreamKey")

        assert codes(grace.does("updateStream", id=stream_id, expectedVersion=1, title="Mine")) == ["FORBIDDEN"]
        for name in ("startStream", "endStream", "deleteStream"):
            assert codes(grace.does(name, id=stream_id)) == ["FORBIDDEN"], name
            assert codes(grace.does(name, id="stream_nothing")) == ["NOT_FOUND"], name
        assert state(ada, stream_id) == "STARTING"

    def test_only_the_owner_reads_the_sessions(self, broadcasts: Broadcasts, ada: Person, grace: Person) -> None:
        stream_id = broadcasts.begin(ada)
        broadcasts.tells(ada, "Stream Start")

        assert [each["id"] for each in ada.query("stream", id=stream_id)["sessions"]] == ["st-first"]
        assert grace.query("stream", id=stream_id)["sessions"] == []
