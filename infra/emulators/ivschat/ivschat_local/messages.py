"""What the service says over the socket: messages, events and errors.

Source: Amazon IVS Chat Messaging API Reference, "Message (Subscribe)", "Event (Subscribe)" and "Error Messages".
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from ivschat_local.errors import RequestRefused
from ivschat_local.store import draw_id

DELETE_EVENT: Final = "aws:DELETE_MESSAGE"
DISCONNECT_EVENT: Final = "aws:DISCONNECT_USER"


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends a message, by their token; `ip` is told to review handlers only."""

    user_id: str
    attributes: Mapping[str, str]
    ip: str


def encode_message(
    message_id: str, request_id: str | None, sent_at: float, sender: Sender, content: str, attributes: Mapping[str, str]
) -> str:
    return _encode(
        {
            "Type": "MESSAGE",
            "Id": message_id,
            "RequestId": request_id or "",
            "Attributes": attributes or None,
            "Content": content,
            "SendTime": _format_time(sent_at),
            "Sender": {"UserId": sender.user_id, "Attributes": sender.attributes or None},
        }
    )


def encode_event(
    event_id: str, request_id: str | None, sent_at: float, name: str, attributes: Mapping[str, str] | None
) -> str:
    return _encode(
        {
            "Type": "EVENT",
            "Id": event_id,
            "RequestId": request_id or "",
            "EventName": name,
            "Attributes": attributes or None,
            "SendTime": _format_time(sent_at),
        }
    )


def encode_error(error: RequestRefused, operation_id: str | None = None) -> str:
    return _encode(
        {
            "Type": "ERROR",
            "Id": operation_id or draw_id(),
            "RequestId": error.request_id or "",
            "ErrorCode": error.code,
            "ErrorMessage": error.message,
        }
    )


def describe_deletion(message_id: str, reason: str | None) -> Mapping[str, str]:
    """Return the attributes of a deletion; SDKs read the older spelling of its first member."""
    return {"MessageId": message_id, "MessageID": message_id} | ({"Reason": reason} if reason else {})


def describe_disconnection(user_id: str, reason: str | None) -> Mapping[str, str]:
    return {"UserId": user_id} | ({"Reason": reason} if reason else {})


def _format_time(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _encode(value: Mapping[str, Any]) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
