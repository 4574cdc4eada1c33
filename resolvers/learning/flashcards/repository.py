"""Flashcards in DynamoDB: in their deck, and among what their owner has to review, which moves with every change."""

import contextlib
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from boto3.dynamodb.conditions import Attr

from resolvers.core import pagination, table
from resolvers.core.errors import Conflict, NotFound
from resolvers.core.keys import IndexKey, Key, id_at, time_key
from resolvers.core.model import Moment
from resolvers.core.pagination import Slice
from resolvers.core.table import ABSENT, EXISTS, Delete, Item, Put, Update, Write
from resolvers.learning import keys
from resolvers.learning.decks import repository as decks
from resolvers.learning.decks.model import CARDS_OF_A_DECK
from resolvers.learning.flashcards.model import Flashcard, FlashcardState, MemoryPhase

Choose = Callable[[list[str]], Sequence[Flashcard | None]]

_REMOVED_AT_ONCE: Final = 100
_KEPT: Final = frozenset({FlashcardState.ACTIVE, FlashcardState.SUSPENDED})


def get(flashcard_id: str) -> Flashcard | None:
    return get_many([flashcard_id]).get(flashcard_id)


def get_many(flashcard_ids: Iterable[str]) -> dict[str, Flashcard]:
    """Read flashcards in one batch, consistently, by id; those of a deck that is being deleted are gone."""
    found = _read(flashcard_ids)
    present = decks.get_many({each.deck_id for each in found.values()}) if found else {}
    return {each.id: each for each in found.values() if each.deck_id in present}


def add(flashcard: Flashcard, claim: Sequence[Put]) -> None:
    """Write a new flashcard, or raise `NotFound` or `LimitReached` for its deck."""
    place = _place_in_deck(flashcard)
    table.write(
        *claim,
        Put(keys.flashcard(flashcard.id), "Flashcard", flashcard.to_item(), when=ABSENT, indexes=[place]),
        *prepare_due(None, flashcard),
        decks.prepare_count(flashcard.deck_id, 1),
    )


def update(before: Flashcard, after: Flashcard, *beside: Write, first: Sequence[Write] = ()) -> Flashcard:
    """Write a changed flashcard with its places in its deck and among what is due, and return it as it is then.

    Raises `Conflict`, `NotFound`, or `LimitReached` where the deck that it moves to is full.

    `first` and `beside` are written in the same transaction; a condition of `first` refuses before the flashcard's.
    """
    changes = {
        name: value for name, value in after.to_item().items() if name not in {"id", "ownerId", "createdAt", "version"}
    }
    gone = [name for name in ("lastReviewId",) if name not in changes]
    unchanged = EXISTS & Attr("version").eq(before.version)
    table.write(
        *first,
        Update(
            keys.flashcard(after.id),
            put=changes,
            add={"version": 1},
            remove=gone,
            when=unchanged,
            refuse=_conflict,
            indexes=[_place_in_deck(after)],
        ),
        *prepare_due(before, after),
        *_prepare_counts(before, after),
        *beside,
    )
    return after.model_copy(update={"version": before.version + 1})


def suggest(flashcard: Flashcard) -> None:
    """Write a suggestion; one that was made before stays as it is, whatever became of it."""
    place = _place_in_deck(flashcard)
    with contextlib.suppress(table.ConditionFailed):
        table.write(Put(keys.flashcard(flashcard.id), "Flashcard", flashcard.to_item(), when=ABSENT, indexes=[place]))


def decide(deck_id: str, kept: Sequence[Flashcard], refused: Sequence[Flashcard]) -> None:
    """Write which suggestions for a deck are kept and which are refused, all at once.

    Raises `Conflict` where one changed since it was read, and `NotFound` or `LimitReached` for the deck.
    """
    active = [each.model_copy(update={"state": FlashcardState.ACTIVE}) for each in kept]
    table.write(
        *(_decision(each, FlashcardState.ACTIVE, keys.flashcards_in(deck_id)) for each in kept),
        *(_decision(each, FlashcardState.REFUSED, keys.suggestions_in(deck_id)) for each in refused),
        *(write for each in active for write in prepare_due(None, each)),
        decks.prepare_count(deck_id, len(kept)),
    )


def remove(flashcard: Flashcard) -> None:
    """Remove a flashcard and take it off its deck's count, or raise `Conflict` or `NotFound`."""
    unchanged = EXISTS & Attr("version").eq(flashcard.version)
    table.write(
        Delete(keys.flashcard(flashcard.id), when=unchanged, refuse=_conflict),
        *prepare_due(flashcard, None),
        decks.prepare_count(flashcard.deck_id, -1 if flashcard.state in _KEPT else 0),
    )


def prepare_due(before: Flashcard | None, after: Flashcard | None) -> list[Write]:
    """Return the writes that move a flashcard among what its owner has to review; none if it keeps its place."""
    old, new = (_due_key(each) for each in (before, after))
    if old == new and (not before or not after or before.deck_id == after.deck_id):
        return []
    return [
        *([Delete(old)] if old and old != new else []),
        *([Put(new, "Due", {"deckId": after.deck_id, "phase": after.memory.phase})] if new and after else []),
    ]


def list_in(deck_id: str, scope: str, first: int, after: str | None) -> Slice[Flashcard]:
    """Page through a deck's flashcards, the newest first. The caller has checked that the deck is there."""

    def keep(rows: list[Item]) -> list[Flashcard | None]:
        found = _read(row["id"] for row in rows)
        return [found.get(row["id"]) for row in rows]

    return pagination.read(keys.flashcards_in(deck_id), index=1, scope=scope, first=first, after=after, keep=keep)


def list_all(deck_id: str) -> list[Flashcard]:
    """Return all flashcards of a deck, the oldest first. The caller has checked that the deck is there."""
    rows = table.query(keys.flashcards_in(deck_id), index=1, limit=CARDS_OF_A_DECK)
    found = _read(row["id"] for row in rows)
    return [found[row["id"]] for row in rows if row["id"] in found]


def list_suggestions(deck_id: str, scope: str, first: int, after: str | None) -> Slice[Flashcard]:
    """Page through the suggestions for a deck that wait for a decision, the oldest first."""

    def keep(rows: list[Item]) -> list[Flashcard | None]:
        found = _read(row["id"] for row in rows)
        waiting = {key: each for key, each in found.items() if each.state == FlashcardState.SUGGESTED}
        return [waiting.get(row["id"]) for row in rows]

    partition = keys.suggestions_in(deck_id)
    return pagination.read(partition, index=1, scope=scope, first=first, after=after, newest_first=False, keep=keep)


def list_due(
    owner_id: str,
    deck_id: str | None,
    at: Moment,
    until: Moment,
    scope: str,
    first: int,
    after: str | None,
    choose: Choose,
) -> Slice[Flashcard]:
    """Page through what somebody has to review, the longest due first, consistently.

    What is learned by days is due until `until`, everything else at `at`.
    """
    now_due = keys.due_until(at)

    def keep(rows: list[Item]) -> list[Flashcard | None]:
        is_due = [
            deck_id in (None, row["deckId"]) and (row["phase"] == MemoryPhase.REVIEW or row["SK"] < now_due)
            for row in rows
        ]
        ids = [id_at(row["SK"]) for row in rows]
        chosen = iter(choose([each for each, wanted in zip(ids, is_due, strict=True) if wanted]))
        return [next(chosen) if wanted else None for wanted in is_due]

    return pagination.read(
        keys.due_of(owner_id),
        until=keys.due_until(until),
        scope=scope,
        first=first,
        after=after,
        newest_first=False,
        consistent=True,
        keep=keep,
    )


def count_due(owner_id: str, until: Moment, limit: int) -> int:
    """Count what somebody has to review before a time, up to `limit`."""
    return len(table.query(keys.due_of(owner_id), high=keys.due_until(until), limit=limit, consistent=True))


def remove_some(deck_id: str) -> bool:
    """Remove some flashcards of a deck that is being deleted; True when none is left."""
    partitions = (keys.flashcards_in(deck_id), keys.suggestions_in(deck_id))
    rows = [row for each in partitions for row in table.query(each, index=1, limit=_REMOVED_AT_ONCE)]
    found = _read(row["id"] for row in rows)
    due = [key for key in map(_due_key, found.values()) if key]
    table.delete_many([*due, *map(keys.flashcard, found)])
    return len(rows) < _REMOVED_AT_ONCE


def _read(flashcard_ids: Iterable[str]) -> dict[str, Flashcard]:
    """Read flashcards in one batch, consistently, by id, even while their deck is being deleted."""
    found = table.get_many(map(keys.flashcard, flashcard_ids), consistent=True)
    return {item["id"]: Flashcard.model_validate(item) for item in found.values()}


def _decision(before: Flashcard, state: FlashcardState, partition: str) -> Update:
    suggested = EXISTS & Attr("version").eq(before.version) & Attr("state").eq(FlashcardState.SUGGESTED.value)
    return Update(
        keys.flashcard(before.id),
        put={"state": state},
        add={"version": 1},
        when=suggested,
        refuse=_conflict,
        indexes=[IndexKey(1, partition, time_key(before.created_at, before.id))],
    )


def _place_in_deck(flashcard: Flashcard) -> IndexKey:
    """Return where a flashcard is in its deck: among those that are learned, or among the suggestions."""
    partition = keys.flashcards_in if flashcard.state in _KEPT else keys.suggestions_in
    return IndexKey(1, partition(flashcard.deck_id), time_key(flashcard.created_at, flashcard.id))


def _prepare_counts(before: Flashcard, after: Flashcard) -> list[Update]:
    """Return the writes that count a flashcard in another deck; none if it stays or is only suggested."""
    if before.deck_id == after.deck_id or after.state not in _KEPT:
        return []
    return [decks.prepare_count(before.deck_id, -1), decks.prepare_count(after.deck_id, 1)]


def _due_key(flashcard: Flashcard | None) -> Key | None:
    if flashcard is None or flashcard.state != FlashcardState.ACTIVE:
        return None
    return keys.due(flashcard.owner_id, flashcard.memory.due_at, flashcard.id)


def _conflict(found: dict[str, Any]) -> Exception:
    return Conflict(found["version"]) if found else NotFound("There is no such flashcard.", "id")
