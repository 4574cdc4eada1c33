"""Values as compact JSON, as clients and functions get them."""

import json
from typing import Any

import orjson


def copied(value: Any) -> Any:
    """Return what a value is after a way through JSON; nothing of it is shared."""
    try:
        return orjson.loads(orjson.dumps(value))
    except orjson.JSONEncodeError:
        return json.loads(json.dumps(value))


def encoded(value: Any) -> bytes:
    """Return compact JSON in UTF-8; what orjson does not take (half a surrogate pair, huge numbers) is escaped."""
    try:
        return orjson.dumps(value)
    except orjson.JSONEncodeError:
        return json.dumps(value, separators=(",", ":")).encode()
