"""Bodies as JSON and as CBOR, decoded to plain values and encoded from them."""

import base64
import binascii
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import cbor2

from aws_wire.errors import SerializationError
from aws_wire.timestamps import format_timestamp, parse_timestamp


@dataclass(frozen=True, slots=True)
class Codec:
    """How values become a body, and how its blobs and timestamps become Python's bytes and datetimes."""

    encode: Callable[[Any], bytes]
    decode: Callable[[bytes], Any]
    encode_blob: Callable[[bytes], Any]
    decode_blob: Callable[[Any], bytes]
    encode_timestamp: Callable[[datetime, str | None], Any]
    decode_timestamp: Callable[[Any, str | None], datetime]


def _encode_json(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":"), allow_nan=False).encode()


def _decode_json(body: bytes) -> Any:
    try:
        return json.loads(body) if body else {}
    except (ValueError, RecursionError) as error:
        raise SerializationError("The body is not valid JSON.") from error


def _encode_json_blob(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _decode_json_blob(text: Any) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError, TypeError) as error:
        raise SerializationError("A blob must be text in base64.") from error


def _encode_json_timestamp(moment: datetime, kind: str | None) -> Any:
    return format_timestamp(moment, kind or "unixtimestamp")


def _decode_json_timestamp(value: Any, kind: str | None) -> datetime:
    return parse_timestamp(value, kind or "unixtimestamp")


JSON = Codec(
    _encode_json, _decode_json, _encode_json_blob, _decode_json_blob, _encode_json_timestamp, _decode_json_timestamp
)


def _encode_cbor(value: Any) -> bytes:
    return cbor2.dumps(value, datetime_as_timestamp=True)


def _decode_cbor(body: bytes) -> Any:
    try:
        return cbor2.loads(body) if body else {}
    except (cbor2.CBORDecodeError, RecursionError) as error:
        raise SerializationError("The body is not valid CBOR.") from error


def _require_bytes(value: Any) -> bytes:
    if not isinstance(value, bytes):
        raise SerializationError("A blob must be a byte string.")
    return value


def _decode_cbor_timestamp(value: Any, _: str | None) -> datetime:
    return value if isinstance(value, datetime) else parse_timestamp(value, "unixtimestamp")


CBOR = Codec(_encode_cbor, _decode_cbor, bytes, _require_bytes, lambda moment, _: moment, _decode_cbor_timestamp)
