"""Orders in SQL. Every arrow is one conditional UPDATE; what follows from it is written to the outbox beside it."""

from __future__ import annotations  # PyMySQL's classes are generic in its stubs only

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

import pymysql
from pymysql.constants import ER

from resolvers.shop.money.refunds import RefundableLine
from resolvers.shop.orders.records import Message, MessageKind, OrderDraft, OrderRecord, PartRefund
from resolvers.shop.states import OrderState, PartState, RefundState, require_arrow

if TYPE_CHECKING:
    from pymysql.cursors import DictCursor


LONGEST_PAUSE_SECONDS: Final = 3600
ORDER: Final = "SELECT id, buyer, state, currency, total, paid, refunded, version FROM orders WHERE id = %s"
ADDRESS: Final = ("name", "street", "town", "region", "postcode", "country")


def get(cursor: DictCursor, order_id: str) -> OrderRecord | None:
    return _get(cursor, ORDER, order_id)


def lock(cursor: DictCursor, order_id: str) -> OrderRecord | None:
    """Read an order, and let only this transaction change it; of its rows this is locked first."""
    return _get(cursor, f"{ORDER} FOR UPDATE", order_id)


def add(cursor: DictCursor, draft: OrderDraft, now: int, until: int, erase_at: int) -> bool:
    """Insert a PENDING order with its lines and parts; return False where the id is taken."""
    totals = draft.total()
    amounts = (totals.items, totals.shipping, totals.tax, totals.total)
    times = (_moment(now), draft.local_date, draft.zone, _moment(until))
    if not _insert_order(cursor, draft.id, draft.buyer, OrderState.PENDING, draft.currency, amounts, times):
        return False
    rows = zip(draft.lines, draft.total_lines(), strict=True)
    cursor.executemany(
        "INSERT INTO order_lines (order_id, line, product, variant, seller, place_key, place_name, title, quantity,"
        " unit_price, price_version, discount, tax_rate, net, tax, is_shipped, starts_at, zone, sold_on)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [
            (
                *(draft.id, number, line.product, line.variant, line.seller, line.place_key, line.place_name),
                *(line.title, line.quantity, line.unit_price, line.price_version, line.discount, line.tax_rate),
                *(total.net, total.tax, line.is_shipped, _drop_zone(line.starts_at), line.zone),
                datetime.fromtimestamp(now, ZoneInfo(line.dated_in)).date(),
            )
            for number, (line, total) in enumerate(rows, start=1)
        ],
    )
    cursor.executemany(
        "INSERT INTO order_parts (order_id, seller, state) VALUES (%s, %s, 'WAITING')",
        [(draft.id, seller) for seller in sorted({line.seller for line in draft.lines})],
    )
    if draft.address:
        cursor.execute(
            "INSERT INTO addresses (order_id, name, street, town, region, postcode, country, erase_at)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
            (draft.id, *(draft.address.get(name, "") for name in ADDRESS), _moment(erase_at)),
        )
    return True


def add_tombstone(cursor: DictCursor, order_id: str, now: int) -> bool:
    """Insert an EXPIRED order without lines, so that a client that comes late collides; return False if it came."""
    moment = _moment(now)
    times = (moment, moment.date(), "UTC", moment)
    return _insert_order(cursor, order_id, "", OrderState.EXPIRED, "XXX", (0, 0, 0, 0), times)


def set_address_end(cursor: DictCursor, order_id: str, erase_at: int) -> None:
    """Say when the address of an order is erased."""
    cursor.execute("UPDATE addresses SET erase_at = %s WHERE order_id = %s", (_moment(erase_at), order_id))


def erase_addresses(cursor: DictCursor, now: int) -> int:
    """Erase some addresses whose time is over; return how many."""
    return cursor.execute("DELETE FROM addresses WHERE erase_at <= %s LIMIT 500", (_moment(now),))


def move(cursor: DictCursor, order_id: str, source: OrderState, target: OrderState) -> bool:
    """Move an order along one arrow; return False where it is not in the state that the arrow begins at."""
    require_arrow(source, target)
    return bool(
        cursor.execute(
            "UPDATE orders SET state = %s, version = version + 1 WHERE id = %s AND state = %s",
            (target, order_id, source),
        )
    )


def move_part(cursor: DictCursor, order_id: str, seller: str, source: PartState, target: PartState) -> bool:
    """Move a seller's part of a locked order along one arrow, as `move` does."""
    require_arrow(source, target)
    moved = cursor.execute(
        "UPDATE order_parts SET state = %s, version = version + 1 WHERE order_id = %s AND seller = %s AND state = %s",
        (target, order_id, seller, source),
    )
    if moved:
        count_change(cursor, order_id)
    return bool(moved)


def has_shipped(cursor: DictCursor, order_id: str) -> bool:
    """Tell whether a seller of a locked order has shipped, or confirmed a walk."""
    statement = "SELECT seller FROM order_parts WHERE order_id = %s AND state NOT IN ('WAITING', 'PREPARING')"
    return bool(cursor.execute(statement, (order_id,)))


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


def list_sellers(cursor: DictCursor, order_id: str) -> list[str]:
    """Return the sellers of an order."""
    cursor.execute("SELECT seller FROM order_parts WHERE order_id = %s ORDER BY seller", (order_id,))
    return [row["seller"] for row in cursor.fetchall()]


def read_refund_note(cursor: DictCursor, refund_id: str) -> tuple[str, str]:
    """Return the time zone of a refund's order, and why its seller gives money back; empty if the buyer cancelled."""
    cursor.execute(
        "SELECT o.zone, r.note FROM refunds r JOIN orders o ON o.id = r.order_id WHERE r.id = %s", (refund_id,)
    )
    (row,) = cursor.fetchall()
    return row["zone"], row["note"]


def count_change(cursor: DictCursor, order_id: str) -> None:
    """Give an order another version, so that its people are told."""
    cursor.execute("UPDATE orders SET version = version + 1 WHERE id = %s", (order_id,))


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


def find_refund_digest(cursor: DictCursor, refund_id: str) -> str | None:
    """Return the digest of a refund, or None if it was never requested."""
    cursor.execute("SELECT digest FROM refunds WHERE id = %s", (refund_id,))
    row = cursor.fetchone()
    return str(row["digest"]) if row else None


def move_refund(cursor: DictCursor, refund_id: str, source: RefundState, target: RefundState) -> bool:
    """Move a refund along one arrow, as `move` does."""
    require_arrow(source, target)
    return bool(
        cursor.execute("UPDATE refunds SET state = %s WHERE id = %s AND state = %s", (target, refund_id, source))
    )


def keep_refund(cursor: DictCursor, refund_id: str) -> str:
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


def has_refund(cursor: DictCursor, refund_id: str) -> bool:
    return bool(cursor.execute("SELECT id FROM refunds WHERE id = %s", (refund_id,)))


def mark_paid(cursor: DictCursor, order_id: str) -> bool:
    """Note that an order's money has come, once; return False where it had, or where there is nothing to pay."""
    return bool(
        cursor.execute(
            "UPDATE orders SET paid = total, version = version + 1 WHERE id = %s AND paid = 0 AND total > 0",
            (order_id,),
        )
    )


def add_to_inbox(cursor: DictCursor, provider: str, event: str, now: int) -> bool:
    """Note an event of the payment provider; return False if it was there."""
    return _insert(
        cursor, "INSERT INTO inbox (provider, event, received_at) VALUES (%s, %s, %s)", (provider, event, _moment(now))
    )


def add_refund(cursor: DictCursor, refund_id: str, order_id: str, amount: int, reason: str, now: int) -> bool:
    """Request a refund; return False where it was requested before, or where less than that was paid and is left."""
    if has_refund(cursor, refund_id):
        return False
    # Two refunds at once meet here, and the sum of both never passes what was paid.
    if not cursor.execute(
        "UPDATE orders SET refunded = refunded + %s, version = version + 1 WHERE id = %s AND refunded + %s <= paid",
        (amount, order_id, amount),
    ):
        return False
    cursor.execute(
        "INSERT INTO refunds (id, order_id, state, amount, reason, created_at) VALUES (%s, %s, %s, %s, %s, %s)",
        (refund_id, order_id, RefundState.REQUESTED, amount, reason, _moment(now)),
    )
    return True


def enqueue(cursor: DictCursor, order_id: str, kind: MessageKind, now: int, **body: Any) -> None:
    """Write to the outbox what must be done elsewhere, within the transaction that makes it true."""
    cursor.execute(
        "INSERT INTO outbox (order_id, kind, body, next_at) VALUES (%s, %s, %s, %s)",
        (order_id, kind, json.dumps(body), _moment(now)),
    )


def take_message(cursor: DictCursor, now: int) -> Message | None:
    """Lock the oldest unsent message that no other relay has locked."""
    cursor.execute(
        "SELECT id, order_id, kind, body, tries FROM outbox WHERE sent_at IS NULL AND next_at <= %s"
        " ORDER BY next_at, id LIMIT 1 FOR UPDATE SKIP LOCKED",
        (_moment(now),),
    )
    row = cursor.fetchone()
    return Message.model_validate(row | {"body": json.loads(row["body"])}) if row else None


def mark_sent(cursor: DictCursor, message: Message, now: int) -> None:
    cursor.execute("UPDATE outbox SET sent_at = %s, tries = tries + 1 WHERE id = %s", (_moment(now), message.id))


def postpone(cursor: DictCursor, message: Message, now: int) -> None:
    """Try a message again later, after a pause that doubles up to an hour."""
    pause = min(2**message.tries, LONGEST_PAUSE_SECONDS)
    cursor.execute(
        "UPDATE outbox SET next_at = %s, tries = tries + 1 WHERE id = %s AND sent_at IS NULL",
        (_moment(now + pause), message.id),
    )


def _get(cursor: DictCursor, statement: str, order_id: str) -> OrderRecord | None:
    cursor.execute(statement, (order_id,))
    row = cursor.fetchone()
    return OrderRecord.model_validate(row) if row else None


def _insert_order(
    cursor: DictCursor,
    order_id: str,
    buyer: str,
    state: OrderState,
    currency: str,
    amounts: tuple[int, int, int, int],
    times: tuple[Any, ...],
) -> bool:
    return _insert(
        cursor,
        "INSERT INTO orders (id, buyer, state, currency, items, shipping, tax, total, placed_at, local_date, zone,"
        " expires_at) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        (order_id, buyer, state, currency, *amounts, *times),
    )


def _insert(cursor: DictCursor, statement: str, values: tuple[Any, ...]) -> bool:
    """Insert a row; return False where its primary key is taken."""
    try:
        cursor.execute(statement, values)
    except pymysql.IntegrityError as error:
        if error.args[0] != ER.DUP_ENTRY:
            raise
        return False
    return True


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)


def _drop_zone(moment: datetime | None) -> datetime | None:
    # The driver writes a time without its zone, so it is converted before.
    return moment.astimezone(UTC).replace(tzinfo=None) if moment else None
