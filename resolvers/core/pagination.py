"""Relay connections, and the encrypted cursors that lead through them.

A cursor is where reading stopped, which may be the key of a row its caller must not know of. So it is encrypted and
authenticated for one list, and padded, so that its length tells nothing. Equal positions in a list have equal cursors,
so that clients find their pages again: under one nonce, AES-GCM-SIV (RFC 8452) shows only which messages are equal.
"""

import base64
import contextlib
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final, Generic, TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from cryptography.hazmat.primitives.padding import PKCS7
from pydantic import Field

from resolvers.core import secret, table
from resolvers.core.errors import InvalidCursor
from resolvers.core.ids import OpaqueID
from resolvers.core.model import Model

T = TypeVar("T")
Item = table.Item

First = Annotated[int, Field(ge=1, le=100, description="The maximum number of items to return, from 1 to 100.")]
After = Annotated[OpaqueID | None, Field(description="A cursor from an earlier page. The page starts after it.")]

_READS: Final = 5  # pages read to fill one page of answers, before it is answered partly filled
_NONCE_BYTES: Final = 12
_POSITION_BITS: Final = 96 * 8  # positions are padded to 96 bytes: the longest sort keys have about 75


class PageInfo(Model):
    """Whether there are more items, and the cursors to read them."""

    has_next_page: bool = Field(description="Whether there may be more items after this page.")
    has_previous_page: bool = Field(description="Whether there may be items before this page.")
    start_cursor: OpaqueID | None = Field(
        default=None, description="The cursor of the first item. Null if the page is empty."
    )
    end_cursor: OpaqueID | None = Field(default=None, description="The cursor to continue from. Pass it as `after`.")
    partial: bool = Field(
        default=False,
        description="Whether the page has fewer items than you asked for although more may "
        "follow, because reading took too long. Continue with `endCursor`.",
    )


class Edge(Model, Generic[T]):
    """An item of a page, with its cursor."""

    cursor: OpaqueID = Field(description="The cursor of this item. Pass it as `after` to read what follows.")
    node: T | None = Field(description="The item. Null if the viewer may no longer read it.")


class Connection(Model, Generic[T]):
    """A page of a list."""

    edges: list[Edge[T]] = Field(description="The items of the page, in order.")
    page_info: PageInfo = Field(description="Whether there are more items, and how to read them.")
    total_count: int | None = Field(default=None, description="The total number of items. Null if it is not known.")


@dataclass(frozen=True)
class Slice(Generic[T]):
    """A page of rows before it is shown: each with its place (a sort key), and where the reading ended."""

    rows: list[tuple[str, T]]
    end: str | None
    more: bool
    partial: bool = False
    resumed: bool = False

    @classmethod
    def empty(cls) -> "Slice[Any]":
        """Return the page of a list that has nothing."""
        return Slice([], None, more=False)

    def map(self, shown: Sequence[Any]) -> "Slice[Any]":
        """Put what callers see in place of the rows, one for one."""
        rows = [(place, value) for (place, _), value in zip(self.rows, shown, strict=True)]
        return Slice(rows, self.end, self.more, self.partial, self.resumed)

    @property
    def values(self) -> list[T]:
        return [value for _, value in self.rows]


def seal(scope: str, position: str) -> OpaqueID:
    """Make a cursor: a position in one list (its scope), which opens nowhere else and tells nobody where it leads."""
    padder = PKCS7(_POSITION_BITS).padder()
    padded = padder.update(position.encode()) + padder.finalize()
    sealed = AESGCMSIV(secret.encryption_keys()[0]).encrypt(_nonce(scope), padded, scope.encode())
    return OpaqueID(base64.urlsafe_b64encode(sealed).decode().rstrip("="))


def unseal(scope: str, cursor: str) -> str:
    """Return the position in a cursor, or raise `InvalidCursor` if it is not one, is of another list, or is too old."""
    try:
        sealed = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except ValueError as error:
        raise InvalidCursor(
            "This is not a cursor. Send one that a page returned, or none for the first page."
        ) from error
    for key in secret.encryption_keys():
        with contextlib.suppress(InvalidTag, ValueError):
            padded = AESGCMSIV(key).decrypt(_nonce(scope), sealed, scope.encode())
            unpadder = PKCS7(_POSITION_BITS).unpadder()
            return (unpadder.update(padded) + unpadder.finalize()).decode()
    raise InvalidCursor("This cursor does not belong to this list, or is too old. Start again without it.")


def _nonce(scope: str) -> bytes:
    return hashlib.sha256(scope.encode()).digest()[:_NONCE_BYTES]


def scope_of(name: str, **arguments: Any) -> str:
    """Name a list: the field and the arguments that choose its rows (never `first` or `after`)."""
    return f"{name}:{json.dumps(arguments, sort_keys=True, default=str)}"


def read(
    *partitions: str,
    scope: str,
    first: int,
    after: str | None,
    index: int | None = None,
    prefix: str = "",
    since: str = "",
    until: str = "",
    newest_first: bool = True,
    consistent: bool = False,
    keep: Callable[[list[Item]], list[T | None]],
) -> Slice[T]:
    """Read a page of `first` rows of a partition, or of several merged, in sort-key order.

    `keep` turns a chunk of items into rows, None for each that is not for this caller; reading goes on until the
    page is full, the list ends or the budget of reads is spent (then the slice is `partial`). `since` and `until` are
    the first and the last place of a list that is read oldest first, where only a part of it is wanted.
    Raises `InvalidCursor`.
    """
    position = unseal(scope, after) if after else ""
    rows: list[tuple[str, T]] = []
    for _ in range(_READS):
        low, high = _range(prefix, position, since, until, newest_first=newest_first)
        items, ended = _chunk(partitions, index, low, high, position, first + 1, newest_first, consistent)
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
    """Tell where a slice is in its list."""
    return PageInfo(
        has_next_page=page.more,
        has_previous_page=page.resumed,
        start_cursor=seal(scope, page.rows[0][0]) if page.rows else None,
        end_cursor=seal(scope, page.end) if page.end else None,
        partial=page.partial,
    )


def _chunk(
    partitions: Sequence[str],
    index: int | None,
    low: str,
    high: str,
    position: str,
    size: int,
    newest_first: bool,
    consistent: bool,
) -> tuple[list[tuple[str, Item]], bool]:
    """Read up to `size` items beyond a position, each with its place, and tell whether that is the end."""
    limit = size + 1  # the range includes the place we stand on
    found = table.query_all(
        partitions, index=index, low=low, high=high, limit=limit, newest_first=newest_first, consistent=consistent
    )
    sort_key = f"GSI{index}SK" if index else "SK"
    return [(item[sort_key], item) for item in found if item[sort_key] != position], len(found) < limit


def _range(prefix: str, position: str, since: str, until: str, *, newest_first: bool) -> tuple[str, str]:
    last = f"{prefix}\uffff" if prefix else ""
    return (prefix, position or last) if newest_first else (max(position, since) or prefix, until or last)
