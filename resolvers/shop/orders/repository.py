"""Orders in SQL. Every arrow is one conditional UPDATE; what follows from it is written to the outbox beside it."""

from __future__ import annotations  # PyMySQL's classes are generic in its stubs only

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from resolvers.shop.database.values import from_epoch, insert_once, to_utc
from resolvers.shop.orders.records import OrderDraft, OrderRecord
from resolvers.shop.states import OrderState, PartState, require_arrow

if TYPE_CHECKING:
    from pymysql.cursors import DictCursor

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
    times = (from_epoch(now), draft.local_date, draft.zone, from_epoch(until))
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
                *(total.net, total.tax, line.is_shipped, line.starts_at and to_utc(line.starts_at), line.zone),
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
            (draft.id, *(draft.address.get(name, "") for name in ADDRESS), from_epoch(erase_at)),
        )
    return True


def add_tombstone(cursor: DictCursor, order_id: str, now: int) -> bool:
    """Insert an EXPIRED order without lines, so that a client that comes late collides; return False if it came."""
    moment = from_epoch(now)
    times = (moment, moment.date(), "UTC", moment)
    return _insert_order(cursor, order_id, "", OrderState.EXPIRED, "XXX", (0, 0, 0, 0), times)


def set_address_end(cursor: DictCursor, order_id: str, erase_at: int) -> None:
    """Say when the address of an order is erased."""
    cursor.execute("UPDATE addresses SET erase_at = %s WHERE order_id = %s", (from_epoch(erase_at), order_id))


def erase_addresses(cursor: DictCursor, now: int) -> int:
    """Erase some addresses whose time is over; return how many."""
    return cursor.execute("DELETE FROM addresses WHERE erase_at <= %s LIMIT 500", (from_epoch(now),))


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


def list_sellers(cursor: DictCursor, order_id: str) -> list[str]:
    """Return the sellers of an order."""
    cursor.execute("SELECT seller FROM order_parts WHERE order_id = %s ORDER BY seller", (order_id,))
    return [row["seller"] for row in cursor.fetchall()]


def count_change(cursor: DictCursor, order_id: str) -> None:
    """Give an order another version, so that its people are told."""
    cursor.execute("UPDATE orders SET version = version + 1 WHERE id = %s", (order_id,))


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
    statement = "INSERT INTO inbox (provider, event, received_at) VALUES (%s, %s, %s)"
    return insert_once(cursor, statement, (provider, event, from_epoch(now)))


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
    return insert_once(
        cursor,
        "INSERT INTO orders (id, buyer, state, currency, items, shipping, tax, total, placed_at, local_date, zone,"
        " expires_at) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        (order_id, buyer, state, currency, *amounts, *times),
    )
