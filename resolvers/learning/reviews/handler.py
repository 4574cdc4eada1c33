"""GraphQL fields of reviews; everybody reviews only their own flashcards."""

from typing import Annotated, Any

from pydantic import Field

from resolvers import rates
from resolvers.core.identity import viewer
from resolvers.core.ids import ID
from resolvers.core.pagination import After, First
from resolvers.learning.app import app
from resolvers.learning.flashcards.model import Flashcard, FlashcardConnection
from resolvers.learning.reviews import service
from resolvers.learning.reviews.model import (
    ReviewChoice,
    ReviewFlashcardInput,
    ReviewFlashcardPayload,
    UndoReviewInput,
    UndoReviewPayload,
)

Parents = list[dict[str, Any]]
OfDeck = Annotated[ID | None, Field(description="Only flashcards of this deck. All decks if you leave it out.")]


@app.resolver(type_name="Query", field_name="dueFlashcards")
def due_flashcards(deck_id: OfDeck = None, first: First = 20, after: After = None) -> FlashcardConnection | None:
    """Your flashcards to review today, the longest due first. Your day ends at 04:00 in your time zone."""
    return service.list_due_flashcards(viewer(), deck_id, first, after)


@app.batch_resolver(type_name="Learner", field_name="dueToday")
def due_today(learners: Parents) -> list[int | None]:
    """The number of flashcards to review before the end of your day, counted up to 1,000."""
    count = service.count_due_today(viewer())
    return [count for _ in learners]


@app.batch_resolver(type_name="Flashcard", field_name="choices")
def choices(flashcards: Parents) -> list[list[ReviewChoice] | None]:
    """When the flashcard would be due after each rating, if you reviewed it now."""
    return [*service.list_choices(viewer(), [Flashcard.model_validate(each) for each in flashcards])]


@app.resolver(type_name="Mutation", field_name="reviewFlashcard", counts=(rates.REVIEWS,))
def review_flashcard(input: ReviewFlashcardInput) -> ReviewFlashcardPayload | None:
    """Say how well you remembered your flashcard, which decides when it comes back."""
    return ReviewFlashcardPayload(flashcard=service.review_flashcard(viewer(), input))


@app.resolver(type_name="Mutation", field_name="undoReview", counts=(rates.WRITES,))
def undo_review(input: UndoReviewInput) -> UndoReviewPayload | None:
    """Take the last review of your flashcard back. Call it again to take back the one before."""
    return UndoReviewPayload(flashcard=service.undo_review(viewer(), input))
