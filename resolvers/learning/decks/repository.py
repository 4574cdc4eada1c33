"""Decks in DynamoDB, and their owners' own rows beside them."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from boto3.dynamodb.conditions import Attr

from resolvers.core import pagination, table
from resolvers.core.errors import Conflict, LimitReached, NotFound
from resolvers.core.keys import id_at
from resolvers.core.model import Moment, iso
from resolvers.core.pagination import Slice
from resolvers.core.table import ABSENT, EXISTS, Delete, Item, Put, Update
from resolvers.learning import keys
from resolvers.learning.decks.model import CARDS_OF_A_DECK, Deck

Choose = Callable[[list[str]], Sequence[Deck | None]]


def get(deck_id: str) -> Deck | None:
    """Read a deck, consistently; one that is being deleted is gone."""
    return get_many([deck_id]).get(deck_id)


def get_many(deck_ids: Iterable[str]) -> dict[str, Deck]:
    """Read decks in one batch, consistently, by id; those being deleted are gone."""
    found = table.get_many(map(keys.deck, deck_ids), consistent=True)
    decks = [Deck.model_validate(item) for item in found.values()]
    return {deck.id: deck for deck in decks if not deck.deleting}


def add(deck: Deck, claim: Sequence[Put]) -> None:
    """Write a new deck and its owner's own row."""
    table.write(
        *claim,
        Put(keys.deck(deck.id), "Deck", deck.to_item(), when=ABSENT),
        Put(keys.own_deck(deck.owner_id, deck.id), "OwnDeck", {"deckId": deck.id}),
    )


def update(before: Deck, after: Deck) -> None:
    """Write a deck's new title and description, or raise `Conflict` or `NotFound`."""
    changes = {"title": after.title, "description": after.description, "updatedAt": after.to_item()["updatedAt"]}
    table.write(
        Update(keys.deck(after.id), put=changes, add={"version": 1}, when=_require_unchanged(before), refuse=_conflict)
    )


def mark_deleting(deck: Deck) -> None:
    """Make a deck vanish at once; the table stream then removes its flashcards."""
    table.write(
        Update(
            keys.deck(deck.id),
            put={"deleting": True},
            add={"version": 1},
            when=_require_unchanged(deck),
            refuse=_conflict,
        ),
        Delete(keys.own_deck(deck.owner_id, deck.id)),
    )


def prepare_count(deck_id: str, change: int) -> Update:
    """Return the write that counts flashcards of a deck, which refuses by `NotFound` and `LimitReached`."""
    room = Attr("flashcardCount").lte(CARDS_OF_A_DECK - change)
    when = EXISTS & Attr("deleting").eq(value=False) & room
    return Update(keys.deck(deck_id), add={"flashcardCount": change}, when=when, refuse=_explain_refused_write)


def mark_suggested(deck: Deck, at: Moment, claims: Sequence[Put] = ()) -> None:
    """Write when somebody last had flashcards suggested for a deck, or raise `NotFound`.

    Raises `AlreadyDone` or `IdempotencyKeyReused` where `claims` name a key that was used.
    """
    _mark(deck, "suggestedAt", at, claims)


def mark_exported(deck: Deck, at: Moment) -> None:
    """Write when a deck was last exported, or raise `NotFound`."""
    _mark(deck, "exportedAt", at)


def list_own(owner_id: str, scope: str, first: int, after: str | None, choose: Choose) -> Slice[Deck]:
    """Page through somebody's decks, the newest first, consistently."""
    partition, prefix = keys.own_decks(owner_id)

    def keep(rows: list[Item]) -> list[Deck | None]:
        return list(choose([id_at(row["SK"]) for row in rows]))

    return pagination.read(partition, prefix=prefix, scope=scope, first=first, after=after, consistent=True, keep=keep)


def touch(deck_id: str, *, emptied: bool) -> None:
    """Change a deck that is being deleted, so that its stream record starts another round."""
    table.write(Update(keys.deck(deck_id), put={"emptied": emptied}, add={"rounds": 1}, when=EXISTS))


def remove(deck_id: str) -> None:
    table.write(Delete(keys.deck(deck_id)))


def _mark(deck: Deck, attribute: str, at: Moment, claims: Sequence[Put] = ()) -> None:
    there = EXISTS & Attr("deleting").eq(value=False)
    mark = Update(keys.deck(deck.id), put={attribute: iso(at)}, when=there, refuse=_explain_refused_write)
    table.write(*claims, mark)


def _require_unchanged(deck: Deck) -> Any:
    return EXISTS & Attr("version").eq(deck.version) & Attr("deleting").eq(value=False)


def _conflict(found: Item) -> Exception:
    return NotFound("There is no such deck.", "id") if _is_gone(found) else Conflict(found["version"])


def _explain_refused_write(found: Item) -> Exception:
    if _is_gone(found):
        return NotFound("There is no such deck.", "deckId")
    message = f"A deck holds at most {CARDS_OF_A_DECK:,} flashcards. Put it into another one."
    return LimitReached(message, "deckId")


def _is_gone(found: Item) -> bool:
    return not found or bool(found.get("deleting"))
