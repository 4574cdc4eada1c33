"""Turns what a picture's numbers mean into sRGB: by its ICC profile, by H.273 code points, or by PNG's gamma.

Code points become an ICC profile of three primaries and a curve, which LittleCMS converts exactly. Sources: ITU-T
H.273 tables 2 and 3 (primaries and curves), BT.2100 (PQ, HLG), BT.2408 (203 cd/m² is reference white), Bradford's
adaptation as in ICC.1 annex E, and for light above reference white Reinhard's tone curve (2002, equation 4).
"""

import io
from collections.abc import Callable, Sequence
from functools import lru_cache
from struct import pack
from typing import Final

from PIL import Image, ImageCms

from resolvers.platform.pictures.source import CodePoints, Gamma

Vector = tuple[float, float, float]
Matrix = tuple[Vector, Vector, Vector]
Curve = Callable[[float], float]

_D65: Final = (0.3127, 0.3290)
_C: Final = (0.310, 0.316)
_D50: Final[Vector] = (0.9642, 1.0, 0.8249)  # the white of ICC's connection space
# Chromaticities of red, green, blue and white by code point.
_PRIMARIES: Final[dict[int, tuple[float, ...]]] = {
    1: (0.640, 0.330, 0.300, 0.600, 0.150, 0.060, *_D65),
    4: (0.67, 0.33, 0.21, 0.71, 0.14, 0.08, *_C),
    5: (0.64, 0.33, 0.29, 0.60, 0.15, 0.06, *_D65),
    6: (0.630, 0.340, 0.310, 0.595, 0.155, 0.070, *_D65),
    7: (0.630, 0.340, 0.310, 0.595, 0.155, 0.070, *_D65),
    8: (0.681, 0.319, 0.243, 0.692, 0.145, 0.049, *_C),
    9: (0.708, 0.292, 0.170, 0.797, 0.131, 0.046, *_D65),
    10: (1.0, 0.0, 0.0, 1.0, 0.0, 0.0, 1 / 3, 1 / 3),
    11: (0.680, 0.320, 0.265, 0.690, 0.150, 0.060, 0.314, 0.351),
    12: (0.680, 0.320, 0.265, 0.690, 0.150, 0.060, *_D65),
    22: (0.630, 0.340, 0.295, 0.605, 0.155, 0.077, *_D65),
}
_BRADFORD: Final[Matrix] = ((0.8951, 0.2664, -0.1614), (-0.7502, 1.7135, 0.0367), (0.0389, -0.0685, 1.0296))
_REFERENCE_WHITE: Final = 203.0  # cd/m²
_PQ_PEAK: Final = 10_000.0
_HLG_PEAK: Final = 1000.0
_SRGB_FAMILY: Final = {1, 6, 11, 12, 13, 14, 15}  # as browsers do: cameras' curve of BT.709 is shown by sRGB's
_STEPS: Final = 256  # of a curve: one for each value of eight bits


def convert_to_srgb(image: Image.Image, profile: bytes | None, colour: CodePoints | Gamma | None) -> Image.Image:
    """Return an image in sRGB, RGB or RGBA; a profile that is broken or of another kind says nothing."""
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    profile = profile or (None if colour is None or image.mode == "CMYK" else build_profile(colour))
    if profile:
        for candidate in (image.mode, mode):
            try:
                own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
                converted = ImageCms.profileToProfile(
                    image.convert(candidate), own, ImageCms.createProfile("sRGB"), outputMode=mode
                )
            except (ImageCms.PyCMSError, OSError, ValueError):
                continue
            if converted is not None:
                return converted
    return image.convert(mode)


@lru_cache(maxsize=64)
def build_profile(colour: CodePoints | Gamma) -> bytes | None:
    """Return an ICC profile for code points or a gamma; None where they mean sRGB, or nothing that is known."""
    if isinstance(colour, Gamma):
        white_first = colour.chromaticities
        chromaticities = (*white_first[2:], *white_first[:2]) if white_first else _PRIMARIES[1]
        curve = _power(colour.exponent)
    else:
        is_srgb = colour.primaries in {1, 2} and colour.transfer in _SRGB_FAMILY | {2}
        known = None if is_srgb else _PRIMARIES.get(1 if colour.primaries == 2 else colour.primaries)  # noqa: PLR2004
        found = _curve(colour.transfer)
        if known is None or found is None:
            return None
        chromaticities, curve = known, found
    try:
        return _write_profile(_to_connection_space(chromaticities), curve)
    except (ZeroDivisionError, OverflowError):  # chromaticities that span no colours
        return None


def _curve(transfer: int) -> Curve | None:
    """Return the curve from a value (0 to 1) to light relative to the display's white; None where it is unknown."""
    if transfer in _SRGB_FAMILY | {2}:
        return _srgb
    return {
        4: _power(2.2),
        5: _power(2.8),
        7: _smpte_240,
        8: _power(1.0),
        16: lambda value: _tone(_pq(value), _PQ_PEAK),
        17: _power(2.6),
        18: lambda value: _tone(_hlg(value), _HLG_PEAK),
    }.get(transfer)


def _power(exponent: float) -> Curve:
    return lambda value: value**exponent


def _srgb(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4  # noqa: PLR2004


def _smpte_240(value: float) -> float:
    return value / 4 if value < 0.0913 else ((value + 0.1115) / 1.1115) ** (1 / 0.45)  # noqa: PLR2004


def _pq(value: float) -> float:
    """Return cd/m² of a PQ value (SMPTE ST 2084)."""
    root = value ** (1 / 78.84375)
    return float(_PQ_PEAK * (max(root - 0.8359375, 0) / (18.8515625 - 18.6875 * root)) ** (1 / 0.1593017578125))


def _hlg(value: float) -> float:
    """Return cd/m² of an HLG value on a display of 1,000 cd/m², whose system gamma is 1.2."""
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    scene = value**2 / 3 if value <= 0.5 else (2.718281828459045 ** ((value - c) / a) + b) / 12  # noqa: PLR2004
    return float(_HLG_PEAK * scene**1.2)


def _tone(light: float, peak: float) -> float:
    """Bring light up to `peak` (cd/m²) into a standard display's range: shadows stay, the peak becomes white."""
    relative, white = light / _REFERENCE_WHITE, peak / _REFERENCE_WHITE
    return relative * (1 + relative / white**2) / (1 + relative)


def _to_connection_space(chromaticities: Sequence[float]) -> Matrix:
    """Return the matrix from linear RGB to XYZ under D50."""
    columns = [_xyz(*chromaticities[at : at + 2]) for at in (0, 2, 4)]
    white = _xyz(*chromaticities[6:8])
    scales = _apply(_invert(_transpose(columns)), white)
    to_xyz = _transpose([tuple(part * scale for part in column) for column, scale in zip(columns, scales, strict=True)])
    return _multiply(_adapt(white), to_xyz)


def _adapt(white: Vector) -> Matrix:
    """Return Bradford's adaptation from a white to D50."""
    ratios = [to / of for to, of in zip(_apply(_BRADFORD, _D50), _apply(_BRADFORD, white), strict=True)]
    scaled = [tuple(part * ratio for part in row) for row, ratio in zip(_BRADFORD, ratios, strict=True)]
    return _multiply(_invert(_BRADFORD), _matrix(scaled))


def _xyz(x: float, y: float) -> Vector:
    return x / y if y else x * 1e6, 1.0 if y else 0.0, (1 - x - y) / y if y else (1 - x - y) * 1e6


def _apply(matrix: Sequence[Sequence[float]], vector: Sequence[float]) -> Vector:
    x, y, z = (sum(one * other for one, other in zip(row, vector, strict=True)) for row in matrix)
    return x, y, z


def _multiply(one: Matrix, other: Matrix) -> Matrix:
    return _transpose([_apply(one, column) for column in _transpose(other)])


def _transpose(rows: Sequence[Sequence[float]]) -> Matrix:
    return _matrix(list(zip(*rows, strict=True)))


def _matrix(rows: Sequence[Sequence[float]]) -> Matrix:
    (a, b, c), (d, e, f), (g, h, i) = rows
    return (a, b, c), (d, e, f), (g, h, i)


def _invert(matrix: Matrix) -> Matrix:
    (a, b, c), (d, e, f), (g, h, i) = matrix
    size = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
    return (
        ((e * i - f * h) / size, (c * h - b * i) / size, (b * f - c * e) / size),
        ((f * g - d * i) / size, (a * i - c * g) / size, (c * d - a * f) / size),
        ((d * h - e * g) / size, (b * g - a * h) / size, (a * e - b * d) / size),
    )


def _write_profile(to_xyz: Matrix, curve: Curve) -> bytes:
    """Write an ICC 4 display profile: the three primaries' XYZ and one curve for all."""
    text = "RGB".encode("utf-16-be")
    name = b"mluc" + pack(">IIIHHII", 0, 1, 12, 0x656E, 0x5553, len(text), 28) + text + bytes(-len(text) % 4)
    steps = [round(min(max(curve(step / (_STEPS - 1)), 0), 1) * 65535) for step in range(_STEPS)]
    shared = b"curv" + pack(f">II{_STEPS}H", 0, _STEPS, *steps)
    columns = [b"XYZ " + pack(">Iiii", 0, *(_to_fixed_point(part) for part in column)) for column in _transpose(to_xyz)]
    white = b"XYZ " + pack(">Iiii", 0, *(_to_fixed_point(part) for part in _D50))
    bodies = [name, name, white, *columns, shared]
    tags = [(b"desc", 0), (b"cprt", 1), (b"wtpt", 2), (b"rXYZ", 3), (b"gXYZ", 4), (b"bXYZ", 5)]
    tags += [(each, 6) for each in (b"rTRC", b"gTRC", b"bTRC")]
    start = 128 + 4 + 12 * len(tags)
    offsets = [start + sum(len(body) for body in bodies[:at]) for at in range(len(bodies))]
    table = pack(">I", len(tags)) + b"".join(kind + pack(">II", offsets[at], len(bodies[at])) for kind, at in tags)
    content = table + b"".join(bodies)
    head = pack(">I4sI4s4s4s", 128 + len(content), b"", 0x04200000, b"mntr", b"RGB ", b"XYZ ")
    head += bytes(12) + b"acsp" + bytes(28) + pack(">iii", *(_to_fixed_point(part) for part in _D50))
    return head.ljust(128, b"\0") + content


def _to_fixed_point(value: float) -> int:
    return round(value * 65536)
