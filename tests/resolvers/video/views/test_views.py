"""Views of videos and livestreams: who is counted, how often, and what is kept of it."""

from datetime import timedelta
from typing import Any

import pytest

from resolvers.core import table
from resolvers.core.settings import settings
from resolvers.platform import keys as platform_keys
from resolvers.video.streams import progress, reports
from resolvers.video.views import service
from tests.fakes.clock import FakeClock
from tests.people import Person
from tests.resolvers.video.streams.conftest import NOON, Broadcasts, broadcasts  # noqa: F401  a fixture
from tests.resolvers.video.videos.conftest import Processing, bucket, go_live, processing  # noqa: F401  fixtures

HERE = "198.51.100.7"
DAY = timedelta(hours=24)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> FakeClock:
    clock = FakeClock()
    monkeypatch.setattr(service, "now", clock)
    return clock


@pytest.fixture
def film(processing: Processing) -> str:  # noqa: F811
    """Ada's video, which everybody may watch."""
    go_live(processing)
    return processing.id


def watch(person: Person, subject_id: str) -> int:
    """Let somebody watch something for long enough, and return how many views it has."""
    payload = person.does("recordView", subjectId=subject_id)
    assert (payload["errors"], payload["subjectId"]) == ([], subject_id)
    views: int = payload["views"]
    return views


def codes(payload: dict[str, Any]) -> list[str]:
    return [each["code"] for each in payload["errors"]]


def list_items() -> list[dict[str, Any]]:
    """Return what the table keeps of views."""
    return [each for each in table.client().scan(TableName="waymark")["Items"] if each.get("kind") == {"S": "View"}]


def test_a_person_is_one_view_however_often_they_come(film: str, grace: Person, linus: Person) -> None:
    assert [watch(grace, film) for _ in range(3)] == [1, 1, 1]
    assert watch(linus, film) == 2
    assert grace.query("video", id=film)["counts"]["views"] == 2


def test_who_comes_back_after_a_day_is_counted_again(film: str, grace: Person, clock: FakeClock) -> None:
    """Also where DynamoDB has not yet removed what has expired."""
    watch(grace, film)

    clock.at += DAY - timedelta(seconds=1)
    assert watch(grace, film) == 1
    clock.at += timedelta(seconds=1)
    assert watch(grace, film) == 2
    assert watch(grace, film) == 2


def test_owners_are_not_counted(film: str, ada: Person) -> None:
    assert watch(ada, film) == 0
    assert list_items() == []


def test_guests_are_counted_by_their_address(film: str) -> None:
    """By the last one of a request, as what is before it may be made up; households have networks of IPv6."""
    one = [HERE, f"203.0.113.1, {HERE}", f"::ffff:{HERE}", HERE]
    household = ["2001:db8:1:2::1", "2001:db8:1:2:ffff::9"]
    others = ["198.51.100.8", "2001:db8:1:3::1", "no address"]

    counted = [watch(Person(address=each), film) for each in (*one, *household, *others)]

    assert counted == [1, 1, 1, 1, 2, 2, 3, 4, 5]


def test_what_is_kept_names_nobody_and_ends_after_a_day(film: str, grace: Person, clock: FakeClock) -> None:
    """Neither the person nor the address; and the same guest has another name on the next day."""
    for person in (grace, Person(address=HERE)):
        watch(person, film)
    clock.at += DAY
    watch(Person(address=HERE), film)

    kept = list_items()
    assert len({each["SK"]["S"] for each in kept}) == 3
    assert {name for each in kept for name in each} <= {"PK", "SK", "kind", "expiresAt", "requestId"}
    assert not [each for each in kept if grace.id in str(each) or HERE in str(each)]
    assert max(int(each["expiresAt"]["N"]) for each in kept) == int((clock.at + DAY).timestamp())


def test_live_and_replay_add_up(broadcasts: Broadcasts, ada: Person, grace: Person, linus: Person) -> None:  # noqa: F811
    stream_id = broadcasts.begin(ada)
    refused = grace.does("recordView", subjectId=stream_id)
    broadcasts.tells(ada, "Stream Start")
    watch(grace, stream_id)
    ada.does("endStream", id=stream_id)

    assert codes(refused) == ["INVALID_INPUT"]
    assert watch(grace, stream_id) == 1
    assert watch(linus, stream_id) == 2
    assert linus.query("stream", id=stream_id)["counts"]["views"] == 2


def test_a_livestream_that_moderation_refused_is_not_counted(
    broadcasts: Broadcasts,  # noqa: F811
    ada: Person,
    grace: Person,
) -> None:
    stream_id = broadcasts.begin(ada)
    broadcasts.tells(ada, "Stream Start")
    reports.change(stream_id, lambda before: progress.reject(before, NOON, NOON))

    assert codes(grace.does("recordView", subjectId=stream_id)) == ["INVALID_INPUT"]


def test_only_what_one_may_watch_is_counted(
    processing: Processing,  # noqa: F811
    broadcasts: Broadcasts,  # noqa: F811
    ada: Person,
    grace: Person,
) -> None:
    hidden = broadcasts.begin(ada, audience="AUTHOR")
    broadcasts.tells(ada, "Stream Start")

    for subject_id in (processing.id, hidden, "video_0", "stream_0", "post_0", grace.id):
        assert codes(grace.does("recordView", subjectId=subject_id)) == ["NOT_FOUND"], subject_id
    assert list_items() == []


def test_an_address_that_watches_too_much_at_once_is_not_counted(
    film: str,
    broadcasts: Broadcasts,  # noqa: F811
    ada: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """People and other addresses are."""
    stream_id = broadcasts.begin(ada)
    broadcasts.tells(ada, "Stream Start")
    monkeypatch.setenv("RATE_SCALE", "0.001")
    settings.cache_clear()
    guest = Person(address=HERE)
    watch(guest, film)

    assert codes(guest.does("recordView", subjectId=stream_id)) == ["RATE_LIMITED"]
    assert watch(Person(address="203.0.113.1"), stream_id) == 1


def test_a_view_of_what_is_being_deleted_leaves_no_count(film: str, grace: Person, ada: Person) -> None:
    table.delete_many([platform_keys.counts(film)])
    table.write(table.Update(platform_keys.guard(film), put={"deleted": True}))

    assert codes(grace.does("recordView", subjectId=film)) == ["NOT_FOUND"]
    assert table.get(platform_keys.counts(film)) is None
