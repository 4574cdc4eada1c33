"""Refunds in SQL: of an order's money, of a seller's part of it, and of its lines."""

from __future__ import annotations  # PyMySQL's classes are generic in its stubs only

from collections.abc import Mapping
from typing import TYPE_CHECKING

from resolvers.shop.database.values import from_epoch
from resolvers.shop.money.refunds import RefundableLine
from resolvers.shop.orders.records import PartRefund
from resolvers.shop.states import RefundState, require_arrow

if TYPE_CHECKING:
    from pymysql.cursors import DictCursor


def add(cursor: DictCursor, refund_id: str, order_id: str, amount: int, reason: str, now: int) -> bool:
    """Request a refund; return False where it was requested before, or where less than that was paid and is left."""
    if has(cursor, refund_id):
        return False
    # Two refunds at once meet here, and the sum of both never passes what was paid.
    if not cursor.execute(
        "UPDATE orders SET refunded = refunded + %s, version = version + 1 WHERE id = %s AND refunded + %s <= paid",
        (amount, order_id, amount),
    ):
        return False
    cursor.execute(
        "INSERT INTO refunds (id, order_id, state, amount, reason, created_at) VALUES (%s, %s, %s, %s, %s, %s)",
        (refund_id, order_id, RefundState.REQUESTED, amount, reason, from_epoch(now)),
    )
    return True


def has(cursor: DictCursor, refund_id: str) -> bool:
    return bool(cursor.execute("SELECT id FROM refunds WHERE id = %s", (refund_id,)))


def find_digest(cursor: DictCursor, refund_id: str) -> str | None:
    """Return the digest of a refund, or None if it was never requested."""
    cursor.execute("SELECT digest FROM refunds WHERE id = %s", (refund_id,))
    row = cursor.fetchone()
    return str(row["digest"]) if row else None


def read_note(cursor: DictCursor, refund_id: str) -> tuple[str, str]:
    """Return the time zone of a refund's order, and why its seller gives money back; empty if the buyer cancelled."""
    cursor.execute(
        "SELECT o.zone, r.note FROM refunds r JOIN orders o ON o.id = r.order_id WHERE r.id = %s", (refund_id,)
    )
    (row,) = cursor.fetchall()
    return row["zone"], row["note"]


def lock_part(cursor: DictCursor, order_id: str, seller: str) -> int:
    """Let only this transaction refund a seller's part; return what was refunded of it."""
    cursor.execute(
        "SELECT refunded FROM order_parts WHERE order_id = %s AND seller = %s FOR UPDATE", (order_id, seller)
    )
    (row,) = cursor.fetchall()
    return int(row["refunded"])


def list_refundable(cursor: DictCursor, order_id: str, seller: str) -> dict[int, RefundableLine]:
    """Return a seller's lines of an order by their numbers."""
    cursor.execute(
        "SELECT line, total, quantity, refunded_quantity, refunded FROM order_lines WHERE order_id = %s AND seller = %s"
        " ORDER BY line",
        (order_id, seller),
    )
    return {row["line"]: RefundableLine.model_validate(row) for row in cursor.fetchall()}


def add_part_refund(cursor: DictCursor, refund: PartRefund, amounts: Mapping[int, int]) -> None:
    """Note what a requested refund takes from its seller's part, and from each line by its number."""
    cursor.execute(
        "UPDATE refunds SET seller = %s, note = %s, digest = %s WHERE id = %s",
        (refund.seller, refund.note, refund.digest, refund.id),
    )
    cursor.execute(
        "UPDATE order_parts SET refunded = refunded + %s, version = version + 1 WHERE order_id = %s AND seller = %s",
        (sum(amounts.values()), refund.order_id, refund.seller),
    )
    for line, amount in sorted(amounts.items()):
        cursor.execute(
            "INSERT INTO refund_lines (refund_id, line, amount) VALUES (%s, %s, %s)", (refund.id, line, amount)
        )
        cursor.execute(
            "UPDATE order_lines SET refunded = refunded + %s WHERE order_id = %s AND line = %s",
            (amount, refund.order_id, line),
        )
    for line, quantity in sorted(refund.quantities.items()):
        cursor.execute(
            "UPDATE order_lines SET refunded_quantity = refunded_quantity + %s WHERE order_id = %s AND line = %s",
            (quantity, refund.order_id, line),
        )


def mark_all_refunded(cursor: DictCursor, order_id: str) -> None:
    """Count all pieces and parts of an order as refunded."""
    cursor.execute(
        "UPDATE order_parts p SET version = version + 1, refunded ="
        " (SELECT SUM(l.total) FROM order_lines l WHERE l.order_id = p.order_id AND l.seller = p.seller)"
        " WHERE p.order_id = %s",
        (order_id,),
    )
    cursor.execute(
        "UPDATE order_lines SET refunded_quantity = quantity, refunded = total WHERE order_id = %s", (order_id,)
    )


def move(cursor: DictCursor, refund_id: str, source: RefundState, target: RefundState) -> bool:
    """Move a refund along one arrow, as `move` does."""
    require_arrow(source, target)
    return bool(
        cursor.execute("UPDATE refunds SET state = %s WHERE id = %s AND state = %s", (target, refund_id, source))
    )


def keep(cursor: DictCursor, refund_id: str) -> str:
    """Count the money of a refund that failed as kept by its order, and return the order's id."""
    cursor.execute(
        "UPDATE orders SET refunded = refunded - (SELECT amount FROM refunds WHERE id = %s), version = version + 1"
        " WHERE id = (SELECT order_id FROM refunds WHERE id = %s)",
        (refund_id, refund_id),
    )
    cursor.execute("SELECT order_id, seller, amount FROM refunds WHERE id = %s", (refund_id,))
    (row,) = cursor.fetchall()
    cursor.execute(
        "UPDATE order_parts SET refunded = refunded - %s, version = version + 1 WHERE order_id = %s AND seller = %s",
        (row["amount"], row["order_id"], row["seller"]),
    )
    cursor.execute(
        "UPDATE order_lines l JOIN refund_lines r ON r.line = l.line SET l.refunded = l.refunded - r.amount"
        " WHERE l.order_id = %s AND r.refund_id = %s",
        (row["order_id"], refund_id),
    )
    return str(row["order_id"])
