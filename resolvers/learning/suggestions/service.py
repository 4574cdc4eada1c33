"""Suggests flashcards from articles, and takes the decision on each."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any, Final

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
    FlashcardOrigin,
    FlashcardSource,
    FlashcardState,
    Memory,
)
from resolvers.learning.suggestions.clozes import find_clozes
from resolvers.learning.suggestions.model import KeepFlashcardsInput, SuggestFlashcardsInput
from resolvers.learning.suggestions.sentences import Sentence
from resolvers.learning.suggestions.vocabulary import find_words
from resolvers.platform.pins import service as pins
from resolvers.platform.subjects import service as subjects
from resolvers.platform.subjects.model import Summary

MOST_WORDS: Final = 5
PHOTO_QUESTION: Final = "Where is this?"
_PINS_READ: Final = 20


def suggest_flashcards(viewer: Caller, input: SuggestFlashcardsInput) -> list[Flashcard]:
    """Make flashcards from an article the viewer may read; what was made from it before stays as it is.

    Raises `NotFound` for the deck or the article, and `IdempotencyKeyReused`.
    """
    deck = decks.get_owned(viewer, input.deck_id, "deckId")
    summary = subjects.get_readable_summary(viewer, input.subject_id)
    at = now()
    places = _list_places(input.subject_id)
    made = [
        *_make_photo_question(deck, input.subject_id, summary, places, at),
        *_make_clozes(deck, input.subject_id, summary.text, [each for each in places if each], at),
        *_make_words(deck, input.subject_id, summary.text, at),
    ]
    with suppress(AlreadyDone):  # what the same key began is completed below
        deck_rows.mark_suggested(deck, at, claim(viewer.id, "suggestFlashcards", input, input.idempotency_key, deck.id))
    for order, each in enumerate(made):
        made_at = at + timedelta(milliseconds=order)  # keeps their order
        repository.suggest(each.model_copy(update={"created_at": made_at, "updated_at": made_at}))
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
    """Return the name of each place that an article is pinned to, empty where it has none."""
    (page,) = pins.pins_of([{"id": subject_id}], _PINS_READ, None)
    return [each.node.place_name or "" for each in page.edges if each.node]


def _make_photo_question(
    deck: Deck, subject_id: ID, summary: Summary, places: Sequence[str], at: Moment
) -> Iterator[Flashcard]:
    """Ask where the cover was taken, if the article is about a single place that has a name.

    Where there are several, nothing that readers may know says which of them a photo shows.
    """
    if summary.cover_id and len(places) == 1 and places[0]:
        yield _make(
            deck,
            _describe_source(subject_id, Sentence(places[0], 0, 0)),
            at,
            id=_name(deck, subject_id, summary.cover_id),
            front=PHOTO_QUESTION,
            back=places[0],
            origin=FlashcardOrigin.PHOTO,
            photo_id=summary.cover_id,
        )


def _make_clozes(deck: Deck, subject_id: ID, text: str, places: Sequence[str], at: Moment) -> Iterator[Flashcard]:
    for found in find_clozes(text, places):
        yield _make(
            deck,
            _describe_source(subject_id, found.sentence),
            at,
            id=_name(deck, subject_id, match_key(found.sentence.text), match_key(found.answer)),
            front=found.front,
            back=found.answer,
            origin=found.origin,
        )


def _make_words(deck: Deck, subject_id: ID, text: str, at: Moment) -> Sequence[Flashcard]:
    """Return flashcards of words; those that the deck has from another article are not suggested for it again."""
    made = [
        _make(
            deck,
            _describe_source(subject_id, found.sentence),
            at,
            id=_name(deck, found.word.lemma),
            front=f"{found.word.lemma}\n\n{found.sentence.text}",
            back=found.senses[0],
            origin=FlashcardOrigin.VOCABULARY,
            senses=found.senses,
        )
        for found in find_words(text)
    ]
    known = repository.get_many(each.id for each in made)
    elsewhere = {key for key, each in known.items() if each.source and each.source.subject_id != subject_id}
    return [each for each in made if each.id not in elsewhere][:MOST_WORDS]


def _describe_source(subject_id: ID, sentence: Sentence) -> FlashcardSource:
    return FlashcardSource(subject_id=subject_id, sentence=sentence.text, start=sentence.start, end=sentence.end)


def _make(deck: Deck, source: FlashcardSource, at: Moment, **rest: Any) -> Flashcard:
    return Flashcard(
        owner_id=deck.owner_id,
        deck_id=deck.id,
        state=FlashcardState.SUGGESTED,
        source=source,
        memory=Memory(due_at=at),
        created_at=at,
        updated_at=at,
        **rest,
    )


def _name(deck: Deck, *parts: str) -> ID:
    """Return the id of what a flashcard asks for: the same whenever the article is read again."""
    digest = hashlib.sha256("\n".join((deck.id, *parts)).encode()).hexdigest()
    return ID(f"{keys.FLASHCARD}_{digest[:32]}")
