"""The headers of an upgrade request, and the credentials in its query string, a subprotocol or plain headers.

Source: AppSync Developer Guide, "Building a real-time WebSocket client".
"""

import base64
import binascii
import json
from collections.abc import Iterable, Mapping

PROTOCOL = "graphql-ws"
_PREFIX = "header-"
_CARRIER = "sec-websocket-protocol"  # may carry credentials
_CREDENTIALS = ("authorization", "x-api-key", "x-amz-date", "x-amz-security-token", "cookie")


class UnreadableHeader(ValueError):  # noqa: N818
    """A header object that is not a JSON object in Base64."""


def parse_subprotocols(headers: Iterable[str]) -> list[str]:
    """Return the subprotocols that a client offers, from all its Sec-WebSocket-Protocol headers."""
    return [part.strip() for header in headers for part in header.split(",") if part.strip()]


def find_credentials(query: Mapping[str, str], offered: Iterable[str], headers: Mapping[str, str]) -> dict[str, str]:
    """Return the connection's credentials by lower-cased name, or raise `UnreadableHeader`.

    The names of `headers` are in lower case.
    """
    encoded = query.get("header") or next((each[len(_PREFIX) :] for each in offered if each.startswith(_PREFIX)), None)
    if encoded is None:
        return dict(headers)
    return decode_header(encoded)


def decode_header(encoded: str) -> dict[str, str]:
    """Decode a header object in either Base64 alphabet, with or without padding; a space counts as `+`."""
    text = encoded.strip("=").replace(" ", "+").replace("-", "+").replace("_", "/")
    try:
        found = json.loads(base64.b64decode(text + "=" * (-len(text) % 4), validate=True))
    except (binascii.Error, ValueError) as error:
        raise UnreadableHeader("The header object is not JSON in Base64.") from error
    return lower_names(found)


def lower_names(found: object) -> dict[str, str]:
    """Return a header object with lower-cased names, or raise `UnreadableHeader`."""
    if not isinstance(found, dict):
        raise UnreadableHeader("The header object is not a JSON object.")
    return {str(name).lower(): value if isinstance(value, str) else json.dumps(value) for name, value in found.items()}


def select_client_headers(headers: Mapping[str, str], *, handshake: bool = False) -> dict[str, str]:
    """Return an upgrade request's headers without credentials, with or without those of the handshake.

    The names of `headers` are in lower case.
    """
    hidden = (*_CREDENTIALS, _CARRIER) if handshake else _CREDENTIALS
    return {
        name: value
        for name, value in headers.items()
        if name not in hidden and (handshake or not name.startswith("sec-websocket-"))
    }
