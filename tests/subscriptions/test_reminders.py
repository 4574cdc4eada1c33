"""Who asked to be reminded of a livestream hears of it: before its time, when it begins, is moved or cancelled."""

from datetime import timedelta
from typing import Any

import pytest

from resolvers.core import table
from resolvers.core.model import iso, now
from resolvers.video import keys
from resolvers.video.reminders import notices, repository, service
from tests.fakes.clock import FakeClock
from tests.people import Person, Refused
from tests.resolvers.video.streams.conftest import Broadcasts, broadcasting
from tests.stream import TableStream

DAYS = timedelta(days=2)


@pytest.fixture
def broadcasts(stream: TableStream, monkeypatch: pytest.MonkeyPatch) -> Broadcasts:
    return broadcasting(monkeypatch)


def announce(broadcasts: Broadcasts, owner: Person, ahead: timedelta = DAYS, **more: Any) -> str:
    assert owner.asks("Mutation", "rotateStreamKey")["errors"] == []
    return str(broadcasts.create(owner, scheduledFor=iso(now() + ahead), **more)["id"])


def ask(stream_id: str, *people: Person, settled: TableStream | None = None) -> None:
    """Ask to be reminded; what follows is then another change than the announcement."""
    for each in people:
        assert each.does("addStreamReminder", streamId=stream_id)["errors"] == []
    if settled:
        settled.settle()


def codes(payload: dict[str, Any]) -> list[str]:
    return [each["code"] for each in payload["errors"]]


def has_reminder(person: Person, stream_id: str) -> bool:
    stream = person.query("stream", id=stream_id)
    return bool(person.asks_each("Stream", "viewerHasReminder", [stream])[0])


def list_told(person: Person) -> list[tuple[str, str]]:
    """Return the kinds and sentences of somebody's notifications about livestreams, the oldest first."""
    (page,) = person.asks_each("Viewer", "notifications", [{"id": person.id}])
    nodes = [each["node"] for each in page["edges"]]
    return [(each["kind"], each["message"]) for each in reversed(nodes) if each["kind"].startswith("STREAM_")]


def list_rows(stream_id: str) -> list[Any]:
    """Return what the table holds of reminders: those of one livestream, and what is due."""
    reminded, _ = keys.reminders(stream_id)
    return [row for each in (reminded, keys.DUE_STREAMS) for row in table.query(each, limit=100, consistent=True)]


def test_a_reminder_is_asked_for_once_and_taken_back(broadcasts: Broadcasts, ada: Person, grace: Person) -> None:
    stream_id = announce(broadcasts, ada)

    for _ in range(2):
        ask(stream_id, grace)
        assert has_reminder(grace, stream_id)
    for _ in range(2):
        assert codes(grace.does("removeStreamReminder", streamId=stream_id)) == []
        assert not has_reminder(grace, stream_id)


def test_each_livestream_of_a_list_is_answered_also_where_it_comes_twice(
    broadcasts: Broadcasts, ada: Person, grace: Person
) -> None:
    ids = [announce(broadcasts, ada), announce(broadcasts, ada)]
    ask(ids[0], grace)
    asked, other = (grace.query("stream", id=each) for each in ids)

    assert grace.asks_each("Stream", "viewerHasReminder", [asked, other, asked]) == [True, False, True]


def test_only_who_may_watch_what_has_not_begun_can_ask(
    broadcasts: Broadcasts, ada: Person, grace: Person, guest: Person
) -> None:
    """Not the owner, nor a guest; of what others may not see, nobody learns that it exists."""
    stream_id, private = announce(broadcasts, ada), announce(broadcasts, ada, audience="FOLLOWERS")

    assert codes(ada.does("addStreamReminder", streamId=stream_id)) == ["INVALID_INPUT"]
    for unknown in (private, "stream_nothing", "video_1"):
        for mutation in ("addStreamReminder", "removeStreamReminder"):
            assert codes(grace.does(mutation, streamId=unknown)) == ["NOT_FOUND"], unknown
    with pytest.raises(Refused):
        guest.does("addStreamReminder", streamId=stream_id)
    assert not has_reminder(guest, stream_id)
    ada.does("startStream", id=stream_id)
    ask(stream_id, grace)  # the picture is not there yet
    broadcasts.tells(ada, "Stream Start")
    assert codes(grace.does("addStreamReminder", streamId=stream_id)) == ["INVALID_INPUT"]


def test_those_who_asked_hear_once_before_its_time_and_when_it_begins(
    broadcasts: Broadcasts, ada: Person, grace: Person, linus: Person, stream: TableStream
) -> None:
    """A sweep that comes again tells nothing again; the bell of the channel and a reminder ring once together."""
    channel = ada.does("createChannel", handle="adas_walks", title="Ada walks")["channel"]
    grace.does("subscribeToChannel", channelId=channel["id"], bell="ALL")
    stream_id = announce(broadcasts, ada, timedelta(minutes=8))
    later = announce(broadcasts, ada)
    ask(stream_id, grace)
    ask(later, grace, settled=stream)

    for _ in range(2):
        service.tell_of_due()
        stream.settle()
    assert [kind for kind, _ in list_told(grace)] == ["STREAM_SOON"]
    assert list_told(grace)[0][1].endswith("goes live with “A walk, live” within ten minutes.")

    ada.does("startStream", id=stream_id)
    broadcasts.tells(ada, "Stream Start")
    stream.settle()
    stream.deliver(stream.delivered)
    stream.settle()

    assert [kind for kind, _ in list_told(grace)] == ["STREAM_SOON", "STREAM_STARTED"]
    assert list_told(linus) == list_told(ada) == []
    assert not has_reminder(grace, stream_id)
    assert [row["streamId"] for row in list_rows(stream_id)] == [later]  # it is due in two days


def test_a_moved_livestream_moves_its_reminders(
    broadcasts: Broadcasts, ada: Person, grace: Person, stream: TableStream
) -> None:
    """Each move is told, with the new time; nobody hears of the old one."""
    stream_id = announce(broadcasts, ada, timedelta(minutes=5))
    ask(stream_id, grace, settled=stream)
    at = now() + DAYS

    ada.does("updateStream", id=stream_id, expectedVersion=1, title="A walk", scheduledFor=iso(at))
    service.tell_of_due()
    stream.settle()
    ada.does("updateStream", id=stream_id, expectedVersion=2, removeTime=True)
    stream.settle()
    ada.does("updateStream", id=stream_id, expectedVersion=3, scheduledFor=iso(now() + timedelta(minutes=9)))
    stream.settle()
    service.tell_of_due()
    stream.settle()

    kinds, sentences = zip(*list_told(grace), strict=True)
    assert kinds == ("STREAM_MOVED", "STREAM_MOVED", "STREAM_MOVED", "STREAM_SOON")
    assert sentences[0].endswith(f"moved “A walk” to {at.day} {at:%B %Y, %H:%M} UTC.")
    assert sentences[1] == "“A walk” has no time any more."


@pytest.mark.parametrize("way", ["endStream", "deleteStream"])
def test_a_cancelled_livestream_is_told_and_leaves_nothing(
    broadcasts: Broadcasts, ada: Person, grace: Person, stream: TableStream, way: str
) -> None:
    """Also where it is deleted: then without its title."""
    stream_id = announce(broadcasts, ada, timedelta(minutes=5))
    ask(stream_id, grace, settled=stream)

    assert codes(ada.does(way, id=stream_id)) == []
    service.tell_of_due()
    stream.settle()

    ((kind, sentence),) = list_told(grace)
    assert kind == "STREAM_CANCELLED"
    assert ("A walk" in sentence) == (way == "endStream")
    assert list_rows(stream_id) == []


def test_who_lost_the_right_to_watch_is_told_nothing(
    broadcasts: Broadcasts, ada: Person, grace: Person, linus: Person, stream: TableStream
) -> None:
    """Neither that it begins soon, nor that it was moved, began or was deleted.

    Of what was deleted, only that remains.
    """
    first = announce(broadcasts, ada, timedelta(minutes=5))
    second = announce(broadcasts, ada)
    linus.does("followUser", userId=ada.id)
    for each in (first, second):
        ask(each, grace, linus, settled=stream)
        ada.does("updateStream", id=each, expectedVersion=1, audience="FOLLOWERS")

    service.tell_of_due()
    stream.settle()
    ada.does("updateStream", id=second, expectedVersion=2, scheduledFor=iso(now() + timedelta(days=3)))
    stream.settle()
    ada.does("startStream", id=first)
    broadcasts.tells(ada, "Stream Start")
    ada.does("deleteStream", id=second)
    stream.settle()

    assert list_told(grace) == []
    assert sorted(kind for kind, _ in list_told(linus)) == [
        "STREAM_CANCELLED",
        "STREAM_SOON",
        "STREAM_STARTED",
    ]
    assert list_rows(first) == list_rows(second) == []


def test_many_are_told_some_at_a_time(
    broadcasts: Broadcasts,
    ada: Person,
    grace: Person,
    linus: Person,
    stream: TableStream,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each once, also where the stream delivers everything again; then nothing is left of it."""
    monkeypatch.setattr(notices, "TOLD_AT_ONCE", 1)
    stream_id = announce(broadcasts, ada)
    ask(stream_id, grace, linus, settled=stream)

    ada.does("startStream", id=stream_id)
    broadcasts.tells(ada, "Stream Start")
    stream.settle()
    stream.deliver(stream.delivered)
    stream.settle()

    assert [[kind for kind, _ in list_told(each)] for each in (grace, linus)] == [["STREAM_STARTED"]] * 2
    assert list_rows(stream_id) == []


def test_a_sweep_that_comes_too_late_tells_nothing_that_is_no_longer_so(
    broadcasts: Broadcasts, ada: Person, grace: Person, stream: TableStream, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the worker stood still past the time; one that stops between two livestreams goes on with the second."""
    stream_id, other = (announce(broadcasts, ada, timedelta(minutes=each)) for each in (5, 9))
    ask(stream_id, grace)
    ask(other, grace)
    begin = repository.begin_due

    def stop(*_: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(repository, "begin_due", stop)
    monkeypatch.setattr(service, "now", FakeClock(now() + timedelta(minutes=6)))
    with pytest.raises(RuntimeError):
        service.tell_of_due()
    monkeypatch.setattr(repository, "begin_due", begin)

    assert service.tell_of_due() == 1
    stream.settle()

    assert [kind for kind, _ in list_told(grace)] == ["STREAM_SOON"]
    assert table.query(keys.DUE_STREAMS, limit=10, consistent=True) == []
