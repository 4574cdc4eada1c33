"""FSRS-6 as Waymark runs it: a known table to two decimals, lapses, leeches, no chance, a log to replay."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.learning.flashcards.model import Memory, MemoryPhase
from resolvers.learning.reviews import scheduling
from resolvers.learning.reviews.model import ReviewRating

BEGIN = datetime(2026, 11, 1, 9, tzinfo=UTC)
AGAIN, HARD, GOOD, EASY = ReviewRating


def _review(memory: Memory, rating: ReviewRating, at: datetime, retention: float = 0.9) -> Memory:
    return scheduling.schedule(memory, rating, at, retention=retention, day_ends=at)


def _review_when_due(*ratings: ReviewRating) -> list[Memory]:
    memory, found = Memory(due_at=BEGIN), []
    for rating in ratings:
        memory = _review(memory, rating, memory.due_at)
        found.append(memory)
    return found


def test_a_known_sequence_gives_the_known_table() -> None:
    """Good Good Good Again Good Easy, each when due: intervals, and stability to two decimals."""
    found = _review_when_due(GOOD, GOOD, GOOD, AGAIN, GOOD, EASY)

    intervals = [each.due_at - each.last_reviewed_at for each in found if each.last_reviewed_at]
    minutes, days = timedelta(minutes=10), timedelta(days=1)
    assert intervals == [minutes, 2 * days, 11 * days, minutes, 2 * days, 8 * days]
    assert [round(each.stability or 0, 2) for each in found] == [2.31, 2.31, 10.97, 1.54, 1.57, 7.87]


@pytest.mark.parametrize(
    ("rating", "phase", "minutes", "stability", "difficulty"),
    [
        (AGAIN, MemoryPhase.LEARNING, 1, 0.21, 6.41),
        (HARD, MemoryPhase.LEARNING, 5.5, 1.29, 5.11),
        (GOOD, MemoryPhase.LEARNING, 10, 2.31, 2.12),
        (EASY, MemoryPhase.REVIEW, 8 * 24 * 60, 8.30, 1.00),
    ],
)
def test_the_first_rating_decides_how_it_begins(
    rating: ReviewRating, phase: MemoryPhase, minutes: float, stability: float, difficulty: float
) -> None:
    """Easy goes to days at once; difficulty is between 1 and 10."""
    (found,) = _review_when_due(rating)

    assert found.phase == phase
    assert found.due_at == BEGIN + timedelta(minutes=minutes)
    assert (round(found.stability or 0, 2), round(found.difficulty or 0, 2)) == (stability, difficulty)


def test_only_forgetting_what_was_learned_is_a_lapse() -> None:
    """Again in REVIEW adds one, in LEARNING and RELEARNING none."""
    found = _review_when_due(AGAIN, GOOD, GOOD, AGAIN, AGAIN, GOOD)

    assert [each.lapses for each in found] == [0, 0, 0, 1, 1, 1]
    assert [each.reviews for each in found] == [1, 2, 3, 4, 5, 6]
    assert [each.phase.value for each in found] == [
        *("LEARNING", "LEARNING", "REVIEW"),
        *("RELEARNING", "RELEARNING", "REVIEW"),
    ]


def test_the_eighth_lapse_makes_a_leech_and_then_every_fourth() -> None:
    """A flashcard that was resumed gets another chance."""
    forgotten = [*(GOOD, GOOD), *(AGAIN, GOOD) * 17]
    memories = [Memory(due_at=BEGIN), *_review_when_due(*forgotten)]

    pairs = itertools.pairwise(memories)
    assert [after.lapses for before, after in pairs if scheduling.is_leech(before, after)] == [8, 12, 16]


def test_days_are_never_over_on_the_day_they_began() -> None:
    """On a day of 25 hours, 24 hours later is still today: what is learned by days waits for its end."""
    memory = _review_when_due(GOOD, GOOD)[-1]
    at, day_ends = memory.due_at, memory.due_at + timedelta(days=30)

    after = scheduling.schedule(memory, HARD, at, retention=0.9, day_ends=day_ends)
    learning = scheduling.schedule(Memory(due_at=at), GOOD, at, retention=0.9, day_ends=day_ends)

    assert after.due_at == day_ends
    assert learning.due_at == at + timedelta(minutes=10)


def test_who_wants_to_remember_more_reviews_sooner() -> None:
    """The desired retention moves the due date, not what is remembered."""
    memory = _review_when_due(GOOD, GOOD)[-1]

    due = [_review(memory, GOOD, memory.due_at, retention).due_at for retention in (0.8, 0.9, 0.95)]

    assert due[0] > due[1] > due[2]


RATINGS = st.lists(st.tuples(st.sampled_from(ReviewRating), st.floats(0, 60 * 24 * 3600)), min_size=1, max_size=25)


@given(RATINGS)
def test_equal_reviews_end_in_equal_memories(reviews: list[tuple[ReviewRating, float]]) -> None:
    """No chance in it: whoever replays a log gets the same flashcard, whenever they were reviewed, early or late."""

    def replay() -> Memory:
        memory, at = Memory(due_at=BEGIN), BEGIN
        for rating, seconds in reviews:
            at += timedelta(seconds=round(seconds))
            memory = _review(memory, rating, at)
        return memory

    first = replay()
    assert first == replay()
    assert first.due_at > (first.last_reviewed_at or first.due_at)
    assert 1 <= (first.difficulty or 0) <= 10


def test_a_devices_clock_changes_nothing() -> None:
    """A time ahead counts as now, one before the last review as that review's."""
    last, present = BEGIN, BEGIN + timedelta(days=3)

    assert scheduling.clamp(None, last, present) == present
    assert scheduling.clamp(present + timedelta(days=1), last, present) == present
    assert scheduling.clamp(last - timedelta(days=1), last, present) == last
    assert scheduling.clamp(last + timedelta(days=1), last, present) == last + timedelta(days=1)
