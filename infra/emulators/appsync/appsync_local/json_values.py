"""Values as compact JSON."""

import json
from typing import Any

import orjson


def copy_json(value: Any) -> Any:
    """Return a deep copy of a value, made through JSON."""
    try:
        return orjson.loads(orjson.dumps(value))
    except orjson.JSONEncodeError:
        return json.loads(json.dumps(value))


def encode_json(value: Any) -> bytes:
    """Return compact JSON in UTF-8; lone surrogates and huge numbers, which orjson refuses, are escaped."""
    try:
        return orjson.dumps(value)
    except orjson.JSONEncodeError:
        return json.dumps(value, separators=(",", ":")).encode()
