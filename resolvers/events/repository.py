"""The event log in DynamoDB: entries of a topic in one gapless order, each stream record logged once."""

import time
from collections.abc import Sequence
from typing import Final

from boto3.dynamodb.conditions import Attr, ConditionBase

from resolvers.core import keys, table
from resolvers.core.ids import ID
from resolvers.core.keys import Key
from resolvers.core.model import iso, now
from resolvers.core.table import ABSENT, EXISTS, Check, Put, Update
from resolvers.events.model import Entry, Logged, Topic, TopicKind

KEPT_SECONDS: Final = 7 * 24 * 3600
_SEEN_SECONDS: Final = 3 * 24 * 3600  # the table stream delivers again for at most a day


def get_last(topic: Topic) -> int:
    """Read the sequence of the topic's last entry, 0 where there is none yet."""
    item = table.get(keys.topic_head(topic.name), consistent=True)
    return int(item["last"]) if item else 0


def list_since(topic: Topic, sequence: int, limit: int) -> list[Logged]:
    """Read entries after a sequence, the oldest first."""
    low, high = keys.event(topic.name, sequence + 1), keys.event(topic.name, 10**16 - 1)
    items = table.query(low.pk, low=low.sk, high=high.sk, limit=limit, consistent=True)
    return [Logged.model_validate(item) for item in items]


def get_seen(topic: Topic, records: Sequence[str]) -> dict[str, Logged | None]:
    """Read which records were logged before, each with its entry (None where that has expired)."""
    markers = table.get_many((_marker(topic, each) for each in records), consistent=True)
    sequences = {item["record"]: int(item["sequence"]) for item in markers.values()}
    found = table.get_many((keys.event(topic.name, each) for each in sequences.values()), consistent=True)
    entries = {item["sequence"]: Logged.model_validate(item) for item in found.values()}
    return {record: entries.get(sequence) for record, sequence in sequences.items()}


def append(topic: Topic, after: int, entries: Sequence[Entry]) -> list[Logged]:
    """Write entries after the last one, at most some thirty, all or none.

    Raises `Overtaken` where another writer was faster, or one of the records was logged before, and
    `SubjectGone` where the topic's post is being deleted.
    """
    at = now()
    logged = [
        Logged(id=ID(f"{topic.name}:{place}"), sequence=place, at=at, data=entry.data)
        for place, entry in enumerate(entries, after + 1)
    ]
    markers = [
        _seen(topic, record, place.sequence)
        for entry, place in zip(entries, logged, strict=True)
        for record in entry.records
    ]
    head = {"kind": "Topic", "last": after + len(logged)}
    table.write(
        *_standing(topic),
        Update(keys.topic_head(topic.name), put=head, when=_unmoved(after), refuse=lambda _: Overtaken()),
        *(_kept(topic, each) for each in logged),
        *markers,
    )
    return logged


def remove_some(topic: Topic, limit: int) -> bool:
    """Remove up to `limit` entries of a topic whose subject is gone; True when none is left."""
    found = table.query(keys.topic_head(topic.name).pk, limit=limit, consistent=True)
    table.delete_many([Key(item["PK"], item["SK"]) for item in found])
    return len(found) < limit


class Overtaken(Exception):  # noqa: N818
    """Another writer appended first: read again, then try again."""


class SubjectGone(Exception):  # noqa: N818
    """The topic's post is gone or going: nobody is left to tell."""


def _unmoved(after: int) -> ConditionBase:
    return Attr("last").eq(after) if after else ABSENT


def _kept(topic: Topic, logged: Logged) -> Put:
    values = logged.stored() | {"topic": topic.name}
    return Put(keys.event(topic.name, logged.sequence), "Event", values, expires_at=_in(KEPT_SECONDS))


def _seen(topic: Topic, record: str, sequence: int) -> Put:
    values = {"record": record, "sequence": sequence, "at": iso(now())}
    return Put(_marker(topic, record), "Seen", values, ABSENT, lambda _: Overtaken(), expires_at=_in(_SEEN_SECONDS))


def _marker(topic: Topic, record: str) -> Key:
    return keys.seen(f"{record}:{topic.name}")


def _standing(topic: Topic) -> list[Check]:
    """Require that the post stands, so that nothing is logged behind the back of its removal."""
    if topic.kind == TopicKind.NOTIFICATIONS:
        return []
    stands = EXISTS & Attr("deleting").eq(value=False)
    return [Check(keys.post(topic.subject_id), stands, lambda _: SubjectGone())]


def _in(seconds: int) -> int:
    return int(time.time()) + seconds
