"""Notifications: listed newest first, counted exactly, marked read once, told once for each cause."""

from datetime import UTC, datetime, timedelta

import pytest

from resolvers.notifications import service
from resolvers.notifications.model import Notification, NotificationKind
from tests.people import Person, Refused

START = datetime(2026, 5, 1, tzinfo=UTC)


def _told(person: Person, number: int = 0, cause: str | None = None, actor: str = "grace-sub") -> Notification | None:
    at = START + timedelta(minutes=number)
    cause = cause or f"like:post_{number}:{actor}"
    return service.notify(person.id, NotificationKind.LIKE, cause, at, f"Number {number}", actor_id=actor)


def _messages(person: Person, **arguments: object) -> list[str]:
    (page,) = person.asks_each("Viewer", "notifications", [{}], **arguments)
    return [edge["node"]["message"] for edge in page["edges"]]


def _unread(person: Person) -> int:
    (unread,) = person.asks_each("Viewer", "unreadNotifications", [{}])
    return int(unread)


def _ids(person: Person) -> list[str]:
    (page,) = person.asks_each("Viewer", "notifications", [{}])
    return [edge["node"]["id"] for edge in page["edges"]]


def test_notifications_are_listed_newest_first_with_who_did_it(ada: Person, grace: Person) -> None:
    """The actor rides along; pages follow each other."""
    for number in range(3):
        _told(ada, number)

    (page,) = ada.asks_each("Viewer", "notifications", [{}], first=2)
    (rest,) = ada.asks_each("Viewer", "notifications", [{}], after=page["pageInfo"]["endCursor"])

    assert [edge["node"]["message"] for edge in page["edges"]] == ["Number 2", "Number 1"]
    assert [edge["node"]["message"] for edge in rest["edges"]] == ["Number 0"]
    assert page["edges"][0]["node"]["actor"]["handle"] == "grace"


def test_nobody_is_notified_of_what_they_did_themselves(ada: Person) -> None:
    """Liking one's own post is no news."""
    assert _told(ada, actor=ada.id) is None
    assert (_messages(ada), _unread(ada)) == ([], 0)


def test_a_cause_is_told_once(ada: Person) -> None:
    """Told again by the same record it is the same; a like taken back and given again says nothing new."""
    first = _told(ada, 0, "like:post_1:grace-sub")
    again = _told(ada, 0, "like:post_1:grace-sub")
    later = _told(ada, 5, "like:post_1:grace-sub")

    assert first == again
    assert later is None
    assert (_messages(ada), _unread(ada)) == (["Number 0"], 1)


def test_marking_read_takes_off_exactly_what_was_unread(ada: Person) -> None:
    """Twice is once; what is another's, or nothing, changes nothing."""
    for number in range(4):
        _told(ada, number)
    newest, second, *_ = _ids(ada)

    first = ada.does("markNotificationsRead", ids=[newest, second])
    again = ada.does("markNotificationsRead", ids=[newest, "notification_nothing"])

    assert (first["unreadNotifications"], again["unreadNotifications"]) == (2, 2)
    assert _messages(ada, unreadOnly=True) == ["Number 1", "Number 0"]


def test_marking_up_to_one_marks_every_older_one(ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many there are."""
    monkeypatch.setattr(service, "_PAGE", 2)
    for number in range(7):
        _told(ada, number)
    newest, *others = _ids(ada)

    payload = ada.does("markNotificationsRead", upTo=others[0])

    assert payload["unreadNotifications"] == 1
    assert _messages(ada, unreadOnly=True) == ["Number 6"]
    assert ada.does("markNotificationsRead", upTo=newest)["unreadNotifications"] == 0


@pytest.mark.parametrize("input", [{}, {"ids": [], "upTo": "notification_1"}])
def test_marking_needs_one_way_to_say_which(ada: Person, input: dict[str, object]) -> None:
    """Neither and both are refused as data."""
    payload = ada.does("markNotificationsRead", **input)

    assert [error["code"] for error in payload["errors"]] == ["INVALID_INPUT"]


def test_the_post_is_shown_as_long_as_one_may_read_it(ada: Person, grace: Person) -> None:
    """A notification of a post that closed keeps its sentence."""
    draft = grace.does("createPost", title="Rain")["post"]
    grace.does("publishPost", id=draft["id"], expectedVersion=1)

    open_one, nothing = ada.asks_each("Notification", "post", [{"postId": draft["id"]}, {"postId": None}])
    grace.does("unpublishPost", id=draft["id"], expectedVersion=2)
    (closed,) = ada.asks_each("Notification", "post", [{"postId": draft["id"]}])

    assert (open_one["title"], nothing, closed) == ("Rain", None, None)


def test_guests_have_no_notifications(guest: Person) -> None:
    """The field needs somebody signed in."""
    with pytest.raises(Refused) as refused:
        guest.asks_each("Viewer", "notifications", [{}])

    assert refused.value.kind == "Unauthenticated"
