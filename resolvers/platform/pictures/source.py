"""What a container holds of a picture: bytes that decode to its first frame, and the metadata kept beside them.

Metadata is taken out before anything is decoded, so that no damage to it can fail a picture.
"""

import zlib
from dataclasses import dataclass

from resolvers.platform.pictures.formats import BadPicture, Defect, Format

_MAX_PROFILE_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True)
class CodePoints:
    """Colour by ITU-T H.273: what the values of red, green and blue mean (CICP, `nclx`)."""

    primaries: int
    transfer: int


@dataclass(frozen=True)
class Gamma:
    """Colour by PNG's gAMA and cHRM: an exponent and the chromaticities of white, red, green and blue."""

    exponent: float
    chromaticities: tuple[float, ...] | None = None


@dataclass(frozen=True)
class Source:
    """A picture without its metadata, and the metadata by kind.

    `exif` begins with the TIFF header. `canvas` and `offset` are pixels, where the first frame covers only a part.
    """

    format: Format
    content: bytes
    exif: bytes = b""
    profile: bytes | None = None
    colour: CodePoints | Gamma | None = None
    canvas: tuple[int, int] | None = None
    offset: tuple[int, int] = (0, 0)
    is_cut_off: bool = False


def trim_exif(payload: bytes) -> bytes:
    """Return EXIF from its TIFF header on."""
    return payload.removeprefix(b"Exif\0\0")


def inflate_profile(compressed: bytes) -> bytes | None:
    """Return a compressed ICC profile; None where it is damaged or larger than any profile."""
    try:
        inflater = zlib.decompressobj()
        profile = inflater.decompress(compressed, _MAX_PROFILE_BYTES)
    except zlib.error:
        return None
    return profile if inflater.eof else None


def corrupt() -> BadPicture:
    return BadPicture(Defect.CORRUPT, "The picture is cut off or damaged. Export it again and upload it.")
