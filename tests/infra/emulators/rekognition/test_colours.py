"""The colours of a picture, and its quality."""

import numpy as np
import pytest
from PIL import ImageColor
from rekognition_local import colours
from rekognition_local.colours import Colour


def area(*colour: int, width: int = 60) -> np.typing.NDArray[np.uint8]:
    return np.full((60, width, 3), colour, np.uint8)


def test_one_colour_is_all_there_is() -> None:
    """It covers the picture and has a name in three languages."""
    (only,) = colours.dominant(area(255, 0, 0), 10)

    assert (only.hexadecimal, only.css, only.simple_name, only.share) == ("#ff0000", "red", "red", 1.0)


def test_a_colour_that_pillow_was_asked_for_before_keeps_its_name() -> None:
    """Pillow rewrites its table of names as it is used."""
    ImageColor.getrgb("red")
    colours._css_palette.cache_clear()

    (only,) = colours.dominant(area(255, 0, 0), 10)

    assert only.css == "red"


def test_the_widest_colour_comes_first() -> None:
    """Two thirds of sky, one third of sand."""
    picture = np.concatenate([area(135, 206, 235, width=40), area(210, 180, 140, width=20)], axis=1)

    sky, sand = colours.dominant(picture, 10)

    assert (sky.css, sky.simple_name) == ("skyblue", "blue")
    assert sky.share == pytest.approx(2 / 3, abs=0.01)
    assert (sand.css, sand.simple_name) == ("tan", "orange")


def test_no_more_colours_than_asked() -> None:
    """Noise has many; none are wanted, or three."""
    noise = np.random.default_rng(1).integers(0, 255, (50, 50, 3), np.uint8)

    assert len(colours.dominant(noise, 3)) == 3
    assert colours.dominant(noise, 0) == []


def test_the_same_picture_has_the_same_colours() -> None:
    """Clusters start from a fixed seed."""
    noise = np.random.default_rng(2).integers(0, 255, (50, 50, 3), np.uint8)

    assert colours.dominant(noise, 5) == colours.dominant(noise, 5)


@pytest.mark.parametrize(
    ("rgb", "name"),
    [
        ((0, 0, 0), "black"),
        ((255, 255, 255), "white"),
        ((128, 128, 128), "grey"),
        ((220, 20, 20), "red"),
        ((255, 182, 193), "pink"),
        ((255, 140, 0), "orange"),
        ((101, 67, 33), "brown"),
        ((255, 230, 0), "yellow"),
        ((20, 140, 30), "green"),
        ((0, 200, 210), "cyan"),
        ((20, 40, 200), "blue"),
        ((128, 0, 160), "purple"),
    ],
)
def test_twelve_plain_names(rgb: tuple[int, int, int], name: str) -> None:
    """Each is reached."""
    assert Colour(*rgb, 1.0).simple_name == name


def test_quality_tells_light_from_dark_and_sharp_from_flat() -> None:
    """All measures go from 0 to 100."""
    stripes = np.tile(np.array([[[0], [255]]], np.uint8), (60, 30, 3))

    dark, light, sharp = map(colours.quality, (area(10, 10, 10), area(245, 245, 245), stripes))

    assert dark.brightness < 5
    assert light.brightness > 95
    assert dark.sharpness == light.sharpness == dark.contrast == 0
    assert sharp.sharpness > 90
    assert sharp.contrast > 90


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 2, 3), (7, 1, 3)])
def test_the_smallest_region_has_a_colour(shape: tuple[int, int, int]) -> None:
    """A distant bird's box is one pixel: it must not fail the whole picture."""
    (only,) = colours.dominant(np.full(shape, 200, np.uint8), 5)

    assert (only.red, only.green, only.blue, only.share) == (200, 200, 200, 1.0)
