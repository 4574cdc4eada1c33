"""With a channel everything goes that belongs to it, whatever breaks off on the way; what others have stays."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from resolvers.core import observability, storage, table
from resolvers.core.model import iso, now
from resolvers.platform import keys as platform_keys
from resolvers.platform.jobs import queue
from resolvers.video import keys
from resolvers.video.channels import emptying
from resolvers.video.channels import repository as channels
from resolvers.video.chat import emptying as chat_emptying
from resolvers.video.chat import repository as chat
from resolvers.video.chat import service as chat_service
from resolvers.video.streams import repository as streams
from resolvers.video.subscribers import repository as subscribers
from resolvers.video.videos import repository as videos
from tests.fakes.chats import RememberingChat
from tests.fakes.encoders import RememberingEncoder
from tests.people import Person
from tests.resolvers.video.streams.conftest import Broadcasts, broadcasting
from tests.resolvers.video.videos.conftest import (
    BUCKET,
    Processing,
    TellingModerator,
    VideoQueue,
    go_live,
    make_probe_response,
)
from tests.stream import TableStream, scan

STEPS = (
    (videos, "mark_deleting"),
    (streams, "mark_deleting"),
    (chat, "remove_bans"),
    (chat, "remove_entries"),
    (subscribers, "remove_some"),
    (streams, "remove_ingest"),
    (chat, "remove_room"),
    (channels, "remove_handle"),
    (channels, "remove"),
)


class Everything:
    """Ada's channel with all that it can have, the worker's messages, and the table's stream."""

    def __init__(self, ada: Person, stream: TableStream, broadcasts: Broadcasts, processing: Processing) -> None:
        self.ada, self.stream, self.broadcasts, self.processing = ada, stream, broadcasts, processing
        self.sent: list[dict[str, Any]] = []
        self.queue = VideoQueue(processing, broadcasts.queue_url)
        self.chat = RememberingChat()
        self.channel_id = str(ada.does("createChannel", handle="adas_walks", title="Ada walks")["channel"]["id"])

    def fill(self, *subscribed: Person) -> None:
        """Give the channel videos, livestreams in each state, a chat, subscribers, and a handle that it gave up."""
        ada = self.ada
        go_live(self.processing)
        ada.does("createVideoUpload", title="Another", contentType="video/mp4", bytes=1000)
        for person, bell in zip(subscribed, ("ALL", "NONE"), strict=True):
            person.does("subscribeToChannel", channelId=self.channel_id, bell=bell)
            person.does("like", subjectId=self.processing.id)
            person.does("addComment", subjectId=self.processing.id, body="How calm.")
        over = self.broadcasts.begin(ada)
        self.broadcasts.tells(ada, "Stream Start")
        for person in subscribed:
            assert person.does("createChatToken", streamId=over)["errors"] == []
            assert ada.does("banFromChat", streamId=over, userId=person.id)["errors"] == []
        ada.does("endStream", id=over)
        later = self.broadcasts.create(ada, scheduledFor=iso(now() + timedelta(days=1)))["id"]
        subscribed[0].does("addStreamReminder", streamId=later)
        assert ada.does("updateChannel", expectedVersion=1, handle="ada_slowly")["errors"] == []
        self.stream.settle()

    def delete(self) -> dict[str, Any]:
        payload: dict[str, Any] = self.ada.does("deleteChannel", id=self.channel_id)
        return payload

    def work(self) -> int:
        """Deliver the worker's messages, those that failed again, until nothing follows; return how many failed."""
        failed = 0
        while self.sent:
            message = self.sent.pop(0)
            if self.queue.deliver(message):
                failed += 1
                self.sent.append(message)
            self.stream.settle()
        return failed

    def list_left(self) -> list[str]:
        """Return the keys of rows that are left of the channel and what it shows, and do not expire."""
        marks = (
            "CHANNEL#",
            "SUBSCRIBES#",
            "BELLS#",
            "QUIET#",
            "VIDEO",
            "STREAM",
            "REMINDERS#",
            "ANNOUNCEMENT#",
            "CHATROOM",
            "CHATBAN#",
        )
        kept = [key for key, item in scan().items() if "expiresAt" not in item]
        return [key for key in kept if any(mark in key for mark in (*marks, "adas_walks", "ada_slowly", "INGEST"))]


@pytest.fixture
def everything(stream: TableStream, ada: Person, monkeypatch: pytest.MonkeyPatch) -> Everything:
    monkeypatch.setattr(observability.metrics, "namespace", "Waymark")  # read from the environment at import
    monkeypatch.setenv("MAX_RECEIVES", "5")
    broadcasts = broadcasting(monkeypatch)
    made = Everything(
        ada, stream, broadcasts, Processing(RememberingEncoder(make_probe_response()), TellingModerator())
    )

    def send(_: str, body: str, **__: Any) -> None:
        message = json.loads(body)
        if "Removal" in message["source"] or message["source"] == "waymark.removal":
            made.sent.append(message)

    monkeypatch.setattr(queue, "send", send)
    monkeypatch.setattr(chat_service, "host", lambda: made.chat)
    monkeypatch.setattr(chat_emptying, "demolisher", lambda: made.chat)
    return made


def codes(payload: dict[str, Any]) -> list[str]:
    return [each["code"] for each in payload["errors"]]


def test_everything_of_a_channel_goes_with_it(everything: Everything, grace: Person, linus: Person) -> None:
    """Subscriptions, also without a bell, videos and livestreams with all that is under them, handles and the key."""
    everything.fill(grace, linus)
    storage.client().put_object(Bucket=BUCKET, Key=everything.processing.video.original, Body=b"film")
    arn = everything.broadcasts.broadcaster.channels[everything.ada.id].arn
    assert arn in everything.broadcasts.broadcaster.keys
    assert everything.chat.reviewers

    assert everything.delete() == {"deletedId": everything.channel_id, "errors": []}
    assert grace.query("channel", handle="ada_slowly") is None
    assert everything.work() == 0

    assert everything.list_left() == []
    assert "Versions" not in storage.client().list_object_versions(Bucket=BUCKET)
    assert arn not in everything.broadcasts.broadcaster.keys
    assert everything.chat.reviewers == {}
    assert chat.list_entries(everything.ada.id) == []
    assert grace.query("user", handle="adas_walks") is None
    assert [grace.asks_each("Viewer", "subscriptions", [{}])[0]["edges"]] == [[]]
    (page,) = linus.asks_each("Viewer", "notifications", [{"id": linus.id}])
    assert page["edges"] == []
    again = grace.does("createChannel", handle="adas_walks", title="Mine")
    assert again["errors"] == []


def test_a_removal_that_breaks_off_at_any_step_goes_on(
    everything: Everything, grace: Person, linus: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before each write, and just after it; a message that comes once more at the end finds nothing to do."""
    monkeypatch.setattr(emptying, "REMOVED_AT_ONCE", 1)
    everything.fill(grace, linus)
    for module, name in STEPS:
        monkeypatch.setattr(module, name, _break(getattr(module, name)))

    everything.delete()
    (message,) = everything.sent

    assert everything.work() == 2 * len(STEPS)
    assert everything.list_left() == []
    everything.sent.append(message)
    assert everything.work() == 0


def _break(write: Callable[..., Any]) -> Callable[..., Any]:
    """Return a write that fails twice: the first time before it is done, the second time afterwards."""
    calls = iter((True, False))

    def fail(*arguments: Any, **options: Any) -> Any:
        is_before = next(calls, None)
        if is_before:
            raise ConnectionError
        done = write(*arguments, **options)
        if is_before is False:
            raise ConnectionError
        return done

    return fail


def test_what_the_owner_makes_afterwards_stays(everything: Everything, grace: Person, linus: Person) -> None:
    """A new channel has to wait until the old one is gone; nobody subscribes to one that is going."""
    everything.fill(grace, linus)
    everything.delete()

    later = everything.ada.does("createVideoUpload", title="New", contentType="video/mp4", bytes=1000)["video"]["id"]
    stream_id = everything.broadcasts.create(everything.ada)["id"]
    assert codes(everything.ada.does("banFromChat", streamId=stream_id, userId=linus.id)) == []
    assert codes(everything.ada.does("createChannel", handle="ada_again", title="New")) == ["INVALID_INPUT"]
    assert codes(linus.does("subscribeToChannel", channelId=everything.channel_id)) == ["NOT_FOUND"]
    assert codes(everything.delete()) == []  # while that goes on, again changes nothing
    assert everything.work() == 0

    assert videos.get(later)
    assert [each.user_id for each in chat.list_all_bans(everything.ada.id)] == [linus.id]
    channel = everything.ada.does("createChannel", handle="ada_again", title="New")["channel"]
    assert channel["counts"] == {"subscribers": 0}
    assert table.get(platform_keys.counts(channel["id"])) is None


def test_only_its_owner_deletes_a_channel_and_not_while_live(everything: Everything, grace: Person) -> None:
    assert codes(grace.does("deleteChannel", id=everything.channel_id)) == ["FORBIDDEN"]
    for unknown in ("channel_nobody", keys.channel_id(grace.id), "video_1"):
        assert codes(grace.does("deleteChannel", id=unknown)) == ["NOT_FOUND"], unknown

    stream_id = everything.broadcasts.begin(everything.ada)
    assert codes(everything.delete()) == ["INVALID_INPUT"]
    assert everything.work() == 0  # the message of the refused deletion finds a channel that stays
    assert streams.get(stream_id)
    everything.ada.does("endStream", id=stream_id)

    assert codes(everything.delete()) == []
    assert everything.work() == 0
    assert codes(everything.delete()) == ["NOT_FOUND"]
