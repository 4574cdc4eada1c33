"""DynamoDB's rounding: what reading and writing items of a size costs, in units.

A read is half a unit for each 4 KB, a whole one if it is consistent. A write is a unit for each KB of the larger of the
item before and after it, two in a transaction. An index is written only if what it projects changes: once, or twice
where the row moves in it.
"""

from collections.abc import Callable, Mapping
from functools import cache
from math import ceil
from typing import Any, Final

from tests.memory import table_properties

_READ_BLOCK: Final = 4096
_WRITE_BLOCK: Final = 1024

Typed = dict[str, Any]  # an item as DynamoDB types it, empty for none


def count_read_units(size: int, *, consistent: bool) -> float:
    """Return the units of reading so many bytes; what is not there is read too."""
    return max(1, ceil(size / _READ_BLOCK)) * (1 if consistent else 0.5)


def count_write_units(before: Typed, after: Typed, *, in_transaction: bool) -> int:
    """Return the units of a write, those of the indexes included."""
    own = _blocks(max(item_size(before), item_size(after))) * (2 if in_transaction else 1)
    return own + sum(_count_index_units(name, before, after) for name in _projections())


def item_size(item: Mapping[str, Any]) -> int:
    """Return the bytes that DynamoDB counts of an item in its typed form."""
    return sum(len(name.encode()) + _weigh(value) for name, value in item.items())


def _count_index_units(index: str, before: Typed, after: Typed) -> int:
    rows = [_project(index, each) for each in (before, after)]
    old, new = rows
    if old == new:
        return 0
    moved = old and new and any(old[name] != new[name] for name in _keys_of(index))
    return sum(_blocks(item_size(each)) for each in rows if each) if moved else _blocks(max(map(item_size, rows)))


def _project(index: str, item: Typed) -> Typed:
    """Return an item's row in an index; empty if it has none."""
    if not all(name in item for name in _keys_of(index)):
        return {}
    names = _projections()[index]
    return {name: value for name, value in item.items() if names is None or name in names}


@cache
def _projections() -> dict[str, frozenset[str] | None]:
    """Return the attributes that each index of the template projects; None for all."""
    found: dict[str, frozenset[str] | None] = {}
    for index in table_properties()["GlobalSecondaryIndexes"]:
        name, included = index["IndexName"], index["Projection"].get("NonKeyAttributes")
        found[name] = None if included is None else frozenset({"PK", "SK", *_keys_of(name), *included})
    return found


def _keys_of(index: str) -> tuple[str, str]:
    return f"{index}PK", f"{index}SK"


def _blocks(size: int) -> int:
    return max(1, ceil(size / _WRITE_BLOCK))


def _weigh(value: Typed) -> int:
    ((kind, held),) = value.items()
    weigh = _WEIGHTS.get(kind)
    return weigh(held) if weigh else 1


_WEIGHTS: Final[dict[str, Callable[[Any], int]]] = {
    "S": lambda held: len(held.encode()),
    "N": lambda held: len(held) // 2 + 2,
    "B": len,
    "SS": lambda held: sum(len(each.encode()) for each in held),
    "L": lambda held: 3 + sum(1 + _weigh(each) for each in held),
    "M": lambda held: 3 + sum(1 + len(name.encode()) + _weigh(each) for name, each in held.items()),
}
