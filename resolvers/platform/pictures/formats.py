"""Which files are accepted as pictures, told by their first bytes, and what other files are."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MAX_BYTES: Final = 25 * 1024 * 1024
MAX_PIXELS: Final = 50_000_000
CONTENT_TYPES: Final = frozenset(
    {"image/jpeg", "image/png", "image/webp", "image/gif", "image/heic", "image/heif", "image/avif"}
)


class Defect(StrEnum):
    """What is wrong with a file that was uploaded as a picture."""

    EMPTY = "EMPTY"
    NOT_AN_IMAGE = "NOT_AN_IMAGE"
    UNSUPPORTED = "UNSUPPORTED"
    CORRUPT = "CORRUPT"
    TOO_LARGE = "TOO_LARGE"


class BadPicture(Exception):  # noqa: N818
    """A picture that no second try can read; the message is for the person who uploaded it."""

    def __init__(self, defect: Defect, message: str) -> None:
        super().__init__(message)
        self.defect = defect


class Format(StrEnum):
    """The accepted formats, by the names of Pillow's decoders."""

    JPEG = "JPEG"
    PNG = "PNG"
    GIF = "GIF"
    WEBP = "WEBP"
    HEIF = "HEIF"
    AVIF = "AVIF"


@dataclass(frozen=True)
class Signature:
    """Bytes at an offset that identify a type of file."""

    magic: bytes
    offset: int = 0

    def matches(self, content: bytes) -> bool:
        return content.startswith(self.magic, self.offset)


_ACCEPTED: Final = {
    Format.JPEG: Signature(b"\xff\xd8\xff"),
    Format.PNG: Signature(b"\x89PNG\r\n\x1a\n"),
    Format.GIF: Signature(b"GIF8"),
    Format.WEBP: Signature(b"WEBP", 8),
}
# Brands of ISO/IEC 23008-12 (HEVC in HEIF) and of the AV1 image format. `mif1` and `msf1` name the container only:
# its items say which codec it holds, and the decoder says whether it reads them.
_AVIF_BRANDS: Final = {b"avif", b"avis"}
_HEIF_BRANDS: Final = {
    *(b"heic", b"heix", b"heim", b"heis"),
    *(b"hevc", b"hevx", b"hevm", b"hevs"),
    *(b"mif1", b"mif2", b"msf1", b"miaf"),
}
_OTHER_BRANDS: Final = {
    **dict.fromkeys((b"crx ",), "Canon raw (CR3)"),
    **dict.fromkeys((b"avci", b"avcs"), "HEIF with H.264"),
    **dict.fromkeys((b"vvic", b"vvis"), "HEIF with H.266"),
    **dict.fromkeys((b"j2ki", b"j2is", b"jp2 ", b"jpx ", b"jpm "), "JPEG 2000"),
    **dict.fromkeys((b"jxl ",), "JPEG XL"),
}
_OTHER_IMAGES: Final = (
    (Signature(b"II*\0"), "TIFF"),
    (Signature(b"MM\0*"), "TIFF"),
    (Signature(b"II+\0"), "BigTIFF"),
    (Signature(b"MM\0+"), "BigTIFF"),
    (Signature(b"IIRO"), "Olympus raw (ORF)"),
    (Signature(b"IIRS"), "Olympus raw (ORF)"),
    (Signature(b"IIU\0"), "Panasonic raw (RW2)"),
    (Signature(b"II\xbc"), "JPEG XR"),
    (Signature(b"FUJIFILMCCD-RAW"), "Fujifilm raw (RAF)"),
    (Signature(b"\0MRM"), "Minolta raw (MRW)"),
    (Signature(b"FOVb"), "Sigma raw (X3F)"),
    (Signature(b"\xff\x0a"), "JPEG XL"),
    (Signature(b"\0\0\0\x0cJXL \r\n\x87\n"), "JPEG XL"),
    (Signature(b"\0\0\0\x0cjP  \r\n\x87\n"), "JPEG 2000"),
    (Signature(b"\xff\x4f\xff\x51"), "JPEG 2000"),
    (Signature(b"\xff\xd8"), "JPEG"),
    (Signature(b"8BPS"), "Photoshop"),
    (Signature(b"gimp xcf"), "GIMP"),
    (Signature(b"\0\0\1\0"), "Windows icon"),
    (Signature(b"\0\0\2\0"), "Windows cursor"),
    (Signature(b"icns"), "Apple icon"),
    (Signature(b"v/1\1"), "OpenEXR"),
    (Signature(b"#?RADIANCE"), "Radiance HDR"),
    (Signature(b"qoif"), "QOI"),
    (Signature(b"DDS "), "DirectDraw surface"),
    (Signature(b"BPG\xfb"), "BPG"),
    (Signature(b"FLIF"), "FLIF"),
    (Signature(b"\x8aMNG\r\n\x1a\n"), "MNG"),
    (Signature(b"\x8bJNG\r\n\x1a\n"), "JNG"),
    (Signature(b"SDPX"), "DPX"),
    (Signature(b"XPDS"), "DPX"),
    (Signature(b"SIMPLE  ="), "FITS"),
    (Signature(b"DICM", 128), "DICOM"),
    (Signature(b"AT&TFORM"), "DjVu"),
    (Signature(b"%!PS-Adobe"), "PostScript"),
    (Signature(b"\xd7\xcd\xc6\x9a"), "Windows metafile"),
    (Signature(b" EMF", 40), "Windows metafile"),
)
_NETPBM: Final = {b"P%d" % number for number in range(1, 8)}
_LONGEST_PROLOGUE: Final = 4096  # bytes of XML declaration, comments and DOCTYPE before <svg


def identify(content: bytes) -> Format:
    """Return the format of an upload, whatever its name or announced type, or raise `BadPicture`."""
    if not content:
        raise BadPicture(Defect.EMPTY, "The file is empty. Choose the picture again and upload it.")
    if len(content) > MAX_BYTES:
        raise BadPicture(Defect.TOO_LARGE, "The file is larger than 25 MB. Make it smaller.")
    for known, signature in _ACCEPTED.items():
        if signature.matches(content):
            return known
    brands = list_brands(content)
    if brands & _AVIF_BRANDS:
        return Format.AVIF
    if brands & _HEIF_BRANDS and not brands & _OTHER_BRANDS.keys():
        return Format.HEIF
    raise _describe_other(content, brands)


def list_brands(content: bytes) -> set[bytes]:
    """Return the major and compatible brands of an ISO base media file; empty for any other file."""
    if content[4:8] != b"ftyp":
        return set()
    size = min(int.from_bytes(content[:4], "big"), len(content))
    return {content[8:12], *(content[at : at + 4] for at in range(16, size - 3, 4))}


def _describe_other(content: bytes, brands: set[bytes]) -> BadPicture:
    name = next((name for brand, name in _OTHER_BRANDS.items() if brand in brands), None)
    name = name or next((name for signature, name in _OTHER_IMAGES if signature.matches(content)), None)
    name = name or _name_by_structure(content)
    if name is None:
        return BadPicture(Defect.NOT_AN_IMAGE, "This file is no picture, whatever its name says.")
    return BadPicture(Defect.UNSUPPORTED, f"Pictures of the type {name} are not accepted. Convert it to JPEG.")


def _name_by_structure(content: bytes) -> str | None:
    """Name types whose signature is too short to identify them without a look at what follows."""
    if content[:2] in _NETPBM and content[2:3].isspace():
        return "Netpbm"
    if content[:2] == b"BM" and content[6:10] == bytes(4):
        return "BMP"
    start = content[:_LONGEST_PROLOGUE].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<svg", b"<?xml", b"<!--", b"<!doctype svg")) and b"<svg" in start:
        return "SVG"
    return None
