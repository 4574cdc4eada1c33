"""Pins in DynamoDB: under their subject, and found by the public map's rows; the exact point is kept apart."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from boto3.dynamodb.conditions import Attr

from resolvers.core import geo, pagination, table
from resolvers.core.errors import Conflict, LimitReached, NotFound
from resolvers.core.keys import IndexKey, id_at, time_key
from resolvers.core.pagination import Slice
from resolvers.core.table import ABSENT, EXISTS, Delete, Item, Put, Update
from resolvers.platform import keys
from resolvers.platform.pins.model import Pin
from resolvers.platform.subjects import guards
from resolvers.platform.subjects.model import Guard

PINS_OF_A_SUBJECT: Final = 50

_CHUNK: Final = 100
_CHUNKS: Final = 10


def get(pin_id: str) -> Pin | None:
    item = table.get(keys.pin(pin_id), consistent=True)
    return Pin.model_validate(item) if item else None


def get_many(pin_ids: Iterable[str]) -> dict[str, Pin]:
    """Read pins in one batch, consistently, by id."""
    found = table.get_many(map(keys.pin, pin_ids), consistent=True)
    return {item["id"]: Pin.model_validate(item) for item in found.values()}


def get_ids_of(subject_ids: Iterable[str]) -> dict[str, list[str]]:
    """Read the ids of these subjects' pins, in one batch, consistently, by subject; ids sort by the time of adding."""
    places = {each: keys.counts(each) for each in subject_ids}
    found = table.get_many(places.values(), consistent=True)
    return {each: sorted(found.get(place, {}).get("pinIds", ())) for each, place in places.items()}


def add(pin: Pin, subject: Guard, exact: geo.GeoPoint, claim: Sequence[Put]) -> None:
    """Write a pin, its exact point and the subject's count, or raise `StaleItem` or `LimitReached`."""
    table.write(
        *claim,
        Put(keys.pin(pin.id), "Pin", pin.to_item(), when=ABSENT, indexes=[_index_by_subject(pin)]),
        Put(keys.exact_point(pin.id), "Point", exact.to_item()),
        guards.require_unchanged(subject),
        Update(
            keys.counts(pin.subject_id),
            add={"pins": 1, "pinIds": {pin.id}},
            when=Attr("pins").not_exists() | Attr("pins").lt(PINS_OF_A_SUBJECT),
            refuse=lambda _: LimitReached(
                f"It has {PINS_OF_A_SUBJECT} pins, the most that are allowed: remove one first.", "subjectId"
            ),
        ),
    )


def move(before: Pin, after: Pin, exact: geo.GeoPoint) -> None:
    """Write a pin's new place, or raise `Conflict` or `NotFound`."""
    values = after.model_copy(update={"version": before.version + 1}).to_item()
    table.write(
        Put(
            keys.pin(after.id),
            "Pin",
            values,
            when=EXISTS & Attr("version").eq(before.version),
            refuse=_conflict,
            indexes=[_index_by_subject(after)],
        ),
        Put(keys.exact_point(after.id), "Point", exact.to_item()),
    )


def remove(pin: Pin) -> None:
    """Remove a pin and take it off its subject's count, or raise `NotFound`."""
    table.write(
        Delete(keys.pin(pin.id), when=EXISTS, refuse=_refuse_missing),
        Delete(keys.exact_point(pin.id)),
        Update(
            keys.counts(pin.subject_id),
            add={"pins": -1},
            discard={"pinIds": {pin.id}},
            when=EXISTS,
            refuse=_refuse_missing,
        ),
    )


def remove_some(subject_id: str, limit: int) -> bool:
    """Remove up to `limit` pins of a subject that is being deleted; True when none is left."""
    found = table.query(keys.pins_of(subject_id), index=1, limit=limit)
    table.delete_many([key for item in found for key in (keys.pin(item["id"]), keys.exact_point(item["id"]))])
    return len(found) < limit


def list_in(
    bounds: geo.BoundsInput, scope: str, first: int, after: str | None, choose: Callable[[list[Pin]], list[Pin | None]]
) -> Slice[Pin]:
    """Page through the public map's pins inside bounds, in the order of their quadkeys."""
    position = pagination.unseal(scope, after) if after else ""
    rows: list[tuple[str, Pin]] = []
    for number, places in enumerate(_chunks(geo.cover(bounds), position)):
        inside = [(place, pin) for place, pin in _get_at(places) if bounds.holds(pin.position)]
        chosen = choose([pin for _, pin in inside])
        for (place, _), pin in zip(inside, chosen, strict=True):
            if pin and len(rows) == first:
                return Slice(rows, rows[-1][0], more=True, resumed=bool(after))
            if pin:
                rows.append((place, pin))
        position = places[-1]
        if number + 1 == _CHUNKS:
            return Slice(rows, position, more=True, partial=len(rows) < first, resumed=bool(after))
    return Slice(rows, rows[-1][0] if rows else None, more=False, resumed=bool(after))


def list_within(bounds: geo.BoundsInput, limit: int) -> list[Pin]:
    """Read up to `limit` of the public map's pins inside bounds."""
    found: list[Pin] = []
    for places in _chunks(geo.cover(bounds), ""):
        found += [pin for _, pin in _get_at(places) if bounds.holds(pin.position)]
        if len(found) >= limit:
            break
    return found


def _chunks(tiles: Iterable[str], position: str) -> Iterator[list[str]]:
    """Read the places of the map's rows tile by tile, after a position, a chunk at a time."""
    for tile in tiles:
        yield from _chunks_of(tile, position)


def _chunks_of(tile: str, position: str) -> Iterator[list[str]]:
    high = f"{tile}\uffff"
    while position < high:
        items = table.query(keys.map_rows(), low=max(tile, position), high=high, limit=_CHUNK + 1)
        fresh = [item["SK"] for item in items if item["SK"] != position]
        if not fresh:
            return
        yield fresh
        if len(items) <= _CHUNK:
            return
        position = fresh[-1]


def _get_at(places: Sequence[str]) -> list[tuple[str, Pin]]:
    """Return the pins that are still where the map's rows say, each with its place."""
    found = get_many(map(id_at, places))
    placed = [(place, found[id_at(place)]) for place in places if id_at(place) in found]
    return [(place, pin) for place, pin in placed if keys.in_tile(geo.quadkey(pin.position), pin.id) == place]


def _index_by_subject(pin: Pin) -> IndexKey:
    return IndexKey(1, keys.pins_of(pin.subject_id), time_key(pin.created_at, pin.id))


def _refuse_missing(_: Item) -> Exception:
    return NotFound("There is no such pin.", "id")


def _conflict(found: Item) -> Exception:
    return Conflict(found["version"]) if found else NotFound("There is no such pin.", "id")
