"""The credentials of a connecting socket: in the query string, a subprotocol, or plain upgrade headers.

Source: AppSync Developer Guide, "Building a real-time WebSocket client".
"""

import base64
import binascii
import json
from collections.abc import Iterable, Mapping

PROTOCOL = "graphql-ws"
_PREFIX = "header-"
_CARRIER = "sec-websocket-protocol"  # credentials travel in it
_CREDENTIALS = ("authorization", "x-api-key", "x-amz-date", "x-amz-security-token", "cookie")


class Unreadable(ValueError):  # noqa: N818
    """A header object that is no Base64 of a JSON object."""


def protocols(headers: Iterable[str]) -> list[str]:
    """Return the subprotocols that a client offers, from all its Sec-WebSocket-Protocol headers."""
    return [part.strip() for header in headers for part in header.split(",") if part.strip()]


def carried(query: Mapping[str, str], offered: Iterable[str], headers: Mapping[str, str]) -> dict[str, str]:
    """Return the connection's credentials by lower-cased name, or raise `Unreadable`."""
    encoded = query.get("header") or next((each[len(_PREFIX) :] for each in offered if each.startswith(_PREFIX)), None)
    if encoded is None:
        return {name.lower(): value for name, value in headers.items()}
    return decode(encoded)


def decode(encoded: str) -> dict[str, str]:
    """Decode a header object: either Base64 alphabet, padded or not, `+` that became a space tolerated."""
    text = encoded.strip("=").replace(" ", "+").replace("-", "+").replace("_", "/")
    try:
        found = json.loads(base64.b64decode(text + "=" * (-len(text) % 4), validate=True))
    except (binascii.Error, ValueError) as error:
        raise Unreadable("The header object is no Base64 of JSON.") from error
    return lowered(found)


def lowered(found: object) -> dict[str, str]:
    """Return a header object with lower-cased names, or raise `Unreadable`."""
    if not isinstance(found, dict):
        raise Unreadable("The header object is no JSON object.")
    return {str(name).lower(): value if isinstance(value, str) else json.dumps(value) for name, value in found.items()}


def ambient(headers: Mapping[str, str], *, handshake: bool = False) -> dict[str, str]:
    """Return what an upgrade request tells of the client besides credentials, with or without the handshake."""
    hidden = (*_CREDENTIALS, _CARRIER) if handshake else _CREDENTIALS
    return {
        name.lower(): value
        for name, value in headers.items()
        if name.lower() not in hidden and (handshake or not name.lower().startswith("sec-websocket-"))
    }
