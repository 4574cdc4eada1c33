"""What the process of a connection writes: messages with a kind, a time in milliseconds and a body."""

import struct
from typing import Final

ANSWER: Final = 1  # the SDP that answers the offer, in UTF-8
REFUSAL: Final = 2  # why the offer, or the stream, is not taken, in UTF-8
SOUND: Final = 8  # the bodies of FLV's tags, as RTMP carries them
PICTURE: Final = 9
METADATA: Final = 18  # JSON
LONGEST_BODY: Final = 8 * 1024 * 1024
HEAD: Final = struct.Struct(">BII")


def write_tag(kind: int, time_ms: int, body: bytes) -> bytes:
    """Return a message."""
    return HEAD.pack(kind, time_ms & 0xFFFFFFFF, len(body)) + body
