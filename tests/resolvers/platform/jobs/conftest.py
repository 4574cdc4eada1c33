"""A kind of job that exists in tests only: a film that is framed, encoded elsewhere in parts, and captioned."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

import pytest

from resolvers.core import table
from resolvers.core.ids import ID
from resolvers.core.keys import Key
from resolvers.core.table import Put
from resolvers.platform.jobs.model import Job, JobKind, JobStep, Message, Step

STEPS: Final = ("UPLOADED", "CHECKED", "FRAMED", "MODERATED", "ENCODED", "CAPTIONED", "LIVE")


class Film(Job):
    """A job with a field of its own."""

    state: str = "WAITING"
    steps: list[JobStep] = [JobStep(name=name) for name in STEPS]  # noqa: RUF012  pydantic copies defaults
    frames: int = 0


FILM: Final = JobKind(
    model=Film,
    key=lambda film_id: Key(f"FILM#{film_id}", "FILM"),
    steps=tuple(
        Step(name, cost=400 if name in {"MODERATED", "ENCODED"} else 0, is_optional=name == "CAPTIONED")
        for name in STEPS
    ),
    waiting="WAITING",
    working="WORKING",
    failed="FAILED",
    claim_seconds=60,
    budget=1_300,
)


@pytest.fixture
def film(the_table: None) -> Film:
    """A film whose upload is awaited."""
    made = Film(id=ID("film_1"))
    table.write(Put(FILM.key(made.id), "Film", made.to_item()))
    return made


@pytest.fixture
def message() -> Callable[..., Message]:
    """Return what makes a message about version v1."""

    def make(name: str = "message-1", *, version: str = "v1", is_last_try: bool = False) -> Message:
        return Message(name, version, datetime.now(UTC), is_last_try)

    return make
