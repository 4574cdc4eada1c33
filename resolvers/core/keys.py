"""How keys are built. A product's `keys.py` lists its rows; no string with `#` exists outside these files.

GSI1 and GSI2 hold rows that lead to items (the foundation's template says with which attributes); who may see an item
is decided by the item, never by its rows.
Times in keys are ISO 8601 in UTC to the millisecond, so they sort as text; ids are UUIDv7 and sort by time too.
"""

from datetime import datetime
from typing import NamedTuple

from resolvers.core import ids
from resolvers.core.model import iso


class Key(NamedTuple):
    """The primary key of one item."""

    pk: str
    sk: str


class IndexKey(NamedTuple):
    """Where an item is in a secondary index: its number (1 or 2), partition and sort key."""

    number: int
    partition: str
    place: str


def partition(item_id: str) -> str:
    """Return the partition of anything with an id; an id without a prefix is a user's."""
    return f"{ids.kind_of(item_id).upper() or 'USER'}#{item_id}"


def time_key(moment: datetime, item_id: str) -> str:
    """Return a sort key by time, made unique by an id."""
    return f"{iso(moment)}#{item_id}"


def id_at(sort_key: str) -> str:
    """Return the id at the end of a sort key."""
    return sort_key.rsplit("#", 1)[-1]


def marker(record_id: str) -> Key:
    """Return the key of a marker: this was done before."""
    return Key(f"SEEN#{record_id}", "SEEN")


def idempotency(caller_id: str, field: str, key: str) -> Key:
    """Return the key that claims a caller's idempotency key for one field."""
    return Key(f"IDEMPOTENCY#{caller_id}", f"{field}#{key}")


def rates(payer: str, window: str) -> Key:
    """Return the key of a person's counters in one window of time."""
    return Key(f"RATES#{payer}", window)
