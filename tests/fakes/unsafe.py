"""Draws what the local Rekognition refuses, and films with it: `python -m tests.fakes.unsafe FILE`.

It is soft shapes in the colours of skin, which show nothing, and which the model takes for nudity.
"""

import math
import sys
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image

from tests.fakes.clips import draw

_QUIET_SECONDS: Final = 2.5  # of a film, so that the third second is the first that is refused
_SIZE: Final = (320, 180)
_GROUND: Final = (193, 146, 120)
# Middle, half of each axis, angle, colour, sharpness: found by trial, as the model's mistakes are.
_SHAPES: Final = (
    (0.52, 0.25, 0.37, 0.09, 1.39, (127, 121, 104), 9),
    (0.67, 0.48, 0.42, 0.15, 0.17, (239, 179, 146), 9),
    (0.28, 0.38, 0.31, 0.49, 2.08, (152, 115, 95), 7),
    (1.0, 0.34, 0.13, 0.24, 2.28, (209, 130, 116), 8),
)


def draw_refused_picture() -> Image.Image:
    """Draw the shapes, one over the other, with soft edges."""
    width, height = _SIZE
    down, right = np.mgrid[0:height, 0:width] / np.array([height, width]).reshape(2, 1, 1)
    picture = np.broadcast_to(np.array(_GROUND, float), (height, width, 3))
    for middle, top, wide, high, angle, colour, sharpness in _SHAPES:
        along = ((right - middle) * math.cos(angle) + (down - top) * math.sin(angle)) / wide
        across = ((down - top) * math.cos(angle) - (right - middle) * math.sin(angle)) / high
        outside = np.clip((along**2 + across**2 - 1) * sharpness, -50, 50)
        share = (1 / (1 + np.exp(outside)))[..., None]
        picture = picture * (1 - share) + np.array(colour) * share
    return Image.fromarray(picture.astype(np.uint8))


def write_refused_film(path: Path) -> None:
    """Write a film of five seconds: a quiet colour, then the shapes."""
    shapes = path.with_suffix(".png")
    draw_refused_picture().save(shapes)
    quiet = ("-f", "lavfi", "-t", str(_QUIET_SECONDS), "-i", f"color=color=teal:size={_SIZE[0]}x{_SIZE[1]}:rate=10")
    refused = ("-loop", "1", "-framerate", "10", "-t", str(_QUIET_SECONDS), "-i", shapes)
    joined = "[0:v]setsar=1,format=yuv420p[a];[1:v]setsar=1,format=yuv420p[b];[a][b]concat=n=2:v=1:a=0"
    draw(*quiet, *refused, "-filter_complex", joined, "-c:v", "libx264", "-preset", "ultrafast", path)
    shapes.unlink()


if __name__ == "__main__":
    write_refused_film(Path(sys.argv[1]))
