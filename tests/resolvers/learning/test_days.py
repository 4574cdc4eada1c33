"""The learner's day: where it begins and ends around the world and when clocks change, and how days make streaks."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.learning.learners.days import day_at, end_of_day, measure_streak

MOMENTS = st.datetimes(datetime(2015, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  given a zone
ZONES = st.sampled_from(sorted(available_timezones() - {"localtime"}))


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "zone", "day", "ends"),
    [
        # 20:30 UTC: still the 28th in Hanoi until 21:00 UTC, and the 29th on Kiritimati already.
        ("2026-11-28T20:30", "Asia/Ho_Chi_Minh", date(2026, 11, 28), "2026-11-28T21:00"),
        ("2026-11-28T20:30", "Pacific/Kiritimati", date(2026, 11, 29), "2026-11-29T14:00"),
        ("2026-11-28T20:30", "America/Los_Angeles", date(2026, 11, 28), "2026-11-29T12:00"),
        # 03:59 and 04:01 on the wall.
        ("2026-11-28T20:59", "Asia/Ho_Chi_Minh", date(2026, 11, 28), "2026-11-28T21:00"),
        ("2026-11-28T21:01", "Asia/Ho_Chi_Minh", date(2026, 11, 29), "2026-11-29T21:00"),
        # Los Angeles: the day into summer time has 23 hours, the day out of it 25.
        ("2026-03-07T12:00", "America/Los_Angeles", date(2026, 3, 7), "2026-03-08T11:00"),
        ("2026-10-31T11:00", "America/Los_Angeles", date(2026, 10, 31), "2026-11-01T12:00"),
    ],
)
def test_a_day_ends_at_four_on_the_learners_clock(at: str, zone: str, day: date, ends: str) -> None:
    """What counts is the clock on the wall, wherever that is."""
    assert day_at(_utc(at), zone) == day
    assert end_of_day(_utc(at), zone) == _utc(ends)


@given(MOMENTS, ZONES)
def test_a_day_ends_once_and_the_next_one_follows(at: datetime, zone: str) -> None:
    """In every zone, on every day: it is the same day until its end, and another one from then on."""
    end = end_of_day(at, zone)

    assert at < end <= at + timedelta(hours=49)  # Samoa once left a whole day out
    assert day_at(end - timedelta(milliseconds=1), zone) == day_at(at, zone)
    assert day_at(end, zone) > day_at(at, zone)


@given(MOMENTS, ZONES)
def test_a_day_is_the_date_on_the_wall_from_four_on(at: datetime, zone: str) -> None:
    """Before four it is the day before."""
    wall = at.astimezone(ZoneInfo(zone))

    assert day_at(at, zone) == (wall.date() if wall.hour >= 4 else wall.date() - timedelta(days=1))


@pytest.mark.parametrize(
    ("studied", "streak"),
    [((), 0), ((28, 29), 2), ((27, 28), 2), ((26, 27), 0), ((25, 27, 28, 29), 3), ((29, 30), 1)],
    ids=["nothing", "today", "today is open", "broken", "with a gap", "a day ahead, from another zone"],
)
def test_a_streak_ends_where_a_day_was_left_out(studied: tuple[int, ...], streak: int) -> None:
    """Today breaks it only when it is over."""
    assert measure_streak([date(2026, 11, each) for each in studied], date(2026, 11, 29)) == streak
