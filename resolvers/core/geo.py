"""Points on the globe: distance, bounds that may cross the antimeridian, and quadkeys of slippy-map tiles.

Latitude and longitude are WGS 84 degrees, distances metres on a sphere of the mean radius. A quadkey names a tile of
Web Mercator: one digit 0 to 3 for each zoom, so that tiles that lie together share a prefix. Mercator ends at
85.0511 degrees: what lies beyond belongs to the outermost row of tiles, and bounds are checked on true degrees.
"""

from collections.abc import Iterator
from math import asin, asinh, atan, cos, degrees, floor, pi, radians, sin, sinh, sqrt, tan
from typing import Annotated, Final

from pydantic import AfterValidator, Field, ValidationInfo, field_validator, model_validator

from resolvers.core.model import Input, Model

EARTH_RADIUS: Final = 6_371_008.8  # metres, IUGG mean radius
ZOOM: Final = 20  # digits of a point's quadkey: a tile of about 38 m at the equator
_MERCATOR_END: Final = 85.05112878
_COVER_TILES: Final = 9  # tiles that cover any bounds
_COLUMN_BITS: Final = str.maketrans("0123", "0101")
_ROW_BITS: Final = str.maketrans("0123", "0011")

Latitude = Annotated[
    float,
    Field(ge=-90, le=90, allow_inf_nan=False, description="The latitude in degrees, from -90 (south) to 90 (north)."),
]
Longitude = Annotated[
    float,
    Field(
        ge=-180, le=180, allow_inf_nan=False, description="The longitude in degrees, from -180 (west) to 180 (east)."
    ),
]


def _choose_antimeridian(longitude: float) -> float:
    """Return one longitude for each meridian: the antimeridian is -180, because quadkeys begin there."""
    return -180.0 if longitude == 180.0 else longitude  # noqa: PLR2004  degrees


Meridian = Annotated[Longitude, AfterValidator(_choose_antimeridian)]


class GeoPoint(Model):
    """A point on the globe, in WGS 84 degrees."""

    latitude: Latitude
    longitude: Meridian


class GeoPointInput(Input):
    """A point on the globe, in WGS 84 degrees."""

    latitude: Latitude
    longitude: Meridian


class GeoBounds(Model):
    """A box on the map."""

    south: Latitude
    west: Longitude
    north: Latitude
    east: Longitude


class BoundsInput(Input):
    """A box on the map. If `west` is greater than `east`, the box crosses the antimeridian."""

    south: Latitude
    west: Longitude
    north: Latitude
    east: Longitude

    @field_validator("east")
    @classmethod
    def _include_antimeridian(cls, east: float, info: ValidationInfo) -> float:
        """Let a box that ends at 180° hold the antimeridian, where points have -180°; the world holds it anyway."""
        return _choose_antimeridian(east) if info.data.get("west", -180.0) > -180.0 else east  # noqa: PLR2004

    @model_validator(mode="after")
    def _upright(self) -> "BoundsInput":
        if self.south > self.north:
            raise ValueError("South lies north of north: swap them")
        return self

    def holds(self, point: GeoPoint) -> bool:
        """Tell whether a point lies inside, edges included."""
        if not self.south <= point.latitude <= self.north:
            return False
        if self.west <= self.east:
            return self.west <= point.longitude <= self.east
        return point.longitude >= self.west or point.longitude <= self.east


def distance(one: GeoPoint, other: GeoPoint) -> float:
    """Return the great-circle distance in metres (haversine)."""
    lat1, lat2 = radians(one.latitude), radians(other.latitude)
    across = radians(other.longitude - one.longitude)
    chord = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin(across / 2) ** 2
    return 2 * EARTH_RADIUS * asin(min(1.0, sqrt(chord)))


def enclose_circle(point: GeoPoint, radius: float) -> BoundsInput:
    """Return the smallest box that holds a circle; near a pole it takes every meridian."""
    angle = min(radius / EARTH_RADIUS, pi)
    up = angle * 180 / pi
    south, north = max(-90.0, point.latitude - up), min(90.0, point.latitude + up)
    if south == -90.0 or north == 90.0 or angle >= pi / 2:  # noqa: PLR2004  the poles
        return BoundsInput(south=south, west=-180, north=north, east=180)
    sideways = asin(min(1.0, sin(angle) / cos(radians(point.latitude)))) * 180 / pi
    return BoundsInput(
        south=south,
        west=_wrap_longitude(point.longitude - sideways),
        north=north,
        east=_wrap_longitude(point.longitude + sideways),
    )


def quadkey(point: GeoPoint, zoom: int = ZOOM) -> str:
    """Return the tile a point lies in."""
    return _name(column(point.longitude, zoom), row(point.latitude, zoom), zoom)


def tile(quadkey: str) -> tuple[int, int]:
    """Return the column and the row of a tile."""
    return int(quadkey.translate(_COLUMN_BITS) or "0", 2), int(quadkey.translate(_ROW_BITS) or "0", 2)


def point(across: float, down: float, zoom: int) -> GeoPoint:
    """Return a place on the grid of a zoom's columns and rows: whole numbers are north-western corners of tiles."""
    return GeoPoint(latitude=_latitude(down, zoom), longitude=_longitude(across, zoom))


def bounds_of(quadkey: str) -> GeoBounds:
    """Return the box of a tile."""
    (across, down), zoom = tile(quadkey), len(quadkey)
    return GeoBounds(
        south=_latitude(down + 1, zoom),
        west=_longitude(across, zoom),
        north=_latitude(down, zoom),
        east=_longitude(across + 1, zoom),
    )


def column(longitude: float, zoom: int) -> int:
    """Return the column of tiles a meridian lies in, counted from the antimeridian eastwards."""
    return min((1 << zoom) - 1, max(0, floor((longitude + 180) / 360 * (1 << zoom))))


def row(latitude: float, zoom: int) -> int:
    """Return the row of tiles a parallel lies in, counted from the north."""
    angle = radians(max(-_MERCATOR_END, min(_MERCATOR_END, latitude)))
    return min((1 << zoom) - 1, max(0, floor((1 - asinh(tan(angle)) / pi) / 2 * (1 << zoom))))


def cover(bounds: BoundsInput) -> list[str]:
    """Return at most nine tiles that together cover the bounds, in quadkey order; an empty name is the world."""
    for zoom in range(ZOOM, 0, -1):
        columns, rows = _columns(bounds, zoom), _rows(bounds, zoom)
        if len(columns) * len(rows) <= _COVER_TILES:
            return sorted(_name(across, down, zoom) for across in columns for down in rows)
    return [""]


def _latitude(down: float, zoom: int) -> float:
    return degrees(atan(sinh(pi * (1 - 2 * down / (1 << zoom)))))


def _longitude(across: float, zoom: int) -> float:
    return min(180.0, across / (1 << zoom) * 360 - 180)


def _columns(bounds: BoundsInput, zoom: int) -> range | list[int]:
    west, east = column(bounds.west, zoom), column(bounds.east, zoom)
    if bounds.west <= bounds.east:
        return range(west, east + 1)
    return (
        sorted({*range(west, (1 << zoom)), *range(east + 1)})
        if (1 << zoom) - west + east < _COVER_TILES
        else range(1 << zoom)
    )


def _rows(bounds: BoundsInput, zoom: int) -> range:
    return range(row(bounds.north, zoom), row(bounds.south, zoom) + 1)


def _name(across: int, down: int, zoom: int) -> str:
    return "".join(_digits(across, down, zoom))


def _digits(across: int, down: int, zoom: int) -> Iterator[str]:
    for bit in range(zoom - 1, -1, -1):
        yield str((across >> bit & 1) + 2 * (down >> bit & 1))


def _wrap_longitude(longitude: float) -> float:
    return (longitude + 180) % 360 - 180
