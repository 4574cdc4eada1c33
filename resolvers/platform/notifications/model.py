"""What people are notified of, and what they ask to change of it."""

from enum import StrEnum
from typing import Any, Final, NamedTuple, Self

from pydantic import Field, model_validator

from resolvers.core.appsync import Payload
from resolvers.core.ids import ID, OpaqueID
from resolvers.core.model import Input, Model, Moment, shown_only, stored_only
from resolvers.core.pagination import Connection
from resolvers.platform.event_log.model import Event, Hearers, TopicKind
from resolvers.platform.users.model import User

MARKED_AT_ONCE: Final = 100
CAUSES_KEPT: Final = 10


class NotificationKind(StrEnum):
    """What a notification is about."""

    PROCESSED = "PROCESSED"
    """What you uploaded, such as a photo, is processed and can be seen."""
    PROCESSING_FAILED = "PROCESSING_FAILED"
    """What you uploaded could not be processed, or moderation rejected it."""
    COMMENT = "COMMENT"
    """Someone commented on what you published."""
    REPLY = "REPLY"
    """Someone replied to your comment."""
    LIKE = "LIKE"
    """Someone liked what you published, or your comment."""
    FOLLOW = "FOLLOW"
    """Someone started following you."""
    MENTION = "MENTION"
    """Someone mentioned you in a text, such as a post or a comment."""
    VIDEO_PUBLISHED = "VIDEO_PUBLISHED"
    """A channel whose bell you set published a video."""
    STREAM_STARTED = "STREAM_STARTED"
    """A channel whose bell you set is live, or a livestream that you asked to be reminded of."""
    STREAM_SOON = "STREAM_SOON"
    """A livestream that you asked to be reminded of begins within ten minutes."""
    STREAM_MOVED = "STREAM_MOVED"
    """A livestream that you asked to be reminded of has another time, or none any more."""
    STREAM_CANCELLED = "STREAM_CANCELLED"
    """A livestream that you asked to be reminded of will not take place."""
    REPLAY_READY = "REPLAY_READY"
    """Your livestream can be watched again."""
    REPLAY_WITHHELD = "REPLAY_WITHHELD"
    """The replay of your livestream is not shown, because moderation could not check it."""
    STREAM_REJECTED = "STREAM_REJECTED"
    """Moderation ended your livestream, or withholds its replay."""
    SALE = "SALE"
    """Someone paid for what you sell."""
    SALE_CANCELLED = "SALE_CANCELLED"
    """A buyer cancelled a paid order of something you sell."""
    STOCK_LOW = "STOCK_LOW"
    """Few pieces or seats of something you sell are left after a sale, or none."""
    ORDER_PAID = "ORDER_PAID"
    """Your order is paid."""
    ORDER_SHIPPED = "ORDER_SHIPPED"
    """A seller shipped or confirmed their part of your order."""
    ORDER_REFUNDED = "ORDER_REFUNDED"
    """Money of your order goes back to you."""
    ORDER_EXPIRED = "ORDER_EXPIRED"
    """Your order was not paid in time."""


class Cause(Model):
    """One of the things that a notification tells of, such as one person's like."""

    name: str
    message: str
    actor_id: ID | None = None
    item_id: ID | None = None
    comment_id: ID | None = None


class Notification(Model):
    """A notification about something that concerns you. Those of one kind about one subject are grouped."""

    id: ID = Field(
        description="The ID of the notification. It begins with `notification_` and stays when the group grows."
    )
    user_id: ID = stored_only()
    kind: NotificationKind = Field(description="What the notification is about.")
    count: int = Field(default=1, description="The number of likes or comments in the group; 1 for other kinds.")
    causes: list[Cause] = stored_only(default=[])  # the newest first, at most CAUSES_KEPT
    together: str = stored_only(default="")  # what follows the number in the message of several
    version: int = stored_only(default=1)
    actor_id: ID | None = stored_only(default=None)
    subject_id: ID | None = Field(
        default=None,
        description="The ID of the subject it is about, such as a post. Null if it is not about a subject.",
    )
    item_id: ID | None = Field(
        default=None,
        description="The ID of what was processed, such as a photo, or of the order. Null if it is about neither.",
    )
    comment_id: ID | None = Field(
        default=None, description="The ID of the comment it is about. Null if it is not about a comment."
    )
    message: str = Field(description="A sentence in English that says what happened, as of then.")
    created_at: Moment = Field(description="When it happened last.")
    read_at: Moment | None = Field(
        default=None,
        description="When you marked it as read. Null if it is unread. It is unread again when the group grows.",
    )
    actor: User | None = shown_only("The person who did it last. Null if it was the system.", default=None)


class Notice(NamedTuple):
    """Something to notify one person of, once for its cause; `about` names the subject, comment or processed item.

    Notices of one kind and one `group`, such as a subject's id, are told together if `together` says how: it follows
    their number, as in "people like your post".
    """

    user_id: str
    kind: NotificationKind
    cause: str
    at: Moment
    message: str
    actor_id: str | None
    about: dict[str, Any]
    group: str = ""
    together: str = ""


class NotificationConnection(Connection[Notification]):
    """A page of notifications."""

    events_cursor: OpaqueID | None = Field(
        default=None,
        description="The position in the event log just before this page was read. Pass it "
        "to `eventsSince` to get what happened afterwards.",
    )


class MarkNotificationsReadInput(Input):
    """Input of `markNotificationsRead`. Send either `ids` or `upTo`."""

    ids: list[ID] | None = Field(
        default=None, max_length=MARKED_AT_ONCE, description="The IDs of the notifications, up to 100."
    )
    up_to: ID | None = Field(
        default=None,
        description="The ID of a notification. It and all older ones are marked. "
        "If it is gone, the payload has a `NotFound` error.",
    )

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.ids is None) == (self.up_to is None):
            raise ValueError("Send either `ids` or `upTo`")
        return self


class MarkNotificationsReadPayload(Payload):
    """The result of `markNotificationsRead`."""

    unread_notifications: int | None = Field(default=None, description="The number of unread notifications now.")


class NotificationEvent(Event):
    """A person was notified of something that concerns them."""

    user_id: ID = Field(description="The ID of the person who was notified.")
    notification_id: ID = Field(description="The ID of the notification.")
    kind: NotificationKind = Field(description="What the notification is about.")
    count: int = Field(description="The number of likes or comments in the group; 1 for other kinds.")
    actor_id: ID | None = Field(default=None, description="The person who did it last. Null if it was the system.")
    subject_id: ID | None = Field(
        default=None,
        description="The ID of the subject it is about, such as a post. Null if it is not about a subject.",
    )
    item_id: ID | None = Field(
        default=None,
        description="The ID of what was processed, such as a photo, or of the order. Null if it is about neither.",
    )
    comment_id: ID | None = Field(
        default=None, description="The ID of the comment it is about. Null if it is not about a comment."
    )
    message: str = Field(description="A sentence in English that says what happened.")
    unread: int = Field(description="The number of unread notifications after this event.")


NOTIFICATIONS: Final = TopicKind("notifications", Hearers.PERSON)
