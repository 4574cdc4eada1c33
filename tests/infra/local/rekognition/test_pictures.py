"""Files become pixels, upright, flat and small, or are refused."""

import numpy as np
import pytest
from PIL import Image

from infra.local.rekognition import pictures
from infra.local.rekognition.errors import ImageTooLargeException, InvalidImageFormatException
from tests.infra.local.rekognition.drawing import bomb, encoded, plain


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_jpeg_and_png_are_read(kind: str) -> None:
    """Three channels of bytes come out."""
    pixels = pictures.decode(plain("red", (30, 20), kind))

    assert pixels.shape == (20, 30, 3)
    assert pixels[10, 10].tolist() == pytest.approx([255, 0, 0], abs=2)


@pytest.mark.parametrize("kind", ["GIF", "BMP", "WEBP", "TIFF"])
def test_other_formats_are_refused(kind: str) -> None:
    """Rekognition reads no others either."""
    with pytest.raises(InvalidImageFormatException):
        pictures.decode(plain(kind=kind))


@pytest.mark.parametrize("content", [b"", b"hello", plain()[:300], b"\x89PNG\r\n\x1a\n"])
def test_what_is_broken_is_refused(content: bytes) -> None:
    """Nothing, text, half a file and a bare signature are no pictures."""
    with pytest.raises(InvalidImageFormatException):
        pictures.decode(content)


def test_a_bomb_is_refused_before_it_unfolds() -> None:
    """64 megapixels in a few kilobytes are too many; the pixels are never decoded."""
    content = bomb()

    assert len(content) < 100_000
    with pytest.raises(ImageTooLargeException, match="8000x8000"):
        pictures.decode(content)


def test_a_giant_is_refused_by_its_header() -> None:
    """What Pillow itself calls a bomb is too large as well."""
    header = bomb(8)
    giant = header[:16] + (60_000).to_bytes(4, "big") * 2 + header[24:]
    import zlib  # noqa: PLC0415 - the header's checksum must be right

    giant = giant[:29] + zlib.crc32(giant[12:29]).to_bytes(4, "big") + giant[33:]

    with pytest.raises(ImageTooLargeException):
        pictures.decode(giant)


def test_a_large_picture_becomes_smaller() -> None:
    """1600 pixels on the longer side are enough for every model."""
    assert pictures.decode(plain(size=(4000, 3000))).shape == (1200, 1600, 3)


def test_a_picture_lying_on_its_side_is_turned() -> None:
    """Boxes are meant for the picture as people see it."""
    exif = Image.Exif()
    exif[0x0112] = 6

    assert pictures.decode(encoded(Image.new("RGB", (40, 20)), exif=exif)).shape == (40, 20, 3)


def test_what_is_transparent_becomes_white() -> None:
    """Hidden colours are not looked at."""
    content = encoded(Image.new("RGBA", (4, 4), (255, 0, 0, 0)), "PNG")

    assert pictures.decode(content)[0, 0].tolist() == [255, 255, 255]


def test_sixteen_bits_become_eight() -> None:
    """A grey of half height stays in the middle."""
    deep = Image.fromarray(np.full((4, 4), 32896, np.uint16))

    assert pictures.decode(encoded(deep, "PNG"))[0, 0].tolist() == [128, 128, 128]


@pytest.mark.parametrize("mode", ["L", "1", "P", "CMYK"])
def test_every_mode_of_colour_becomes_rgb(mode: str) -> None:
    """Grey, bits, palettes and print colours."""
    kind = "JPEG" if mode == "CMYK" else "PNG"

    assert pictures.decode(encoded(Image.new(mode, (5, 6)), kind)).shape == (6, 5, 3)
