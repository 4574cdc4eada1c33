"""What SQL knows of orders, as the reconciliation compares it with the provider and the stock."""

from __future__ import annotations  # PyMySQL's classes are generic in its stubs only

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from resolvers.core.model import Model
from resolvers.shop.database.transactions import Database, find_nothing
from resolvers.shop.database.values import from_epoch
from resolvers.shop.states import OrderState, RefundState

if TYPE_CHECKING:
    from pymysql.cursors import DictCursor

MOST: Final = 10_000
AT_ONCE: Final = 500


class AuditedRefund(Model):
    """A refund of an order; its time in seconds since 1970."""

    state: RefundState
    amount: int
    created_at: int


class AuditedOrder(Model):
    """An order with what was ordered, by variant; times in seconds since 1970."""

    id: str
    buyer: str
    state: OrderState
    currency: str
    total: int
    paid: int
    refunded: int
    placed_at: int
    expires_at: int
    quantities: Mapping[str, int]
    refunds: tuple[AuditedRefund, ...]
    is_busy: bool
    """A message of it waits in the outbox, so it may differ from its reservation."""


def list_placed(cursor: DictCursor, since: int) -> list[str]:
    """Return the ids of orders that were placed since a time, tombstones included: the newest, `MOST` of them."""
    cursor.execute(
        "SELECT id FROM orders WHERE state IN ('PENDING', 'PAID', 'EXPIRED', 'CANCELLED') AND placed_at >= %s"
        " ORDER BY placed_at DESC LIMIT %s",
        (from_epoch(since), MOST),
    )
    return [row["id"] for row in cursor.fetchall()]


def read_orders(cursor: DictCursor, order_ids: Collection[str]) -> dict[str, AuditedOrder]:
    """Return orders by their id; unknown ones are left out."""
    lines, refunds = defaultdict[str, dict[str, int]](dict), defaultdict[str, list[AuditedRefund]](list)
    for row in _read(cursor, "SELECT order_id, variant, quantity FROM order_lines WHERE order_id", order_ids):
        lines[row["order_id"]][row["variant"]] = row["quantity"]
    for row in _read(cursor, "SELECT order_id, state, amount, created_at FROM refunds WHERE order_id", order_ids):
        refunds[row["order_id"]].append(AuditedRefund.model_validate(row | {"created_at": _seconds(row["created_at"])}))
    unsent = _read(cursor, "SELECT order_id FROM outbox WHERE sent_at IS NULL AND order_id", order_ids)
    busy = {row["order_id"] for row in unsent}
    return {
        row["id"]: AuditedOrder.model_validate(
            row
            | {name: _seconds(row[name]) for name in ("placed_at", "expires_at")}
            | {"quantities": lines[row["id"]], "refunds": refunds[row["id"]], "is_busy": row["id"] in busy}
        )
        for row in _read(cursor, "SELECT * FROM orders WHERE id", order_ids)
    }


def read_all_orders(database: Database, order_ids: Sequence[str]) -> dict[str, AuditedOrder]:
    """Return orders by their id, read some at once; unknown ones are left out."""
    found: dict[str, AuditedOrder] = {}
    for start in range(0, len(order_ids), AT_ONCE):
        read = partial(read_orders, order_ids=order_ids[start : start + AT_ONCE])
        found |= database.transact(read, find_nothing)
    return found


def count_stuck_messages(cursor: DictCursor, before: int) -> int:
    """Return how many messages should have been sent by a time and were not."""
    cursor.execute("SELECT COUNT(*) AS count FROM outbox WHERE sent_at IS NULL AND next_at < %s", (from_epoch(before),))
    (row,) = cursor.fetchall()
    return int(row["count"])


def count_sold(cursor: DictCursor, products: Collection[str]) -> Counter[str]:
    """Return how many pieces of each variant of some products paid orders have."""
    rows = _read(
        cursor,
        "SELECT l.variant, l.quantity FROM order_lines l JOIN orders o ON o.id = l.order_id"
        " WHERE o.state = 'PAID' AND l.product",
        products,
    )
    sold = Counter[str]()
    for row in rows:
        sold[row["variant"]] += row["quantity"]
    return sold


def _read(cursor: DictCursor, selected: str, values: Collection[str]) -> list[dict[str, Any]]:
    """Read the rows whose last named column is one of some values."""
    if not values:
        return []
    cursor.execute(f"{selected} IN ({', '.join(['%s'] * len(values))})", tuple(values))
    return list(cursor.fetchall())


def _seconds(moment: datetime) -> int:
    return int(moment.replace(tzinfo=UTC).timestamp())
