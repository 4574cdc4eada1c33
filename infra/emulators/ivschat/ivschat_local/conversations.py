"""The rooms in which somebody is: who is connected, what they may say, and one order of it for everybody."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Any, Final

from ivschat_local.connection import Connection
from ivschat_local.errors import (
    DENIED,
    EXPIRED,
    FORBIDDEN,
    INTERNAL,
    LACKS_CAPABILITY,
    NO_ROOM,
    NOT_ACCEPTABLE,
    NOT_FOUND,
    RATE_EXCEEDED,
    TOO_LARGE,
    TOO_MANY_REQUESTS,
    UNAUTHORIZED,
    RequestRefused,
)
from ivschat_local.messages import (
    DELETE_EVENT,
    DISCONNECT_EVENT,
    Sender,
    describe_deletion,
    describe_disconnection,
    encode_error,
    encode_event,
    encode_message,
)
from ivschat_local.rates import CONNECTION_RATE, Clock, Window
from ivschat_local.requests import DELETE_MESSAGE, SEND_MESSAGE, ChatRequest, parse_request
from ivschat_local.review import Invoker, review_message
from ivschat_local.store import Room, Store, draw_id

MOST_IN_REVIEW: Final = 1000  # messages of a room

log = logging.getLogger("ivschat")


class Conversation:
    """The participants of a room, and the messages on their way to them, in the order in which they came."""

    def __init__(self, clock: Clock) -> None:
        self.windows: dict[Connection, Window] = {}
        self.window = Window(clock)
        self.in_review: dict[str, asyncio.Task[None]] = {}  # by message, oldest first

    def broadcast(self, text: str) -> None:
        for connection in [*self.windows]:
            connection.send(text)


class Conversations:
    """Conversations by the ARN of their room; an empty one is forgotten."""

    def __init__(self, store: Store, invoker: Invoker, clock: Clock) -> None:
        self._store = store
        self._invoker = invoker
        self._clock = clock
        self._open: dict[str, Conversation] = {}

    def join(self, connection: Connection) -> None:
        conversation = self._open.setdefault(connection.grant.room_arn, Conversation(self._clock))
        conversation.windows[connection] = Window(self._clock)

    def leave(self, connection: Connection) -> None:
        conversation = self._open.get(connection.grant.room_arn)
        if conversation is not None:
            conversation.windows.pop(connection, None)
            self._forget_empty(connection.grant.room_arn)

    def hear(self, connection: Connection, text: str) -> None:
        """Do what a client asks, or answer it why not."""
        try:
            self._do(connection, text)
        except RequestRefused as refusal:
            connection.send(encode_error(refusal))

    def send_event(
        self, room_arn: str, name: str, attributes: Mapping[str, str] | None, request_id: str | None = None
    ) -> str:
        """Send an event to everybody in a room, and return its ID."""
        event_id = draw_id()
        if room_arn in self._open:
            self._open[room_arn].broadcast(encode_event(event_id, request_id, self._clock(), name, attributes))
        return event_id

    def disconnect(self, room_arn: str, user_id: str, reason: str | None, request_id: str | None = None) -> None:
        """Tell a room that somebody is disconnected, and end their connections to it."""
        self.send_event(room_arn, DISCONNECT_EVENT, describe_disconnection(user_id, reason), request_id)
        conversation = self._open.get(room_arn)
        for connection in [*conversation.windows] if conversation else []:
            if connection.grant.user_id == user_id:
                connection.end()
                self.leave(connection)

    def close(self, room_arn: str) -> None:
        """End every connection to a room."""
        conversation = self._open.pop(room_arn, None)
        for connection in conversation.windows if conversation else ():
            connection.end()

    async def close_all(self) -> None:
        """End every connection, and the reviews that go on."""
        tasks = [task for each in self._open.values() for task in each.in_review.values()]
        for room_arn in [*self._open]:
            self.close(room_arn)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _do(self, connection: Connection, text: str) -> None:
        grant, conversation = connection.grant, self._open.get(connection.grant.room_arn)
        request = parse_request(text)
        window = conversation.windows.get(connection) if conversation is not None else None
        if conversation is None or window is None or self._clock() >= grant.session_expires_at:
            raise RequestRefused(UNAUTHORIZED, EXPIRED, request.request_id)
        if not window.has_room(CONNECTION_RATE):
            raise RequestRefused(TOO_MANY_REQUESTS, RATE_EXCEEDED, request.request_id)
        window.count()
        if request.action not in grant.capabilities:
            raise RequestRefused(FORBIDDEN, LACKS_CAPABILITY, request.request_id)
        room = self._store.find(grant.room_arn)
        if room is None:
            raise RequestRefused(NOT_FOUND, NO_ROOM, request.request_id)
        if request.action == SEND_MESSAGE:
            self._take(connection, conversation, room, request)
        elif request.action == DELETE_MESSAGE:
            attributes = describe_deletion(request.message_id, request.reason)
            self.send_event(room["arn"], DELETE_EVENT, attributes, request.request_id)
        else:
            self.disconnect(room["arn"], request.user_id, request.reason, request.request_id)

    def _take(self, connection: Connection, conversation: Conversation, room: Room, request: ChatRequest) -> None:
        """Take a message for review and delivery; what a client sends too fast costs nobody else a message."""
        longest = room["maximumMessageLength"]
        if len(request.content) > longest:
            raise RequestRefused(TOO_LARGE, f"Content must have {longest} characters or fewer.", request.request_id)
        is_within_rate = conversation.window.has_room(room["maximumMessageRatePerSecond"])
        if not is_within_rate or len(conversation.in_review) >= MOST_IN_REVIEW:
            raise RequestRefused(TOO_MANY_REQUESTS, RATE_EXCEEDED, request.request_id)
        conversation.window.count()
        message_id, before = draw_id(), next(reversed(conversation.in_review.values()), None)
        delivery = self._deliver(connection, conversation, room, request, message_id, before)
        conversation.in_review[message_id] = asyncio.create_task(delivery)

    async def _deliver(
        self,
        connection: Connection,
        conversation: Conversation,
        room: Room,
        request: ChatRequest,
        message_id: str,
        before: asyncio.Task[None] | None,
    ) -> None:
        """Let a message be reviewed beside others, and send it after those that came before it."""
        sent_at, grant = self._clock(), connection.grant
        sender = Sender(grant.user_id, grant.attributes, connection.ip)
        event = _describe_for_review(room, message_id, request, sender)
        try:
            verdict = await review_message(self._invoker, room.get("messageReviewHandler", {}), event)
            if before is not None:
                await asyncio.wait([before])
            if verdict.is_allowed:
                said = (message_id, request.request_id, sent_at, sender, verdict.content, verdict.attributes)
                conversation.broadcast(encode_message(*said))
            else:
                refusal = RequestRefused(NOT_ACCEPTABLE, verdict.reason or DENIED, request.request_id)
                connection.send(encode_error(refusal, message_id))
        except Exception:
            log.exception("Message %s is lost", message_id)
            refusal = RequestRefused(INTERNAL, "The message is lost.", request.request_id)
            connection.send(encode_error(refusal, message_id))
        finally:
            conversation.in_review.pop(message_id, None)
            self._forget_empty(grant.room_arn)

    def _forget_empty(self, room_arn: str) -> None:
        conversation = self._open.get(room_arn)
        if conversation is not None and not conversation.windows and not conversation.in_review:
            del self._open[room_arn]


def _describe_for_review(room: Room, message_id: str, request: ChatRequest, sender: Sender) -> dict[str, Any]:
    return {
        "Content": request.content,
        "MessageId": message_id,
        "RoomArn": room["arn"],
        "Attributes": dict(request.attributes),
        "Sender": {"UserId": sender.user_id, "Ip": sender.ip, "Attributes": dict(sender.attributes)},
    }
