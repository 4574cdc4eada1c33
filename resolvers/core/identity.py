"""Who is asking, from AppSync's identity object and nothing else."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from resolvers.core.errors import Unauthenticated
from resolvers.core.ids import ID
from resolvers.core.model import Model


class Viewer(Model):
    """The caller: somebody signed in, or a guest, whose id is empty; only id tokens say the name."""

    id: ID = ID("")
    username: str = ""
    name: str = ""
    groups: frozenset[str] = frozenset()

    @property
    def is_guest(self) -> bool:
        return not self.id


GUEST = Viewer()
_current: ContextVar[Viewer] = ContextVar("viewer", default=GUEST)


def viewer() -> Viewer:
    """Return who is asking, or raise `Unauthenticated` for a guest."""
    who = _current.get()
    if who.is_guest:
        raise Unauthenticated("Sign in to do this.")
    return who


def viewer_or_guest() -> Viewer:
    """Return who is asking, be it a guest."""
    return _current.get()


def from_event(identity: Mapping[str, Any] | None) -> Viewer:
    """Read AppSync's identity: a user pool's has a `sub`; an API key's is null; IAM's callers are no viewers."""
    if not identity or not identity.get("sub"):
        return GUEST
    claims = identity.get("claims") or {}
    return Viewer(
        id=identity["sub"],
        username=identity.get("username") or "",
        name=claims.get("name") or "",
        groups=frozenset(identity.get("groups") or claims.get("cognito:groups") or ()),
    )


@contextmanager
def acting(who: Viewer) -> Iterator[None]:
    """Let everything inside run for this caller."""
    token = _current.set(who)
    try:
        yield
    finally:
        _current.reset(token)
