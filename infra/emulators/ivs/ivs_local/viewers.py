"""Who watches a stream: one session for each time that somebody opens it, and the tokens of private channels."""

import time
from collections.abc import Iterable
from typing import Any, Final, NamedTuple

import jwt
from aiohttp import web

from ivs_local.store import draw_id

WATCHING_SECONDS: Final = 15.0  # a viewer whose player asked for nothing so long has gone
MOST_SESSIONS: Final = 10_000


class Holder(NamedTuple):
    """Whose a playback token is: the viewer, and the version of their session."""

    viewer: str
    version: int


class Viewers:
    """The sessions of one stream; the oldest makes room for the ten-thousandth."""

    def __init__(self) -> None:
        self._seen: dict[str, float] = {}
        self._holders: dict[str, Holder] = {}

    def open(self, holder: Holder | None = None) -> str:
        """Return a new session, which nobody can guess."""
        if len(self._seen) >= MOST_SESSIONS:
            self._end(next(iter(self._seen)))
        session = draw_id(24)
        self._seen[session] = time.monotonic() - WATCHING_SECONDS  # watches once it asks for media
        if holder:
            self._holders[session] = holder
        return session

    def revoke(self, viewer: str, version: int) -> None:
        """End the sessions of a viewer up to a version."""
        for session, holder in list(self._holders.items()):
            if holder.viewer == viewer and holder.version <= version:
                self._end(session)

    def _end(self, session: str) -> None:
        del self._seen[session]
        self._holders.pop(session, None)

    def touch(self, session: str) -> bool:
        """Note that a session watches; false if there is no such session."""
        if session not in self._seen:
            return False
        del self._seen[session]
        self._seen[session] = time.monotonic()
        return True

    def count(self) -> int:
        now = time.monotonic()
        return sum(now - seen < WATCHING_SECONDS for seen in self._seen.values())


def check_token(channel_arn: str, token: str | None, origin: str | None, keys: Iterable[str]) -> Holder | None:
    """Return whose a playback token is, None if it names nobody.

    Raises `HTTPForbidden` unless it is for the channel and signed by one of the public keys.
    """
    claims = _read_claims(token or "", keys)
    allowed = claims.get("aws:access-control-allow-origin", "")
    is_allowed = not allowed or origin is None or origin in [each.strip() for each in allowed.split(",")]
    if claims.get("aws:channel-arn") != channel_arn or not is_allowed:
        raise web.HTTPForbidden(text="The playback token is not valid for this channel.")
    viewer, version = claims.get("aws:viewer-id"), claims.get("aws:viewer-session-version", 0)
    if not viewer:
        return None
    if not isinstance(viewer, str) or not isinstance(version, int):
        raise web.HTTPForbidden(text="The viewer of the playback token is not valid.")
    return Holder(viewer, version)


def _read_claims(token: str, keys: Iterable[str]) -> dict[str, Any]:
    for key in keys:
        try:
            claims: dict[str, Any] = jwt.decode(token, key, algorithms=["ES384"], options={"require": ["exp"]})
        except jwt.PyJWTError:
            continue
        return claims
    return {}
