"""Amazon IVS Chat, as far as livestreams need it: a room for each owner, tokens, and what is told to a room."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Protocol

from resolvers.core.model import Moment
from resolvers.video.chat.ivs_chat import client
from resolvers.video.chat.model import MOST_CHARACTERS

SESSION_MINUTES: Final = 15  # after which the right to watch is asked for again
TOKEN_LIFE: Final = timedelta(minutes=1)  # in which a token opens a connection
STAY: Final = timedelta(minutes=SESSION_MINUTES) + TOKEN_LIFE  # the longest that a token lets somebody in
_MESSAGES_A_SECOND: Final = 100  # the most that a room takes


class RoomGone(Exception):  # noqa: N818
    """There is no such room any more: somebody deleted it."""


@dataclass(frozen=True)
class Admission:
    """A token, and when the connection that it opens ends."""

    token: str
    expires_at: Moment


class ChatHost(Protocol):
    """Who carries what is said to everybody in a room."""

    def open_room(self, owner_id: str, reviewer: str) -> str:
        """Return the ARN of a person's room, which is made at the first time and asks this function for review."""

    def admit(self, room_arn: str, user_id: str, attributes: Mapping[str, str], *, writes: bool) -> Admission:
        """Return a token for a person, whose messages carry these attributes, or raise `RoomGone`."""

    def delete_message(self, room_arn: str, message_id: str) -> None:
        """Let everybody in a room take a message away; a room that is gone has nobody in it."""

    def disconnect(self, room_arn: str, user_id: str) -> None:
        """End every connection of a person to a room; a room that is gone has none."""

    def tell(self, room_arn: str, event: str, attributes: Mapping[str, str]) -> None:
        """Send an event to everybody in a room; a room that is gone has nobody in it."""


class IvsChat:
    """Amazon IVS Chat. A room has its owner's ID as its name, so one that a crash left behind is found again."""

    def open_room(self, owner_id: str, reviewer: str) -> str:
        handler = {"uri": reviewer, "fallbackResult": "DENY"}  # nothing is shown that nobody reviewed
        limits = {"maximumMessageLength": MOST_CHARACTERS, "maximumMessageRatePerSecond": _MESSAGES_A_SECOND}
        found = client().list_rooms(name=owner_id, maxResults=1)["rooms"]
        if found:
            client().update_room(identifier=found[0]["arn"], messageReviewHandler=handler, **limits)
            return str(found[0]["arn"])
        return str(client().create_room(name=owner_id, messageReviewHandler=handler, **limits)["arn"])

    def admit(self, room_arn: str, user_id: str, attributes: Mapping[str, str], *, writes: bool) -> Admission:
        try:
            made = client().create_chat_token(
                roomIdentifier=room_arn,
                userId=user_id,
                attributes=dict(attributes),
                # Owners moderate by our mutations, which also keep what they decide.
                capabilities=["SEND_MESSAGE"] if writes else [],
                sessionDurationInMinutes=SESSION_MINUTES,
            )
        except client().exceptions.ResourceNotFoundException as error:
            raise RoomGone from error
        return Admission(made["token"], made["sessionExpirationTime"])

    def delete_message(self, room_arn: str, message_id: str) -> None:
        with suppress(client().exceptions.ResourceNotFoundException):
            client().delete_message(roomIdentifier=room_arn, id=message_id)

    def disconnect(self, room_arn: str, user_id: str) -> None:
        with suppress(client().exceptions.ResourceNotFoundException):
            client().disconnect_user(roomIdentifier=room_arn, userId=user_id)

    def tell(self, room_arn: str, event: str, attributes: Mapping[str, str]) -> None:
        with suppress(client().exceptions.ResourceNotFoundException):
            client().send_event(roomIdentifier=room_arn, eventName=event, attributes=dict(attributes))
