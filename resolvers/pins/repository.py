"""Pins in DynamoDB: under their post, and in the map's index by quadkey; the exact point stands apart."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import product
from typing import Final

from boto3.dynamodb.conditions import Attr

from resolvers.core import geo, keys, pagination, table
from resolvers.core.errors import Conflict, LimitReached, NotFound
from resolvers.core.keys import IndexKey
from resolvers.core.pagination import Slice
from resolvers.core.table import ABSENT, EXISTS, Check, Delete, Item, Put, Update
from resolvers.pins.model import Pin

PINS_OF_A_POST: Final = 50

_PARTITION_DIGITS: Final = 2  # the map's index has 16 partitions: one Query each at the most
_CHUNK: Final = 100
_CHUNKS: Final = 10


def get(pin_id: str) -> Pin | None:
    item = table.get(keys.pin(pin_id), consistent=True)
    return Pin.model_validate(item) if item else None


def get_many(pin_ids: Iterable[str]) -> dict[str, Pin]:
    """Read pins in one batch, consistently, by id."""
    found = table.get_many(map(keys.pin, pin_ids), consistent=True)
    return {item["id"]: Pin.model_validate(item) for item in found.values()}


def list_ids_of(post_ids: Iterable[str]) -> list[str]:
    """Return the ids of these posts' pins, in one batch, consistently."""
    found = table.get_many(map(keys.counts, post_ids), consistent=True)
    return sorted(pin_id for item in found.values() for pin_id in item.get("pinIds", ()))


def list_indexed_ids_of(post_id: str) -> list[str]:
    """Return the ids of a post's pins as the index lists them: a moment late, and of pins of any age."""
    return [item["id"] for item in table.query(keys.pins_of(post_id), index=1, limit=PINS_OF_A_POST)]


def add(pin: Pin, exact: geo.GeoPoint, claim: Sequence[Put]) -> None:
    """Write a pin, its exact point and the post's count, or raise `NotFound` or `LimitReached`."""
    table.write(
        *claim,
        Put(keys.pin(pin.id), "Pin", pin.stored(), when=ABSENT, indexes=[_of_post(pin), _on_map(pin)]),
        Put(keys.exact_point(pin.id), "Point", exact.stored()),
        Check(keys.post(pin.post_id), EXISTS & Attr("deleting").eq(value=False), _no_post),
        Update(
            keys.counts(pin.post_id),
            add={"pins": 1, "pinIds": {pin.id}},
            when=Attr("pins").not_exists() | Attr("pins").lt(PINS_OF_A_POST),
            refuse=lambda _: LimitReached(f"A post has at most {PINS_OF_A_POST} pins.", "postId"),
        ),
    )


def move(before: Pin, after: Pin, exact: geo.GeoPoint) -> None:
    """Write a pin's new place, or raise `Conflict` or `NotFound`."""
    values = after.model_copy(update={"version": before.version + 1}).stored()
    table.write(
        Put(
            keys.pin(after.id),
            "Pin",
            values,
            when=EXISTS & Attr("version").eq(before.version),
            refuse=_conflict,
            indexes=[_of_post(after), _on_map(after)],
        ),
        Put(keys.exact_point(after.id), "Point", exact.stored()),
    )


def remove(pin: Pin) -> None:
    """Remove a pin and take it off its post's count, or raise `NotFound`."""
    table.write(
        Delete(keys.pin(pin.id), when=EXISTS, refuse=lambda _: NotFound("There is no such pin.", "id")),
        Delete(keys.exact_point(pin.id)),
        Update(keys.counts(pin.post_id), add={"pins": -1}, discard={"pinIds": {pin.id}}),
    )


def list_of_post(post_id: str, scope: str, first: int, after: str | None) -> Slice[Pin]:
    return pagination.read(
        keys.pins_of(post_id), index=1, scope=scope, first=first, after=after, newest_first=False, keep=_pins
    )


def remove_some_of_post(post_id: str, limit: int) -> bool:
    """Remove up to `limit` pins of a post that is going; True when none is left."""
    found = table.query(keys.pins_of(post_id), index=1, limit=limit)
    table.delete_many([key for item in found for key in (keys.pin(item["id"]), keys.exact_point(item["id"]))])
    return len(found) < limit


def list_in(
    bounds: geo.BoundsInput, scope: str, first: int, after: str | None, choose: Callable[[list[Pin]], list[Pin | None]]
) -> Slice[Pin]:
    """Page through the pins inside bounds, in the order of their quadkeys."""
    position = pagination.unseal(scope, after) if after else ""
    rows: list[tuple[str, Pin]] = []
    for number, items in enumerate(_chunks(geo.cover(bounds), position)):
        pins = [Pin.model_validate(item) for item in items]
        inside = [(item["GSI2SK"], pin) for item, pin in zip(items, pins, strict=True) if bounds.holds(pin.position)]
        chosen = choose([pin for _, pin in inside])
        for (place, _), pin in zip(inside, chosen, strict=True):
            if pin and len(rows) == first:
                return Slice(rows, rows[-1][0], more=True, resumed=bool(after))
            if pin:
                rows.append((place, pin))
        position = items[-1]["GSI2SK"]
        if number + 1 == _CHUNKS:
            return Slice(rows, position, more=True, partial=len(rows) < first, resumed=bool(after))
    return Slice(rows, rows[-1][0] if rows else None, more=False, resumed=bool(after))


def list_within(bounds: geo.BoundsInput, limit: int) -> list[Pin]:
    """Read up to `limit` pins inside bounds."""
    found: list[Pin] = []
    for items in _chunks(geo.cover(bounds), ""):
        found += [pin for pin in map(Pin.model_validate, items) if bounds.holds(pin.position)]
        if len(found) >= limit:
            break
    return found


def _chunks(tiles: Iterable[str], position: str) -> Iterator[list[Item]]:
    """Read the map's index tile by tile, after a position, a chunk at a time."""
    for tile in tiles:
        for prefix in _in_partitions(tile):
            yield from _chunks_of(prefix, position)


def _chunks_of(prefix: str, position: str) -> Iterator[list[Item]]:
    partition, high = keys.tile(prefix[:_PARTITION_DIGITS]), f"{prefix}\uffff"
    while position < high:
        low = max(prefix, position)
        items = table.query(partition, index=2, low=low, high=high, limit=_CHUNK + 1)
        fresh = [item for item in items if item["GSI2SK"] != position]
        if not fresh:
            return
        yield fresh
        if len(items) <= _CHUNK:
            return
        position = fresh[-1]["GSI2SK"]


def _in_partitions(tile: str) -> list[str]:
    """Return a tile as prefixes that each lie in one partition of the index."""
    missing = _PARTITION_DIGITS - len(tile)
    if missing <= 0:
        return [tile]
    return [tile + "".join(digits) for digits in product("0123", repeat=missing)]


def _of_post(pin: Pin) -> IndexKey:
    return IndexKey(1, keys.pins_of(pin.post_id), keys.place(pin.created_at, pin.id))


def _on_map(pin: Pin) -> IndexKey:
    quadkey = geo.quadkey(pin.position)
    return IndexKey(2, keys.tile(quadkey[:_PARTITION_DIGITS]), keys.in_tile(quadkey, pin.id))


def _pins(items: list[Item]) -> list[Pin | None]:
    return [Pin.model_validate(item) for item in items]


def _no_post(_: Item) -> Exception:
    return NotFound("There is no such post.", "postId")


def _conflict(found: Item) -> Exception:
    return Conflict(found["version"]) if found else NotFound("There is no such pin.", "id")
