"""The ladder of a video, for every shape that people film in."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.video.videos.ladder import RUNGS, build_ladder, choose_frame_rate
from resolvers.video.videos.model import VideoFile

SHAPES = {
    "landscape": ((1920, 1080), [(640, 360), (854, 480), (1280, 720), (1920, 1080)]),
    "portrait": ((1080, 1920), [(360, 640), (480, 854), (720, 1280), (1080, 1920)]),
    "odd sides": ((853, 481), [(638, 360), (852, 480)]),
    "television, square pixels by now": ((768, 576), [(480, 360), (640, 480)]),
    "square": ((720, 720), [(360, 360), (480, 480), (720, 720)]),
    "smaller than the first rung": ((320, 180), [(320, 180)]),
    "larger than the last rung": ((3840, 2160), [(640, 360), (854, 480), (1280, 720), (1920, 1080)]),
}


def file(width: int, height: int, rate: str = "30") -> VideoFile:
    return VideoFile(width=width, height=height, frame_rate=rate, duration=10)


@pytest.mark.parametrize(("size", "expected"), SHAPES.values(), ids=SHAPES.keys())
def test_renditions_follow_the_short_side(size: tuple[int, int], expected: list[tuple[int, int]]) -> None:
    assert [(each.width, each.height) for each in build_ladder(file(*size))] == expected


@given(st.integers(32, 8192), st.integers(32, 8192))
def test_every_rendition_can_be_encoded_and_keeps_its_shape(width: int, height: int) -> None:
    """Sides are even, the short side is a rung or the source's, and rounding moves each side by a pixel at most."""
    ladder = build_ladder(file(width, height))
    sides = [min(each.width, each.height) for each in ladder]

    assert ladder
    assert sides == sorted(set(sides))
    for each, side in zip(ladder, sides, strict=True):
        assert each.width % 2 == each.height % 2 == 0
        assert side <= min(width, height)
        assert abs(max(each.width, each.height) - max(width, height) * Fraction(side, min(width, height))) <= 1
        assert side in {rung for rung, _ in RUNGS} or len(ladder) == 1


@pytest.mark.parametrize(
    ("source", "chosen"),
    [
        ("25", "25"),
        ("30000/1001", "30000/1001"),
        ("29971/1000", "30000/1001"),
        ("60", "30"),
        ("60000/1001", "30000/1001"),
        ("50", "25"),
        ("240", "30"),
        ("15", "15"),
        ("90000", "30"),
        ("1/2", "1"),
    ],
)
def test_frame_rates_are_constant_and_at_most_thirty(source: str, chosen: str) -> None:
    """A usual rate that is close, half of a fast one, and never none."""
    assert choose_frame_rate(Fraction(source)) == Fraction(chosen)
