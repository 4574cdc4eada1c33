"""Reads GIF's blocks (GIF89a) and keeps the first frame, which may cover only a part of the screen."""

from struct import pack, unpack
from typing import Final

from resolvers.platform.pictures.formats import Format
from resolvers.platform.pictures.source import Source, corrupt

_EXTENSION: Final = 0x21
_GRAPHIC_CONTROL: Final = 0xF9
_FRAME: Final = 0x2C


def read(content: bytes) -> Source:
    """Return the first frame of a GIF, and where it lies on the screen; what it does not cover is transparent."""
    try:
        return _read_first_frame(content)
    except (IndexError, ValueError) as error:
        raise corrupt() from error


def _read_first_frame(content: bytes) -> Source:
    screen = unpack("<HH", _take(content, 6, 4))
    palette_bytes = _palette_bytes(content[10])
    at = 13 + palette_bytes
    control = b""
    while content[at] != _FRAME:
        if content[at] != _EXTENSION:
            raise ValueError(content[at])
        end = _skip_blocks(content, at + 2)
        if content[at + 1] == _GRAPHIC_CONTROL:
            control = content[at:end]
        at = end
    left, top, width, height = unpack("<4H", _take(content, at + 1, 8))
    data = at + 10 + _palette_bytes(content[at + 9])
    frame = content[at : _skip_blocks(content, data + 1)]
    head = b"GIF89a" + pack("<HH", width, height) + content[10:13] + content[13 : 13 + palette_bytes]
    placed = frame[:1] + bytes(4) + frame[5:]
    canvas = max(screen[0], left + width), max(screen[1], top + height)
    return Source(Format.GIF, head + control + placed + b"\0;", canvas=canvas, offset=(left, top))


def _palette_bytes(flags: int) -> int:
    return 3 * 2 ** ((flags & 0x07) + 1) if flags & 0x80 else 0


def _skip_blocks(content: bytes, at: int) -> int:
    """Return where a chain of data blocks ends, after its terminator, or the end of a file that was cut off."""
    while at < len(content) and content[at]:
        at += 1 + content[at]
    return min(at + 1, len(content))


def _take(content: bytes, at: int, size: int) -> bytes:
    taken = content[at : at + size]
    if len(taken) < size:
        raise IndexError(at)
    return taken
