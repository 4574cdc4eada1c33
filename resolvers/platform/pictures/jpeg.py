"""Reads JPEG's marker segments (ITU-T T.81) and keeps those that make up the first picture."""

import re
from dataclasses import dataclass, field
from typing import Final

from resolvers.platform.pictures.formats import BadPicture, Defect, Format
from resolvers.platform.pictures.source import Source, corrupt, trim_exif

_START: Final = b"\xff\xd8"
_END: Final = b"\xff\xd9"
_SOS: Final = 0xDA
_EOI: Final = 0xD9
_APP0: Final = 0xE0
_APP1: Final = 0xE1
_APP2: Final = 0xE2
_APP14: Final = 0xEE
_COM: Final = 0xFE
_STANDALONE: Final = {0x01, *range(0xD0, 0xD9)}
_FRAMES: Final = {each for each in range(0xC0, 0xD0) if each not in {0xC4, 0xC8, 0xCC}}
_DECODED_FRAMES: Final = {0xC0, 0xC1, 0xC2, 0xC9, 0xCA}  # baseline, extended, progressive; arithmetic too
_PROGRESSIVE: Final = {0xC2, 0xCA}
_NEXT_SEGMENT: Final = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_MAX_SCANS: Final = 200  # a progressive picture has about ten; each may cost as much as decoding it all
_ICC: Final = b"ICC_PROFILE\0"
_COEFFICIENTS: Final = 64


@dataclass
class _Segments:
    """What has been read of a file so far."""

    kept: list[bytes] = field(default_factory=list)
    exif: bytes = b""
    profile: dict[int, bytes] = field(default_factory=dict)
    frame: int = 0
    components: list[int] = field(default_factory=list)
    scans: int = 0
    exact: dict[int, set[int]] = field(default_factory=dict)  # coefficients with all bits, by component
    has_end: bool = False


def read(content: bytes) -> Source:
    """Return the first picture of a JPEG or MPO without its metadata; raises `BadPicture` where nothing is left."""
    found = _Segments()
    at = len(_START)
    while not found.has_end and (start := _find_marker(content, at)) is not None:
        at = _read_segment(content, start, found)
    if not found.exact and not found.has_end:
        raise corrupt()
    if not found.has_end and _is_incomplete(found):
        raise corrupt()
    profile = b"".join(found.profile[each] for each in sorted(found.profile)) or None
    written = _START + b"".join(found.kept) + _END
    is_sequential = found.frame not in _PROGRESSIVE
    return Source(Format.JPEG, written, found.exif, profile, is_cut_off=is_sequential and not found.has_end)


def _find_marker(content: bytes, at: int) -> int | None:
    """Return where the next marker's code is: after 0xFF, skipping fill bytes and garbage between segments."""
    while 0 <= (at := content.find(b"\xff", at)) < len(content) - 1:
        if content[at + 1] not in {0x00, 0xFF}:
            return at + 1
        at += 1
    return None


def _read_segment(content: bytes, at: int, found: _Segments) -> int:
    """Read the segment whose marker code is here, and return where the next one may begin."""
    marker = content[at]
    if marker == _EOI:
        found.has_end = True
        return at + 1
    if marker in _STANDALONE:
        return at + 1
    size = int.from_bytes(content[at + 1 : at + 3], "big")
    end = at + 1 + max(size, 2)
    body = content[at + 3 : end]
    if end > len(content):
        return len(content)
    if marker == _SOS:
        end = _end_of_scan(content, end)
        _note_scan(body, found)
    elif marker in _FRAMES:
        _note_frame(marker, body, found)
    if _APP0 <= marker <= 0xEF or marker == _COM:  # noqa: PLR2004
        _note_metadata(marker, body, found)
        if not _is_needed(marker, body):
            return end
    found.kept.append(content[at - 1 : end])
    return end


def _end_of_scan(content: bytes, at: int) -> int:
    """Return where a scan's coded data ends: at a marker that is neither a restart nor a stuffed byte."""
    found = _NEXT_SEGMENT.search(content, at)
    return found.start() if found else len(content)


def _note_frame(marker: int, body: bytes, found: _Segments) -> None:
    """Note kind and components of the frame, or raise `BadPicture` for kinds that no browser decodes either."""
    if marker not in _DECODED_FRAMES or body[:1] != b"\x08":
        message = "JPEGs that are lossless, hierarchical or deeper than 8 bits are not accepted. Convert it first."
        raise BadPicture(Defect.UNSUPPORTED, message)
    found.frame = marker
    found.components = list(body[6::3])


def _note_scan(body: bytes, found: _Segments) -> None:
    """Note which coefficients a scan brings to full precision; only these can be missing at a cut."""
    count = body[0] if body else 0
    found.scans += 1
    if len(body) < 4 + 2 * count or found.scans > _MAX_SCANS:
        raise corrupt()
    start, end, approximation = body[1 + 2 * count : 4 + 2 * count]
    if found.frame not in _PROGRESSIVE:
        start, end, approximation = 0, _COEFFICIENTS - 1, 0
    for component in body[1 : 1 + 2 * count : 2]:
        exact = found.exact.setdefault(component, set())
        if approximation & 0x0F == 0:
            exact |= set(range(start, end + 1))


def _is_incomplete(found: _Segments) -> bool:
    """Tell whether scans are missing altogether; the last one may lack its end."""
    return any(len(found.exact.get(each, ())) < _COEFFICIENTS for each in found.components)


def _note_metadata(marker: int, body: bytes, found: _Segments) -> None:
    if marker == _APP1 and body.startswith(b"Exif\0") and not found.exif:
        found.exif = trim_exif(body)
    elif marker == _APP2 and body.startswith(_ICC) and len(body) > len(_ICC) + 2:
        found.profile.setdefault(body[len(_ICC)], body[len(_ICC) + 2 :])


def _is_needed(marker: int, body: bytes) -> bool:
    """Tell whether a segment decides how colours are decoded: JFIF's, and Adobe's transform."""
    jfif = marker == _APP0 and body.startswith(b"JFIF\0") and len(body) >= 14  # noqa: PLR2004
    return jfif or (marker == _APP14 and body.startswith(b"Adobe") and len(body) >= 12)  # noqa: PLR2004
