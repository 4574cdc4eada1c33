"""What IVS Chat asks before anybody sees a message: it is judged, and kept for the replay.

Source: Amazon IVS Chat User Guide, "Chat Message Review Handler". A room asks with `fallbackResult: DENY`, so a
message that is not answered in time is shown to nobody.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import Field

from resolvers.core import observability, text
from resolvers.core.identity import Caller
from resolvers.core.ids import ID
from resolvers.core.model import Model, now
from resolvers.core.observability import logger
from resolvers.platform.subjects.service import may_read
from resolvers.video.chat import repository
from resolvers.video.chat.model import ChatMessage
from resolvers.video.chat.repository import Paced
from resolvers.video.chat.rules import UNIQUE, ChatRefusal, judge_body
from resolvers.video.streams.model import OPEN, guard_of

Answer = dict[str, Any]


class SenderAttributes(Model):
    """What our token says of a sender; nobody else can say it."""

    stream_id: ID
    owner_id: ID


class Sender(Model):
    """Who sends a message."""

    user_id: ID = Field(alias="UserId")
    attributes: SenderAttributes = Field(alias="Attributes")


class ReviewedMessage(Model):
    """A message that waits for its review."""

    id: ID = Field(alias="MessageId")
    content: str = Field(alias="Content")
    sender: Sender = Field(alias="Sender")


def review(message: ReviewedMessage) -> Answer:
    """Allow a message, on one clean line, and keep it; or deny it with a reason."""
    body, told = text.clean_line(message.content), message.sender.attributes
    refusal = _judge(message, body)
    if refusal:
        logger.info("chat message denied", extra={"reason": refusal, "stream_id": told.stream_id})
        return {"ReviewResult": "DENY", "Content": "", "Attributes": {"Reason": refusal.value}}
    return {"ReviewResult": "ALLOW", "Content": body, "Attributes": {"streamId": told.stream_id}}


def _judge(message: ReviewedMessage, body: str) -> ChatRefusal | None:
    """Return why a message is refused, or None when it is kept."""
    told, author_id, at = message.sender.attributes, message.sender.user_id, now()
    is_owner = author_id == told.owner_id
    refusal = judge_body(body, is_owner=is_owner)
    if refusal:
        return refusal
    stream, room, ban, is_follower = repository.read_circumstances(told.stream_id, told.owner_id, author_id)
    if not stream or stream.deleting or stream.state not in OPEN:
        return ChatRefusal.CLOSED
    if not may_read(Caller(id=author_id), guard_of(stream), {stream.owner_id} if is_follower else set()):
        return ChatRefusal.CLOSED
    if ban and ban.holds(at):
        return ChatRefusal.BANNED
    slow = timedelta(seconds=0 if is_owner or not room else room.slow_seconds)
    kept = ChatMessage(id=message.id, stream_id=told.stream_id, author_id=author_id, body=body, sent_at=at)
    match = text.match_key(body)
    try:
        repository.add_message(kept, match, slow=slow, unique=timedelta(0) if is_owner else UNIQUE)
    except Paced as paced:
        return ChatRefusal.REPEATED if paced.last.get("match") == match else ChatRefusal.SLOW
    return None


@observability.entry()
def lambda_handler(event: Mapping[str, Any], _: LambdaContext) -> Answer:
    """Review one message."""
    return review(ReviewedMessage.model_validate(event))
