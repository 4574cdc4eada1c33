"""What clients ask over the socket, parsed and judged.

Source: Amazon IVS Chat Messaging API Reference, "Actions".
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from ivschat_local.errors import BAD_REQUEST, TOO_LARGE, RequestRefused

SEND_MESSAGE: Final = "SEND_MESSAGE"
DELETE_MESSAGE: Final = "DELETE_MESSAGE"
DISCONNECT_USER: Final = "DISCONNECT_USER"
MOST_ATTRIBUTE_BYTES: Final = 1024
_MOST_REASON: Final = 256
_MOST_USER_ID: Final = 128
_MOST_REQUEST_ID: Final = 64
_ID = re.compile(r"[a-zA-Z0-9]{12}")


@dataclass(frozen=True, slots=True)
class ChatRequest:
    """One request; which fields are set depends on the action, which is also the capability that it needs."""

    action: str
    request_id: str | None
    content: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    message_id: str = ""
    user_id: str = ""
    reason: str | None = None


def parse_request(text: str) -> ChatRequest:
    """Return a request, or raise `RequestRefused`."""
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        raise RequestRefused(BAD_REQUEST, "The request is not valid JSON.") from None
    if not isinstance(values, dict):
        raise RequestRefused(BAD_REQUEST, "The request is not a JSON object.")
    request_id = _read_text(values, "RequestId", None, most=_MOST_REQUEST_ID, required=False)
    action = values.get("Action")
    if action == SEND_MESSAGE:
        content = _read_text(values, "Content", request_id) or ""
        return ChatRequest(action, request_id, content, attributes=_read_attributes(values, request_id))
    if action not in {DELETE_MESSAGE, DISCONNECT_USER}:
        raise RequestRefused(BAD_REQUEST, "Action must be SEND_MESSAGE, DELETE_MESSAGE or DISCONNECT_USER.", request_id)
    reason = _read_text(values, "Reason", request_id, most=_MOST_REASON, required=False)
    if action == DISCONNECT_USER:
        user_id = _read_text(values, "UserId", request_id, most=_MOST_USER_ID) or ""
        return ChatRequest(action, request_id, user_id=user_id, reason=reason)
    message_id = _read_text(values, "Id", request_id) or ""
    if not _ID.fullmatch(message_id):
        raise RequestRefused(BAD_REQUEST, "Id must be the twelve letters and digits of a message.", request_id)
    return ChatRequest(action, request_id, message_id=message_id, reason=reason)


def measure_attributes(attributes: Mapping[str, str]) -> int:
    """Return the size of attributes, of which IVS Chat takes 1 KB, in bytes."""
    return sum(len(part.encode()) for pair in attributes.items() for part in pair)


def are_attributes(value: Any) -> bool:
    """Return whether a value maps texts to texts."""
    return isinstance(value, dict) and all(isinstance(text, str) for text in value.values())


def _read_text(
    values: Mapping[str, Any], name: str, request_id: str | None, *, most: int | None = None, required: bool = True
) -> str | None:
    text = values.get(name)
    if text is None and not required:
        return None
    if not isinstance(text, str) or not text:
        raise RequestRefused(BAD_REQUEST, f"{name} must be a text that is not empty.", request_id)
    if most is not None and len(text) > most:
        raise RequestRefused(TOO_LARGE, f"{name} must have {most} characters or fewer.", request_id)
    if not _is_sendable(text):
        raise RequestRefused(BAD_REQUEST, f"{name} is not valid Unicode.", request_id)
    return text


def _read_attributes(values: Mapping[str, Any], request_id: str | None) -> Mapping[str, str]:
    attributes = values.get("Attributes") or {}
    if not are_attributes(attributes):
        raise RequestRefused(BAD_REQUEST, "Attributes must map texts to texts.", request_id)
    if not all(_is_sendable(part) for pair in attributes.items() for part in pair):
        raise RequestRefused(BAD_REQUEST, "Attributes are not valid Unicode.", request_id)
    if measure_attributes(attributes) > MOST_ATTRIBUTE_BYTES:
        raise RequestRefused(TOO_LARGE, "Attributes must have 1 KB or less.", request_id)
    return dict(attributes)


def _is_sendable(text: str) -> bool:
    """Return whether a text can be encoded: JSON may escape half of a surrogate pair."""
    return not any("\ud800" <= character <= "\udfff" for character in text)
