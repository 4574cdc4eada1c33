"""The public map in DynamoDB: rows by quadkey, counted cells, and the note of where a pin is counted.

A pin's note, its rows and the cells they count in change in one transaction, on the condition that the note is the
one that was read. So a cell's count is the number of its rows at every moment, however often a change is delivered.
"""

import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from boto3.dynamodb.conditions import Attr

from resolvers.core import table
from resolvers.core.keys import Key, id_at
from resolvers.core.table import ABSENT, Delete, Item, Put, Update, Write, refuse_stale
from resolvers.platform import keys
from resolvers.platform.map import cells
from resolvers.platform.map.cells import Area, Place, Sum

_QUERIES: Final = 12  # of one page of rows: nine tiles, and some more where rows are left out
_CELLS_AT_ONCE: Final = 1000

Wanted = Callable[[str], bool]


@dataclass(frozen=True)
class Note:
    """Where a pin is counted now."""

    pin_id: str
    places: frozenset[Place]
    month: str
    turn: str = ""


class Row(NamedTuple):
    """A row of the map: its place in the list, and the pin it leads to."""

    place: str
    pin_id: str

    @property
    def quadkey(self) -> str:
        return self.place.partition("#")[0]


def read_pins(pin_ids: Sequence[str], beside: Sequence[Key] = ()) -> tuple[list[Note], dict[Key, Item]]:
    """Read where pins are counted, the pins themselves, and items of other keys, in one batch, consistently."""
    wanted = [key for each in pin_ids for key in (keys.map_state(each), keys.pin(each))]
    found = table.get_many([*wanted, *beside], consistent=True)
    return [_note(each, found.get(keys.map_state(each))) for each in pin_ids], found


def _note(pin_id: str, item: Item | None) -> Note:
    if not item:
        return Note(pin_id, frozenset(), "")
    places = frozenset(Place(layer, quadkey) for layer, quadkey in item["places"])
    return Note(pin_id, places, item["month"], item["turn"])


def move(note: Note, wanted: frozenset[Place], month: str) -> None:
    """Bring a pin's rows and counts closer to those wanted, some layers at once, or raise `StaleItem`."""
    layers = sorted({place.layer for place in note.places ^ wanted})[: cells.LAYERS_AT_ONCE]
    gone = [place for place in note.places - wanted if place.layer in layers]
    come = [place for place in wanted - note.places if place.layer in layers]
    month = note.month or month
    after = Note(note.pin_id, note.places.difference(gone).union(come), month, secrets.token_hex(8))
    table.write(
        _put_note(note, after),
        *(Delete(_row_key(place, note.pin_id)) for place in gone),
        *(Put(_row_key(place, note.pin_id), "MapRow", {"month": month}) for place in come),
        *(_update_count(key, added, month) for key, added in cells.changes(note.pin_id, gone, come).items()),
    )


def count(layer: str, area: Area, wanted: Wanted | None) -> dict[str, Sum]:
    """Count an area's pins by cell: one request a tile, at most nine. `wanted` chooses months."""
    found = [
        (item["SK"].partition("#")[0], _sum(item, wanted))
        for tile in area.tiles
        for item in table.query(keys.map_cells(area.level, layer), low=tile, high=f"{tile}\uffff", limit=_CELLS_AT_ONCE)
    ]
    return cells.total(found, area)


def list_rows(layer: str, area: Area, wanted: Wanted | None, after: str, size: int) -> tuple[list[Row], str, bool]:
    """Read up to `size` rows of an area after a place; answer them, the place reached, and whether that is the end."""
    rows: list[Row] = []
    position = after
    reading = _read(layer, area, after, size + 1)
    for number, items in enumerate(reading):
        for item in items:
            if len(rows) == size:
                return rows, position, False
            position = item["SK"]
            row = Row(position, id_at(position))
            if area.holds(row.quadkey) and (wanted is None or wanted(item["month"])):
                rows.append(row)
        if number + 1 == _QUERIES:
            return rows, position, False
    return rows, position, True


def _read(layer: str, area: Area, after: str, limit: int) -> Iterator[list[Item]]:
    """Query the tiles one after the other, from a place on; each answer is one request."""
    position = after
    for tile in area.tiles:
        high = f"{tile}\uffff"
        while position < high:
            low = max(tile, f"{position} " if position else "")
            items = table.query(keys.map_rows(layer), low=low, high=high, limit=limit)
            yield items
            if len(items) < limit:
                break
            position = items[-1]["SK"]


def _put_note(before: Note, after: Note) -> Write:
    key = keys.map_state(before.pin_id)
    same = Attr("turn").eq(before.turn) if before.turn else ABSENT
    if not after.places:
        return Delete(key, when=same, refuse=refuse_stale)
    values = {"places": sorted(after.places), "month": after.month, "turn": after.turn}
    return Put(key, "Mapped", values, when=same, refuse=refuse_stale)


def _update_count(key: Key, added: Sum, month: str) -> Update:
    amounts = {"pins": added.pins, "columns": added.columns, "rows": added.rows, _prefix_month(month): added.pins}
    return Update(key, add={name: amount for name, amount in amounts.items() if amount})


def _sum(item: Item, wanted: Wanted | None) -> Sum:
    """Return a cell's totals; for a month filter, scale the centroid of all months."""
    whole = Sum(item.get("pins", 0), item.get("columns", 0), item.get("rows", 0))
    if wanted is None or not whole.pins:
        return whole
    chosen = sum(amount for name, amount in item.items() if name[:1] == "m" and name[1:].isdigit() and wanted(name[1:]))
    return Sum(chosen, whole.columns * chosen // whole.pins, whole.rows * chosen // whole.pins)


def _row_key(place: Place, pin_id: str) -> Key:
    return Key(keys.map_rows(place.layer), keys.in_tile(place.quadkey, pin_id))


def _prefix_month(month: str) -> str:
    return f"m{month}"
