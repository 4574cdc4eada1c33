"""Chunks, in which RTMP sends its messages: a reader without I/O, and the writer.

Source: Adobe, "Real-Time Messaging Protocol", 5.3.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

MAX_MESSAGE: Final = 4 * 1024 * 1024  # bytes; a keyframe at the highest bit rate is a tenth of it
MAX_PARTIAL: Final = 8 * 1024 * 1024  # bytes of messages that have begun
MAX_CHANNELS: Final = 64
SENT_CHUNK: Final = 4096
_DEFAULT_CHUNK = 128
_EXTENDED = 0xFFFFFF
_HEADER_SIZES = (11, 7, 3, 0)
_SET_CHUNK_SIZE, _ABORT = 1, 2


class ProtocolBroken(ValueError):  # noqa: N818
    """Bytes that are no RTMP, or more of it than a publisher needs."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message; `timestamp` is in milliseconds, modulo 2**32."""

    kind: int
    stream: int
    timestamp: int
    body: bytes


@dataclass(slots=True)
class _Channel:
    timestamp: int = 0
    delta: int = 0
    length: int = 0
    kind: int = 0
    stream: int = 0
    is_extended: bool = False
    body: bytearray = field(default_factory=bytearray)


class ChunkReader:
    """Puts chunks together again; memory is bounded whatever is fed."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._channels: dict[int, _Channel] = {}
        self._chunk_size = _DEFAULT_CHUNK
        self._partial = 0

    def feed(self, data: bytes) -> Iterator[Message]:
        """Yield the messages that these bytes complete, or raise `ProtocolBroken`."""
        self._buffer += data
        while (header := self._read_header()) is not None:
            number, format_, fields, size = header
            channel = self._open_channel(number)
            begins = not channel.body
            if not begins and format_ != 3:
                raise ProtocolBroken("A message begins within another one.")
            length, kind = (fields[1], fields[2]) if begins else (channel.length, channel.kind)
            if length > MAX_MESSAGE:
                raise ProtocolBroken(f"A message has {length} bytes; {MAX_MESSAGE} are the limit.")
            taken = min(self._chunk_size, length - len(channel.body))
            if len(self._buffer) < size + taken:
                return
            if begins:
                self._begin(channel, format_, fields)
            self._append(channel, self._buffer[size : size + taken])
            del self._buffer[: size + taken]
            if len(channel.body) == length:
                yield self._finish(channel, kind)

    def _read_header(self) -> tuple[int, int, tuple[int, int, int, int, bool], int] | None:
        """Return a chunk's stream, format, fields (time, length, kind, stream, extended) and the size of its header."""
        buffer = self._buffer
        if not buffer:
            return None
        format_, number = buffer[0] >> 6, buffer[0] & 63
        size = {0: 2, 1: 3}.get(number, 1)
        if len(buffer) < size:
            return None
        if size > 1:
            number = 64 + buffer[1] + (buffer[2] << 8 if size == 3 else 0)
        known = self._channels.get(number)
        if format_ and known is None:
            raise ProtocolBroken("A chunk refers to an earlier one that was never sent.")
        return self._read_fields(number, format_, known or _Channel(), size)

    def _read_fields(
        self, number: int, format_: int, known: _Channel, size: int
    ) -> tuple[int, int, tuple[int, int, int, int, bool], int] | None:
        buffer = self._buffer
        fixed = _HEADER_SIZES[format_]
        if len(buffer) < size + fixed:
            return None
        time, length, kind, stream, is_extended = known.delta, known.length, known.kind, known.stream, known.is_extended
        if fixed >= 3:
            time = int.from_bytes(buffer[size : size + 3], "big")
            is_extended = time == _EXTENDED
        if fixed >= 7:
            length, kind = int.from_bytes(buffer[size + 3 : size + 6], "big"), buffer[size + 6]
        if fixed == 11:
            stream = int.from_bytes(buffer[size + 7 : size + 11], "little")
        size += fixed
        if is_extended:
            if len(buffer) < size + 4:
                return None
            time = int.from_bytes(buffer[size : size + 4], "big")
            size += 4
        return number, format_, (time, length, kind, stream, is_extended), size

    def _open_channel(self, number: int) -> _Channel:
        if number not in self._channels and len(self._channels) >= MAX_CHANNELS:
            raise ProtocolBroken(f"There are more than {MAX_CHANNELS} chunk streams.")
        return self._channels.setdefault(number, _Channel())

    def _begin(self, channel: _Channel, format_: int, fields: tuple[int, int, int, int, bool]) -> None:
        time, channel.length, channel.kind, channel.stream, channel.is_extended = fields
        channel.timestamp = time if format_ == 0 else (channel.timestamp + time) & 0xFFFFFFFF
        channel.delta = time

    def _append(self, channel: _Channel, data: bytearray) -> None:
        self._partial += len(data)
        if self._partial > MAX_PARTIAL:
            raise ProtocolBroken("Too many messages have begun and not ended.")
        channel.body += data

    def _finish(self, channel: _Channel, kind: int) -> Message:
        message = Message(kind, channel.stream, channel.timestamp, bytes(channel.body))
        self._partial -= len(channel.body)
        channel.body = bytearray()
        if kind == _SET_CHUNK_SIZE:
            self._chunk_size = _read_number(message.body) & 0x7FFFFFFF
            if not 1 <= self._chunk_size <= MAX_MESSAGE:
                raise ProtocolBroken(f"Chunks of {self._chunk_size} bytes are not taken.")
        elif kind == _ABORT:
            self._abort(_read_number(message.body))
        return message

    def _abort(self, number: int) -> None:
        if number in self._channels:
            self._partial -= len(self._channels[number].body)
            self._channels[number].body = bytearray()


def write_message(kind: int, body: bytes, *, stream: int = 0, channel: int = 3, chunk: int = SENT_CHUNK) -> bytes:
    """Return a message in chunks; its timestamp is 0."""
    head = bytes([channel]) + bytes(3) + len(body).to_bytes(3, "big") + bytes([kind]) + stream.to_bytes(4, "little")
    pieces = [body[at : at + chunk] for at in range(0, len(body), chunk)] or [b""]
    return head + bytes([0xC0 | channel]).join(pieces)


def _read_number(body: bytes) -> int:
    if len(body) < 4:
        raise ProtocolBroken("A control message is too short.")
    return int.from_bytes(body[:4], "big")
