"""A record of the table stream as a change of one item: what it was, and what it is now."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from resolvers.core import table
from resolvers.core.table import Item


class Change(NamedTuple):
    """One item before and after; the id names the stream record, and is the same when it is delivered again."""

    id: str
    kind: str
    old: Item | None
    new: Item | None

    @property
    def item(self) -> Item:
        """The item as it is now, or as it last was."""
        return self.new or self.old or {}

    @property
    def is_new(self) -> bool:
        return self.old is None

    @property
    def is_gone(self) -> bool:
        return self.new is None


def read_change(record: Mapping[str, Any]) -> Change:
    """Read a record of the stream, with both images."""
    images = record["dynamodb"]
    old, new = (table.from_stream(images[name]) if images.get(name) else None for name in ("OldImage", "NewImage"))
    return Change(record["eventID"], (new or old or {}).get("kind", ""), old, new)
