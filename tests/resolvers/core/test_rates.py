"""Rate limits: work is counted with what it writes, and refused with the time at which it may go on."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final

import pytest
from botocore.exceptions import ClientError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from resolvers import rates as limits
from resolvers.core import charge, rates, table
from resolvers.core.appsync import App
from resolvers.core.errors import RateLimited
from resolvers.core.identity import from_event
from resolvers.core.keys import Key
from resolvers.core.rates import Rate
from resolvers.core.table import Put, Update
from resolvers.platform import keys
from resolvers.platform.users import service as users
from tests.acts import draft, publish_post
from tests.fakes.clock import FakeClock
from tests.people import FakeContext, Person, Refused

NEWCOMERS_COMMENTS: Final = 6  # a fifth of thirty
Payload = dict[str, Any]

pytestmark = pytest.mark.usefixtures("real_limits")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> FakeClock:
    """The time that counts, some minutes past ten; everybody in the table joins at the real time, years later."""
    clock = FakeClock()
    monkeypatch.setattr(rates, "now", clock)
    return clock


def age(person: Person) -> None:
    """Let a person have joined long ago."""
    table.write(Update(keys.profile(person.id), put={"createdAt": "2020-01-01T00:00:00.000Z"}))
    users._arrived.clear()


def codes(payload: Payload) -> list[str]:
    return [each["code"] for each in payload["errors"]]


def count(person: Person, window: str = "2026-05-04T10") -> dict[str, Any]:
    item = table.get(Key(f"RATES#{person.id}", window)) or {}
    return {name: value for name, value in item.items() if name not in {"PK", "SK", "expiresAt"}}


def test_what_is_too_much_is_refused_until_the_window_ends(ada: Person, clock: FakeClock) -> None:
    """The error says when; in the next hour the same request is carried out."""
    post = publish_post(ada)
    clock.advance(minutes=2)
    made = [ada.does("addComment", subjectId=post["id"], body="Again") for _ in range(NEWCOMERS_COMMENTS)]

    refused = ada.does("addComment", subjectId=post["id"], body="Once more")
    clock.advance(hours=1)
    later = ada.does("addComment", subjectId=post["id"], body="Once more")

    assert [codes(each) for each in made] == [[]] * NEWCOMERS_COMMENTS
    assert refused["comment"] is None
    assert refused["errors"] == [
        {
            "__typename": "RateLimited",
            "code": "RATE_LIMITED",
            "message": "6 comments an hour are allowed. Try again at 11:00 UTC.",
            "path": [],
            "retryAt": "2026-05-04T11:00:00.000Z",
        }
    ]
    assert later["comment"]


def test_every_change_counts_as_a_write_of_its_minute(ada: Person, clock: FakeClock) -> None:
    """A newcomer has twelve a minute, whatever they are; someone who joined earlier has sixty."""
    refused = [codes(ada.does("createPost", title=f"{number}")) for number in range(13)]
    age(ada)
    more = [codes(ada.does("createPost", title=f"{number}")) for number in range(49)]

    assert refused == [[]] * 12 + [["RATE_LIMITED"]]
    assert more == [[]] * 48 + [["RATE_LIMITED"]]
    assert count(ada) == {"writes_20": 60}
    clock.advance(seconds=30)
    assert codes(ada.does("createPost", title="The next minute")) == []


def test_what_is_refused_counts_nothing(ada: Person, grace: Person, clock: FakeClock) -> None:
    """Neither a mistake nor a like that was there before is work."""
    post, secret = publish_post(ada), draft(ada)
    before = count(grace)

    for _ in range(3):
        grace.does("like", subjectId=post["id"])
        grace.does("like", subjectId=secret["id"])
        grace.does("addComment", subjectId=post["id"], body="")

    assert before == {}
    assert count(grace) == {"writes_20": 1, "likes": 1}


def test_a_repeated_idempotency_key_counts_once_and_answers_at_the_limit(ada: Person, clock: FakeClock) -> None:
    """Repeating is safe: the answer that got lost is given even where nothing more is allowed."""
    post = publish_post(ada)
    clock.advance(minutes=1)
    once = {"subjectId": post["id"], "body": "Once", "idempotencyKey": "k"}

    first, again = ada.does("addComment", **once), ada.does("addComment", **once)
    for _ in range(NEWCOMERS_COMMENTS - 1):
        ada.does("addComment", subjectId=post["id"], body="More")
    full = ada.does("addComment", subjectId=post["id"], body="Too much")
    at_the_limit = ada.does("addComment", **once)

    assert count(ada) == {"writes_20": 2, "writes_21": 6, "comments": 6}
    assert codes(full) == ["RATE_LIMITED"]
    assert first == again == at_the_limit


def test_bytes_are_counted_as_many_as_are_announced(ada: Person, clock: FakeClock) -> None:
    """A newcomer uploads 100 MB an hour; a smaller file may still fit where a larger one does not."""
    post = draft(ada)
    photo = {"purpose": "PHOTO", "postId": post["id"], "contentType": "image/jpeg"}

    sizes = [20_000_000] * 4 + [19_999_999, 20_000_000, 1]
    refused = [codes(ada.does("createUpload", bytes=size, **photo)) for size in sizes]

    assert refused == [[]] * 5 + [["RATE_LIMITED"], []]
    assert count(ada)["uploadedBytes"] == 100_000_000
    assert count(ada)["uploads"] == 6


def test_one_persons_limit_is_nobody_elses(ada: Person, grace: Person, clock: FakeClock) -> None:
    """Counters belong to a person."""
    for number in range(13):
        ada.does("createPost", title=f"{number}")

    assert codes(grace.does("createPost", title="Mine")) == []


def test_a_limit_that_two_windows_share_says_when_both_are_over(the_table: None) -> None:
    """The later time counts: before it the request would be refused again."""
    at = datetime(2026, 5, 4, 10, 20, 30, tzinfo=UTC)
    rate = Rate("tries", "tries", minute=1, hour=2)
    later = at + timedelta(minutes=1)

    table.write(*rates.prepare("ada", {rate: 1}, at))
    with pytest.raises(RateLimited, match="1 tries a minute") as first:
        table.write(*rates.prepare("ada", {rate: 1}, at))
    table.write(*rates.prepare("ada", {rate: 1}, later))
    with pytest.raises(RateLimited, match="2 tries an hour") as second:
        table.write(*rates.prepare("ada", {rate: 1}, later))

    assert first.value.retry_at == datetime(2026, 5, 4, 10, 21, tzinfo=UTC)
    assert second.value.retry_at == datetime(2026, 5, 4, 11, tzinfo=UTC)


def test_a_day_has_an_item_of_its_own_and_counters_go_by_themselves(the_table: None) -> None:
    """TTL may remove an item only when its last window has ended."""
    at = datetime(2026, 5, 4, 10, 59, 59, tzinfo=UTC)
    table.write(*rates.prepare("ada", {Rate("lessons", "lessons", minute=5, hour=9, day=20): 1}, at))

    hour, day = (table.get(Key("RATES#ada", window)) for window in ("2026-05-04T10", "2026-05-04"))

    assert hour
    assert (hour["lessons_59"], hour["lessons"]) == (1, 1)
    assert hour["expiresAt"] >= datetime(2026, 5, 4, 11, tzinfo=UTC).timestamp()
    assert day
    assert (day["lessons"], day["expiresAt"]) == (1, datetime(2026, 5, 5, 1, tzinfo=UTC).timestamp())


@given(some.lists(some.tuples(some.integers(0, 3 * 3600), some.integers(1, 4)), max_size=25))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_window_ever_holds_more_than_its_limit(the_table: None, acts: list[tuple[int, int]]) -> None:
    """And nothing is refused that fits: minute and hour, amounts and times as they come."""
    rate, start = Rate("work", "things", minute=5, hour=12), datetime(2026, 5, 4, 22, tzinfo=UTC)
    payer, held = str(acts), dict[tuple[str, datetime], int]()

    for seconds, amount in sorted(acts):
        at = start + timedelta(seconds=seconds)
        minute, hour = ("minute", at.replace(second=0)), ("hour", at.replace(minute=0, second=0))
        fits = held.get(minute, 0) + amount <= 5 and held.get(hour, 0) + amount <= 12
        count_work = partial(table.write, *rates.prepare(payer, {rate: amount}, at))
        if not fits:
            with pytest.raises(RateLimited):
                count_work()
            continue
        count_work()
        held |= {window: held.get(window, 0) + amount for window in (minute, hour)}


def test_a_conflict_on_the_counter_is_tried_again(ada: Person, clock: FakeClock) -> None:
    """Two acts of one person at the same moment change one item: both are carried out."""
    reasons = [{"Code": "None"}, {"Code": "None"}, {"Code": "None"}, {"Code": "TransactionConflict"}]
    refusal: Any = {"Error": {"Code": "TransactionCanceledException"}, "CancellationReasons": reasons}
    pending = [ClientError(refusal, "TransactWriteItems")]

    def refuse_once(**_: Any) -> None:
        if pending:
            raise pending.pop()

    table.client().meta.events.register("before-call.dynamodb.TransactWriteItems", refuse_once)
    made = ada.does("createPost", title="Both")

    assert not pending
    assert codes(made) == []
    assert count(ada) == {"writes_20": 1}


def test_a_query_that_is_limited_says_when_in_its_error(ada: Person) -> None:
    """As `errorInfo.retryAt`, which mutations tell in their payload; a nested field too."""
    app = App("tests")

    @app.resolver(type_name="Query", field_name="search")
    def search() -> str:
        raise RateLimited("Too many.", datetime(2026, 5, 4, 11, tzinfo=UTC))

    @app.batch_resolver(type_name="Post", field_name="related")
    def list_related(posts: list[Any]) -> list[str]:
        return [search() for _ in posts]

    asked = ada._event("Query", "search", None, {})
    nested = ada._event("Post", "related", {}, {})
    answers = [app.resolve(asked, FakeContext()), *app.resolve([nested], FakeContext())]

    info = {"path": [], "retryAt": "2026-05-04T11:00:00.000Z"}
    assert answers == [{"error": {"message": "Too many.", "type": "RateLimited", "info": info}}] * 2


def test_a_guest_is_the_last_address_of_the_request(guest: Person, the_table: None) -> None:
    """What is before it in the header is whatever the sender wrote there."""
    forwarded = {"request": {"headers": {"x-forwarded-for": "6.6.6.6, 203.0.113.7"}}, "identity": None}
    signed_in = {"identity": {"sub": "ada", "sourceIp": ["6.6.6.6", "203.0.113.9"]}, "request": {"headers": {}}}

    assert [from_event(each).address for each in (forwarded, signed_in)] == ["203.0.113.7", "203.0.113.9"]
    with pytest.raises(Refused):
        guest.does("createPost", title="Not for guests")


def test_a_single_write_is_counted_too(ada: Person, clock: FakeClock) -> None:
    """An act of one write becomes a transaction of two."""
    post = publish_post(ada)
    comment = ada.does("addComment", subjectId=post["id"], body="Hello")["comment"]
    before = count(ada)["writes_20"]

    ada.does("editComment", id=comment["id"], expectedVersion=1, body="Hello again")

    assert count(ada)["writes_20"] == before + 1


def test_the_platforms_limits_are_those_promised() -> None:
    """Products add kinds of their own to the table."""
    promised = {
        "writes": (60, None, None),
        "comments": (None, 30, None),
        "likes": (None, 120, None),
        "follows": (None, 60, None),
        "mentionsTold": (None, 20, None),
        "mentionsHeard": (None, None, 50),
        "uploads": (None, 60, None),
        "uploadedBytes": (None, 500_000_000, None),
    }

    found = {each.name: (each.minute, each.hour, each.day) for each in vars(limits).values() if isinstance(each, Rate)}

    assert {name: found.get(name) for name in promised} == promised


def test_the_writes_of_a_worker_are_not_limited(ada: Person) -> None:
    """Only people's acts are: nothing is due outside of a mutation."""
    table.write(Put(Key("JOB#1", "JOB"), "Job", {}))

    assert charge.get_due() is None
