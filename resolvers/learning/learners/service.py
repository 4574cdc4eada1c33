"""What people choose about their learning, and what they have studied."""

from datetime import date, timedelta
from typing import Final

from resolvers.core.errors import Conflict
from resolvers.core.identity import Caller
from resolvers.core.model import now
from resolvers.learning.learners import days, repository
from resolvers.learning.learners.model import Learner, StudyDay, UpdateLearnerInput

_LONGEST_STREAK: Final = 3 * 366  # days that are read to measure a streak


def get(viewer: Caller) -> Learner:
    """Return how the viewer learns."""
    return repository.get(viewer.id)


def allows_gemini(user_id: str) -> bool:
    """Tell whether somebody lets their texts be sent to Gemini."""
    return repository.get(user_id).allows_gemini


def update(viewer: Caller, input: UpdateLearnerInput) -> Learner:
    """Change how the viewer learns, or raise `Conflict`."""
    before = get(viewer)
    if before.version != input.expected_version:
        raise Conflict(before.version)
    changes = input.model_dump(exclude={"expected_version"}, exclude_none=True)
    repository.put(viewer.id, before, before.model_copy(update=changes))
    return get(viewer)


def list_days(viewer: Caller, count: int) -> list[StudyDay]:
    """Return what the viewer studied on their last `count` days, without days of no reviews, newest first."""
    today = days.day_at(now(), get(viewer).time_zone)
    first = (today - timedelta(days=count - 1)).isoformat()
    return [each for each in repository.list_days(viewer.id, today, count) if each.day >= first]


def measure_streak(viewer: Caller) -> int:
    """Return how many days in a row the viewer has studied."""
    today = days.day_at(now(), get(viewer).time_zone)
    studied = repository.list_days(viewer.id, today, _LONGEST_STREAK)
    return days.measure_streak([date.fromisoformat(each.day) for each in studied], today)
