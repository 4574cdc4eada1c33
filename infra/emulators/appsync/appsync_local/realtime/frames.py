"""The messages that the server sends, as WebSocket frames.

Source: AppSync Developer Guide, "Building a real-time WebSocket client"; shapes of errors as clients report them.
"""

import struct
from collections.abc import Sequence
from typing import Any

from appsync_local.json_values import encode_json

_SHORT, _MEDIUM = 126, 1 << 16


def text_frame(payload: bytes) -> bytes:
    """Return a whole, unmasked, uncompressed WebSocket text frame (RFC 6455, section 5.2)."""
    return frame_head(len(payload)) + payload


def frame_head(length: int) -> bytes:
    """Return the head of a text frame with a payload of `length` bytes."""
    if length < _SHORT:
        return bytes((0x81, length))
    if length < _MEDIUM:
        return struct.pack("!BBH", 0x81, _SHORT, length)
    return struct.pack("!BBQ", 0x81, _SHORT + 1, length)


def close_frame(code: int) -> bytes:
    """Return a close frame (RFC 6455, section 5.5.1)."""
    return struct.pack("!BBH", 0x88, 2, code)


def message_frame(kind: str, identifier: str | None = None, payload: Any = None) -> bytes:
    """Return the frame of a message."""
    whole: dict[str, Any] = {} if identifier is None else {"id": identifier}
    whole["type"] = kind
    if payload is not None:
        whole["payload"] = payload
    return text_frame(encode_json(whole))


def data_prefix(identifier: str) -> bytes:
    """Return the start of a `data` message; the payload's JSON and a closing brace follow."""
    return b'{"id":%b,"type":"data","payload":' % encode_json(identifier)


KEEP_ALIVE = message_frame("ka")


def connection_ack(timeout_ms: int) -> bytes:
    return message_frame("connection_ack", payload={"connectionTimeoutMs": timeout_ms})


def connection_error(error_type: str, sentence: str, code: int) -> bytes:
    error = {"errorType": error_type, "message": sentence, "errorCode": code}
    return message_frame("connection_error", payload={"errors": [error]})


def error_frame(identifier: str, errors: Sequence[Any]) -> bytes:
    return message_frame("error", identifier, {"errors": errors})


def error_message(identifier: str, error_type: str, sentence: str) -> bytes:
    return error_frame(identifier, [{"errorType": error_type, "message": sentence}])


def unsupported_operation(identifier: str = "", what: str = "unknown") -> bytes:
    sentence = f"{what} not supported through the realtime channel"
    return error_message(identifier, "UnsupportedOperation", sentence)


def subscription_limit(identifier: str, limit: int) -> bytes:
    """Refuse a subscription over the connection's limit; here AppSync sends an object, not a list."""
    error = {"errorType": "MaxSubscriptionsReachedError", "message": f"Max number of {limit} subscriptions reached"}
    return message_frame("error", identifier, {"errors": error})


def duplicate_id(identifier: str, *, bare: bool = False) -> bytes:
    """Refuse an id that is in use; `bare` sends the error as an object instead of a list."""
    error = {"errorType": "DuplicatedOperationError", "message": f"Operation {identifier} is already in progress"}
    return message_frame("error", identifier, {"errors": error if bare else [error]})
