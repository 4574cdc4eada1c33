"""An event, the topic it belongs to, who may hear that topic, and how the log keeps it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final, NamedTuple

from pydantic import Field

from resolvers.core.ids import ID, OpaqueID
from resolvers.core.keys import Key
from resolvers.core.model import Member, Model, Moment
from resolvers.core.pagination import Connection
from resolvers.platform.subjects.model import Audience


class Event(Member):
    """An event of the event log. Events of a topic are numbered without gaps."""

    id: OpaqueID = Field(
        description="The ID of the event. An event can arrive more than once; ignore IDs that you have seen."
    )
    sequence: int = Field(description="The position within the topic: 1, 2, 3 and so on, without gaps.")
    at: Moment = Field(description="When the event was written to the log.")


class SubjectEvent(Event):
    """An event for those who may read a subject."""

    audience: Audience = Field(description="Who may receive the event.")


class EventConnection(Connection[Event]):
    """A page of events, oldest first. `endCursor` is set even on the last page: pass it to `eventsSince` later."""


class RevokeAccessInput(Model):
    """Who lost read access: everybody outside a subject's new audience, or a follower who left."""

    subject_id: ID | None = Field(
        default=None, description="The ID of the subject that lost readers, such as a post. Null if a follower left."
    )
    audience: Audience | None = Field(
        default=None, description="Who may still read the subject. Null if a follower left."
    )
    owner_id: ID | None = Field(
        default=None, description="The ID of the person whose follower left. Null if a subject lost readers."
    )
    viewer_id: ID | None = Field(
        default=None, description="The ID of the follower who left. Null if a subject lost readers."
    )


class AccessRevoked(Model):
    """The result of revoking read access: the subscriptions that ended."""

    subject_id: ID | None = Field(
        default=None, description="The ID of the subject that lost readers, such as a post. Null if a follower left."
    )
    audience: Audience | None = Field(
        default=None, description="Who may still read the subject. Null if a follower left."
    )
    owner_id: ID | None = Field(
        default=None, description="The ID of the person whose follower left. Null if a subject lost readers."
    )
    viewer_id: ID | None = Field(
        default=None, description="The ID of the follower who left. Null if a subject lost readers."
    )


class Hearers(StrEnum):
    """Who may hear a topic: the readers of its subject, only the subject's owner, or only the person it is about."""

    READERS = "READERS"
    OWNER = "OWNER"
    PERSON = "PERSON"


@dataclass(frozen=True)
class TopicKind:
    """A kind of topic: events of one order around each subject, or for each person.

    `around` is the prefix of the IDs of the only kind of subject that has such a topic; by default each has.
    """

    name: str
    hearers: Hearers
    around: str = ""

    def topic(self, subject_id: str) -> "Topic":
        return Topic(self, subject_id)


class Topic(NamedTuple):
    """Events in one order: of a kind, around one subject or for one person."""

    kind: TopicKind
    subject_id: str

    @property
    def name(self) -> str:
        return f"{self.kind.name}:{self.subject_id}"


class Entry(Model):
    """Something to log: what it says, and the stream records it was made of, so that it is logged once."""

    records: tuple[str, ...]
    data: dict[str, Any]


class Logged(Model):
    """An entry in its place; sequences of a topic count 1, 2, 3 without a gap."""

    id: OpaqueID
    sequence: int
    at: Moment
    data: dict[str, Any]


class Counted(NamedTuple):
    """A number that an event tells: it is read with the log, just before the event is written to it."""

    field: str
    key: Key
    attribute: str


class Draft(NamedTuple):
    """An event that has no place in the log yet, and what is counted for it at the last moment."""

    topic: Topic
    entry: Entry
    counted: Counted | None = None


_PLACE: Final = {"id", "sequence", "at"}


def draft(topic: Topic, event: type[Event], *records: str, **fields: object) -> Draft:
    """Make an event that has no place in the log yet, out of the stream records it was made of."""
    made = event.model_validate({"id": "", "sequence": 0, "at": datetime.min.replace(tzinfo=UTC), **fields})
    data = {name: value for name, value in made.to_item().items() if name not in _PLACE}
    return Draft(topic, Entry(records=records, data={"type": event.typename(), **data}))
