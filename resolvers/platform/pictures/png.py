"""Reads PNG's chunks (PNG, third edition) and keeps those that make up the still picture."""

import zlib
from collections.abc import Iterator
from struct import pack, unpack
from typing import Final

from resolvers.platform.pictures.formats import Format
from resolvers.platform.pictures.source import CodePoints, Gamma, Source, corrupt, inflate_profile, trim_exif

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_SRGB: Final = CodePoints(primaries=1, transfer=13)
_GAMMAS: Final = (0.1, 10.0)  # exponents outside are damage


def read(content: bytes) -> Source:
    """Return the still picture of a PNG or APNG: its header, palette, transparency and pixels, nothing else."""
    chunks: dict[bytes, bytes] = {}
    pixels: list[bytes] = []
    for kind, body in _list_chunks(content):
        if kind == b"IDAT":
            pixels.append(body)
        elif kind not in chunks:
            chunks[kind] = body
    header = chunks.get(b"IHDR", b"")
    if len(header) != 13 or not pixels:  # noqa: PLR2004
        raise corrupt()
    kept = [(b"IHDR", header)]
    kept += [(b"PLTE", chunks[b"PLTE"])] if b"PLTE" in chunks else []
    kept += [(b"tRNS", chunks[b"tRNS"])] if _has_transparency(header, chunks.get(b"tRNS", b"")) else []
    kept += [(b"IDAT", b"".join(pixels)), (b"IEND", b"")]
    written = _SIGNATURE + b"".join(_chunk(kind, body) for kind, body in kept)
    exif = trim_exif(chunks.get(b"eXIf", b""))
    return Source(Format.PNG, written, exif, profile=_profile(chunks), colour=_colour(chunks))


def _list_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield kind and body of each chunk up to IEND or where the file ends; check sums are zlib's to judge."""
    at = len(_SIGNATURE)
    while at + 8 <= len(content):
        size, kind = unpack(">I4s", content[at : at + 8])
        if kind == b"IEND":
            return
        yield kind, content[at + 8 : at + 8 + size]
        at += 12 + size


def _has_transparency(header: bytes, body: bytes) -> bool:
    """Tell whether tRNS is long enough for the picture's colour type: grey, RGB or palette."""
    least = {0: 2, 2: 6, 3: 1}.get(header[9])
    return least is not None and len(body) >= least


def _profile(chunks: dict[bytes, bytes]) -> bytes | None:
    """Return the ICC profile, unless cICP, which goes before it, says what the colours are."""
    body = chunks.get(b"iCCP", b"")
    _, separator, compressed = body.partition(b"\0")
    if not separator or compressed[:1] != b"\0" or _code_points(chunks):
        return None
    return inflate_profile(compressed[1:])


def _colour(chunks: dict[bytes, bytes]) -> CodePoints | Gamma | None:
    """Return what the colours are, in the order of §4.3 of the specification: cICP, iCCP, sRGB, gAMA with cHRM."""
    if points := _code_points(chunks):
        return points
    if b"sRGB" in chunks:
        return _SRGB
    gamma, chromaticities = chunks.get(b"gAMA", b""), chunks.get(b"cHRM", b"")
    if len(gamma) != 4:  # noqa: PLR2004
        return None
    stored = int.from_bytes(gamma, "big")
    exponent = 100_000 / stored if stored else 0.0
    if not _GAMMAS[0] <= exponent <= _GAMMAS[1]:
        return None
    is_whole = len(chromaticities) == 32  # noqa: PLR2004
    return Gamma(exponent, tuple(each / 100_000 for each in unpack(">8I", chromaticities)) if is_whole else None)


def _code_points(chunks: dict[bytes, bytes]) -> CodePoints | None:
    """Return cICP's colour; PNG holds RGB, so a matrix other than 0 is damage."""
    body = chunks.get(b"cICP", b"")
    return CodePoints(body[0], body[1]) if len(body) == 4 and body[2] == 0 else None  # noqa: PLR2004


def _chunk(kind: bytes, body: bytes) -> bytes:
    return pack(">I", len(body)) + kind + body + pack(">I", zlib.crc32(kind + body))
