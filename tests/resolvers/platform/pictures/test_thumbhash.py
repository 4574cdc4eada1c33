"""Placeholders in the ThumbHash format."""

from base64 import b64decode

from PIL import Image

from resolvers.platform.pictures import decoder, thumbhash
from tests.fixtures import pictures


def test_a_photos_hash_is_what_the_formats_own_encoder_writes() -> None:
    """Four pixels, and what thumbhash 0.1.1 (JavaScript) makes of them."""
    tiny = [(0.2, 0.4, 0.6, 1.0), (0.9, 0.1, 0.3, 1.0), (0.0, 0.0, 0.0, 1.0), (1.0, 1.0, 1.0, 1.0)]

    assert thumbhash.encode_pixels(2, 2, tiny).hex() == "dd473a3716750a8a97686887788886098a68086782702c08"


def test_a_hash_holds_the_average_colour_and_the_proportions() -> None:
    """A flat red landscape: luminance a third, red against green at its end, landscape bit set."""
    header = b64decode(thumbhash.make_thumbhash(Image.new("RGB", (300, 200), "red")))

    bits = int.from_bytes(header[:3], "little")
    assert bits & 63 == 21
    assert bits >> 12 & 63 == 63
    assert header[4] >> 7 == 1


def test_transparency_is_part_of_it() -> None:
    """One bit says so, and the hash stays small."""
    see_through = b64decode(thumbhash.make_thumbhash(decoder.decode(pictures.transparent_png(), 2048).image))

    assert see_through[2] >> 7 == 1
    assert len(see_through) < 30
