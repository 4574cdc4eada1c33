"""What rooms declare of changes in the table: index rows, events, revocations, clean-up. `subscriptions/` runs it.

A room's `rows.py`, `events.py` and `notices.py` hold functions decorated here. `on` is the kind of items whose
changes they follow, or SUBJECTS for the items of every kind of subject.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from resolvers.core import ids
from resolvers.platform.event_log.change import Change
from resolvers.platform.event_log.model import (
    Draft,
    Event,
    Hearers,
    Logged,
    RevokeAccessInput,
    SubjectEvent,
    Topic,
    TopicKind,
)
from resolvers.platform.event_log.prefetch import Prefetched
from resolvers.platform.subjects import registry

SUBJECTS: Final = "*"

RowsOf = Callable[[Change, Prefetched], None]
CleanupOf = Callable[[Change], None]
EventsOf = Callable[[Change, Prefetched], Iterable[Draft]]
Redact = Callable[[list[Event]], list[Event]]
RevocationsOf = Callable[[Change], Iterable[RevokeAccessInput]]

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class Reaction:
    """A function that follows changes of one kind of items. `subject` and `actor` are the attributes with their ids."""

    on: str
    function: Callable[..., Any]
    subject: str = ""
    coalesce_by: str = ""
    actor: str = ""

    def follows(self, change: Change) -> bool:
        return change.kind == self.on or (self.on == SUBJECTS and change.kind in registry.list_kinds())


@dataclass(frozen=True)
class EventType:
    """A declared event: its model, and the product whose room declared it. Its fields are named after the model."""

    model: type[Event]
    product: str

    @property
    def stem(self) -> str:
        return self.model.__name__.removesuffix("Event")

    @property
    def subscription(self) -> str:
        return f"on{self.stem}"

    @property
    def mutation(self) -> str:
        return f"publish{self.stem}"

    @property
    def has_audience(self) -> bool:
        return issubclass(self.model, SubjectEvent)


rows: Final[list[Reaction]] = []
events: Final[list[Reaction]] = []
revocations: Final[list[Reaction]] = []
cleanups: Final[list[Reaction]] = []
event_types: Final[dict[str, EventType]] = {}
_topics: Final[dict[str, TopicKind]] = {}
_redactions: Final[dict[str, Redact]] = {}


def parse_topic(name: str) -> Topic:
    """Return the topic of a name such as `comments:post_1`; raises `KeyError` for a kind that nobody declared."""
    kind, _, subject_id = name.partition(":")
    return Topic(_topics[kind], subject_id)


def topics_around(subject_id: str) -> list[Topic]:
    """Return every topic that there may be around a subject."""
    kinds = [each for each in _topics.values() if each.hearers != Hearers.PERSON]
    return [each.topic(subject_id) for each in kinds if each.around in {"", ids.kind_of(subject_id)}]


def follow_rows(on: str) -> Callable[[RowsOf], RowsOf]:
    """Declare a function that brings index rows up to date with a change."""

    def declare(function: RowsOf) -> RowsOf:
        rows.append(Reaction(on, function))
        return function

    return declare


def event(
    model: type[Event],
    *,
    on: str,
    topics: Sequence[TopicKind],
    subject: str = "subjectId",
    coalesce_by: str = "",
    actor: str = "",
    redact: Redact | None = None,
) -> Callable[[EventsOf], EventsOf]:
    """Declare an event type with its topics, and the function that makes its events of a change.

    `subject` is the item's attribute with the id of the subject it is about, `actor` the one with who did it. With
    `coalesce_by` the function runs only for the last of a batch's changes with one value of that attribute. `redact`
    takes out of logged events what must not be told any more.
    """

    def declare(function: EventsOf) -> EventsOf:
        declare_event(model, function.__module__.split(".")[-3], topics, redact)
        events.append(Reaction(on, function, subject, coalesce_by, actor))
        return function

    return declare


def declare_event(model: type[Event], product: str, topics: Sequence[TopicKind], redact: Redact | None = None) -> None:
    """Make an event type and its topics known; raises `ValueError` if another topic has the name of one of them."""
    event_types[model.typename()] = EventType(model, product)
    for topic in topics:
        if _topics.setdefault(topic.name, topic) is not topic:
            raise ValueError(f"There are two topics named {topic.name}.")
        if redact:
            _redactions[topic.name] = redact


def revocation(on: str) -> Callable[[RevocationsOf], RevocationsOf]:
    """Declare a function that tells who lost the right to read by a change."""

    def declare(function: RevocationsOf) -> RevocationsOf:
        revocations.append(Reaction(on, function))
        return function

    return declare


def cleanup(on: str) -> Callable[[CleanupOf], CleanupOf]:
    """Declare a function that removes what a change leaves behind; it runs after the change was logged."""

    def declare(function: CleanupOf) -> CleanupOf:
        cleanups.append(Reaction(on, function))
        return function

    return declare


def redact(topic: Topic, events: list[Event]) -> list[Event]:
    """Take out of a topic's events what must not be told any more."""
    found = _redactions.get(topic.kind.name)
    return found(events) if found else events


def event_of(logged: Logged) -> Event:
    """Return a logged entry as the event that clients see."""
    place = {"id": logged.id, "sequence": logged.sequence, "at": logged.at}
    return event_types[logged.data["type"]].model.model_validate(logged.data | place)


def revoke_field(product: str) -> str:
    """Return the mutation that ends subscriptions to a product's events."""
    return f"revoke{product.capitalize()}Access"


def list_revoked_products() -> list[str]:
    """Return the products with events that only some people may hear."""
    return sorted({each.product for each in event_types.values() if each.has_audience})


def list_followed_kinds() -> list[str]:
    """Return the kinds of items whose changes somebody follows."""
    found = {each.on for part in (rows, events, revocations, cleanups) for each in part}
    return sorted(found - {SUBJECTS} | {each for each in registry.list_kinds() if SUBJECTS in found})


def stream_filters() -> list[dict[str, Any]]:
    """Return the event source's filters: everything else, all that the reader itself writes, is left out."""
    kinds = {"kind": {"S": list_followed_kinds()}}
    return [
        {"eventName": ["INSERT", "MODIFY"], "dynamodb": {"NewImage": kinds}},
        {"eventName": ["REMOVE"], "dynamodb": {"OldImage": kinds}},
    ]
