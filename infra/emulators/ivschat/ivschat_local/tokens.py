"""Chat tokens: what a participant may do in a room, encrypted, so that the service has to remember none of them.

Source: Amazon IVS Chat API Reference, "CreateChatToken". A token opens connections for a minute; a connection lasts as
long as the session that was asked for.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from cryptography.fernet import Fernet, InvalidToken

TOKEN_SECONDS: Final = 60
SESSION_MINUTES: Final = 60


class TokenRefused(Exception):  # noqa: N818
    """A token that is not ours, or not valid any longer."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What a token says; times are in seconds since 1970."""

    room_arn: str
    user_id: str
    capabilities: tuple[str, ...]
    attributes: Mapping[str, str]
    token_expires_at: float
    session_expires_at: float


class TokenBox:
    """Seals and opens tokens with a key of its folder, which nobody else may read."""

    def __init__(self, folder: Path) -> None:
        path = folder / "token.key"
        if not path.exists():
            path.touch(mode=0o600)
            path.write_bytes(Fernet.generate_key())
        self._fernet = Fernet(path.read_bytes())

    def seal(self, grant: Grant) -> str:
        """Return a token. It travels as the name of a WebSocket subprotocol, which may have no `=`."""
        return self._fernet.encrypt(json.dumps(asdict(grant)).encode()).decode().rstrip("=")

    def open(self, token: str, now: float) -> Grant:
        """Return what a token says, or raise `TokenRefused`."""
        try:
            values = json.loads(self._fernet.decrypt(token + "=" * (-len(token) % 4)))
        except InvalidToken:
            raise TokenRefused("The token is not valid.") from None
        grant = Grant(**{**values, "capabilities": tuple(values["capabilities"])})
        if now >= grant.token_expires_at:
            raise TokenRefused("The token has expired.")
        return grant
