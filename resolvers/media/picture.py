"""Reads an uploaded picture under limits and writes clean copies: upright, sRGB, nothing of camera or owner."""

import io
import math
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import filetype  # type: ignore[import-untyped]
import pillow_heif
from PIL import Image, ImageCms, ImageOps

from resolvers.core.geo import GeoPoint
from resolvers.media.model import CONTENT_TYPES, MAX_BYTES, PhotoFailureReason, PhotoVariantName

pillow_heif.register_heif_opener()
Image.MAX_IMAGE_PIXELS = None  # `_measured` knows the limit, and names it to the author

MAX_PIXELS: Final = 50_000_000
LONG_EDGES: Final = {PhotoVariantName.THUMBNAIL: 400, PhotoVariantName.MEDIUM: 1080, PhotoVariantName.LARGE: 2048}
AVATAR_EDGE: Final = 512
AI_BYTES: Final = 5 * 1024 * 1024  # of an image that Rekognition takes with the request
_FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF", "HEIF", "AVIF")
_LARGEST: Final = max(LONG_EDGES.values())
_GPS: Final = 0x8825
_ORIENTATION: Final = 0x0112
_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_ON_ITS_SIDE: Final = {5, 6, 7, 8}


class BadPicture(Exception):  # noqa: N818
    """A picture that no second try will read: why, for programs and for its author."""

    def __init__(self, reason: PhotoFailureReason, message: str) -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(frozen=True)
class Copy:
    """One encoded copy."""

    content: bytes
    width: int
    height: int


@dataclass(frozen=True)
class Picture:
    """A picture as read: its first frame, upright, sRGB, at most 2048 pixels long; its full size, its place."""

    image: Image.Image
    width: int
    height: int
    position: GeoPoint | None = None

    def variants(self) -> dict[PhotoVariantName, Copy]:
        """Return the copies to show, the smallest first, none enlarged; the last one is as large as it gets."""
        made: dict[PhotoVariantName, Copy] = {}
        for name, edge in LONG_EDGES.items():
            made[name] = _webp(_shrunk(self.image, edge))
            if edge >= max(self.width, self.height):
                break
        return made

    def avatar(self) -> Copy:
        """Return the middle of it, square, 512 pixels or as many as there are."""
        edge = min(AVATAR_EDGE, self.image.width, self.image.height)
        return _webp(ImageOps.fit(self.image, (edge, edge), Image.Resampling.LANCZOS))

    def for_ai(self) -> bytes:
        """Return a JPEG of at most 5 MB, transparency on white."""
        flat = Image.new("RGB", self.image.size, "white")
        flat.paste(self.image, mask=self.image.getchannel("A") if self.image.mode == "RGBA" else None)
        for quality in (90, 75, 50):
            content = _encoded(flat, "JPEG", quality=quality)
            if len(content) <= AI_BYTES:
                break
        return content


def read(content: bytes) -> Picture:
    """Decode an upload, or raise `BadPicture`: empty, no image, another kind of image, too large, corrupt."""
    _sniff(content)
    return _decoding(lambda: _opened(content))


def _sniff(content: bytes) -> None:
    """Look at what the bytes are, whatever name and type they came under."""
    if not content:
        raise BadPicture(PhotoFailureReason.EMPTY, "The file is empty. Choose the picture again and upload it.")
    if len(content) > MAX_BYTES:
        raise BadPicture(PhotoFailureReason.TOO_LARGE, "The file is larger than 25 MB. Make it smaller.")
    kind = filetype.guess(content)
    if kind is None or not kind.mime.startswith("image/"):
        raise BadPicture(PhotoFailureReason.NOT_AN_IMAGE, "This file is no picture, whatever its name says.")
    if kind.mime not in CONTENT_TYPES:
        raise BadPicture(
            PhotoFailureReason.UNSUPPORTED, f"Pictures of the type {kind.mime} are not taken. Convert it to JPEG."
        )


def _decoding(decode: Callable[[], Picture]) -> Picture:
    """Call a decoder; whatever it stumbles over, the file is what is wrong with it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # decoders warn of odd metadata, which no copy keeps
            return decode()
    except BadPicture:
        raise
    except MemoryError as error:
        raise _too_large() from error
    except Exception as error:
        message = "The picture is cut off or damaged. Export it again and upload it."
        raise BadPicture(PhotoFailureReason.CORRUPT, message) from error


def _opened(content: bytes) -> Picture:
    with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
        if image.width * image.height > MAX_PIXELS:
            raise _too_large()
        turn, position = _from_camera(image)
        width, height = image.size
        image.draft("RGB", (_LARGEST, _LARGEST))  # a large JPEG is decoded at a part of its size
        image.load()
        small = _shrunk(_eight_bits(image), _LARGEST)
        profile = image.info.get("icc_profile")
    upright = _in_srgb(small, profile)
    if turn:
        upright = upright.transpose(_TURNS[turn])
    if turn in _ON_ITS_SIDE:
        width, height = height, width
    return Picture(upright, width, height, position)


def _from_camera(image: Image.Image) -> tuple[int, GeoPoint | None]:
    """Return how the camera was held (0 upright, else 2 to 8) and where it was; damaged EXIF says nothing."""
    try:
        exif = image.getexif()
        turn = exif.get(_ORIENTATION)
        return turn if turn in _TURNS else 0, _position(exif.get_ifd(_GPS))
    except Exception:  # noqa: BLE001  EXIF is anybody's bytes: no photo fails for it
        return 0, None


def _position(gps: dict[int, Any]) -> GeoPoint | None:
    if not {1, 2, 3, 4} <= gps.keys():
        return None
    latitude = _degrees(gps[2]) * (-1 if _letter(gps[1]) == "S" else 1)
    longitude = _degrees(gps[4]) * (-1 if _letter(gps[3]) == "W" else 1)
    if not (math.isfinite(latitude) and math.isfinite(longitude)) or latitude == longitude == 0:
        return None
    return GeoPoint(latitude=round(latitude, 6), longitude=round(longitude, 6))


def _degrees(parts: Any) -> float:
    degrees, minutes, seconds = (float(part) for part in (*parts, 0, 0)[:3])
    return degrees + minutes / 60 + seconds / 3600


def _letter(value: Any) -> str:
    text = value.decode("ascii", "ignore") if isinstance(value, bytes) else str(value)
    return text.strip("\0 ").upper()[:1]


def _eight_bits(image: Image.Image) -> Image.Image:
    """Return the image in L, RGB, RGBA or CMYK, eight bits a channel."""
    if image.mode.startswith(("I", "F")):
        wide = image.convert("F")
        return wide.point(lambda value: value / 257 + 0.0).convert("L")
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image if image.mode in {"L", "RGB", "CMYK"} else image.convert("RGB")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Turn an image's own colours into sRGB; without a profile, or with a broken one, they are taken as they are."""
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    converted = None
    if profile:
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode=mode)
        except (ImageCms.PyCMSError, OSError, ValueError):
            converted = None
    return converted or image.convert(mode)


def _shrunk(image: Image.Image, edge: int) -> Image.Image:
    """Return a copy whose long edge is at most so long, without a second one at full size."""
    scale = min(1.0, edge / max(image.size))
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _webp(image: Image.Image) -> Copy:
    return Copy(_encoded(image, "WEBP", quality=82, method=4), image.width, image.height)


def _encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    """Write pixels and nothing else: a fresh image has no EXIF, no XMP, no profile, no comment."""
    bare = Image.frombytes(image.mode, image.size, image.tobytes())
    written = io.BytesIO()
    bare.save(written, kind, **options)
    return written.getvalue()


def _too_large() -> BadPicture:
    message = "The picture has more than 50 million pixels. Make it smaller and upload it again."
    return BadPicture(PhotoFailureReason.TOO_LARGE, message)
