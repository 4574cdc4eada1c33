"""The event log in DynamoDB: entries of a topic in one gapless order, each stream record logged once."""

import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from boto3.dynamodb.conditions import Attr, ConditionBase

from resolvers.core import table
from resolvers.core.ids import OpaqueID
from resolvers.core.keys import Key, marker
from resolvers.core.model import iso, now
from resolvers.core.table import ABSENT, Check, Item, Put, Update, refuse_stale
from resolvers.platform import keys
from resolvers.platform.event_log.model import Entry, Hearers, Logged, Topic
from resolvers.platform.subjects import guards

KEPT_SECONDS: Final = 7 * 24 * 3600
_SEEN_SECONDS: Final = 3 * 24 * 3600  # the table stream delivers again for at most a day


def get_last(topic: Topic) -> int:
    """Read the sequence of the topic's last entry, 0 where there is none yet."""
    return get_all_last([topic])[topic.name]


def get_all_last(topics: Iterable[Topic]) -> dict[str, int]:
    """Read the sequences of these topics' last entries in one batch, by the topic's name."""
    heads = {each.name: keys.topic_head(each.name) for each in topics}
    found = table.get_many(heads.values(), consistent=True)
    return {name: int(found[head]["last"]) if head in found else 0 for name, head in heads.items()}


def read_last(topic: Topic, found: Mapping[Key, Item]) -> int:
    """Return the sequence of the topic's last entry, whose place is among items that were read."""
    return int(found.get(keys.topic_head(topic.name), {}).get("last", 0))


def list_since(topic: Topic, sequence: int, limit: int) -> list[Logged]:
    """Read entries after a sequence, the oldest first."""
    low, high = keys.event(topic.name, sequence + 1), keys.event(topic.name, 10**16 - 1)
    items = table.query(low.pk, low=low.sk, high=high.sk, limit=limit, consistent=True)
    return [Logged.model_validate(item) for item in items]


class Position(NamedTuple):
    """Where a topic's log is, and the places of those records that were logged before."""

    last: int
    seen: dict[str, int]


def read_positions(
    records: Mapping[Topic, Sequence[str]], beside: Iterable[Key] = ()
) -> tuple[dict[Topic, Position], dict[Key, Item]]:
    """Read where the topics are for these records, and the items of other keys, all in one batch, consistently."""
    heads = {topic: keys.topic_head(topic.name) for topic in records}
    markers = {topic: [_marker(topic, each) for each in found] for topic, found in records.items()}
    wanted = [*heads.values(), *(key for found in markers.values() for key in found), *beside]
    found = table.get_many(wanted, consistent=True)
    return {
        topic: Position(
            int(found.get(head, {}).get("last", 0)),
            {found[key]["record"]: int(found[key]["sequence"]) for key in markers[topic] if key in found},
        )
        for topic, head in heads.items()
    }, found


def get_entries(topic: Topic, sequences: Mapping[str, int]) -> dict[str, Logged | None]:
    """Read the entries of records by their places; None where one has expired."""
    found = table.get_many((keys.event(topic.name, each) for each in sequences.values()), consistent=True)
    entries = {item["sequence"]: Logged.model_validate(item) for item in found.values()}
    return {record: entries.get(sequence) for record, sequence in sequences.items()}


def append(topic: Topic, after: int, entries: Sequence[Entry]) -> list[Logged]:
    """Write entries after the last one, at most some thirty, all or none.

    Raises `StaleItem` where another writer was faster, or one of the records was logged before, and
    `SubjectGone` where the topic's subject is being deleted.
    """
    at = now()
    logged = [
        Logged(id=OpaqueID(f"{topic.name}:{place}"), sequence=place, at=at, data=entry.data)
        for place, entry in enumerate(entries, after + 1)
    ]
    markers = [
        _put_marker(topic, record, place.sequence)
        for entry, place in zip(entries, logged, strict=True)
        for record in entry.records
    ]
    head = {"kind": "Topic", "last": after + len(logged)}
    table.write(
        *_require_subject(topic),
        Update(keys.topic_head(topic.name), put=head, when=_require_last(after), refuse=refuse_stale),
        *(_put_event(topic, each) for each in logged),
        *markers,
    )
    return logged


def remove_some(topic: Topic, limit: int) -> bool:
    """Remove up to `limit` entries of a topic whose subject is gone; True when none is left."""
    found = table.query(keys.topic_head(topic.name).pk, limit=limit, consistent=True)
    table.delete_many([Key(item["PK"], item["SK"]) for item in found])
    return len(found) < limit


class SubjectGone(Exception):  # noqa: N818
    """The topic's subject is gone or being deleted: nobody is left to tell."""


def _require_last(after: int) -> ConditionBase:
    return Attr("last").eq(after) if after else ABSENT


def _put_event(topic: Topic, logged: Logged) -> Put:
    values = logged.to_item() | {"topic": topic.name}
    return Put(keys.event(topic.name, logged.sequence), "Event", values, expires_at=_add_to_now(KEPT_SECONDS))


def _put_marker(topic: Topic, record: str, sequence: int) -> Put:
    values = {"record": record, "sequence": sequence, "at": iso(now())}
    return Put(_marker(topic, record), "Seen", values, ABSENT, refuse_stale, expires_at=_add_to_now(_SEEN_SECONDS))


def _marker(topic: Topic, record: str) -> Key:
    return marker(f"{record}:{topic.name}")


def _require_subject(topic: Topic) -> list[Check]:
    """Require that the subject is not being deleted, so that nothing is logged while its events are removed."""
    if topic.kind.hearers == Hearers.PERSON:
        return []
    return [guards.require_subject(topic.subject_id, SubjectGone())]


def _add_to_now(seconds: int) -> int:
    return int(time.time()) + seconds
