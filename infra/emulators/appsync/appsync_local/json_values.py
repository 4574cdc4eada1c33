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


def decode_json(text: bytes | str) -> Any:
    """Return the value of JSON as the standard library reads it, or raise `ValueError` or `RecursionError`.

    What orjson refuses (NaN, lone surrogates, other encodings) or reads as a float (huge integers) is read again.
    """
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError:
        return json.loads(text)
    return json.loads(text) if _contains_float(found) else found


def _contains_float(value: Any) -> bool:
    kind = value.__class__
    if kind is dict:
        value = value.values()
    elif kind is not list:
        return kind is float
    for item in value:
        kind = item.__class__
        if kind is float or ((kind is dict or kind is list) and _contains_float(item)):
            return True
    return False
