"""A livestream that goes on, its chat in memory, and what IVS Chat asks about each message."""

import itertools
from collections.abc import Iterator
from typing import Any

import pytest

from resolvers.core.settings import settings
from resolvers.video.chat import connections, review, service
from resolvers.video.streams import repository
from tests.fakes.chats import Admitted, RememberingChat
from tests.people import FakeContext, Person
from tests.resolvers.video.streams.conftest import Broadcasts, broadcasts  # noqa: F401  a fixture

REVIEWER = "arn:aws:lambda:us-east-1:000000000000:function:review"
_numbers = itertools.count(1)


class Evening:
    """A livestream of Ada's, and its chat."""

    def __init__(self, host: RememberingChat, owner: Person, stream_id: str) -> None:
        self.host = host
        self.owner = owner
        self.stream_id = stream_id

    def enters(self, person: Person) -> dict[str, Any]:
        """Return the payload of somebody who asks for a token."""
        payload: dict[str, Any] = person.does("createChatToken", streamId=self.stream_id)
        return payload

    def admits(self, person: Person) -> Admitted:
        """Return what somebody's token was asked for."""
        return self.host.admitted[self.enters(person)["chatToken"]["token"]]

    def says(self, person: Person, content: str, message_id: str = "") -> dict[str, Any]:
        """Let somebody enter and say something, and return what the review answers."""
        token = self.enters(person)["chatToken"]["token"]
        return self.asks_review(token, content, message_id)

    def asks_review(self, token: str, content: str, message_id: str = "") -> dict[str, Any]:
        admitted = self.host.admitted[token]
        event = {
            "Content": content,
            "MessageId": message_id or f"{next(_numbers):012}",
            "RoomArn": admitted.room_arn,
            "Attributes": {},
            "Sender": {"UserId": admitted.user_id, "Ip": "192.0.2.1", "Attributes": dict(admitted.attributes)},
        }
        answer: dict[str, Any] = review.lambda_handler(event, FakeContext())
        return answer

    def gets_audience(self, audience: str) -> None:
        """Let the owner choose who may watch."""
        version = self.owner.query("stream", id=self.stream_id)["version"]
        changed = self.owner.does("updateStream", id=self.stream_id, expectedVersion=version, audience=audience)
        assert changed["errors"] == []

    def sweeps(self) -> None:
        """Let the worker end the connections of those who may not watch."""
        stream = repository.get(self.stream_id)
        assert stream
        connections.end_lost_connections(stream)

    def reads(self, person: Person, **arguments: Any) -> list[dict[str, Any]]:
        """Return what somebody reads of the chat, beside the stream."""
        stream = person.query("stream", id=self.stream_id)
        (page,) = person.asks_each("Stream", "chatMessages", [stream], **arguments)
        return [each["node"] for each in page["edges"]]

    def texts(self, person: Person) -> list[str]:
        return [each["body"] for each in self.reads(person)]


@pytest.fixture
def evening(broadcasts: Broadcasts, ada: Person, monkeypatch: pytest.MonkeyPatch) -> Iterator[Evening]:  # noqa: F811
    host = RememberingChat()
    monkeypatch.setattr(service, "host", lambda: host)
    monkeypatch.setattr(connections, "doorkeeper", lambda: host)
    monkeypatch.setenv("CHAT_URL", "wss://chat.example")
    monkeypatch.setenv("CHAT_REVIEW_ARN", REVIEWER)
    settings.cache_clear()
    stream_id = broadcasts.begin(ada)
    broadcasts.tells(ada, "Stream Start")
    yield Evening(host, ada, stream_id)
    settings.cache_clear()
