"""The colours of a picture and how bright, sharp and rich in contrast it is."""

import colorsys
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import ImageColor

from rekognition_local.pictures import Pixels

SAMPLE_SIDE = 96
CLUSTERS = 16
SEED = 7
SHARPEST = 3000.0
HUES = ((15, "red"), (40, "orange"), (70, "yellow"), (165, "green"), (190, "cyan"), (255, "blue"), (290, "purple"))


@dataclass(frozen=True)
class Colour:
    """A colour and the share of the picture that it covers, from 0 to 1."""

    red: int
    green: int
    blue: int
    share: float

    @property
    def hexadecimal(self) -> str:
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"

    @property
    def css(self) -> str:
        """The nearest of the colours that CSS names, measured as the eye does (CIELAB)."""
        names, palette = _css_palette()
        return names[int(np.linalg.norm(palette - _lab(self.red, self.green, self.blue), axis=1).argmin())]

    @property
    def simple_name(self) -> str:
        """One of twelve plain names."""
        hue, lightness, _ = colorsys.rgb_to_hls(self.red / 255, self.green / 255, self.blue / 255)
        chroma = (max(self.red, self.green, self.blue) - min(self.red, self.green, self.blue)) / 255
        return _plain_name(hue * 360, lightness, chroma)


@dataclass(frozen=True)
class Quality:
    """Three measures from 0 to 100."""

    brightness: float
    sharpness: float
    contrast: float


def dominant(pixels: Pixels, limit: int) -> list[Colour]:
    """Return at most `limit` colours, the widest first; colours of one CSS name are one."""
    if limit == 0 or pixels.size == 0:
        return []
    merged: dict[str, Colour] = {}
    for colour in _clusters(_sample(pixels).reshape(-1, 3).astype(np.float32)):
        name = colour.css
        merged[name] = _blend(merged[name], colour) if name in merged else colour
    return sorted(merged.values(), key=lambda colour: -colour.share)[:limit]


def quality(pixels: Pixels) -> Quality:
    """Return mean luminance, edge energy and spread of luminance, each scaled to 0..100."""
    grey = cv2.cvtColor(_sample(pixels, 512), cv2.COLOR_RGB2GRAY)
    edges = float(cv2.Laplacian(grey, cv2.CV_64F).var())
    sharpness = 100 * min(1.0, np.log1p(edges) / np.log1p(SHARPEST))
    return Quality(float(grey.mean()) / 2.55, float(sharpness), min(100.0, float(grey.std()) / 1.275))


def _sample(pixels: Pixels, side: int = SAMPLE_SIDE) -> Pixels:
    height, width = pixels.shape[:2]
    scale = min(1.0, side / max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)


def _clusters(points: NDArray[np.float32]) -> list[Colour]:
    count = min(CLUSTERS, len(np.unique(points, axis=0)))
    if count == 1:  # OpenCV answers one point in another shape, and a single colour needs no clustering
        red, green, blue = np.clip(np.rint(points[0]), 0, 255).astype(int).tolist()
        return [Colour(red, green, blue, 1.0)]
    cv2.setRNGSeed(SEED)
    criteria = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 20, 1.0)
    _, labels, centres = cv2.kmeans(points, count, np.empty(0), criteria, 2, cv2.KMEANS_PP_CENTERS)
    shares = np.bincount(labels.ravel(), minlength=count) / len(points)
    rounded = np.clip(np.rint(centres), 0, 255).astype(int).tolist()
    return [Colour(red, green, blue, float(share)) for (red, green, blue), share in zip(rounded, shares, strict=True)]


def _blend(one: Colour, other: Colour) -> Colour:
    share = one.share + other.share
    part = one.share / share if share else 0.5

    def mix(first: int, second: int) -> int:
        return round(first * part + second * (1 - part))

    return Colour(mix(one.red, other.red), mix(one.green, other.green), mix(one.blue, other.blue), share)


def _plain_name(hue: float, lightness: float, chroma: float) -> str:
    if lightness < 0.12:  # noqa: PLR2004 - the borders between colour names
        return "black"
    if chroma < 0.12:  # noqa: PLR2004
        return "white" if lightness > 0.85 else "grey"  # noqa: PLR2004
    name = next((name for limit, name in HUES if hue < limit), "pink" if hue < 345 else "red")  # noqa: PLR2004
    if name == "red" and lightness > 0.7:  # noqa: PLR2004
        return "pink"
    if name in ("red", "orange") and lightness < 0.4 and (name == "orange" or chroma < 0.4):  # noqa: PLR2004
        return "brown"
    return name


@cache
def _css_palette() -> tuple[list[str], NDArray[np.float32]]:
    # Pillow replaces a colour's code by its values once somebody has asked for it: ask for every one.
    colours = {ImageColor.getrgb(name)[:3]: name for name in ImageColor.colormap}
    return list(colours.values()), np.array([_lab(*each) for each in colours], np.float32)


def _lab(red: int, green: int, blue: int) -> NDArray[np.float32]:
    pixel = np.array([[[red, green, blue]]], np.float32) / 255
    return np.asarray(cv2.cvtColor(pixel, cv2.COLOR_RGB2LAB)[0, 0], np.float32)
