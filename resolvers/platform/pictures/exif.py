"""What a camera notes in EXIF: how it was held, and where. Damage to one note does not touch the other."""

import math
import struct
from struct import unpack_from
from typing import Any, Final

from PIL import Image

from resolvers.core.geo import GeoPoint

_ORIENTATION: Final = 0x0112
_GPS: Final = 0x8825
_SHORT: Final = 3
_LONG: Final = 4
_UPRIGHT: Final = 1
_ORDERS: Final = {b"II": "<", b"MM": ">"}
_ENTRY_BYTES: Final = 12


def read_orientation(exif: bytes) -> int:
    """Return the orientation noted in the first directory, 1 to 8; 1, upright, where it says nothing readable."""
    order = _ORDERS.get(exif[:2])
    if order is None:
        return _UPRIGHT
    try:
        (start,) = unpack_from(f"{order}I", exif, 4)
        (count,) = unpack_from(f"{order}H", exif, start)
        for number in range(count):
            at = start + 2 + _ENTRY_BYTES * number
            tag, kind = unpack_from(f"{order}HH", exif, at)
            if tag == _ORIENTATION and kind in {_SHORT, _LONG}:
                (value,) = unpack_from(f"{order}{'H' if kind == _SHORT else 'I'}", exif, at + 8)
                return int(value) if 1 <= value <= 8 else _UPRIGHT  # noqa: PLR2004
    except struct.error:
        pass  # cut off: the directory ends here
    return _UPRIGHT


def read_position(exif: bytes) -> GeoPoint | None:
    """Return where the picture was taken; None where EXIF does not say, or says no place on the globe."""
    try:
        noted = Image.Exif()
        noted.load(exif)
        return _position(noted.get_ifd(_GPS))
    except Exception:  # noqa: BLE001  EXIF is anybody's bytes: damage says nothing
        return None


def _position(gps: dict[int, Any]) -> GeoPoint | None:
    if not {1, 2, 3, 4} <= gps.keys():
        return None
    latitude = _degrees(gps[2]) * (-1 if _letter(gps[1]) == "S" else 1)
    longitude = _degrees(gps[4]) * (-1 if _letter(gps[3]) == "W" else 1)
    if not (math.isfinite(latitude) and math.isfinite(longitude)) or latitude == longitude == 0:
        return None
    return GeoPoint(latitude=round(latitude, 6), longitude=round(longitude, 6))


def _degrees(parts: Any) -> float:
    degrees, minutes, seconds = (float(part) for part in (*parts, 0, 0)[:3])
    return degrees + minutes / 60 + seconds / 3600


def _letter(value: Any) -> str:
    text = value.decode("ascii", "ignore") if isinstance(value, bytes) else str(value)
    return text.strip("\0 ").upper()[:1]
