"""Colours without an ICC profile: code points and gammas, against published values."""

import zlib
from struct import pack

import pytest
from PIL import Image

from resolvers.platform.pictures.colour import build_profile, convert_to_srgb
from resolvers.platform.pictures.decoder import decode
from resolvers.platform.pictures.source import CodePoints, Gamma
from tests.resolvers.platform.pictures.test_damage import _png_with


def _convert(colour: CodePoints | Gamma, pixel: tuple[int, int, int]) -> tuple[int, ...]:
    found = convert_to_srgb(Image.new("RGB", (4, 4), pixel), None, colour).getpixel((0, 0))
    assert isinstance(found, tuple)
    return found


@pytest.mark.parametrize("primaries", [1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 22])
@pytest.mark.parametrize("transfer", [1, 4, 5, 6, 7, 8, 13, 14, 15, 17])
def test_white_stays_white_and_black_black(primaries: int, transfer: int) -> None:
    """Whatever primaries and curve say, their white is the picture's white."""
    points = CodePoints(primaries, transfer)

    assert min(_convert(points, (255, 255, 255))) >= 254
    assert max(_convert(points, (0, 0, 0))) <= 1


@pytest.mark.parametrize(
    ("points", "pixel", "expected"),
    [
        (CodePoints(12, 13), (200, 40, 90), (219, 0, 90)),
        (CodePoints(9, 14), (200, 40, 90), (248, 0, 91)),
        (CodePoints(9, 16), (148, 148, 148), (187, 187, 187)),  # reference white, 203 cd/m²
        (CodePoints(9, 16), (255, 255, 255), (255, 255, 255)),
        (CodePoints(9, 18), (255, 255, 255), (255, 255, 255)),
        (CodePoints(1, 8), (128, 128, 128), (188, 188, 188)),
        (CodePoints(1, 4), (128, 128, 128), (128, 128, 128)),
        (CodePoints(1, 13), (200, 40, 90), (200, 40, 90)),
        (CodePoints(2, 2), (200, 40, 90), (200, 40, 90)),
        (CodePoints(99, 99), (200, 40, 90), (200, 40, 90)),
    ],
)
def test_code_points_say_what_the_numbers_mean(
    points: CodePoints, pixel: tuple[int, int, int], expected: tuple[int, ...]
) -> None:
    """As Chromium shows them; what is unknown or unspecified is taken as sRGB."""
    assert max(abs(one - other) for one, other in zip(_convert(points, pixel), expected, strict=True)) <= 1


def test_a_profile_goes_before_code_points() -> None:
    """In HEIF and AVIF code points then only say how the decoder makes RGB."""
    srgb = build_profile(CodePoints(1, 8))

    found = convert_to_srgb(Image.new("RGB", (4, 4), (128, 128, 128)), srgb, CodePoints(12, 13)).getpixel((0, 0))

    assert found == (188, 188, 188)


def test_a_pngs_gamma_and_chromaticities_are_followed() -> None:
    """A linear PNG is lighter than its numbers; sRGB's own gamma changes nothing to speak of."""
    linear = decode(_png_with(b"gAMA", pack(">I", 100_000)), 2048).image.getpixel((48, 50))
    usual = Image.new("RGB", (4, 4), (128, 128, 128))
    chromaticities = (0.3127, 0.329, 0.64, 0.33, 0.3, 0.6, 0.15, 0.06)

    assert linear == (255, 255, 255)
    assert convert_to_srgb(usual, None, Gamma(1.0)).getpixel((0, 0)) == (188, 188, 188)
    found = convert_to_srgb(usual, None, Gamma(2.2, chromaticities)).getpixel((0, 0))
    assert isinstance(found, tuple)
    assert max(abs(each - 128) for each in found) <= 1


def test_a_pngs_code_points_go_before_its_profile() -> None:
    """The third edition's order: cICP, iCCP, sRGB, gAMA."""
    profile = build_profile(CodePoints(1, 8))
    assert profile
    both = _png_with(b"iCCP", b"linear\0\0" + zlib.compress(profile))
    both = both[:33] + _png_with(b"cICP", bytes([1, 13, 0, 1]))[33:49] + both[33:]

    assert decode(both, 2048).image.getpixel((8, 8)) == (255, 0, 0)


@pytest.mark.parametrize("chromaticities", [(0.0,) * 8, (0.3,) * 8])
def test_chromaticities_that_span_no_colours_say_nothing(chromaticities: tuple[float, ...]) -> None:
    """No division by zero, and the picture keeps its numbers."""
    assert _convert(Gamma(2.2, chromaticities), (200, 40, 90)) == (200, 40, 90)
