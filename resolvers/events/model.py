"""An event as the log keeps it, the topic it belongs to, and who it is for."""

from enum import StrEnum
from typing import Any, NamedTuple

from resolvers.core.ids import ID
from resolvers.core.model import Model, Moment


class Audience(StrEnum):
    """Who an event is for: everybody, the author's followers, or the author alone."""

    PUBLIC = "PUBLIC"
    FOLLOWERS = "FOLLOWERS"
    AUTHOR = "AUTHOR"


class TopicKind(StrEnum):
    """What a topic tells of. Photos are told twice: to readers, and to the author with every reason."""

    PHOTOS = "photos"
    OWN_PHOTOS = "ownPhotos"
    COMMENTS = "comments"
    LIKES = "likes"
    NOTIFICATIONS = "notifications"


class Topic(NamedTuple):
    """Events in one order: of a kind, around one post (or one person, for notifications)."""

    kind: TopicKind
    subject_id: str

    @property
    def name(self) -> str:
        return f"{self.kind}:{self.subject_id}"

    @classmethod
    def named(cls, name: str) -> "Topic":
        kind, _, subject_id = name.partition(":")
        return cls(TopicKind(kind), subject_id)


class Entry(Model):
    """Something to log: what it says, and the stream records it was made of, so that it is logged once."""

    records: tuple[str, ...]
    data: dict[str, Any]


class Logged(Model):
    """An entry in its place; sequences of a topic count 1, 2, 3 without a gap."""

    id: ID
    sequence: int
    at: Moment
    data: dict[str, Any]
