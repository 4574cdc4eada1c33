"""The messages that the server sends, as text, and the frames that carry them.

Source: AppSync Developer Guide, "Building a real-time WebSocket client"; shapes of errors as clients report them.
"""

import struct
from collections.abc import Sequence
from typing import Any

from infra.local.appsync.encoding import encoded

_SHORT, _MEDIUM = 126, 1 << 16


def frame(payload: bytes) -> bytes:
    """Return a whole, unmasked, uncompressed WebSocket text frame (RFC 6455, section 5.2)."""
    return head(len(payload)) + payload


def head(length: int) -> bytes:
    """Return the first bytes of a text frame of that length."""
    if length < _SHORT:
        return bytes((0x81, length))
    if length < _MEDIUM:
        return struct.pack("!BBH", 0x81, _SHORT, length)
    return struct.pack("!BBQ", 0x81, _SHORT + 1, length)


def closing(code: int) -> bytes:
    """Return a close frame (RFC 6455, section 5.5.1)."""
    return struct.pack("!BBH", 0x88, 2, code)


def message(kind: str, identifier: str | None = None, payload: Any = None) -> bytes:
    """Return the frame of a message."""
    whole: dict[str, Any] = {} if identifier is None else {"id": identifier}
    whole["type"] = kind
    if payload is not None:
        whole["payload"] = payload
    return frame(encoded(whole))


def data_start(identifier: str) -> bytes:
    """Return the beginning of a data message; the payload's JSON and a closing brace follow."""
    return b'{"id":%b,"type":"data","payload":' % encoded(identifier)


KEEP_ALIVE = message("ka")


def acknowledged(timeout_ms: int) -> bytes:
    return message("connection_ack", payload={"connectionTimeoutMs": timeout_ms})


def connection_error(error_type: str, sentence: str, code: int) -> bytes:
    error = {"errorType": error_type, "message": sentence, "errorCode": code}
    return message("connection_error", payload={"errors": [error]})


def failed(identifier: str, errors: Sequence[Any]) -> bytes:
    return message("error", identifier, {"errors": errors})


def refused(identifier: str, error_type: str, sentence: str) -> bytes:
    return failed(identifier, [{"errorType": error_type, "message": sentence}])


def unsupported(identifier: str = "", what: str = "unknown") -> bytes:
    sentence = f"{what} not supported through the realtime channel"
    return refused(identifier, "UnsupportedOperation", sentence)


def too_many(identifier: str, limit: int) -> bytes:
    """Refuse one subscription more than a connection may have; here AppSync sends an object, not a list."""
    error = {"errorType": "MaxSubscriptionsReachedError", "message": f"Max number of {limit} subscriptions reached"}
    return message("error", identifier, {"errors": error})


def duplicated(identifier: str, *, bare: bool = False) -> bytes:
    """Refuse an id that is in use; `bare` sends the error as an object, as `too_many` does."""
    error = {"errorType": "DuplicatedOperationError", "message": f"Operation {identifier} is already in progress"}
    return message("error", identifier, {"errors": error if bare else [error]})
