"""AMF0, in which RTMP writes its commands.

Source: Adobe, "Action Message Format -- AMF 0". References, dates, XML and AMF3 values are not read.
"""

import struct
from collections.abc import Mapping
from typing import Any

MAX_DEPTH = 8
_NUMBER, _BOOLEAN, _STRING, _OBJECT, _NULL, _UNDEFINED, _ECMA_ARRAY, _OBJECT_END, _STRICT_ARRAY, _LONG_STRING = (
    *(0, 1, 2, 3, 5, 6, 8, 9, 10),
    12,
)


class MalformedAmf(ValueError):  # noqa: N818
    """Bytes that are no AMF0."""


def decode_values(data: bytes) -> list[Any]:
    """Return the values of a command or of metadata, or raise `MalformedAmf`."""
    reader = _Reader(data)
    values = []
    while reader.is_open:
        values.append(reader.read_value(0))
    return values


def encode_values(*values: Any) -> bytes:
    """Return values as AMF0; a mapping is an object, None is null."""
    return b"".join(map(_encode, values))


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    @property
    def is_open(self) -> bool:
        return self._at < len(self._data)

    def read_value(self, depth: int) -> Any:
        if depth > MAX_DEPTH:
            raise MalformedAmf("Values are nested too deeply.")
        kind = self._take(1)[0]
        if kind == _NUMBER:
            return struct.unpack(">d", self._take(8))[0]
        if kind == _BOOLEAN:
            return self._take(1) != b"\0"
        if kind == _STRING:
            return self._read_text(2)
        if kind == _LONG_STRING:
            return self._read_text(4)
        if kind in (_NULL, _UNDEFINED):
            return None
        return self._read_collection(kind, depth)

    def _read_collection(self, kind: int, depth: int) -> Any:
        if kind == _STRICT_ARRAY:
            count = int.from_bytes(self._take(4), "big")
            if count > len(self._data):
                raise MalformedAmf("An array is longer than its message.")
            return [self.read_value(depth + 1) for _ in range(count)]
        if kind == _ECMA_ARRAY:
            self._take(4)
        elif kind != _OBJECT:
            raise MalformedAmf(f"Values of kind {kind} are not read.")
        found: dict[str, Any] = {}
        while True:
            name = self._read_text(2)
            if not name and self._data[self._at : self._at + 1] == bytes([_OBJECT_END]):
                self._at += 1
                return found
            found[name] = self.read_value(depth + 1)

    def _read_text(self, width: int) -> str:
        length = int.from_bytes(self._take(width), "big")
        return self._take(length).decode("utf-8", "replace")

    def _take(self, length: int) -> bytes:
        taken = self._data[self._at : self._at + length]
        if len(taken) < length:
            raise MalformedAmf("A value ends before its end.")
        self._at += length
        return taken


def _encode(value: Any) -> bytes:
    if value is None:
        return bytes([_NULL])
    if isinstance(value, bool):
        return bytes([_BOOLEAN, value])
    if isinstance(value, (int, float)):
        return bytes([_NUMBER]) + struct.pack(">d", value)
    if isinstance(value, str):
        return bytes([_STRING]) + _encode_text(value)
    if isinstance(value, Mapping):
        members = b"".join(_encode_text(name) + _encode(each) for name, each in value.items())
        return bytes([_OBJECT]) + members + b"\0\0" + bytes([_OBJECT_END])
    raise TypeError(f"{type(value).__name__} has no form in AMF0.")


def _encode_text(text: str) -> bytes:
    data = text.encode()
    return len(data).to_bytes(2, "big") + data
