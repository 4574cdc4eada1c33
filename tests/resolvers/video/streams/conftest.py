"""Livestreams in memory, a broadcaster that remembers, and the reports that reach the worker."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest

from resolvers.core.model import iso
from resolvers.core.settings import settings
from resolvers.platform.jobs import queue
from resolvers.video.streams import emptying, reports, service
from resolvers.video.videos.rekognition import Unavailable
from tests.fakes.broadcasters import RememberingBroadcaster
from tests.people import Person

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)


@dataclass
class TellingModerator:
    """Refuses pictures whose keys end as it is told, and remembers what it saw; `down` makes so many calls fail."""

    refused: set[str] = field(default_factory=set)
    seen: list[str] = field(default_factory=list)
    down: int = 0
    meanwhile: Callable[[], object] = list

    def is_refused(self, _: str, key: str) -> bool:
        if self.down:
            self.down -= 1
            raise Unavailable
        self.seen.append(key)
        self.meanwhile()
        return any(key.endswith(each) for each in self.refused)


class Broadcasts:
    """A person with an encoder, and what IVS tells of it."""

    def __init__(self, broadcaster: RememberingBroadcaster, queue_url: str) -> None:
        self.broadcaster = broadcaster
        self.queue_url = queue_url
        self.moderator = TellingModerator()

    def create(self, owner: Person, **more: Any) -> dict[str, Any]:
        payload = owner.does("createStream", **{"title": "A walk, live"} | more)
        assert payload["errors"] == []
        stream: dict[str, Any] = payload["stream"]
        return stream

    def begin(self, owner: Person, **more: Any) -> str:
        """Return the ID of a stream that waits for the owner's encoder."""
        assert owner.asks("Mutation", "rotateStreamKey")["errors"] == []
        stream_id: str = self.create(owner, **more)["id"]
        assert owner.does("startStream", id=stream_id)["errors"] == []
        return stream_id

    def tells(self, owner: Person, name: str, session: str = "st-first", seconds: int = 0, **changes: Any) -> None:
        """Let an event of IVS reach the worker."""
        detail = {"event_name": name, "channel_name": owner.id, "stream_id": session}
        channel = self.broadcaster.channels[owner.id]
        event = {"time": iso(NOON + timedelta(seconds=seconds)), "resources": [channel.arn], "detail": detail}
        reports.take_event(event | changes)

    def looks(self, stream_id: str, *, repeats: bool = True) -> None:
        reports.look(stream_id, self.broadcaster, repeats=repeats)

    def count_looks(self) -> int:
        """Return how many messages to look wait in the queue."""
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesDelayed"]
        found = boto3.client("sqs").get_queue_attributes(QueueUrl=self.queue_url, AttributeNames=names)["Attributes"]
        return sum(int(found[name]) for name in names)


def broadcasting(monkeypatch: pytest.MonkeyPatch) -> Broadcasts:
    """Put a queue, a secret and a broadcaster in place of AWS's, on an AWS in memory that has a table."""
    url = boto3.client("sqs").create_queue(QueueName="videos")["QueueUrl"]
    monkeypatch.setenv("VIDEO_QUEUE_URL", url)
    made = boto3.client("secretsmanager").create_secret(Name="playback", SecretString="x" * 64)
    monkeypatch.setenv("PLAYBACK_SECRET_ARN", made["ARN"])
    broadcaster = RememberingBroadcaster()
    monkeypatch.setattr(service, "broadcaster", lambda: broadcaster)
    monkeypatch.setattr(emptying, "closer", lambda: broadcaster)
    for each in (settings, queue.client):
        each.cache_clear()
    return Broadcasts(broadcaster, url)


@pytest.fixture
def broadcasts(the_table: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Broadcasts]:
    yield broadcasting(monkeypatch)
    for each in (settings, queue.client):
        each.cache_clear()
