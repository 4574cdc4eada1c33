"""Livestreams of the small world with their chats, whose encoder and IVS are in memory."""

from typing import Any

from resolvers.core.model import iso, now
from resolvers.video.chat import review
from resolvers.video.streams import reports, service
from tests.people import FakeContext, Person

MESSAGE_ID = "Message00001"


def announce(owner: Person, **more: Any) -> str:
    """Return the ID of a new livestream whose owner has a stream key."""
    assert owner.asks("Mutation", "rotateStreamKey")["errors"] == []
    return str(owner.does("createStream", title="A walk, live", **more)["stream"]["id"])


def go_live(owner: Person) -> str:
    """Return the ID of a livestream that can be watched; the one before is ended."""
    stream_id = announce(owner)
    found = owner.asks_each("Viewer", "streams", [{"id": owner.id}])[0]
    for edge in found["edges"]:
        if edge["node"]["state"] == "LIVE":
            owner.does("endStream", id=edge["node"]["id"])
    assert owner.does("startStream", id=stream_id)["errors"] == []
    channel = service.broadcaster().open_channel(owner.id)
    detail = {"event_name": "Stream Start", "channel_name": owner.id, "stream_id": f"st-{stream_id[-23:]}"}
    reports.take_event({"time": iso(now()), "resources": [channel.arn], "detail": detail})
    return stream_id


def chat(owner: Person, author: Person) -> str:
    """Return the ID of a livestream that can be watched, in whose chat somebody said something."""
    stream_id = go_live(owner)
    assert owner.does("createChatToken", streamId=stream_id)["errors"] == []
    sender = {"UserId": author.id, "Attributes": {"streamId": stream_id, "ownerId": owner.id}}
    event = {"MessageId": MESSAGE_ID, "Content": "How calm the water is.", "Sender": sender}
    assert review.lambda_handler(event, FakeContext())["ReviewResult"] == "ALLOW"
    return stream_id
