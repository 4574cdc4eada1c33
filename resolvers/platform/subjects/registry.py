"""The kinds of subjects that products declared. `resolvers/subjects.py` declares them; any entry may load it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from resolvers.core import ids

if TYPE_CHECKING:
    from collections.abc import Callable

    from resolvers.platform.subjects.model import Subject


@dataclass(frozen=True)
class _Declaration:
    """A kind of subject by its name; `load` imports it, so a function loads only the kinds that it meets."""

    kind: str
    load: Callable[[], Subject]


_BY_PREFIX: Final[dict[str, _Declaration]] = {}


def declare(prefix: str, kind: str, load: Callable[[], Subject]) -> None:
    """Make a kind of subject known; raises `ValueError` if another one has its prefix or its type."""
    known = {name: each.kind for name, each in _BY_PREFIX.items()}
    if (prefix, kind) not in known.items() and (prefix in known or kind in known.values()):
        raise ValueError(f"{known.get(prefix, kind)} and {kind} share a prefix or a type.")
    _BY_PREFIX[prefix] = _Declaration(kind, load)


def subjects() -> list[Subject]:
    """Return every kind of subject, in the order in which they were declared."""
    return [each.load() for each in _BY_PREFIX.values()]


def list_kinds() -> list[str]:
    """Return the name of every kind of subject, in the order in which they were declared."""
    return [each.kind for each in _BY_PREFIX.values()]


def subject_with(subject_id: str) -> Subject | None:
    """Return the kind that an id's prefix names; None for a person's id or an unknown prefix."""
    declared = _BY_PREFIX.get(ids.kind_of(subject_id))
    return declared.load() if declared else None


def subject_of_kind(kind: str) -> Subject | None:
    """Return the kind of subject whose items are of this kind."""
    return next((each.load() for each in _BY_PREFIX.values() if each.kind == kind), None)
