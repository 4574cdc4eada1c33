"""The chat of livestreams: who may do what in it, what was said, and who may not write."""

from enum import StrEnum
from typing import Final

from pydantic import Field

from resolvers.core.ids import ID, OpaqueID
from resolvers.core.model import Model, Moment, shown_only, stored_only
from resolvers.core.pagination import Connection
from resolvers.platform.users.model import User

MOST_CHARACTERS: Final = 500  # of a message: IVS Chat's limit
MOST_SLOW_SECONDS: Final = 300


class ChatRole(StrEnum):
    """What somebody may do in the chat of a livestream."""

    OWNER = "OWNER"
    """Reads, writes at any pace, and moderates."""
    WRITER = "WRITER"
    """Reads and writes."""
    READER = "READER"
    """Reads only: a guest, or somebody who may not write for now."""


class ChatToken(Model):
    """The right to enter the chat of a livestream by Amazon's chat SDK."""

    token: OpaqueID = Field(description="The token for the SDK. It opens a connection within a minute.")
    url: str = Field(description="The address of the chat, for the SDK's `regionOrUrl`.")
    expires_at: Moment = Field(description="When the connection ends. Get another token before.")
    role: ChatRole = Field(description="What you may do there.")
    slow_seconds: int = Field(description="How many seconds must pass between two messages of a person. 0 is no limit.")
    muted_until: Moment | None = Field(default=None, description="Until when you may only read. Null if you may write.")


class ChatMessage(Model):
    """What somebody said in the chat of a livestream."""

    id: ID = Field(description="The ID of the message, the same as the chat SDK's.")
    stream_id: ID = Field(description="The ID of the livestream.")
    author_id: ID = Field(description="The ID of the person who wrote it.")
    body: str = Field(description="The text, on one line.")
    sent_at: Moment = Field(description="When it was sent. Subtract `startedAt` of the livestream to find its place.")
    author: User | None = shown_only("The person who wrote it.", default=None)
    deleted: bool = stored_only(default=False)


class ChatMessageConnection(Connection[ChatMessage]):
    """A page of chat messages."""


class ChatRoom(Model):
    """A person's room at IVS Chat, for all their livestreams, and the pace that they set."""

    arn: str
    reviewer: str  # the function that IVS Chat asks about each message
    slow_seconds: int = 0


class ChatEntry(Model):
    """Somebody got a token for the room of a person, and may be connected to it."""

    user_id: ID
    is_guest: bool = False
    at: Moment


class ChatBan(Model):
    """Somebody may not write in the chats of a person: until a time, or for good where there is none."""

    user_id: ID = Field(description="The ID of the person who may not write.")
    created_at: Moment | None = Field(default=None, description="Since when. Null for bans from before this was kept.")
    until: Moment | None = Field(default=None, description="Until when. Null for good.")
    user: User | None = shown_only("The person who may not write. Null if they are gone.", default=None)

    def holds(self, at: Moment) -> bool:
        return self.until is None or at < self.until


class ChatBanConnection(Connection[ChatBan]):
    """A page of people who may not write in your chats."""
