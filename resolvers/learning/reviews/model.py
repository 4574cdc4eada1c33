"""A review of a flashcard: how well it was remembered, and what that changed."""

from enum import StrEnum
from typing import Final

from pydantic import Field

from resolvers.core.appsync import Payload
from resolvers.core.ids import ID
from resolvers.core.model import Input, Model, Moment
from resolvers.learning.flashcards.model import Flashcard, Memory, Version

LONGEST_REVIEW: Final = 10 * 60 * 1_000  # milliseconds


class ReviewRating(StrEnum):
    """How well a flashcard was remembered."""

    AGAIN = "AGAIN"
    """Not at all."""
    HARD = "HARD"
    """With much effort."""
    GOOD = "GOOD"
    """With some thought."""
    EASY = "EASY"
    """At once."""


class ReviewChoice(Model):
    """When a flashcard would be due again after a rating."""

    rating: ReviewRating = Field(description="The rating.")
    due_at: Moment = Field(description="When the flashcard would be due.")


class Review(Model):
    """A review, as the table keeps it: enough to undo it, to replay it, and to fit the model's parameters later."""

    id: ID
    flashcard_id: ID
    owner_id: ID
    rating: ReviewRating
    at: Moment
    elapsed_seconds: int | None = None  # since the review before
    duration_ms: int = 0
    day: str
    retention: float
    parameters: str
    before: Memory
    after: Memory
    previous_id: ID | None = None  # the review that undoing this one makes the last
    undone: bool = False


class ReviewFlashcardInput(Input):
    """Input of `reviewFlashcard`."""

    flashcard_id: ID = Field(description="The ID of the flashcard.")
    review_id: ID = Field(
        min_length=8,
        max_length=64,
        pattern=r"^[A-Za-z0-9_-]+$",
        description="A unique text of your choice for this review: 8 to 64 letters, digits, `_` and `-`. "
        "Sending a review again counts it once.",
    )
    rating: ReviewRating = Field(description="How well you remembered it.")
    expected_version: Version
    reviewed_at: Moment | None = Field(
        default=None,
        description="When you reviewed it, if you were offline. It counts as no earlier than the review before and no "
        "later than now.",
    )
    duration_ms: int = Field(
        default=0, ge=0, le=LONGEST_REVIEW, description="How long you took, in milliseconds, up to 10 minutes."
    )


class UndoReviewInput(Input):
    """Input of `undoReview`."""

    flashcard_id: ID = Field(description="The ID of the flashcard.")
    expected_version: Version


class ReviewFlashcardPayload(Payload):
    """The result of `reviewFlashcard`."""

    flashcard: Flashcard | None = Field(default=None, description="The flashcard after the review.")


class UndoReviewPayload(Payload):
    """The result of `undoReview`."""

    flashcard: Flashcard | None = Field(default=None, description="The flashcard as it was before its last review.")
