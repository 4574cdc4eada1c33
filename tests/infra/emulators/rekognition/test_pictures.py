"""Files become pixels, upright, flat and small, or are refused."""

import numpy as np
import pytest
from PIL import Image
from rekognition_local import pictures
from rekognition_local.errors import ImageTooLargeException, InvalidImageFormatException, InvalidParameterException

from tests.infra.emulators.rekognition.drawing import bomb, encode_picture, plain


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_jpeg_and_png_are_read(kind: str) -> None:
    """Three channels of bytes come out."""
    pixels = pictures.decode(plain("red", (120, 80), kind))

    assert pixels.shape == (80, 120, 3)
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


@pytest.mark.parametrize("size", [(1, 1), (79, 80), (80, 79), (2048, 14)])
def test_a_side_under_eighty_pixels_is_an_invalid_parameter(size: tuple[int, int]) -> None:
    """Rekognition's guidelines require 80; it refuses by this name, which no second try changes."""
    with pytest.raises(InvalidParameterException, match="80"):
        pictures.decode(plain(size=size))


@pytest.mark.parametrize(("size", "is_accepted"), [((80, 80), True), ((10_000, 80), True), ((10_001, 80), False)])
def test_the_bounds_themselves_are_accepted(size: tuple[int, int], is_accepted: bool) -> None:
    """80 to 10,000 pixels on each side."""
    if is_accepted:
        assert pictures.decode(plain(size=size)).shape[2] == 3
    else:
        with pytest.raises(ImageTooLargeException):
            pictures.decode(plain(size=size))


def test_a_large_picture_becomes_smaller() -> None:
    """1600 pixels on the longer side are enough for every model."""
    assert pictures.decode(plain(size=(4000, 3000))).shape == (1200, 1600, 3)


def test_a_picture_lying_on_its_side_is_turned() -> None:
    """Boxes are meant for the picture as people see it."""
    exif = Image.Exif()
    exif[0x0112] = 6

    assert pictures.decode(encode_picture(Image.new("RGB", (160, 80)), exif=exif)).shape == (160, 80, 3)


def test_what_is_transparent_becomes_white() -> None:
    """Hidden colours are not looked at."""
    content = encode_picture(Image.new("RGBA", (80, 80), (255, 0, 0, 0)), "PNG")

    assert pictures.decode(content)[0, 0].tolist() == [255, 255, 255]


def test_sixteen_bits_become_eight() -> None:
    """A grey of half height stays in the middle."""
    deep = Image.fromarray(np.full((80, 80), 32896, np.uint16))

    assert pictures.decode(encode_picture(deep, "PNG"))[0, 0].tolist() == [128, 128, 128]


@pytest.mark.parametrize("mode", ["L", "1", "P", "CMYK"])
def test_every_mode_of_colour_becomes_rgb(mode: str) -> None:
    """Grey, bits, palettes and print colours."""
    kind = "JPEG" if mode == "CMYK" else "PNG"

    assert pictures.decode(encode_picture(Image.new(mode, (90, 80)), kind)).shape == (80, 90, 3)
