"""GraphQL fields of suggestions; everybody sees only their own."""

from typing import Any

from resolvers import rates
from resolvers.core.identity import viewer
from resolvers.core.pagination import After, First
from resolvers.learning.app import app
from resolvers.learning.flashcards.model import FlashcardConnection
from resolvers.learning.suggestions import service
from resolvers.learning.suggestions.model import (
    KeepFlashcardsInput,
    KeepFlashcardsPayload,
    SuggestFlashcardsInput,
    SuggestFlashcardsPayload,
)

Parents = list[dict[str, Any]]


@app.batch_resolver(type_name="Deck", field_name="suggestions")
def suggestions(decks: Parents, first: First = 20, after: After = None) -> list[FlashcardConnection | None]:
    """The suggested flashcards of the deck that wait for your decision, oldest first."""
    return [service.suggestions_for(viewer(), each["id"], first, after) for each in decks]


@app.resolver(type_name="Mutation", field_name="suggestFlashcards", counts=(rates.WRITES, rates.SUGGESTIONS))
def suggest_flashcards(input: SuggestFlashcardsInput) -> SuggestFlashcardsPayload | None:
    """Suggest flashcards from an article that you may read.

    They ask for its places, names and numbers, for words worth learning, and where its photo was taken. Nothing is
    learned until you keep it. What was suggested before, kept or refused is not suggested again.
    """
    return SuggestFlashcardsPayload(flashcards=service.suggest_flashcards(viewer(), input))


@app.resolver(type_name="Mutation", field_name="keepFlashcards", counts=(rates.WRITES,))
def keep_flashcards(input: KeepFlashcardsInput) -> KeepFlashcardsPayload | None:
    """Decide which suggested flashcards you learn, and which you refuse. What you keep is due at once."""
    return KeepFlashcardsPayload(deck=service.keep_flashcards(viewer(), input))
