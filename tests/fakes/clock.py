"""The time that the code reads, as a test sets it."""

from datetime import UTC, datetime, timedelta


class FakeClock:
    """A callable in the place of `now`."""

    def __init__(self, at: datetime = datetime(2026, 5, 4, 10, 20, 30, tzinfo=UTC)) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def advance(self, **by: float) -> None:
        """Let time pass, such as `hours=1`."""
        self.at += timedelta(**by)
