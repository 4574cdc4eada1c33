"""Reads WebP's RIFF chunks and keeps the first frame, which may cover only a part of the canvas."""

from collections.abc import Iterator
from struct import pack, unpack
from typing import Final

from resolvers.platform.pictures.formats import Format
from resolvers.platform.pictures.source import Source, corrupt, trim_exif

_HEAD: Final = 12
_FRAME_HEAD: Final = 16
_ALPHA: Final = 0x10


def read(content: bytes) -> Source:
    """Return the first frame of a WebP, still or animated, without its metadata."""
    chunks: dict[bytes, bytes] = {}
    for kind, body in _list_chunks(content, _HEAD):
        chunks.setdefault(kind, body)
    exif, profile = trim_exif(chunks.get(b"EXIF", b"")), chunks.get(b"ICCP")
    if b"ANMF" not in chunks:
        return Source(Format.WEBP, _write_still(chunks), exif, profile)
    frame = chunks[b"ANMF"]
    if len(frame) < _FRAME_HEAD or len(chunks.get(b"VP8X", b"")) < 10:  # noqa: PLR2004
        raise corrupt()
    inner = dict(_list_chunks(frame, _FRAME_HEAD))
    canvas = _read_24(chunks[b"VP8X"], 4) + 1, _read_24(chunks[b"VP8X"], 7) + 1
    offset = 2 * _read_24(frame, 0), 2 * _read_24(frame, 3)
    size = _read_24(frame, 6) + 1, _read_24(frame, 9) + 1
    return Source(Format.WEBP, _write_still(inner, size), exif, profile, canvas=canvas, offset=offset)


def _write_still(chunks: dict[bytes, bytes], size: tuple[int, int] | None = None) -> bytes:
    """Write a still picture: lossless, lossy, or lossy with an alpha channel beside it."""
    if b"VP8L" in chunks:
        return _riff((b"VP8L", chunks[b"VP8L"]))
    if b"VP8 " not in chunks:
        raise corrupt()
    pixels = (b"VP8 ", chunks[b"VP8 "])
    if b"ALPH" not in chunks:
        return _riff(pixels)
    head = _encode_size(size) if size else chunks.get(b"VP8X", b"")[4:10]
    if len(head) != 6:  # noqa: PLR2004
        raise corrupt()
    return _riff((b"VP8X", bytes([_ALPHA, 0, 0, 0]) + head), (b"ALPH", chunks[b"ALPH"]), pixels)


def _encode_size(size: tuple[int, int]) -> bytes:
    return b"".join((each - 1).to_bytes(3, "little") for each in size)


def _riff(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"WEBP" + b"".join(kind + pack("<I", len(each)) + each + bytes(len(each) % 2) for kind, each in chunks)
    return b"RIFF" + pack("<I", len(body)) + body


def _list_chunks(content: bytes, at: int) -> Iterator[tuple[bytes, bytes]]:
    while at + 8 <= len(content):
        kind, size = unpack("<4sI", content[at : at + 8])
        yield kind, content[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def _read_24(body: bytes, at: int) -> int:
    return int.from_bytes(body[at : at + 3], "little")
