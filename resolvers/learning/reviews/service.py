"""Reviewing flashcards: what is due, what a rating changes, and taking the last one back."""

from datetime import datetime
from typing import Final

from resolvers.core import pagination
from resolvers.core.errors import Conflict, InvalidInput
from resolvers.core.identity import Caller
from resolvers.core.model import now
from resolvers.core.table import StaleItem
from resolvers.learning.decks import service as decks
from resolvers.learning.flashcards import repository as flashcard_rows
from resolvers.learning.flashcards import service as flashcards
from resolvers.learning.flashcards.model import Flashcard, FlashcardConnection, FlashcardState
from resolvers.learning.learners import days
from resolvers.learning.learners import service as learners
from resolvers.learning.learners.model import Learner
from resolvers.learning.reviews import repository, scheduling
from resolvers.learning.reviews.model import (
    Review,
    ReviewChoice,
    ReviewFlashcardInput,
    ReviewRating,
    UndoReviewInput,
)

COUNTED_AT_MOST: Final = 1_000


def review_flashcard(viewer: Caller, input: ReviewFlashcardInput) -> Flashcard:
    """Count a review once, however often it is sent, or raise `Conflict`, `InvalidInput` or `NotFound`."""
    before = flashcards.get_owned(viewer, input.flashcard_id, "flashcardId")
    if repository.get(before.id, input.review_id):
        return before
    if before.version != input.expected_version:
        raise Conflict(before.version)
    if before.state != FlashcardState.ACTIVE:
        raise InvalidInput("It is not being learned. Keep or resume it, then review it.", "flashcardId")
    return _review(learners.get(viewer), before, input)


def undo_review(viewer: Caller, input: UndoReviewInput) -> Flashcard:
    """Take the last review of a flashcard back, or raise `Conflict`, `InvalidInput` or `NotFound`."""
    before = flashcards.get_owned(viewer, input.flashcard_id, "flashcardId")
    if before.version != input.expected_version:
        raise Conflict(before.version)
    review = repository.get(before.id, before.last_review_id) if before.last_review_id else None
    if not review:
        raise InvalidInput("It has no review that could be undone.", "flashcardId")
    state = FlashcardState.ACTIVE if before.leech else before.state
    restored = {"memory": review.before, "state": state, "leech": False, "last_review_id": review.previous_id}
    try:
        return repository.undo(review, before, before.model_copy(update=restored))
    except StaleItem as error:
        raise InvalidInput("Its last review was undone already.", "flashcardId") from error


def list_due_flashcards(viewer: Caller, deck_id: str | None, first: int, after: str | None) -> FlashcardConnection:
    """Return what the viewer has to review today, the longest due first; what is learned by minutes once it is due."""
    if deck_id:
        decks.get_owned(viewer, deck_id, "deckId")
    at = now()
    scope = pagination.scope_of("dueFlashcards", viewer=viewer.id, deck=deck_id)

    def choose(flashcard_ids: list[str]) -> list[Flashcard | None]:
        found = flashcard_rows.get_many(flashcard_ids)
        return [found.get(each) for each in flashcard_ids]

    page = flashcard_rows.list_due(
        viewer.id, deck_id, at, _end_of_day(learners.get(viewer), at), scope, first, after, choose
    )
    shown: FlashcardConnection = pagination.connection(FlashcardConnection, page, scope)
    return shown


def count_due_today(viewer: Caller) -> int:
    """Count what the viewer has to review before the end of their day, up to 1,000."""
    return flashcard_rows.count_due(viewer.id, _end_of_day(learners.get(viewer), now()), COUNTED_AT_MOST)


def list_choices(viewer: Caller, shown: list[Flashcard]) -> list[list[ReviewChoice]]:
    """Return for each flashcard when it would be due after each rating now."""
    learner, at = learners.get(viewer), now()
    return [
        [
            ReviewChoice(rating=rating, due_at=_schedule(learner, each, rating, at).memory.due_at)
            for rating in ReviewRating
        ]
        for each in shown
    ]


def _review(learner: Learner, before: Flashcard, input: ReviewFlashcardInput) -> Flashcard:
    last = before.memory.last_reviewed_at
    at = scheduling.clamp(input.reviewed_at, last or before.created_at, now())
    after = _schedule(learner, before, input.rating, at).model_copy(update={"last_review_id": input.review_id})
    review = Review(
        id=input.review_id,
        flashcard_id=before.id,
        owner_id=before.owner_id,
        rating=input.rating,
        at=at,
        elapsed_seconds=round((at - last).total_seconds()) if last else None,
        duration_ms=input.duration_ms,
        day=days.day_at(at, learner.time_zone).isoformat(),
        retention=learner.desired_retention,
        parameters=scheduling.PARAMETERS,
        before=before.memory,
        after=after.memory,
        previous_id=before.last_review_id,
    )
    try:
        return repository.add(review, before, after)
    except repository.AlreadyReviewed:  # the same review, sent twice at once
        return flashcard_rows.get(before.id) or before


def _schedule(learner: Learner, flashcard: Flashcard, rating: ReviewRating, at: datetime) -> Flashcard:
    memory = scheduling.schedule(
        flashcard.memory, rating, at, retention=learner.desired_retention, day_ends=_end_of_day(learner, at)
    )
    is_leech = scheduling.is_leech(flashcard.memory, memory)
    suspended = {"state": FlashcardState.SUSPENDED, "leech": True} if is_leech else {}
    return flashcard.model_copy(update={"memory": memory, **suspended})


def _end_of_day(learner: Learner, at: datetime) -> datetime:
    return days.end_of_day(at, learner.time_zone)
