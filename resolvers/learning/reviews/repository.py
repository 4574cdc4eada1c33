"""Reviews in DynamoDB: each is written with what it changes, in one transaction, and so is its undoing."""

from datetime import date

from boto3.dynamodb.conditions import Attr

from resolvers.core import table
from resolvers.core.keys import IndexKey, Key, time_key
from resolvers.core.table import ABSENT, EXISTS, Put, Update, refuse_stale
from resolvers.learning import keys
from resolvers.learning.flashcards import repository as flashcards
from resolvers.learning.flashcards.model import Flashcard
from resolvers.learning.learners import repository as learners
from resolvers.learning.reviews.model import Review

_READ_AT_ONCE = 1_000


class AlreadyReviewed(Exception):  # noqa: N818
    """The same review was counted before."""


def get(flashcard_id: str, review_id: str) -> Review | None:
    item = table.get(keys.review(flashcard_id, review_id), consistent=True)
    return Review.model_validate(item) if item else None


def add(review: Review, before: Flashcard, after: Flashcard) -> Flashcard:
    """Write a review with what it changes, and return the flashcard.

    Raises `AlreadyReviewed`, `Conflict` or `NotFound`.
    """
    logged = Put(
        keys.review(review.flashcard_id, review.id),
        "Review",
        review.to_item(),
        when=ABSENT,
        refuse=lambda _: AlreadyReviewed(),
        indexes=[IndexKey(1, keys.reviews_of(review.owner_id), time_key(review.at, review.id))],
    )
    return flashcards.update(before, after, _count(review, 1), first=[logged])


def undo(review: Review, before: Flashcard, after: Flashcard) -> Flashcard:
    """Take a review back with what it changed, and return the flashcard.

    Raises `StaleItem`, `Conflict` or `NotFound`. Its row stays, so that a device that sends the review again does not
    count it again.
    """
    undone = Update(
        keys.review(review.flashcard_id, review.id),
        put={"undone": True},
        when=EXISTS & Attr("undone").eq(value=False),
        refuse=refuse_stale,
        leave=(1,),
    )
    return flashcards.update(before, after, _count(review, -1), first=[undone])


def list_of(flashcard_id: str) -> list[Review]:
    """Read the reviews of a flashcard that count, the oldest first, consistently."""
    partition, prefix = keys.reviews(flashcard_id)
    rows = table.query(partition, low=prefix, high=f"{prefix}\uffff", limit=_READ_AT_ONCE, consistent=True)
    found = [Review.model_validate(row) for row in rows]
    return sorted((each for each in found if not each.undone), key=lambda each: each.after.reviews)


def remove_of(flashcard_id: str) -> None:
    """Remove the reviews of a flashcard that is gone."""
    partition, prefix = keys.reviews(flashcard_id)
    while rows := table.query(partition, low=prefix, high=f"{prefix}\uffff", limit=_READ_AT_ONCE, consistent=True):
        table.delete_many([Key(row["PK"], row["SK"]) for row in rows])


def _count(review: Review, change: int) -> Update:
    day = date.fromisoformat(review.day)
    return learners.prepare_study(
        review.owner_id, day, reviews=change, seconds=change * round(review.duration_ms / 1_000)
    )
