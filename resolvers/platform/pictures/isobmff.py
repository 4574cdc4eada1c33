"""Reads the boxes of HEIF and AVIF (ISO/IEC 14496-12, 23008-12): their colour, and metadata items to hide."""

from collections.abc import Iterator
from itertools import islice
from struct import unpack
from typing import Final

from resolvers.platform.pictures.formats import BadPicture, Defect, Format
from resolvers.platform.pictures.source import CodePoints

_FOLDERS: Final = {b"iprp", b"ipco", b"moov", b"trak", b"mdia", b"minf", b"stbl"}
_SAMPLE_ENTRIES: Final = {b"av01", b"hvc1", b"hev1"}
_SAMPLE_ENTRY_HEAD: Final = 78  # of VisualSampleEntry, before the boxes inside
_METADATA_ITEMS: Final = {b"Exif", b"mime", b"uri "}
# That our decoders read, and which of them does.
_CODECS: Final = {b"hvc1": Format.HEIF, b"hev1": Format.HEIF, b"av01": Format.AVIF}
_OTHER_CODECS: Final = {
    b"avc1": "H.264",
    b"vvc1": "H.266",
    b"evc1": "EVC",
    b"jpeg": "JPEG",
    b"j2k1": "JPEG 2000",
    b"unci": "uncompressed pixels",
    b"mski": "a mask",
}
_FILE_TYPE: Final = b"ftyp"
# By whether there is a picture beside the sequence, if any.
_BRANDS: Final = {
    Format.HEIF: {True: b"heic", False: b"hevc"},
    Format.AVIF: {True: b"avif", False: b"avis"},
}
_HIDDEN: Final = b"skip"
_MAX_DEPTH: Final = 10
_MAX_BOXES: Final = 20_000  # a photo has some dozens

Box = tuple[bytes, int, int]  # kind, start and end of the body


def find_format(content: bytes, named: Format) -> Format:
    """Return the format of the codec in a file, which its brands may not tell; the `named` one where it has several.

    Raises `BadPicture` if the file names its codecs and our decoders read none of them.
    """
    found = {_codec(content, *box) for box in _list_all_boxes(content)}
    formats = {_CODECS[each] for each in found & _CODECS.keys()}
    others = found & _OTHER_CODECS.keys()
    if others and not formats:
        name = _OTHER_CODECS[min(others)]
        raise BadPicture(Defect.UNSUPPORTED, f"HEIF files that hold {name} are not accepted. Convert it to JPEG.")
    return formats.pop() if len(formats) == 1 else named


def read_colour(content: bytes) -> CodePoints | None:
    """Return the colour that the first `colr` box of type `nclx` states; None where there is none."""
    for kind, start, end in _list_all_boxes(content):
        if kind == b"colr" and content[start : start + 4] == b"nclx" and end - start >= 10:  # noqa: PLR2004
            return CodePoints(*unpack(">HH", content[start + 4 : start + 8]))
    return None


def name_for_decoders(content: bytes, kind: Format) -> bytes:
    """Return the file under the one brand that its decoder looks for: a picture's, or a sequence's without one.

    Cameras write dozens of brands, and the same picture under another one is refused. Offsets stay.
    """
    if content[4:8] != _FILE_TYPE:
        return content
    top = {box for box, _, _ in islice(_list_boxes(content, 0, len(content)), _MAX_BOXES)}
    brand = _BRANDS[kind][b"meta" in top]
    size = min(int.from_bytes(content[:4], "big"), len(content))
    compatible = brand * max((size - 16) // 4, 0)
    return b"".join([content[:8], brand, content[12:16], compatible, content[16 + len(compatible) :]])


def hide_metadata(content: bytes) -> bytes:
    """Return the file with its EXIF and XMP items renamed, so that no decoder reads them; offsets stay."""
    written = bytearray(content)
    for kind, start, end in _list_all_boxes(content):
        if kind == b"infe" and end > start:
            at = _item_type(content, start, end)
            if content[at : at + 4] in _METADATA_ITEMS:
                written[at : at + 4] = _HIDDEN
    return bytes(written)


def _codec(content: bytes, kind: bytes, start: int, end: int) -> bytes:
    """Return the codec that a box names: an item's type, or the kind of a sample entry."""
    if kind == b"infe" and end > start:
        at = _item_type(content, start, end)
        return content[at : at + 4]
    return kind


def _item_type(content: bytes, start: int, end: int) -> int:
    """Return where an `infe` box keeps its item's type; the box's end in versions that have none."""
    return min(start + 4 + {2: 4, 3: 6}.get(content[start], end - start), end)


def _list_all_boxes(content: bytes) -> Iterator[Box]:
    return islice(_walk(content, 0, len(content)), _MAX_BOXES)


def _walk(content: bytes, start: int, end: int, depth: int = 0) -> Iterator[Box]:
    """Yield each box and those inside it, in order."""
    for kind, body, stop in _list_boxes(content, start, end):
        yield kind, body, stop
        inside = _find_children(content, kind, body)
        if inside is not None and depth < _MAX_DEPTH:
            yield from _walk(content, inside, stop, depth + 1)


def _find_children(content: bytes, kind: bytes, body: int) -> int | None:
    """Return where the boxes inside a box begin; None where it has none."""
    if kind in _FOLDERS:
        return body
    if kind == b"meta":
        return body + 4
    if kind == b"iinf":
        return body + (6 if content[body : body + 1] == b"\0" else 8)
    if kind == b"stsd":
        return body + 8
    return body + _SAMPLE_ENTRY_HEAD if kind in _SAMPLE_ENTRIES else None


def _list_boxes(content: bytes, at: int, end: int) -> Iterator[Box]:
    while at + 8 <= end:
        size, kind = unpack(">I4s", content[at : at + 8])
        body = at + 8
        if size == 1:
            size, body = int.from_bytes(content[at + 8 : at + 16], "big"), at + 16
        elif size == 0:
            size = end - at
        if size < body - at:
            return
        yield kind, body, min(at + size, end)
        at += size
