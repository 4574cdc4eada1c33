"""The learner's days: each begins at 04:00 in their time zone, so that a late evening belongs to the day before.

Around a change of the clocks a day has 23 or 25 hours.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

_TURN: Final = timedelta(hours=4)
_DAY: Final = timedelta(days=1)


def day_at(moment: datetime, zone: str) -> date:
    """Return which of the learner's days a time belongs to."""
    wall_clock = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return (wall_clock - _TURN).date()


def end_of_day(moment: datetime, zone: str) -> datetime:
    """Return when the learner's day that a time belongs to ends, in UTC."""
    begins = datetime.combine(day_at(moment, zone) + _DAY, time(), ZoneInfo(zone)) + _TURN
    return begins.astimezone(UTC)


def measure_streak(studied: Iterable[date], today: date) -> int:
    """Return how many days in a row were studied, up to today, or up to yesterday while today is still open."""
    known = set(studied)
    last = today if today in known else today - _DAY
    length = 0
    while last - length * _DAY in known:
        length += 1
    return length
