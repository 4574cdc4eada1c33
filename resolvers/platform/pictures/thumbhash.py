"""A placeholder of some 25 bytes: average colour, proportions and a blur, in the ThumbHash format.

The format is Evan Wallace's ThumbHash: luminance, two colour differences and transparency as a few cosine terms each,
four bits a term, after five or six bytes of averages and scales. See NOTICE.
"""

import math
from base64 import b64encode
from collections.abc import Iterator, Sequence
from typing import Final

from PIL import Image

_EDGE: Final = 48  # pixels read: more bring nothing that a handful of cosine terms could show
_FLAT: Final = 1e-6  # below it a channel's terms are rounding noise
_TERMS: Final = 7
_TERMS_BESIDE_ALPHA: Final = 5

Pixel = tuple[float, float, float, float]
Channel = tuple[float, list[float], float]  # the average, the terms from 0 to 1, their scale


def make_thumbhash(image: Image.Image) -> str:
    """Return the base64 ThumbHash of an upright sRGB image."""
    small = image.convert("RGBA")
    small.thumbnail((_EDGE, _EDGE))
    raw = small.tobytes()
    pixels = [(raw[at] / 255, raw[at + 1] / 255, raw[at + 2] / 255, raw[at + 3] / 255) for at in range(0, len(raw), 4)]
    return b64encode(encode_pixels(small.width, small.height, pixels)).decode()


def encode_pixels(width: int, height: int, pixels: Sequence[Pixel]) -> bytes:
    """Return the ThumbHash of pixels, row by row, each with red, green, blue and alpha from 0 to 1."""
    has_alpha = any(pixel[3] < 1 for pixel in pixels)
    limit = _TERMS_BESIDE_ALPHA if has_alpha else _TERMS
    across = max(1, _round(limit * width / max(width, height)))
    down = max(1, _round(limit * height / max(width, height)))
    lightness, yellow_blue, red_green, alpha = _channels(pixels)
    light = _terms(lightness, width, height, max(3, across), max(3, down))
    warm = _terms(yellow_blue, width, height, 3, 3)
    red = _terms(red_green, width, height, 3, 3)
    channels = [light, warm, red]
    is_wide = width > height
    header = _pack_first_header(light, warm, red, has_alpha=has_alpha)
    header += _second_header(down if is_wide else across, warm, red, is_wide=is_wide)
    if has_alpha:
        clear = _terms(alpha, width, height, 5, 5)
        channels.append(clear)
        header += bytes([_round(15 * clear[0]) | _round(15 * clear[2]) << 4])
    return header + _nibbles([_round(15 * term) for channel in channels for term in channel[1]])


def _pack_first_header(light: Channel, warm: Channel, red: Channel, *, has_alpha: bool) -> bytes:
    bits = _round(63 * light[0]) | _round(31.5 + 31.5 * warm[0]) << 6 | _round(31.5 + 31.5 * red[0]) << 12
    return (bits | _round(31 * light[2]) << 18 | has_alpha << 23).to_bytes(3, "little")


def _second_header(terms: int, warm: Channel, red: Channel, *, is_wide: bool) -> bytes:
    bits = terms | _round(63 * warm[2]) << 3 | _round(63 * red[2]) << 9 | is_wide << 15
    return bits.to_bytes(2, "little")


def _channels(pixels: Sequence[Pixel]) -> tuple[list[float], list[float], list[float], list[float]]:
    """Split pixels over their average colour into lightness, yellow against blue, red against green, alpha."""
    weight = sum(pixel[3] for pixel in pixels) or 1
    average = [sum(pixel[part] * pixel[3] for pixel in pixels) / weight for part in range(3)]
    over = [[average[part] * (1 - pixel[3]) + pixel[part] * pixel[3] for part in range(3)] for pixel in pixels]
    return (
        [(r + g + b) / 3 for r, g, b in over],
        [(r + g) / 2 - b for r, g, b in over],
        [r - g for r, g, _ in over],
        [pixel[3] for pixel in pixels],
    )


def _terms(channel: Sequence[float], width: int, height: int, across: int, down: int) -> Channel:
    """Return a channel's cosine terms in the triangle of low frequencies, rows first."""
    waves_x = [[math.cos(math.pi / width * wave * (x + 0.5)) for x in range(width)] for wave in range(across)]
    waves_y = [[math.cos(math.pi / height * wave * (y + 0.5)) for y in range(height)] for wave in range(down)]
    rows = [channel[y * width : (y + 1) * width] for y in range(height)]
    by_row = [[sum(map(float.__mul__, row, wave)) for row in rows] for wave in waves_x]
    values = [sum(map(float.__mul__, by_row[cx], waves_y[cy])) / (width * height) for cx, cy in _triangle(across, down)]
    average, *varying = values
    scale = max(map(abs, varying), default=0.0)
    return average, [0.5 + 0.5 / scale * term if scale > _FLAT else 0.0 for term in varying], scale


def _triangle(across: int, down: int) -> Iterator[tuple[int, int]]:
    for cy in range(down):
        cx = 0
        while cx * down < across * (down - cy):
            yield cx, cy
            cx += 1


def _nibbles(terms: Sequence[int]) -> bytes:
    even = [*terms, 0] if len(terms) % 2 else terms
    return bytes(even[at] | even[at + 1] << 4 for at in range(0, len(even), 2))


def _round(value: float) -> int:
    return math.floor(value + 0.5)
