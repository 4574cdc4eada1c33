"""A channel's subscribers hear that it is live, and those who may watch hear how the stream goes."""

from collections.abc import Callable

import pytest

from resolvers.core.model import now
from resolvers.video.streams import progress, reports
from resolvers.video.streams.model import StreamFailure, StreamFailureReason
from tests.fakes.graphql_endpoint import FakeGraphqlEndpoint
from tests.people import Person
from tests.resolvers.video.streams.conftest import Broadcasts, broadcasting
from tests.stream import TableStream


@pytest.fixture
def broadcasts(stream: TableStream, monkeypatch: pytest.MonkeyPatch) -> Broadcasts:
    return broadcasting(monkeypatch)


def list_messages(person: Person) -> list[str]:
    (page,) = person.asks_each("Viewer", "notifications", [{"id": person.id}])
    return [each["node"]["message"] for each in page["edges"] if each["node"]["kind"] == "STREAM_STARTED"]


def test_a_bell_rings_once_and_viewers_hear_each_change(
    broadcasts: Broadcasts,
    ada: Person,
    grace: Person,
    linus: Person,
    stream: TableStream,
    appsync: FakeGraphqlEndpoint,
) -> None:
    """Not for the owner, nor for who may not watch; an interruption is no second beginning."""
    channel = ada.does("createChannel", handle="adas_walks", title="Ada walks")["channel"]
    for person in (grace, linus):
        person.does("subscribeToChannel", channelId=channel["id"], bell="ALL")
    grace.does("followUser", userId=ada.id)
    stream_id = broadcasts.begin(ada, audience="FOLLOWERS")
    stream.settle()

    for name, session, seconds in (
        ("Stream Start", "st-first", 0),
        ("Stream End", "st-first", 10),
        ("Stream Start", "st-second", 20),
    ):
        broadcasts.tells(ada, name, session, seconds)
        stream.settle()
    ada.does("endStream", id=stream_id)
    stream.settle()

    assert [list_messages(each) for each in (grace, linus, ada)] == [["Ada walks is live with “A walk, live”."], [], []]
    told = appsync.of("publishStream")
    assert [each["state"] for each in told] == ["LIVE", "RECONNECTING", "LIVE", "ENDED"]
    assert {(each["streamId"], each["audience"]) for each in told} == {(stream_id, "FOLLOWERS")}


def record(stream_id: str, seconds: float | None) -> None:
    """Give a livestream a replay, or none."""
    changes = {"replay_manifest": seconds and f"{seconds}.m3u8", "replay_seconds": seconds}
    reports.change(stream_id, lambda before: before.model_copy(update=changes))


def reject(stream_id: str) -> None:
    reports.change(stream_id, lambda before: progress.reject(before, before.started_at or now(), now()))


def withhold(stream_id: str) -> None:
    failure = StreamFailure(reason=StreamFailureReason.UNCHECKED, message="It could not be checked.")
    reports.change(stream_id, lambda before: before.model_copy(update={"failure": failure}))


@pytest.mark.parametrize(
    ("act", "is_live", "kind", "start"),
    [
        (reject, True, "STREAM_REJECTED", "Your livestream “A walk, live” was ended. Moderation found"),
        (reject, False, "STREAM_REJECTED", "The replay of “A walk, live” is not shown. Moderation found"),
        (withhold, False, "REPLAY_WITHHELD", "The replay of “A walk, live” is not shown. It could not be checked."),
    ],
)
def test_its_owner_hears_once_what_moderation_withholds(
    broadcasts: Broadcasts,
    ada: Person,
    grace: Person,
    stream: TableStream,
    appsync: FakeGraphqlEndpoint,
    act: Callable[[str], None],
    *,
    is_live: bool,
    kind: str,
    start: str,
) -> None:
    """Nobody else does: others are told that it ended, and not why."""
    stream_id = broadcasts.begin(ada)
    broadcasts.tells(ada, "Stream Start")
    if not is_live:
        ada.does("endStream", id=stream_id)
    stream.settle()

    for _ in range(2):
        act(stream_id)
        stream.settle()

    (page,) = ada.asks_each("Viewer", "notifications", [{"id": ada.id}])
    (told,) = [each["node"] for each in page["edges"]]
    assert (told["kind"], told["subjectId"]) == (kind, stream_id)
    assert told["message"].startswith(start)
    (page,) = grace.asks_each("Viewer", "notifications", [{"id": grace.id}])
    assert page["edges"] == []
    assert "Moderation" not in str(appsync.of("publishStream"))


def test_its_owner_hears_once_that_a_replay_is_ready(
    broadcasts: Broadcasts, ada: Person, grace: Person, stream: TableStream
) -> None:
    """Once the livestream is over and something was recorded; a session that is recorded later tells nothing again."""
    stream_id = broadcasts.begin(ada)
    broadcasts.tells(ada, "Stream Start")

    for seconds in (None, 4.0, 8.0):
        record(stream_id, seconds)
        stream.settle()
        ada.does("endStream", id=stream_id)
        stream.settle()

    (page,) = ada.asks_each("Viewer", "notifications", [{"id": ada.id}])
    (told,) = [each["node"] for each in page["edges"] if each["node"]["kind"] == "REPLAY_READY"]
    assert (told["message"], told["subjectId"]) == ("The replay of “A walk, live” is ready.", stream_id)
    (page,) = grace.asks_each("Viewer", "notifications", [{"id": grace.id}])
    assert page["edges"] == []
