"""Who is asking, from AppSync's identity object and nothing else."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from resolvers.core.errors import Unauthenticated
from resolvers.core.ids import ID
from resolvers.core.model import Model


class Caller(Model):
    """Who asks: somebody signed in, or a guest, whose id is empty; only id tokens say the name.

    `address` is the last of those that the request came through: what is before it, its sender may have made up.
    """

    id: ID = ID("")
    address: str = ""
    username: str = ""
    name: str = ""
    groups: frozenset[str] = frozenset()

    @property
    def is_guest(self) -> bool:
        return not self.id


GUEST = Caller()
_current: ContextVar[Caller] = ContextVar("viewer", default=GUEST)


def viewer() -> Caller:
    """Return who is asking, or raise `Unauthenticated` for a guest."""
    who = _current.get()
    if who.is_guest:
        raise Unauthenticated("Sign in to do this.")
    return who


def viewer_or_guest() -> Caller:
    """Return who is asking; a guest has an empty id."""
    return _current.get()


def from_event(event: Mapping[str, Any]) -> Caller:
    """Read AppSync's identity: a user pool's has a `sub`; an API key's is null; IAM's callers are no viewers."""
    identity: Mapping[str, Any] = event.get("identity") or {}
    if not identity.get("sub"):
        return Caller(address=_last_address(event, identity))
    claims = identity.get("claims") or {}
    return Caller(
        id=identity["sub"],
        address=_last_address(event, identity),
        username=identity.get("username") or "",
        name=claims.get("name") or "",
        groups=frozenset(identity.get("groups") or claims.get("cognito:groups") or ()),
    )


@contextmanager
def act_as(who: Caller) -> Iterator[None]:
    """Run everything inside for this caller."""
    token = _current.set(who)
    try:
        yield
    finally:
        _current.reset(token)


def _last_address(event: Mapping[str, Any], identity: Mapping[str, Any]) -> str:
    """Return the last entry of `sourceIp`; an API key has no identity, so then that of the header it is made from."""
    headers = (event.get("request") or {}).get("headers") or {}
    forwarded = identity.get("sourceIp") or (headers.get("x-forwarded-for") or "").split(",")
    return str(forwarded[-1]).strip()
