"""Notifications: listed newest first, counted exactly, marked read once, told once for each cause."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from resolvers.core.identity import Caller
from resolvers.core.ids import ID
from resolvers.platform.event_log import service as event_log
from resolvers.platform.notifications import repository, service
from resolvers.platform.notifications.model import CAUSES_KEPT, Notice, Notification, NotificationKind
from resolvers.platform.users import service as users
from tests.benchmarks.test_request_counts import count_requests
from tests.people import Person, Refused

START = datetime(2026, 5, 1, tzinfo=UTC)


def _notify(person: Person, number: int = 0, cause: str | None = None, actor: str = "grace-sub") -> Notification | None:
    """Notify of something that is told on its own."""
    at = START + timedelta(minutes=number)
    cause = cause or f"like:post_{number}:{actor}"
    return service.notify(Notice(person.id, NotificationKind.LIKE, cause, at, f"Number {number}", actor, {}))


def _notify_of_like(person: Person, actor: str, number: int = 0) -> Notification | None:
    """Notify of one of the likes of one post, which are told together."""
    at, cause, message = START + timedelta(minutes=number), f"like:post_1:{actor}", f"{actor} likes your post."
    notice = Notice(person.id, NotificationKind.LIKE, cause, at, message, actor, {})
    return service.notify(notice._replace(group="post_1", together="people like your post."))


def _notify_of_mention(person: Person, actor: Person, number: int, at: datetime = START) -> Notification | None:
    about, message = {"subject_id": f"post_{number}"}, f"Mention {number}"
    return service.notify(
        Notice(person.id, NotificationKind.MENTION, f"mention:{actor.id}:{number}", at, message, actor.id, about)
    )


def _messages(person: Person, **arguments: object) -> list[str]:
    (page,) = person.asks_each("Viewer", "notifications", [{}], **arguments)
    return [edge["node"]["message"] for edge in page["edges"]]


def _unread(person: Person) -> int:
    unread = person.query("viewer")["unreadNotifications"]
    return int(unread)


def _ids(person: Person) -> list[str]:
    (page,) = person.asks_each("Viewer", "notifications", [{}])
    return [edge["node"]["id"] for edge in page["edges"]]


def test_notifications_are_listed_newest_first_with_who_did_it(ada: Person, grace: Person) -> None:
    """The actor rides along; pages follow each other."""
    for number in range(3):
        _notify(ada, number)

    (page,) = ada.asks_each("Viewer", "notifications", [{}], first=2)
    (rest,) = ada.asks_each("Viewer", "notifications", [{}], after=page["pageInfo"]["endCursor"])

    assert [edge["node"]["message"] for edge in page["edges"]] == ["Number 2", "Number 1"]
    assert [edge["node"]["message"] for edge in rest["edges"]] == ["Number 0"]
    assert page["edges"][0]["node"]["actor"]["handle"] == "grace"


def test_the_viewers_cursor_is_read_with_the_viewer(ada: Person) -> None:
    """It is one batch, and only where it is asked for; it says where the log of the viewer's notifications is."""
    viewer = Caller(id=ID(ada.id))
    cursor = ada.query("viewer")["notificationsEventsCursor"]
    (page,) = ada.asks_each("Viewer", "notifications", [{}])
    with count_requests() as requests:
        ada.query("viewer")
    ada.selecting = ["user", "user/id", "unreadNotifications"]

    assert ada.query("viewer")["notificationsEventsCursor"] is None
    assert event_log.open_cursor(viewer, cursor) == event_log.open_cursor(viewer, page["eventsCursor"])
    assert requests == {"BatchGetItem": 1}


def test_nobody_is_notified_of_what_they_did_themselves(ada: Person) -> None:
    """Nobody is notified of liking their own post."""
    assert _notify(ada, actor=ada.id) is None
    assert (_messages(ada), _unread(ada)) == ([], 0)


def test_a_cause_is_told_once(ada: Person) -> None:
    """Told again by the same record it is the same; a like taken back and given again says nothing new."""
    first = _notify(ada, 0, "like:post_1:grace-sub")
    again = _notify(ada, 0, "like:post_1:grace-sub")
    later = _notify(ada, 5, "like:post_1:grace-sub")

    assert first == again
    assert later is None
    assert (_messages(ada), _unread(ada)) == (["Number 0"], 1)


def test_marking_read_takes_off_exactly_what_was_unread(ada: Person) -> None:
    """Twice is once; what is another's, or nothing, changes nothing."""
    for number in range(4):
        _notify(ada, number)
    newest, second, *_ = _ids(ada)

    first = ada.does("markNotificationsRead", ids=[newest, second])
    again = ada.does("markNotificationsRead", ids=[newest, "notification_nothing"])

    assert (first["unreadNotifications"], again["unreadNotifications"]) == (2, 2)
    assert _messages(ada, unreadOnly=True) == ["Number 1", "Number 0"]


def test_marking_up_to_one_marks_every_older_one(ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many there are."""
    monkeypatch.setattr(service, "_PAGE", 2)
    for number in range(7):
        _notify(ada, number)
    newest, *others = _ids(ada)

    payload = ada.does("markNotificationsRead", upTo=others[0])

    assert payload["unreadNotifications"] == 1
    assert _messages(ada, unreadOnly=True) == ["Number 6"]
    assert ada.does("markNotificationsRead", upTo=newest)["unreadNotifications"] == 0


def test_marking_up_to_one_that_is_gone_is_refused(ada: Person) -> None:
    """Nothing is marked in silence: the site then marks up to the newest that is left."""
    _notify(ada, 1)

    payload = ada.does("markNotificationsRead", upTo="notification_" + 32 * "0")

    assert [error["code"] for error in payload["errors"]] == ["NOT_FOUND"]
    assert len(_messages(ada, unreadOnly=True)) == 1


@pytest.mark.parametrize("input", [{}, {"ids": [], "upTo": "notification_1"}])
def test_marking_needs_one_way_to_say_which(ada: Person, input: dict[str, object]) -> None:
    """Neither and both are refused as data."""
    payload = ada.does("markNotificationsRead", **input)

    assert [error["code"] for error in payload["errors"]] == ["INVALID_INPUT"]


def test_the_post_is_shown_as_long_as_one_may_read_it(ada: Person, grace: Person) -> None:
    """A notification of a post that closed keeps its sentence."""
    draft = grace.does("createPost", title="Rain")["post"]
    grace.does("publishPost", id=draft["id"], expectedVersion=1)

    open_one, nothing = ada.asks_each("Notification", "post", [{"subjectId": draft["id"]}, {"subjectId": None}])
    grace.does("unpublishPost", id=draft["id"], expectedVersion=2)
    (closed,) = ada.asks_each("Notification", "post", [{"subjectId": draft["id"]}])

    assert (open_one["title"], nothing, closed) == ("Rain", None, None)


def test_guests_have_no_notifications(guest: Person) -> None:
    """The field needs somebody signed in."""
    with pytest.raises(Refused) as refused:
        guest.asks_each("Viewer", "notifications", [{}])

    assert refused.value.kind == "Unauthenticated"


def test_likes_of_one_post_are_told_together(ada: Person) -> None:
    """By one notification, which moves to the top, with the last actor and the number; it is unread once."""
    first = _notify_of_like(ada, "grace-sub", 1)
    _notify(ada, 2)
    second, third = _notify_of_like(ada, "linus-sub", 3), _notify_of_like(ada, "joan-sub", 4)

    assert first
    assert second
    assert third
    assert first.id == second.id == third.id
    assert _messages(ada) == ["3 people like your post.", "Number 2"]
    assert (third.count, third.actor_id, third.created_at) == (3, "joan-sub", START + timedelta(minutes=4))
    assert _unread(ada) == 2


def test_a_notification_that_was_read_is_unread_again_with_the_next_like(ada: Person) -> None:
    """It is the same one, with all likes."""
    first = _notify_of_like(ada, "grace-sub", 1)
    assert first
    ada.does("markNotificationsRead", ids=[first.id])

    before = _unread(ada)
    _notify_of_like(ada, "linus-sub", 2)

    assert (before, _unread(ada)) == (0, 1)
    assert _messages(ada, unreadOnly=True) == ["2 people like your post."]


def test_a_record_that_comes_again_tells_nothing_twice(ada: Person) -> None:
    """Not even when others came between; the event then has what is true by now."""
    _notify_of_like(ada, "grace-sub", 1)
    _notify_of_like(ada, "linus-sub", 2)
    again = _notify_of_like(ada, "grace-sub", 1)

    assert again
    assert (again.count, _messages(ada), _unread(ada)) == (2, ["2 people like your post."], 1)


def test_likes_that_are_taken_back_leave_the_others(ada: Person) -> None:
    """In the words of those that are left, and with the last one the notification goes."""
    for number, actor in enumerate(["grace-sub", "linus-sub", "joan-sub"]):
        _notify_of_like(ada, actor, number)

    said = []
    for actor in ["joan-sub", "grace-sub", "grace-sub", "linus-sub"]:
        service.remove_told_by(ada.id, f"like:post_1:{actor}")
        said.append((_messages(ada), _unread(ada)))

    assert said == [
        (["2 people like your post."], 1),
        (["linus-sub likes your post."], 1),
        (["linus-sub likes your post."], 1),
        ([], 0),
    ]


def test_a_like_that_is_given_again_joins_without_ringing(ada: Person) -> None:
    """What was read stays read."""
    first = _notify_of_like(ada, "grace-sub", 1)
    _notify_of_like(ada, "linus-sub", 2)
    assert first
    service.remove_told_by(ada.id, "like:post_1:linus-sub")
    ada.does("markNotificationsRead", ids=[first.id])

    told = _notify_of_like(ada, "linus-sub", 3)

    assert told is None
    assert (_messages(ada), _unread(ada)) == (["2 people like your post."], 0)


def test_many_likes_keep_their_number(ada: Person) -> None:
    """Only the newest are kept by name."""
    for number in range(CAUSES_KEPT + 3):
        _notify_of_like(ada, f"{number}-sub", number)
    for number in range(3, CAUSES_KEPT + 3):
        service.remove_told_by(ada.id, f"like:post_1:{number}-sub")

    assert _messages(ada) == ["3 people like your post."]


@given(some.lists(some.tuples(some.sampled_from(["like", "unlike", "read"]), some.integers(0, 3)), max_size=20))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happens_the_number_and_the_unread_count_are_exact(ada: Person, acts: list[tuple[str, int]]) -> None:
    """Against a model: who likes it now, who rang before, and whether it was read since."""
    person = Person(id=f"{hash(str(acts))}-sub")
    likes, rung, is_unread = set[int](), set[int](), False
    for minute, (act, number) in enumerate(acts):
        if act == "like" and number not in likes:
            _notify_of_like(person, f"{number}-sub", minute)
            is_unread |= number not in rung
            likes, rung = likes | {number}, rung | {number}
        elif act == "unlike":
            service.remove_told_by(person.id, f"like:post_1:{number}-sub")
            likes = likes - {number}
        elif act == "read":
            _mark_all(person)
            is_unread = False
        is_unread = is_unread and bool(likes)

    found = [each.count for each in _all(person)]
    assert found == ([len(likes)] if likes else [])
    assert service.count_unread(person.id) == int(is_unread)


def test_one_person_tells_at_most_twenty_mentions_an_hour(ada: Person, grace: Person, real_limits: None) -> None:
    """Four on their first day; a record that comes again is judged as before."""
    joined = users.get(grace.id).created_at
    later = joined + timedelta(days=2)
    on_the_first_day = [bool(_notify_of_mention(ada, grace, number, joined)) for number in range(6)]
    on_the_third_day = [bool(_notify_of_mention(ada, grace, 10 + number, later)) for number in range(22)]
    again = [bool(_notify_of_mention(ada, grace, number, joined)) for number in range(6)]

    assert on_the_first_day == again == [True] * 4 + [False] * 2
    assert on_the_third_day == [True] * 20 + [False] * 2


def test_nobody_hears_more_than_fifty_mentions_a_day(ada: Person, grace: Person, real_limits: None) -> None:
    """Whoever sends them, in however many hours; the next day starts again."""
    day = (users.get(grace.id).created_at + timedelta(days=2)).replace(hour=0)
    heard = [bool(_notify_of_mention(ada, grace, number, day + timedelta(hours=number // 18))) for number in range(54)]

    assert heard == [True] * 50 + [False] * 4
    assert _notify_of_mention(ada, grace, 60, day + timedelta(days=1))


def _mark_all(person: Person) -> None:
    person.does("markNotificationsRead", ids=[each.id for each in _all(person)])


def _all(person: Person) -> list[Notification]:
    page = repository.list_of(person.id, "test", 50, None, unread_only=False, choose=list)
    return page.values
