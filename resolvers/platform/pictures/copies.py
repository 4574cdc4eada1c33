"""Writes clean copies of a decoded picture: pixels only, nothing of camera or owner."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from PIL import Image, ImageOps

from resolvers.core.geo import GeoPoint

AI_BYTES: Final = 5 * 1024 * 1024  # of an image that Rekognition accepts with the request
AI_EDGE: Final = 80  # pixels that Rekognition requires on each side
_STRETCH: Final = 4  # how much longer than its edge the copy of a thin picture may be
_QUALITIES: Final = (90, 75, 50)


@dataclass(frozen=True)
class Copy:
    """One encoded copy."""

    content: bytes
    width: int
    height: int


@dataclass(frozen=True)
class Picture:
    """A decoded picture: upright, sRGB, at most as large as its largest copy; its full size, its place."""

    image: Image.Image
    width: int
    height: int
    position: GeoPoint | None = None

    def make_copies(self, edges: Sequence[int]) -> list[Copy]:
        """Return a WebP copy per long edge, none enlarged; ends with the first that is as large as the picture."""
        made: list[Copy] = []
        for edge in edges:
            made.append(encode_webp(shrink(self.image, edge, (self.width, self.height))))
            if fit_size((self.width, self.height), edge) == (self.width, self.height):
                break
        return made

    def encode_for_ai(self) -> bytes:
        """Return a JPEG of at most 5 MB and at least 80 pixels on each side, on white where it has no pixels."""
        size = max(self.image.width, AI_EDGE), max(self.image.height, AI_EDGE)
        corner = (size[0] - self.image.width) // 2, (size[1] - self.image.height) // 2
        flat = Image.new("RGB", size, "white")
        flat.paste(self.image, corner, mask=self.image.getchannel("A") if self.image.mode == "RGBA" else None)
        for quality in _QUALITIES:
            content = _encode(flat, "JPEG", quality=quality)
            if len(content) <= AI_BYTES:
                break
        return content


def fit_size(size: tuple[int, int], edge: int) -> tuple[int, int]:
    """Return a picture's size within a long edge, never enlarged.

    A thin picture keeps a short edge of a quarter of `edge`, as long as it is at most four times as long as `edge`.
    """
    long, short = max(size), min(size)
    scale = min(1.0, max(edge / long, min(edge / _STRETCH / short, _STRETCH * edge / long)))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def shrink(image: Image.Image, edge: int, full: tuple[int, int] | None = None) -> Image.Image:
    """Return a copy of an image within a long edge, without a second one at full size."""
    return image.resize(fit_size(full or image.size, edge), Image.Resampling.LANCZOS, reducing_gap=2.0)


def crop_square(image: Image.Image, edge: int) -> Image.Image:
    """Return the middle of an image as a square of `edge` pixels, or as many as there are."""
    edge = min(edge, *image.size)
    return ImageOps.fit(image, (edge, edge), Image.Resampling.LANCZOS)


def encode_webp(image: Image.Image) -> Copy:
    return Copy(_encode(image, "WEBP", quality=82, method=4), image.width, image.height)


def _encode(image: Image.Image, kind: str, **options: Any) -> bytes:
    """Write pixels and nothing else: a fresh image has no EXIF, no XMP, no profile, no comment."""
    bare = Image.frombytes(image.mode, image.size, image.tobytes())
    written = io.BytesIO()
    bare.save(written, kind, **options)
    return written.getvalue()
