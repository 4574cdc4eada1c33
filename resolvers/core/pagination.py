"""Relay connections, and the signed, opaque cursors that lead through them."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final, Generic, TypeVar

from pydantic import Field

from resolvers.core import secret, table
from resolvers.core.errors import InvalidCursor
from resolvers.core.ids import ID
from resolvers.core.model import Model

T = TypeVar("T")
Item = table.Item

First = Annotated[int, Field(ge=1, le=100, description="How many at most: 1 to 100.")]
After = Annotated[ID | None, Field(description="The cursor to continue after.")]

_READS: Final = 5  # pages read to fill one page of answers, before it is answered partly filled
_SIGNATURE_BYTES: Final = 16


class PageInfo(Model):
    """Where a page stands in its list."""

    has_next_page: bool = Field(description="Whether more may follow.")
    has_previous_page: bool = Field(description="Whether a cursor led here.")
    start_cursor: ID | None = Field(default=None, description="The first edge's cursor.")
    end_cursor: ID | None = Field(default=None, description="Where to continue: pass it as `after`.")
    partial: bool = Field(
        default=False, description="Fewer than asked for although more may follow: the page's read budget was spent."
    )


class Edge(Model, Generic[T]):
    """One place in a list."""

    cursor: ID = Field(description="This place: pass it as `after`.")
    node: T | None = Field(description="What stands here.")


class Connection(Model, Generic[T]):
    """A page of a list."""

    edges: list[Edge[T]] = Field(description="The page, in order.")
    page_info: PageInfo = Field(description="Where the page stands.")
    total_count: int | None = Field(default=None, description="How many there are in all, where that is known.")


@dataclass(frozen=True)
class Slice(Generic[T]):
    """A page of rows before it is shown: each with its place (a sort key), and where the reading ended."""

    rows: list[tuple[str, T]]
    end: str | None
    more: bool
    partial: bool = False
    resumed: bool = False

    def map(self, shown: Sequence[Any]) -> "Slice[Any]":
        """Put what callers see in place of the rows, one for one."""
        rows = [(place, value) for (place, _), value in zip(self.rows, shown, strict=True)]
        return Slice(rows, self.end, self.more, self.partial, self.resumed)

    @property
    def values(self) -> list[T]:
        return [value for _, value in self.rows]


def seal(scope: str, position: str) -> ID:
    """Make a cursor: a place in one list (its scope), which opens nowhere else."""
    signature = _signature(secret.signing_keys()[0], scope, position)
    return ID(base64.urlsafe_b64encode(signature + position.encode()).decode().rstrip("="))


def unseal(scope: str, cursor: str) -> str:
    """Return the place a cursor stands for, or raise `InvalidCursor` where it is foreign, old or altered."""
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        signature, position = raw[:_SIGNATURE_BYTES], raw[_SIGNATURE_BYTES:].decode()
    except ValueError as error:
        raise InvalidCursor("This cursor cannot be read. Start again without it.") from error
    if not any(hmac.compare_digest(signature, _signature(key, scope, position)) for key in secret.signing_keys()):
        raise InvalidCursor("This cursor belongs to another list. Start again without it.")
    return position


def scope_of(name: str, **arguments: Any) -> str:
    """Name a list: the field and the arguments that choose its rows (never `first` or `after`)."""
    return f"{name}:{json.dumps(arguments, sort_keys=True, default=str)}"


def read(
    partition: str,
    *,
    scope: str,
    first: int,
    after: str | None,
    index: int | None = None,
    prefix: str = "",
    newest_first: bool = True,
    consistent: bool = False,
    keep: Callable[[list[Item]], list[T | None]],
) -> Slice[T]:
    """Read a page of `first` rows of one partition in sort-key order.

    `keep` turns a chunk of items into rows, None for each that is not for this caller; reading goes on until the
    page is full, the list ends or the budget of reads is spent (then the slice is `partial`).
    Raises `InvalidCursor`.
    """
    position = unseal(scope, after) if after else ""
    rows: list[tuple[str, T]] = []
    for _ in range(_READS):
        items, ended = _chunk(partition, index, prefix, position, first + 1, newest_first, consistent)
        for (place, _item), row in zip(items, keep([item for _, item in items]), strict=True):
            if len(rows) == first:
                return Slice(rows, rows[-1][0], more=True, resumed=bool(after))
            position = place
            if row is not None:
                rows.append((place, row))
        if ended:
            return Slice(rows, rows[-1][0] if rows else None, more=False, resumed=bool(after))
    return Slice(rows, position, more=True, partial=len(rows) < first, resumed=bool(after))


def connection(
    shape: type[Connection[T]], page: Slice[T], scope: str, *, total_count: int | None = None, **more: Any
) -> Any:
    """Show a slice as a connection of this shape."""
    edges = [{"cursor": seal(scope, place), "node": row} for place, row in page.rows]
    return shape(edges=edges, page_info=page_info(page, scope), total_count=total_count, **more)


def page_info(page: Slice[Any], scope: str) -> PageInfo:
    """Tell where a slice stands in its list."""
    return PageInfo(
        has_next_page=page.more,
        has_previous_page=page.resumed,
        start_cursor=seal(scope, page.rows[0][0]) if page.rows else None,
        end_cursor=seal(scope, page.end) if page.end else None,
        partial=page.partial,
    )


def _chunk(
    partition: str, index: int | None, prefix: str, position: str, size: int, newest_first: bool, consistent: bool
) -> tuple[list[tuple[str, Item]], bool]:
    """Read up to `size` items beyond a position, each with its place, and tell whether the partition ended."""
    low, high = _range(prefix, position, newest_first=newest_first)
    limit = size + 1  # the range includes the place we stand on
    found = table.query(
        partition, index=index, low=low, high=high, limit=limit, newest_first=newest_first, consistent=consistent
    )
    sort_key = f"GSI{index}SK" if index else "SK"
    return [(item[sort_key], item) for item in found if item[sort_key] != position], len(found) < limit


def _range(prefix: str, position: str, *, newest_first: bool) -> tuple[str, str]:
    if newest_first:
        return prefix, position or (f"{prefix}\uffff" if prefix else "")
    return position or prefix, f"{prefix}\uffff" if prefix else ""


def _signature(key: bytes, scope: str, position: str) -> bytes:
    return hmac.digest(key, f"{scope}\n{position}".encode(), hashlib.sha256)[:_SIGNATURE_BYTES]
