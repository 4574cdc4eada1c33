"""The event log: what was told, in order, so that whoever was away can catch up."""

import random
import time
from collections.abc import Sequence
from typing import Final

from resolvers.core import pagination
from resolvers.core.errors import InvalidCursor, Throttled
from resolvers.core.identity import Viewer
from resolvers.core.ids import ID
from resolvers.core.pagination import Slice
from resolvers.events import repository
from resolvers.events.model import Audience, Entry, Logged, Topic, TopicKind

_AT_ONCE: Final = 30  # entries of one transaction: each is an item and a marker for every record it is made of
_RECORDS_AT_ONCE: Final = 60
_ATTEMPTS: Final = 12
_REMOVED_AT_ONCE: Final = 300


def photos(post_id: str, audience: Audience) -> Topic:
    """The processing of a post's photos, as its author sees it or as its readers do."""
    kind = TopicKind.OWN_PHOTOS if audience == Audience.AUTHOR else TopicKind.PHOTOS
    return Topic(kind, post_id)


def comments(post_id: str) -> Topic:
    """Comments and replies under a post."""
    return Topic(TopicKind.COMMENTS, post_id)


def likes(post_id: str) -> Topic:
    """Likes of a post and of the comments under it."""
    return Topic(TopicKind.LIKES, post_id)


def notifications(user_id: str) -> Topic:
    """What one person is notified of."""
    return Topic(TopicKind.NOTIFICATIONS, user_id)


def cursor(viewer: Viewer, topic: Topic) -> ID:
    """Return the place after the topic's last event, for this viewer alone. Take it before reading the page."""
    return pagination.seal(scope(viewer), place(topic, repository.get_last(topic)))


def opened(viewer: Viewer, cursor: str) -> tuple[Topic, int]:
    """Return the topic and sequence a cursor stands for, or raise `InvalidCursor` where it is another's."""
    name, _, sequence = pagination.unseal(scope(viewer), cursor).rpartition("@")
    return Topic.named(name), int(sequence)


def place(topic: Topic, sequence: int) -> str:
    """Return a place in the log, as cursors hold it."""
    return f"{topic.name}@{sequence}"


def scope(viewer: Viewer) -> str:
    """Return the scope that the log's cursors are sealed in: the viewer; the place names the topic."""
    return pagination.scope_of("events", viewer=viewer.id)


def since(topic: Topic, sequence: int, first: int) -> Slice[Logged]:
    """Return the events after a sequence, or raise `InvalidCursor` where they are no longer kept.

    The caller has checked that the viewer may read the topic.
    """
    found = repository.list_since(topic, sequence, first + 1)
    if found[0].sequence > sequence + 1 if found else repository.get_last(topic) > sequence:
        raise InvalidCursor("This cursor is too old: the events after it are gone. Read the page again.")
    rows = [(place(topic, each.sequence), each) for each in found[:first]]
    end = rows[-1][0] if rows else place(topic, sequence)
    return Slice(rows, end, more=len(found) > first, resumed=True)


def append(topic: Topic, entries: Sequence[Entry]) -> list[Logged]:
    """Log entries and return them in their places, those logged before included; nothing is logged twice.

    Nothing comes back for a topic whose post is being deleted. Raises `Throttled` when others are always faster.
    """
    try:
        return [logged for chunk in _chunks(entries) for logged in _append(topic, chunk)]
    except repository.SubjectGone:
        return []


def remove_under(topic: Topic) -> bool:
    """Remove events of a topic whose subject is gone, at most a few hundred; True when none is left."""
    return repository.remove_some(topic, _REMOVED_AT_ONCE)


def _append(topic: Topic, entries: Sequence[Entry]) -> list[Logged]:
    for attempt in range(_ATTEMPTS):
        after = repository.get_last(topic)
        seen = repository.get_seen(topic, [record for entry in entries for record in entry.records])
        again = [logged for logged in seen.values() if logged]
        fresh = [left for entry in entries if (left := _left(entry, seen)).records]
        try:
            added = repository.append(topic, after, fresh) if fresh else []
        except repository.Overtaken:
            time.sleep(random.uniform(0, min(0.01 * 2**attempt, 0.5)))  # noqa: S311  jitter, not a secret
            continue
        return sorted({each.sequence: each for each in [*again, *added]}.values(), key=lambda each: each.sequence)
    raise Throttled("The topic is busy. Try again in a moment.")


def _left(entry: Entry, seen: dict[str, Logged | None]) -> Entry:
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
