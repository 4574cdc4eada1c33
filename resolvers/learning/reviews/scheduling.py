"""When a flashcard comes back: FSRS-6 with its published parameters and no randomness, so that equal reviews agree.

FSRS counts neither reviews nor lapses, and takes a time before the last review without a word; both are ours.
"""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from fsrs import Card, Rating, Scheduler, State

from resolvers.learning.flashcards.model import Memory, MemoryPhase
from resolvers.learning.reviews.model import ReviewRating

# Names the parameters of a review in the log; another version never reschedules what was reviewed before.
PARAMETERS: Final = "fsrs-6.3.2"

_LEARNING_STEPS: Final = (timedelta(minutes=1), timedelta(minutes=10))
_RELEARNING_STEPS: Final = (timedelta(minutes=10),)
_LONGEST_DAYS: Final = 36_500
_LEECH_LAPSES: Final = 8
_LEECH_AGAIN: Final = 4  # lapses more, once a leech was resumed
_STATES: Final = {
    MemoryPhase.NEW: State.Learning,
    MemoryPhase.LEARNING: State.Learning,
    MemoryPhase.REVIEW: State.Review,
    MemoryPhase.RELEARNING: State.Relearning,
}
_PHASES: Final = {
    State.Learning: MemoryPhase.LEARNING,
    State.Review: MemoryPhase.REVIEW,
    State.Relearning: MemoryPhase.RELEARNING,
}


def schedule(memory: Memory, rating: ReviewRating, at: datetime, *, retention: float, day_ends: datetime) -> Memory:
    """Return what is remembered after a review at a time, and when it is due.

    `day_ends` is the end of the learner's day: what is learned by days is never due again on the same one.
    """
    card, _ = _scheduler(retention).review_card(_to_card(memory), Rating[rating.name.title()], at)
    phase = _PHASES[card.state]
    is_lapse = memory.phase == MemoryPhase.REVIEW and rating == ReviewRating.AGAIN
    return Memory(
        phase=phase,
        step=card.step,
        stability=card.stability,
        difficulty=card.difficulty,
        due_at=max(card.due, day_ends) if phase == MemoryPhase.REVIEW else card.due,
        last_reviewed_at=at,
        reviews=memory.reviews + 1,
        lapses=memory.lapses + is_lapse,
    )


def is_leech(before: Memory, after: Memory) -> bool:
    """Tell whether a review made a flashcard one that is forgotten again and again: at 8 lapses, then at every 4."""
    beyond = after.lapses - _LEECH_LAPSES
    return after.lapses > before.lapses and beyond >= 0 and beyond % _LEECH_AGAIN == 0


def clamp(reviewed_at: datetime | None, earliest: datetime, present: datetime) -> datetime:
    """Return the time at which a review counts: the device's, but never before the last one or in the future."""
    return min(max(reviewed_at or present, earliest), present)


@lru_cache(maxsize=32)
def _scheduler(retention: float) -> Scheduler:
    return Scheduler(
        desired_retention=retention,
        learning_steps=_LEARNING_STEPS,
        relearning_steps=_RELEARNING_STEPS,
        maximum_interval=_LONGEST_DAYS,
        enable_fuzzing=False,
    )


def _to_card(memory: Memory) -> Card:
    return Card(
        card_id=0,
        state=_STATES[memory.phase],
        step=0 if memory.phase == MemoryPhase.NEW else memory.step,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=memory.due_at,
        last_review=memory.last_reviewed_at,
    )
