"""Event streams: the frames in which a response sends one event after the other.

Source: Smithy, "Amazon Event Stream Specification".
"""

import struct
from collections.abc import AsyncIterable, AsyncIterator, Mapping
from typing import Any
from zlib import crc32

from botocore.model import Shape, StructureShape

from aws_wire.codecs import JSON
from aws_wire.values import check_members, serialize_members, wire_name

CONTENT_TYPE = "application/vnd.amazon.eventstream"
_STRING_HEADER = 7


async def encode_events(shape: StructureShape, events: AsyncIterable[Mapping[str, Any]]) -> AsyncIterator[bytes]:
    """Yield a frame for each event; an event is a dict of one member, `{"contentBlockDelta": {…}}`."""
    async for event in events:
        check_members(shape, event, "event")
        ((name, values),) = event.items()
        yield _encode_event(shape.members[name], name, values)


def encode_frame(headers: Mapping[str, str], payload: bytes) -> bytes:
    """Return one frame: lengths, headers and payload, with checksums of both."""
    encoded = b"".join(
        bytes([len(name)]) + name.encode() + struct.pack("!BH", _STRING_HEADER, len(text)) + text
        for name, text in ((name, value.encode()) for name, value in headers.items())
    )
    prelude = struct.pack("!II", 16 + len(encoded) + len(payload), len(encoded))
    message = prelude + struct.pack("!I", crc32(prelude)) + encoded + payload
    return message + struct.pack("!I", crc32(message))


def _encode_event(shape: Shape, name: str, values: Mapping[str, Any]) -> bytes:
    assert isinstance(shape, StructureShape)
    headers = {":message-type": "event", ":event-type": name}
    rest = dict(values)
    for member_name, member in shape.members.items():
        if member.serialization.get("eventheader") and member_name in rest:
            headers[wire_name(member_name, member)] = str(rest.pop(member_name))
        elif member.serialization.get("eventpayload") and member.type_name in ("blob", "string"):
            content = rest.pop(member_name, b"")
            kind = "application/octet-stream" if member.type_name == "blob" else "text/plain"
            payload = content if isinstance(content, bytes) else content.encode()
            return encode_frame({**headers, ":content-type": kind}, payload)
    payload = JSON.encode(serialize_members(shape, rest, JSON, name))
    return encode_frame({**headers, ":content-type": "application/json"}, payload)
