"""Lists of livestreams: what is announced and what can be watched again, for those who may watch it and nobody else."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from resolvers.core.model import iso, now
from resolvers.video.streams import lists, repository
from tests.people import Person
from tests.resolvers.video.streams.conftest import Broadcasts

TOMORROW = timedelta(days=1)


def list_ids(page: dict[str, Any]) -> list[str]:
    return [edge["node"]["id"] for edge in page["edges"]]


def list_upcoming(person: Person) -> list[str]:
    return list_ids(person.query("upcomingStreams"))


def list_replays(person: Person) -> list[str]:
    return list_ids(person.query("replays"))


def announce(broadcasts: Broadcasts, owner: Person, after: timedelta = TOMORROW, **more: Any) -> str:
    return str(broadcasts.create(owner, scheduledFor=iso(now() + after), **more)["id"])


def record(broadcasts: Broadcasts, owner: Person, **more: Any) -> str:
    """Return the ID of a livestream that is over and can be watched again."""
    stream_id = broadcasts.begin(owner, **more)
    session = f"st-{stream_id[-23:]}"
    broadcasts.tells(owner, "Stream Start", session)
    assert owner.does("endStream", id=stream_id)["errors"] == []
    add_replay(stream_id)
    return stream_id


def add_replay(stream_id: str) -> None:
    before = repository.get(stream_id)
    assert before
    repository.update(before, before.model_copy(update={"replay_manifest": "media/one.m3u8", "replay_seconds": 12.0}))


def open_channel(owner: Person) -> dict[str, Any]:
    channel: dict[str, Any] = owner.does("createChannel", handle="walks", title="Walks")["channel"]
    return channel


class TestUpcoming:
    def test_the_one_that_begins_soonest_is_first_and_one_without_a_time_is_not_listed(
        self, broadcasts: Broadcasts, ada: Person, grace: Person, guest: Person
    ) -> None:
        later = announce(broadcasts, ada, 2 * TOMORROW)
        sooner = announce(broadcasts, grace)
        broadcasts.create(ada)

        assert list_upcoming(guest) == [sooner, later]

    def test_one_leaves_the_list_with_its_time_its_beginning_its_end_and_its_deletion(
        self, broadcasts: Broadcasts, ada: Person, guest: Person
    ) -> None:
        timeless, begun, ended, deleted = (announce(broadcasts, ada) for _ in range(4))
        assert list_upcoming(guest) == [timeless, begun, ended, deleted]

        ada.does("updateStream", id=timeless, expectedVersion=1, removeTime=True)
        assert list_upcoming(guest) == [begun, ended, deleted]
        ada.does("endStream", id=ended)
        assert list_upcoming(guest) == [begun, deleted]
        ada.does("deleteStream", id=deleted)
        assert list_upcoming(guest) == [begun]
        assert ada.asks("Mutation", "rotateStreamKey")["errors"] == []
        ada.does("startStream", id=begun)
        assert list_upcoming(guest) == [begun]  # people still wait for the picture
        broadcasts.tells(ada, "Stream Start")
        assert list_upcoming(guest) == []
        assert list_ids(guest.query("liveStreams")) == [begun]

    def test_one_that_does_not_begin_leaves_the_list_half_an_hour_after_its_time(
        self, broadcasts: Broadcasts, ada: Person, guest: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        stream_id = announce(broadcasts, ada)
        channel = open_channel(ada)
        at = now() + TOMORROW

        monkeypatch.setattr(lists, "now", lambda: at + timedelta(minutes=29))
        assert list_upcoming(guest) == [stream_id]
        monkeypatch.setattr(lists, "now", lambda: at + timedelta(minutes=31))
        assert list_upcoming(guest) == []
        assert list_ids(guest.asks_each("Channel", "upcomingStreams", [channel])[0]) == []
        assert list_ids(ada.asks_each("Viewer", "streams", [{"id": ada.id}])[0]) == [stream_id]

    def test_another_time_is_another_place(self, broadcasts: Broadcasts, ada: Person, guest: Person) -> None:
        first, second = announce(broadcasts, ada), announce(broadcasts, ada, 2 * TOMORROW)

        ada.does("updateStream", id=first, expectedVersion=1, scheduledFor=iso(now() + 3 * TOMORROW))

        assert list_upcoming(guest) == [second, first]


class TestReplays:
    def test_the_newest_is_first_and_one_without_a_recording_is_not_listed(
        self, broadcasts: Broadcasts, ada: Person, guest: Person
    ) -> None:
        older, newer = record(broadcasts, ada), record(broadcasts, ada)
        ada.does("endStream", id=broadcasts.begin(ada))

        assert list_replays(guest) == [newer, older]

    def test_a_deleted_one_leaves_the_list(self, broadcasts: Broadcasts, ada: Person, guest: Person) -> None:
        stream_id = record(broadcasts, ada)
        assert list_replays(guest) == [stream_id]

        ada.does("deleteStream", id=stream_id)

        assert list_replays(guest) == []


@pytest.mark.parametrize(
    ("make", "list_them"), [(announce, list_upcoming), (record, list_replays)], ids=["upcoming", "replays"]
)
class TestBothLists:
    def test_everybody_finds_what_they_may_watch(
        self,
        broadcasts: Broadcasts,
        ada: Person,
        grace: Person,
        linus: Person,
        make: Callable[..., str],
        list_them: Callable[[Person], list[str]],
    ) -> None:
        """What is for followers is theirs, what is for its owner is in no list of others; both follow each change."""
        grace.does("followUser", userId=ada.id)
        stream_id = make(broadcasts, ada, audience="FOLLOWERS")
        assert (list_them(grace), list_them(linus)) == ([stream_id], [])

        ada.does("updateStream", id=stream_id, expectedVersion=1, audience="AUTHOR")
        assert (list_them(grace), list_them(linus), list_them(ada)) == ([], [], [])

        ada.does("updateStream", id=stream_id, expectedVersion=2, audience="PUBLIC")
        assert list_them(linus) == [stream_id]

    def test_a_channel_lists_its_owners_with_the_private_ones_for_them_only(
        self,
        broadcasts: Broadcasts,
        ada: Person,
        grace: Person,
        make: Callable[..., str],
        list_them: Callable[[Person], list[str]],
    ) -> None:
        field = "replays" if list_them is list_replays else "upcomingStreams"
        channel = open_channel(ada)
        make(broadcasts, grace)
        public, private = make(broadcasts, ada), make(broadcasts, ada, audience="AUTHOR")

        assert list_ids(grace.asks_each("Channel", field, [channel])[0]) == [public]
        assert set(list_ids(ada.asks_each("Channel", field, [channel])[0])) == {public, private}

    def test_a_page_continues_at_its_cursor_and_hidden_ones_are_not_counted(
        self,
        broadcasts: Broadcasts,
        ada: Person,
        guest: Person,
        make: Callable[..., str],
        list_them: Callable[[Person], list[str]],
    ) -> None:
        name = "replays" if list_them is list_replays else "upcomingStreams"
        made = [make(broadcasts, ada, audience=audience) for audience in ("PUBLIC", "FOLLOWERS", "PUBLIC", "PUBLIC")]
        found: list[str] = []
        after = None

        while True:
            page = guest.query(name, first=1, after=after)
            found += list_ids(page)
            after = page["pageInfo"]["endCursor"]
            if not page["pageInfo"]["hasNextPage"]:
                break

        assert sorted(found) == sorted([made[0], *made[2:]])
        assert found == list_them(guest)
