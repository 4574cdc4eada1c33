"""A channel's subscribers hear of a new video: those with a bell, who may watch it, each once."""

from typing import Any

import pytest

from resolvers.core import table
from resolvers.video import keys
from resolvers.video.channels import notices
from tests.fakes.encoders import RememberingEncoder
from tests.people import Person
from tests.resolvers.video.videos.conftest import Processing, TellingModerator, go_live, make_probe_response
from tests.stream import TableStream


@pytest.fixture
def processing(stream: TableStream) -> Processing:
    return Processing(RememberingEncoder(make_probe_response()), TellingModerator())


@pytest.fixture
def channel(stream: TableStream, ada: Person) -> dict[str, Any]:
    created: dict[str, Any] = ada.does("createChannel", handle="adas_walks", title="Ada walks")["channel"]
    return created


def list_messages(person: Person) -> list[str]:
    (page,) = person.asks_each("Viewer", "notifications", [{"id": person.id}])
    return [each["node"]["message"] for each in page["edges"] if each["node"]["kind"] == "VIDEO_PUBLISHED"]


def ring(channel: dict[str, Any], *people: Person) -> None:
    for each in people:
        assert each.does("subscribeToChannel", channelId=channel["id"], bell="ALL")["errors"] == []


def test_only_a_bell_rings(
    processing: Processing, channel: dict[str, Any], ada: Person, grace: Person, linus: Person, stream: TableStream
) -> None:
    """Not for who subscribes quietly, nor for the owner; and nothing is left of having told them."""
    ring(channel, grace)
    linus.does("subscribeToChannel", channelId=channel["id"])

    go_live(processing)
    stream.settle()

    assert list_messages(grace) == ["Ada walks published “A walk”."]
    assert (list_messages(linus), list_messages(ada)) == ([], [])
    assert table.get(keys.announcement(processing.id), consistent=True) is None


def test_a_video_is_announced_once_to_who_may_watch_it(
    processing: Processing, channel: dict[str, Any], ada: Person, grace: Person, linus: Person, stream: TableStream
) -> None:
    """Not while it is private; of one for followers, a subscriber who does not follow hears nothing."""
    ring(channel, grace, linus)
    linus.does("followUser", userId=ada.id)
    ada.does("unpublishVideo", id=processing.id, expectedVersion=1)
    go_live(processing)
    stream.settle()
    assert list_messages(linus) == []

    ada.does("publishVideo", id=processing.id, expectedVersion=2, audience="FOLLOWERS")
    stream.settle()
    assert [len(list_messages(each)) for each in (grace, linus)] == [0, 1]

    for version in (3, 5):
        ada.does("unpublishVideo", id=processing.id, expectedVersion=version)
        stream.settle()
        ada.does("publishVideo", id=processing.id, expectedVersion=version + 1)
        stream.settle()
    assert [len(list_messages(each)) for each in (grace, linus)] == [1, 1]


def test_many_subscribers_are_told_some_at_a_time(
    processing: Processing,
    channel: dict[str, Any],
    grace: Person,
    linus: Person,
    stream: TableStream,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each once, also where the stream delivers everything again."""
    monkeypatch.setattr(notices, "TOLD_AT_ONCE", 1)
    ring(channel, grace, linus)

    go_live(processing)
    stream.settle()
    stream.deliver(stream.delivered)
    stream.settle()

    assert [len(list_messages(each)) for each in (grace, linus)] == [1, 1]
    assert table.get(keys.announcement(processing.id), consistent=True) is None
