"""What a person is told happened around them, and what they ask to change of it."""

from enum import StrEnum
from typing import Final, Self

from pydantic import Field, model_validator

from resolvers.core.appsync import Payload
from resolvers.core.ids import ID
from resolvers.core.model import Input, Model, Moment, hidden, shown_only
from resolvers.core.pagination import Connection
from resolvers.users.model import User

MARKED_AT_ONCE: Final = 100


class NotificationKind(StrEnum):
    """What happened."""

    PHOTO_LIVE = "PHOTO_LIVE"
    PHOTO_FAILED = "PHOTO_FAILED"
    COMMENT = "COMMENT"
    REPLY = "REPLY"
    LIKE = "LIKE"
    FOLLOW = "FOLLOW"
    MENTION = "MENTION"


class Notification(Model):
    """Something that happened around a person, told once."""

    id: ID = Field(description="Begins with `notification_`.")
    user_id: ID = hidden()
    kind: NotificationKind = Field(description="What happened.")
    actor_id: ID | None = hidden(default=None)
    post_id: ID | None = Field(default=None, description="The post it is about.")
    photo_id: ID | None = Field(default=None, description="The photo it is about.")
    comment_id: ID | None = Field(default=None, description="The comment it is about.")
    message: str = Field(description="A sentence for people, as it was when it happened.")
    created_at: Moment = Field(description="When it happened.")
    read_at: Moment | None = Field(default=None, description="When it was marked read; null until then.")
    actor: User | None = shown_only("Who did it; null for what the system did.", default=None)


class NotificationConnection(Connection[Notification]):
    """A page of notifications."""

    events_cursor: ID | None = Field(
        default=None, description="The place in the event log before this page was read: continue with `eventsSince`."
    )


class MarkNotificationsReadInput(Input):
    """Which notifications were read: some by id, or one and all before it."""

    ids: list[ID] | None = Field(default=None, max_length=MARKED_AT_ONCE, description="These, up to 100.")
    up_to: ID | None = Field(default=None, description="This one and every older one.")

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.ids is None) == (self.up_to is None):
            raise ValueError("Send either `ids` or `upTo`")
        return self


class MarkNotificationsReadPayload(Payload):
    """What is left to read."""

    unread_notifications: int | None = Field(default=None, description="How many are unread now.")
