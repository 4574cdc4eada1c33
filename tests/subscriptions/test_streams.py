"""A channel's subscribers hear that it is live, and those who may watch hear how the stream goes."""

import pytest

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
