"""The kinds of subjects that products declared. `resolvers/subjects.py` registers them; any entry may load it."""

from typing import Final

from resolvers.core import ids
from resolvers.platform.subjects.model import Subject

_BY_PREFIX: Final[dict[str, Subject]] = {}


def register(subject: Subject) -> None:
    """Make a kind of subject known; raises `ValueError` if another one has its prefix or its type."""
    for known in _BY_PREFIX.values():
        if known is not subject and (known.prefix == subject.prefix or known.kind == subject.kind):
            raise ValueError(f"{known.kind} and {subject.kind} share a prefix or a type.")
    _BY_PREFIX[subject.prefix] = subject


def subjects() -> list[Subject]:
    """Return every kind of subject, in the order in which they were registered."""
    return [*_BY_PREFIX.values()]


def subject_with(subject_id: str) -> Subject | None:
    """Return the kind that an id's prefix names; None for a person's id or an unknown prefix."""
    return _BY_PREFIX.get(ids.kind_of(subject_id))


def subject_of_kind(kind: str) -> Subject | None:
    """Return the kind of subject whose items are of this kind."""
    return next((each for each in _BY_PREFIX.values() if each.kind == kind), None)
