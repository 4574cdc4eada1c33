"""Files as cameras and tools really write them: each comes out upright, in its own colours, or with its own reason."""

from pathlib import Path

import pytest

from resolvers.platform.pictures.decoder import decode, decode_square

INPUTS = Path(__file__).parents[3] / "fixtures/inputs"
RED, BLUE, CLEAR = (254, 0, 0, 255), (0, 0, 254, 255), (0, 0, 0, 0)
P3 = (219, 0, 90, 255)  # Display P3's (200, 40, 90), as Chromium shows it

CASES = {
    "a1-orient6-gps-lat-91.jpg": ((300, 200), RED, BLUE),
    "a3-orient8-gps-lon-190.jpg": ((300, 200), RED, BLUE),
    "a4-orient3-gps-text.jpg": ((300, 200), RED, BLUE),
    "a9-orient6-gps-65535.jpg": ((300, 200), RED, BLUE),
    "b8-gps-lon-180-exact.jpg": ((300, 200), RED, BLUE),
    "d1-heic-10bit-heix.heic": ((320, 240), RED, BLUE),
    "d1b-heic-8bit-heix.heic": ((320, 240), RED, BLUE),
    "d2-heic-mif1-only.heic": ((320, 240), RED, BLUE),
    "d3-heic-mif1-heix.heic": ((320, 240), RED, BLUE),
    "d4-heic-major-heis.heic": ((320, 240), RED, BLUE),
    "d4b-heic-major-hevc-msf1.heic": ((320, 240), RED, BLUE),
    "d5-avif-avis-animated.avif": ((320, 240), RED, BLUE),
    "e3-avif-p3-cicp.avif": ((320, 240), P3, P3),
    "e4-heic-p3-nclx.heic": ((320, 240), P3, P3),
    "f3-jpeg-no-eoi.jpg": ((600, 400), RED, BLUE),
    "g5-png-ztxt-1500kB.png": ((300, 200), RED, BLUE),
    "g6-png-itxt-zip-1500kB.png": ((300, 200), RED, BLUE),
    "h15-gif-first-frame-partial.gif": ((300, 200), CLEAR, CLEAR),
    "h2-avif-pq-reference-white.avif": ((320, 240), (187, 187, 187, 255), (187, 187, 187, 255)),
    "h7-png-iccp-1500kB.png": ((300, 200), (218, 0, 89, 255), (218, 0, 89, 255)),
    "i-1x1.png": ((1, 1), (200, 40, 90, 255), (200, 40, 90, 255)),
    "j12-png-ztxt-1100kB.png": ((300, 200), RED, BLUE),
    "j6-jpeg-cut-1.jpg": ((600, 400), RED, BLUE),
    "j7-progressive-no-eoi.jpg": ((600, 400), RED, BLUE),
    "j8-jpeg-eoi-replaced-by-zeros.jpg": ((600, 400), RED, BLUE),
    "k2-avif-2020-gamma.avif": ((320, 240), (248, 0, 91, 255), (248, 0, 91, 255)),
}


@pytest.mark.parametrize("name", sorted(CASES))
def test_a_difficult_file_comes_out_as_it_was_meant(name: str) -> None:
    """Its upright size, and the pixels near the top left and at the top right."""
    size, left, right = CASES[name]

    picture = decode((INPUTS / name).read_bytes(), 2048)

    image = picture.image.convert("RGBA")
    inner = min(20, image.width - 1)
    found = image.getpixel((inner, inner)), image.getpixel((image.width - 1, 0))
    assert (picture.width, picture.height) == image.size == size
    for pixel, expected in zip(found, (left, right), strict=True):
        assert isinstance(pixel, tuple)
        assert max(abs(one - other) for one, other in zip(pixel, expected, strict=True)) <= 2


def test_the_middle_of_a_partial_first_frame_is_not_transparent() -> None:
    """The frame lies at 150, 50 and is 100 pixels wide and high."""
    image = decode((INPUTS / "h15-gif-first-frame-partial.gif").read_bytes(), 2048).image

    assert image.mode == "RGBA"
    assert image.getpixel((200, 100)) == (0, 0, 255, 255)


def test_the_antimeridian_is_one_meridian() -> None:
    """180° West is written as -180."""
    position = decode((INPUTS / "b8-gps-lon-180-exact.jpg").read_bytes(), 2048).position

    assert position
    assert abs(position.longitude) == 180


def test_every_input_is_listed() -> None:
    """A file that nobody expects anything of tests nothing."""
    assert {path.name for path in INPUTS.iterdir() if path.suffix != ".md"} == set(CASES)


def test_a_square_is_cut_before_anything_is_made_smaller() -> None:
    """One pixel stays one pixel."""
    assert decode_square((INPUTS / "i-1x1.png").read_bytes(), 512).image.size == (1, 1)
