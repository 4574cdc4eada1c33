"""The event log: what happened, in order, so that clients can catch up."""

import random
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from resolvers.core import pagination
from resolvers.core.errors import InvalidCursor, Throttled
from resolvers.core.identity import Caller
from resolvers.core.ids import OpaqueID
from resolvers.core.items import Item
from resolvers.core.keys import Key
from resolvers.core.pagination import Slice
from resolvers.core.table import StaleItem
from resolvers.platform.event_log import repository
from resolvers.platform.event_log.declarations import parse_topic
from resolvers.platform.event_log.model import Draft, Entry, Logged, Topic
from resolvers.platform.event_log.repository import Position

_AT_ONCE: Final = 30  # entries of one transaction: each is an item and a marker for every record it is made of
_RECORDS_AT_ONCE: Final = 60
_ATTEMPTS: Final = 12
_REMOVED_AT_ONCE: Final = 300


def cursor(viewer: Caller, topic: Topic, parent: Mapping[str, Any] | None = None) -> OpaqueID:
    """Return the place after the topic's last event, only for this viewer. Take it before reading the page.

    A parent that was read after the log says where the log was.
    """
    known = (parent or {}).get("logged") or {}
    last = known[topic.name] if topic.name in known else repository.get_last(topic)
    return pagination.seal(scope(viewer), place(topic, last))


def cursor_at(viewer: Caller, topic: Topic, found: Mapping[Key, Item]) -> OpaqueID:
    """Return the place after the topic's last event, whose head is among items that were read beside others."""
    return pagination.seal(scope(viewer), place(topic, repository.read_last(topic, found)))


def list_last(topics: Iterable[Topic]) -> dict[str, int]:
    """Return where topics are, by name, in one batch."""
    return repository.get_all_last(topics)


def open_cursor(viewer: Caller, cursor: str) -> tuple[Topic, int]:
    """Return the topic and sequence a cursor stands for, or raise `InvalidCursor` where it is another's."""
    name, _, sequence = pagination.unseal(scope(viewer), cursor).rpartition("@")
    return parse_topic(name), int(sequence)


def place(topic: Topic, sequence: int) -> str:
    """Return a place in the log, as cursors hold it."""
    return f"{topic.name}@{sequence}"


def scope(viewer: Caller) -> str:
    """Return the scope that the log's cursors are sealed in: the viewer; the place names the topic."""
    return pagination.scope_of("events", viewer=viewer.id)


def list_since(topic: Topic, sequence: int, first: int) -> Slice[Logged]:
    """Return the events after a sequence, or raise `InvalidCursor` where they are no longer kept.

    The caller has checked that the viewer may read the topic.
    """
    found = repository.list_since(topic, sequence, first + 1)
    if found[0].sequence > sequence + 1 if found else repository.get_last(topic) > sequence:
        raise InvalidCursor("This cursor is too old: the events after it are gone. Read the page again.")
    rows = [(place(topic, each.sequence), each) for each in found[:first]]
    end = rows[-1][0] if rows else place(topic, sequence)
    return Slice(rows, end, more=len(found) > first, resumed=True)


def log(drafts: Sequence[Draft]) -> list[Logged]:
    """Log events in the order of their topics' names and return them in their places; nothing is logged twice.

    What was logged before comes back too, and nothing for a topic whose subject is being deleted. What is needed of all
    topics is read in one batch. Raises `Throttled` when others are always faster.
    """
    topics: dict[Topic, list[Draft]] = {}
    for each in sorted(drafts, key=lambda draft: draft.topic.name):
        topics.setdefault(each.topic, []).append(each)
    records = {topic: _records_of(each.entry for each in found) for topic, found in topics.items()}
    counted = [each.counted.key for each in drafts if each.counted]
    positions, items = repository.read_positions(records, counted) if drafts else ({}, {})
    return [
        logged
        for topic, found in topics.items()
        for logged in append(topic, [_count(each, items) for each in found], positions[topic])
    ]


def append(topic: Topic, entries: Sequence[Entry], position: Position | None = None) -> list[Logged]:
    """Log entries of one topic, as `log` does; `position` is where the topic was when it was read last."""
    try:
        return [
            logged
            for number, chunk in enumerate(_chunks(entries))
            for logged in _append(topic, chunk, position if number == 0 else None)
        ]
    except repository.SubjectGone:
        return []


def remove_under(topic: Topic) -> bool:
    """Remove events of a topic whose subject is gone, at most a few hundred; True when none is left."""
    return repository.remove_some(topic, _REMOVED_AT_ONCE)


def _append(topic: Topic, entries: Sequence[Entry], position: Position | None) -> list[Logged]:
    for attempt in range(_ATTEMPTS):
        known = position or repository.read_positions({topic: _records_of(entries)})[0][topic]
        seen = repository.get_entries(topic, known.seen)
        again = [logged for logged in seen.values() if logged]
        fresh = [rest for entry in entries if (rest := _leave_out_logged(entry, seen)).records]
        try:
            added = repository.append(topic, known.last, fresh) if fresh else []
        except StaleItem:
            position = None
            time.sleep(random.uniform(0, min(0.01 * 2**attempt, 0.5)))  # noqa: S311  jitter, not a secret
            continue
        return sorted({each.sequence: each for each in [*again, *added]}.values(), key=lambda each: each.sequence)
    raise Throttled("The topic is busy. Try again in a moment.")


def _records_of(entries: Iterable[Entry]) -> list[str]:
    return [record for entry in entries for record in entry.records]


def _count(draft: Draft, items: Mapping[Key, Item]) -> Entry:
    """Return the entry of a draft with what is counted for it."""
    if not draft.counted:
        return draft.entry
    field, key, attribute = draft.counted
    data = draft.entry.data | {field: int(items.get(key, {}).get(attribute, 0))}
    return draft.entry.model_copy(update={"data": data})


def _leave_out_logged(entry: Entry, seen: dict[str, Logged | None]) -> Entry:
    """Return what of an entry was not logged before: a record that was has had its event."""
    return entry.model_copy(update={"records": tuple(each for each in entry.records if each not in seen)})


def _chunks(entries: Sequence[Entry]) -> list[list[Entry]]:
    chunks: list[list[Entry]] = []
    room = 0
    for entry in entries:
        if room < len(entry.records) or len(chunks[-1]) == _AT_ONCE:
            chunks.append([])
            room = _RECORDS_AT_ONCE
        chunks[-1].append(entry)
        room -= len(entry.records)
    return chunks
