"""Suggests flashcards from articles, and takes the decision on each."""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Final

from resolvers.core import pagination
from resolvers.core.errors import InvalidInput
from resolvers.core.idempotency import AlreadyDone, claim
from resolvers.core.identity import Caller
from resolvers.core.ids import ID
from resolvers.core.model import Moment, now
from resolvers.core.text import match_key
from resolvers.learning import keys
from resolvers.learning.decks import repository as deck_rows
from resolvers.learning.decks import service as decks
from resolvers.learning.decks.model import Deck
from resolvers.learning.flashcards import repository
from resolvers.learning.flashcards.model import (
    Flashcard,
    FlashcardConnection,
    FlashcardSource,
    FlashcardState,
    Memory,
)
from resolvers.learning.suggestions.clozes import Cloze, find_clozes
from resolvers.learning.suggestions.model import KeepFlashcardsInput, SuggestFlashcardsInput
from resolvers.platform.pins import service as pins
from resolvers.platform.subjects import service as subjects

_PINS_READ: Final = 20


def suggest_flashcards(viewer: Caller, input: SuggestFlashcardsInput) -> list[Flashcard]:
    """Make flashcards from an article the viewer may read; what was made from it before stays as it is.

    Raises `NotFound` for the deck or the article, and `IdempotencyKeyReused`.
    """
    deck = decks.get_owned(viewer, input.deck_id, "deckId")
    summary = subjects.get_readable_summary(viewer, input.subject_id)
    at = now()
    clozes = find_clozes(summary.text, _list_places(input.subject_id))
    made = [_make(deck, input.subject_id, each, at, order) for order, each in enumerate(clozes)]
    with suppress(AlreadyDone):  # what the same key began is completed below
        deck_rows.mark_suggested(deck, at, claim(viewer.id, "suggestFlashcards", input, input.idempotency_key, deck.id))
    for each in made:
        repository.suggest(each)
    stored = repository.get_many(each.id for each in made)
    return [each for each in stored.values() if each.state == FlashcardState.SUGGESTED]


def keep_flashcards(viewer: Caller, input: KeepFlashcardsInput) -> Deck:
    """Learn some suggestions and refuse others, all at once; deciding the same again changes nothing.

    Raises `NotFound`, `LimitReached` for a full deck, and `InvalidInput` for what is no suggestion of this deck or
    was decided otherwise.
    """
    deck = decks.get_owned(viewer, input.deck_id, "deckId")
    if set(input.kept) & set(input.refused):
        raise InvalidInput("Keep a flashcard or refuse it, not both.", "refused")
    found = repository.get_many([*input.kept, *input.refused])
    mine = {each.id: each for each in found.values() if each.deck_id == deck.id}
    kept = _list_undecided(input.kept, mine, "kept", FlashcardState.ACTIVE, FlashcardState.SUSPENDED)
    refused = _list_undecided(input.refused, mine, "refused", FlashcardState.REFUSED)
    if kept or refused:
        repository.decide(deck.id, kept, refused)
    return decks.get_owned(viewer, deck.id, "deckId")


def suggestions_for(viewer: Caller, deck_id: str, first: int, after: str | None) -> FlashcardConnection:
    """Return the suggestions for the viewer's own deck that wait for a decision, the oldest first."""
    decks.get_owned(viewer, deck_id)
    scope = pagination.scope_of("suggestions", deck=deck_id)
    page = repository.list_suggestions(deck_id, scope, first, after)
    shown: FlashcardConnection = pagination.connection(FlashcardConnection, page, scope)
    return shown


def _list_undecided(
    wanted: Sequence[ID], mine: dict[ID, Flashcard], path: str, *decided: FlashcardState
) -> list[Flashcard]:
    chosen = [mine.get(each) for each in dict.fromkeys(wanted)]
    if any(each is None or each.state not in {FlashcardState.SUGGESTED, *decided} for each in chosen):
        raise InvalidInput("Each must be a suggestion for this deck that was not decided otherwise.", path)
    return [each for each in chosen if each and each.state == FlashcardState.SUGGESTED]


def _list_places(subject_id: str) -> list[str]:
    (page,) = pins.pins_of([{"id": subject_id}], _PINS_READ, None)
    return [each.node.place_name for each in page.edges if each.node and each.node.place_name]


def _make(deck: Deck, subject_id: ID, cloze: Cloze, at: Moment, order: int) -> Flashcard:
    made_at = at + timedelta(milliseconds=order)  # keeps the order of the article
    sentence = cloze.sentence
    return Flashcard(
        id=_name(deck, subject_id, cloze),
        owner_id=deck.owner_id,
        deck_id=deck.id,
        front=cloze.front,
        back=cloze.answer,
        origin=cloze.origin,
        state=FlashcardState.SUGGESTED,
        source=FlashcardSource(subject_id=subject_id, sentence=sentence.text, start=sentence.start, end=sentence.end),
        memory=Memory(due_at=at),
        created_at=made_at,
        updated_at=made_at,
    )


def _name(deck: Deck, subject_id: str, cloze: Cloze) -> ID:
    """Return the id of what this sentence asks for: the same whenever the article is read again."""
    parts = (deck.id, subject_id, match_key(cloze.sentence.text), match_key(cloze.answer))
    digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    return ID(f"{keys.FLASHCARD}_{digest[:32]}")
