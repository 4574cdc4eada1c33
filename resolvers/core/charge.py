"""What a mutation still has to count: its first transaction carries the writes, the others do not."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from resolvers.core.writes import Write


@dataclass
class Charge:
    """The writes that count an act, prepared when they are written; put last, so its own refusals come first."""

    prepare: Callable[[], Sequence[Write]]
    is_due: bool = True


_current: ContextVar[Charge | None] = ContextVar("charge", default=None)


@contextmanager
def charging(charge: Charge) -> Iterator[None]:
    """Let the first transaction inside carry a charge."""
    token = _current.set(charge)
    try:
        yield
    finally:
        _current.reset(token)


def get_due() -> Charge | None:
    """Return the charge that no transaction has carried yet."""
    charge = _current.get()
    return charge if charge and charge.is_due else None


@contextmanager
def free_of_charge() -> Iterator[None]:
    """Let the writes inside carry no charge: they keep what is known and are no work."""
    token = _current.set(None)
    try:
        yield
    finally:
        _current.reset(token)
