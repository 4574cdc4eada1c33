"""What people do with flashcards outside of reviews: write them, change them, put them aside."""

from resolvers.core import idempotency, ids, pagination
from resolvers.core.errors import Conflict, InvalidInput, NotFound
from resolvers.core.identity import Caller
from resolvers.core.model import now
from resolvers.learning import keys
from resolvers.learning.decks import service as decks
from resolvers.learning.flashcards import repository
from resolvers.learning.flashcards.model import (
    CreateFlashcardInput,
    EditFlashcardInput,
    Flashcard,
    FlashcardConnection,
    FlashcardState,
    Memory,
    SuspendFlashcardInput,
)


def create_flashcard(viewer: Caller, input: CreateFlashcardInput) -> Flashcard:
    """Write a flashcard, which is due at once; repeating the idempotency key answers the first one."""
    deck = decks.get_owned(viewer, input.deck_id, "deckId")
    at = now()
    flashcard = Flashcard(
        id=ids.new(keys.FLASHCARD),
        owner_id=viewer.id,
        deck_id=deck.id,
        front=input.front,
        back=input.back,
        memory=Memory(due_at=at),
        created_at=at,
        updated_at=at,
    )
    claim = idempotency.claim(viewer.id, "createFlashcard", input, input.idempotency_key, flashcard.id)
    try:
        repository.add(flashcard, claim)
    except idempotency.AlreadyDone as done:
        return get_owned(viewer, done.result_id)
    return flashcard


def edit_flashcard(viewer: Caller, input: EditFlashcardInput) -> Flashcard:
    """Change the sides or the deck of a flashcard, or raise `Conflict`, `LimitReached` or `NotFound`.

    What is remembered of it stays.
    """
    before = _get_unchanged(viewer, input.id, input.expected_version)
    if input.deck_id:
        decks.get_owned(viewer, input.deck_id, "deckId")
    changes = input.model_dump(exclude={"id", "expected_version"}, exclude_none=True)
    return repository.update(before, before.model_copy(update=changes | {"updated_at": now()}))


def suspend_flashcard(viewer: Caller, input: SuspendFlashcardInput) -> Flashcard:
    """Put a flashcard aside, or raise `Conflict` or `NotFound`."""
    before = _get_kept(viewer, input)
    return repository.update(before, before.model_copy(update={"state": FlashcardState.SUSPENDED}))


def resume_flashcard(viewer: Caller, input: SuspendFlashcardInput) -> Flashcard:
    """Let a flashcard come up again, or raise `Conflict` or `NotFound`."""
    before = _get_kept(viewer, input)
    return repository.update(before, before.model_copy(update={"state": FlashcardState.ACTIVE, "leech": False}))


def delete_flashcard(viewer: Caller, flashcard_id: str) -> None:
    """Delete a flashcard; its reviews follow within seconds."""
    while True:
        try:
            return repository.remove(get_owned(viewer, flashcard_id))
        except Conflict:
            continue  # reviewed between reading and removing: its owner wants it gone all the same


def get_owned(viewer: Caller, flashcard_id: str, *path: str) -> Flashcard:
    """Return the viewer's own flashcard, or raise `NotFound`: nobody may know of another person's."""
    flashcard = repository.get(flashcard_id)
    if not flashcard or flashcard.owner_id != viewer.id:
        raise NotFound("There is no such flashcard.", *(path or ("id",)))
    return flashcard


def flashcards_in(viewer: Caller, deck_id: str, first: int, after: str | None) -> FlashcardConnection:
    """Return the flashcards of the viewer's own deck, the newest first."""
    decks.get_owned(viewer, deck_id)
    scope = pagination.scope_of("flashcards", deck=deck_id)
    page = repository.list_in(deck_id, scope, first, after)
    shown: FlashcardConnection = pagination.connection(FlashcardConnection, page, scope)
    return shown


def _get_kept(viewer: Caller, input: SuspendFlashcardInput) -> Flashcard:
    flashcard = _get_unchanged(viewer, input.id, input.expected_version)
    if flashcard.state in {FlashcardState.SUGGESTED, FlashcardState.REFUSED}:
        raise InvalidInput("It is only suggested. Keep it first.", "id")
    return flashcard


def _get_unchanged(viewer: Caller, flashcard_id: str, expected_version: int) -> Flashcard:
    flashcard = get_owned(viewer, flashcard_id)
    if flashcard.version != expected_version:
        raise Conflict(flashcard.version)
    return flashcard
