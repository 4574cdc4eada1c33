"""Values as compact JSON, as clients and functions get them."""

import json
from typing import Any

import orjson


def encoded(value: Any) -> bytes:
    """Return compact JSON in UTF-8; what orjson does not take (half a surrogate pair, huge numbers) is escaped."""
    try:
        return orjson.dumps(value)
    except orjson.JSONEncodeError:
        return json.dumps(value, separators=(",", ":")).encode()
