"""The public map's cells: slippy-map tiles of a few zooms that are counted, and those that a box of the map touches."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from resolvers.core import geo
from resolvers.core.geo import BoundsInput
from resolvers.core.keys import Key
from resolvers.platform import keys

LEVELS: Final = (2, 4, 6, 8, 10, 12, 14, 16)  # the zooms that are counted; cells between are sums of four
LAYERS_AT_ONCE: Final = 5  # a move touches 18 items a layer, and a transaction holds 100

_SHARDS: Final = {2: 8, 4: 2}  # the coarsest cells are written by everybody
_DEPTH: Final = 4  # a tile read at once holds 4^4 cells


class Place(NamedTuple):
    """A row of the public map that a pin is in: the layer (a tag, or all) and the quadkey."""

    layer: str
    quadkey: str


class Sum(NamedTuple):
    """How many pins a cell holds, and the sums of their columns and rows, from which their middle follows."""

    pins: int
    columns: int
    rows: int

    def plus(self, other: "Sum") -> "Sum":
        return Sum(self.pins + other.pins, self.columns + other.columns, self.rows + other.rows)


NOTHING: Final = Sum(0, 0, 0)


@dataclass(frozen=True)
class Area:
    """The cells of one zoom that a box touches, and how to read them: by tiles, at a counted zoom."""

    zoom: int
    level: int
    tiles: tuple[str, ...]
    west: int
    east: int
    top: int
    bottom: int

    def holds(self, quadkey: str) -> bool:
        """Tell whether a place lies in one of the cells."""
        column, row = geo.tile(quadkey[: self.zoom])
        if not self.top <= row <= self.bottom:
            return False
        if self.west <= self.east:
            return self.west <= column <= self.east
        return column >= self.west or column <= self.east


def area(bounds: BoundsInput, zoom: int) -> Area:
    """Return the cells of a zoom that a box touches; of a coarser zoom where that would take too many reads."""
    tiles = geo.cover(bounds)
    finest = max(level for level in LEVELS if level <= len(tiles[0]) + _DEPTH)
    level = min(finest, next((level for level in LEVELS if level >= zoom), finest))
    zoom = min(zoom, level)
    west, east = geo.column(bounds.west, zoom), geo.column(bounds.east, zoom)
    if bounds.west > bounds.east and west <= east:
        west, east = 0, (1 << zoom) - 1  # both ends lie in one cell: all the way round
    return Area(
        zoom=zoom,
        level=level,
        tiles=tuple(sorted({tile[:zoom] for tile in tiles})),
        west=west,
        east=east,
        top=geo.row(bounds.north, zoom),
        bottom=geo.row(bounds.south, zoom),
    )


def changes(pin_id: str, gone: Iterable[Place], come: Iterable[Place]) -> Mapping[Key, Sum]:
    """Return what moving a pin between rows adds to each cell; cells that stay the same are left out."""
    sums: dict[Key, Sum] = {}
    for sign, places in ((-1, gone), (1, come)):
        for place in places:
            column, row = geo.tile(place.quadkey)
            for level in LEVELS:
                key = keys.map_cell(level, place.layer, place.quadkey[:level], _shard(level, pin_id))
                sums[key] = sums.get(key, NOTHING).plus(Sum(sign, sign * column, sign * row))
    return {key: added for key, added in sums.items() if added != NOTHING}


def total(found: Iterable[tuple[str, Sum]], within: Area) -> dict[str, Sum]:
    """Add up places or finer cells, by the cells of an area; what lies outside of it is left out."""
    sums: dict[str, Sum] = {}
    for quadkey, each in found:
        if within.holds(quadkey):
            cell = quadkey[: within.zoom]
            sums[cell] = sums.get(cell, NOTHING).plus(each)
    return {cell: each for cell, each in sorted(sums.items()) if each.pins > 0}


def _shard(level: int, pin_id: str) -> int:
    return int(pin_id[-4:], 16) % _SHARDS.get(level, 1)
