"""What subscribers hear: one small type per topic, with ids and absolute counts, nothing that depends on the viewer."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from pydantic import Field

from resolvers.core.ids import ID
from resolvers.core.model import Member, Model, Moment
from resolvers.core.pagination import Connection
from resolvers.events.model import Audience, Entry, Logged
from resolvers.media.job import StepStatus
from resolvers.media.model import (
    PhotoFailure,
    PhotoLabel,
    PhotoModeration,
    PhotoState,
    PhotoStepName,
    PhotoText,
)
from resolvers.notifications.model import NotificationKind


class CommentEventKind(StrEnum):
    """What became of a comment."""

    ADDED = "ADDED"
    EDITED = "EDITED"
    DELETED = "DELETED"


class Event(Member):
    """Something that happened, in its place among all that happened in its topic."""

    id: ID = Field(description="Unique: drop events whose id you know.")
    sequence: int = Field(description="Counts 1, 2, 3 within a topic, without a gap.")
    at: Moment = Field(description="When it was logged.")


class PhotoProcessingEvent(Event):
    """A step of a photo's processing."""

    audience: Audience = Field(description="Who it is for.")
    post_id: ID = Field(description="The post.")
    photo_id: ID = Field(description="The photo.")
    step: PhotoStepName = Field(description="The step that moved.")
    status: StepStatus = Field(description="Where it moved to.")
    attempt: int = Field(description="In which attempt.")
    photo_state: PhotoState = Field(description="Where the photo is now.")
    failure: PhotoFailure | None = Field(default=None, description="Why it failed; told to the author alone.")
    labels: list[PhotoLabel] | None = Field(
        default=None, description="What the AI sees; readers hear it once the photo is live."
    )
    text: list[PhotoText] | None = Field(
        default=None, description="What the AI reads; readers hear it once the photo is live."
    )
    moderation: PhotoModeration | None = Field(
        default=None, description="What moderation says; readers hear it once the photo is live."
    )


class CommentEvent(Event):
    """A comment was added, edited or deleted."""

    audience: Audience = Field(description="Who it is for.")
    post_id: ID = Field(description="The post.")
    comment_id: ID = Field(description="The comment.")
    parent_id: ID | None = Field(default=None, description="The comment it replies to.")
    author_id: ID = Field(description="Who wrote it.")
    kind: CommentEventKind = Field(description="What became of it.")
    body: str | None = Field(default=None, description="Its text, plain; null once deleted.")
    comments: int = Field(description="How many comments the post has now.")


class LikesEvent(Event):
    """The number of people who like something changed."""

    audience: Audience = Field(description="Who it is for.")
    post_id: ID = Field(description="The post, or the one the comment stands under.")
    subject_id: ID = Field(description="The post or comment.")
    likes: int = Field(description="How many like it now.")


class NotificationEvent(Event):
    """A person was notified of something."""

    user_id: ID = Field(description="Who was notified.")
    notification_id: ID = Field(description="The notification.")
    kind: NotificationKind = Field(description="What happened.")
    actor_id: ID | None = Field(default=None, description="Who did it; null for what the system did.")
    post_id: ID | None = Field(default=None, description="The post it is about.")
    photo_id: ID | None = Field(default=None, description="The photo it is about.")
    comment_id: ID | None = Field(default=None, description="The comment it is about.")
    message: str = Field(description="A sentence for people.")
    unread: int = Field(description="How many notifications are unread now.")


class EventConnection(Connection[Event]):
    """A page of events, the oldest first. `endCursor` continues, also after the last one."""


class RevokeAccessInput(Model):
    """Who lost the right to read: everybody beyond a post's new reach, or a follower who left."""

    post_id: ID | None = Field(default=None, description="The post that lost readers.")
    reach: Audience | None = Field(default=None, description="Who may still read that post.")
    author_id: ID | None = Field(default=None, description="Whose follower left.")
    viewer_id: ID | None = Field(default=None, description="The follower who left.")


class AccessRevoked(Model):
    """Whose subscriptions were ended."""

    post_id: ID | None = Field(default=None, description="The post that lost readers.")
    reach: Audience | None = Field(default=None, description="Who may still read that post.")
    author_id: ID | None = Field(default=None, description="Whose follower left.")
    viewer_id: ID | None = Field(default=None, description="The follower who left.")


TYPES: Final[dict[str, type[Event]]] = {
    each.typename(): each for each in (PhotoProcessingEvent, CommentEvent, LikesEvent, NotificationEvent)
}
_PLACE: Final = {"id", "sequence", "at"}


def entry(kind: type[Event], /, *records: str, **says: object) -> Entry:
    """Make an entry for the log of an event that has no place yet."""
    event = kind.model_validate({"id": "", "sequence": 0, "at": datetime.min.replace(tzinfo=UTC), **says})
    data = {name: value for name, value in event.stored().items() if name not in _PLACE}
    return Entry(records=records, data={"type": kind.typename(), **data})


def event(logged: Logged) -> Event:
    """Return a logged entry as the event that clients see."""
    place = {"id": logged.id, "sequence": logged.sequence, "at": logged.at}
    return TYPES[logged.data["type"]].model_validate(logged.data | place)
