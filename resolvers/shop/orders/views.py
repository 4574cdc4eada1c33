"""Orders and sales as their people are shown them: read from SQL in as many statements for one as for a page."""

from __future__ import annotations  # PyMySQL's classes are generic in its stubs only

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from resolvers.core.ids import ID
from resolvers.core.model import iso
from resolvers.core.pagination import Slice
from resolvers.shop.database.values import to_utc
from resolvers.shop.invoices import credit_notes
from resolvers.shop.invoices.model import CreditNote, Invoice
from resolvers.shop.invoices.repository import list_by_order
from resolvers.shop.money.model import Money
from resolvers.shop.orders.heads import HeadPart, OrderHead
from resolvers.shop.orders.model import SHOWS_ADDRESS, Address, Order, OrderLine, OrderPart, OrderTotals, Sale
from resolvers.shop.states import OrderState, PartState

if TYPE_CHECKING:
    from pymysql.cursors import DictCursor

Row = dict[str, Any]
Rows = dict[str, list[Row]]

ORDER: Final = (
    "SELECT id, number, buyer, state, currency, items, shipping, tax, total, paid, refunded, placed_at, expires_at,"
    " version FROM orders"
)
PART: Final = (
    "SELECT p.order_id, p.seller, p.state, p.version, p.refunded, o.number, o.buyer, o.currency,"
    " o.state AS order_state, o.placed_at FROM order_parts p JOIN orders o ON o.id = p.order_id"
)


def get_order(cursor: DictCursor, buyer: str, order_id: str) -> Order | None:
    """Return a buyer's order; a tombstone is nobody's."""
    cursor.execute(f"{ORDER} WHERE id = %s AND buyer = %s", (order_id, buyer))
    shown = _show_orders(cursor, cursor.fetchall())
    return shown[0] if shown else None


def list_orders(
    cursor: DictCursor, buyer: str, state: OrderState | None, first: int, position: str | None
) -> Slice[Order]:
    """Return a page of a buyer's orders, the newest first."""
    clauses = ["buyer = %s", *(["state = %s"] if state else [])]
    arguments = [buyer, *([state] if state else [])]
    rows = _read_page(cursor, ORDER, clauses, arguments, "", first, position)
    return _slice(rows, first, position, "id", lambda kept: _show_orders(cursor, kept))


def get_sale(cursor: DictCursor, seller: str, order_id: str) -> Sale | None:
    """Return a seller's part of an order that was paid."""
    cursor.execute(f"{PART} WHERE p.order_id = %s AND p.seller = %s AND o.paid > 0", (order_id, seller))
    shown = _show_sales(cursor, seller, cursor.fetchall())
    return shown[0] if shown else None


def list_sales(
    cursor: DictCursor, seller: str, state: PartState | None, first: int, position: str | None
) -> Slice[Sale]:
    """Return a page of what was ordered of a seller and paid, the newest first."""
    clauses = ["p.seller = %s", "o.state = 'PAID'", *(["p.state = %s"] if state else [])]
    arguments = [seller, *([state] if state else [])]
    rows = _read_page(cursor, PART, clauses, arguments, "o.", first, position)
    return _slice(rows, first, position, "order_id", lambda kept: _show_sales(cursor, seller, kept))


def get_head(cursor: DictCursor, order_id: str, at: datetime) -> OrderHead:
    """Return what the people of an order are told of it, as of a moment."""
    cursor.execute(f"{ORDER} WHERE id = %s", (order_id,))
    (row,) = cursor.fetchall()
    cursor.execute(
        "SELECT reason, note FROM refunds WHERE order_id = %s ORDER BY created_at DESC, id DESC LIMIT 1", (order_id,)
    )
    refund = cursor.fetchone()
    parts = _read_of(cursor, "SELECT * FROM order_parts", [order_id], "seller")[order_id]
    return OrderHead(
        order_id=row["id"],
        number=write_number(row["number"]),
        buyer_id=ID(row["buyer"]),
        state=row["state"],
        parts=[HeadPart(seller_id=ID(part["seller"]), state=part["state"]) for part in parts],
        paid=Money(amount=row["paid"], currency=row["currency"]),
        refunded=Money(amount=row["refunded"], currency=row["currency"]),
        refund_reason=refund["reason"] if refund else None,
        refund_note=refund["note"] if refund else "",
        version=row["version"],
        at=at,
    )


def _read_page(
    cursor: DictCursor,
    selected: str,
    clauses: list[str],
    arguments: list[Any],
    table: str,
    first: int,
    position: str | None,
) -> Sequence[Row]:
    """Read one row more than a page has, beyond a position."""
    if position:
        moment, _, order_id = position.partition("#")
        placed_at = to_utc(datetime.fromisoformat(moment))
        clauses = [*clauses, f"({table}placed_at < %s OR ({table}placed_at = %s AND {table}id < %s))"]
        arguments = [*arguments, placed_at, placed_at, order_id]
    cursor.execute(
        f"{selected} WHERE {' AND '.join(clauses)} ORDER BY {table}placed_at DESC, {table}id DESC LIMIT %s",
        (*arguments, first + 1),
    )
    return cursor.fetchall()


def _slice(
    rows: Sequence[Row], first: int, position: str | None, id_name: str, show: Callable[[Sequence[Row]], list[Any]]
) -> Slice[Any]:
    kept = rows[:first]
    places = [f"{iso(_moment(row['placed_at']))}#{row[id_name]}" for row in kept]
    end = places[-1] if places else None
    return Slice(list(zip(places, show(kept), strict=True)), end, len(rows) > first, resumed=position is not None)


def _show_orders(cursor: DictCursor, rows: Sequence[Row]) -> list[Order]:
    ids = [row["id"] for row in rows]
    lines, parts = _read_lines(cursor, ids), _read_of(cursor, "SELECT * FROM order_parts", ids, "seller")
    addresses, invoices = _read_addresses(cursor, ids), list_by_order(cursor, ids)
    notes = credit_notes.list_by_order(cursor, ids)
    return [
        Order(
            id=row["id"],
            number=write_number(row["number"]),
            state=row["state"],
            lines=[_show_line(line, row["currency"]) for line in lines[row["id"]]],
            totals=_show_totals(row),
            shipping_address=addresses.get(row["id"]),
            parts=[OrderPart(seller_id=ID(part["seller"]), state=part["state"]) for part in parts[row["id"]]],
            invoices=invoices[row["id"]],
            credit_notes=notes[row["id"]],
            placed_at=_moment(row["placed_at"]),
            expires_at=_moment(row["expires_at"]),
            version=row["version"],
        )
        for row in rows
    ]


def _show_sales(cursor: DictCursor, seller: str, rows: Sequence[Row]) -> list[Sale]:
    lines = _read_lines(cursor, [row["order_id"] for row in rows])
    own = {order_id: [each for each in found if each["seller"] == seller] for order_id, found in lines.items()}
    open_ids = [row["order_id"] for row in rows if _needs_address(row, own[row["order_id"]])]
    addresses = _read_addresses(cursor, open_ids)
    papers = _read_papers(cursor, seller, [row["order_id"] for row in rows])
    return [_show_sale(row, own[row["order_id"]], addresses, *papers[row["order_id"]]) for row in rows]


def _read_papers(
    cursor: DictCursor, seller: str, order_ids: Sequence[str]
) -> dict[str, tuple[Invoice | None, list[CreditNote]]]:
    """Return a seller's invoice and credit notes of orders, by the order's id."""
    invoices, notes = list_by_order(cursor, order_ids), credit_notes.list_by_order(cursor, order_ids)
    return {
        order_id: (
            next((each for each in invoices[order_id] if each.seller_id == seller), None),
            [each for each in notes[order_id] if each.seller_id == seller],
        )
        for order_id in order_ids
    }


def _show_sale(
    row: Row, lines: Sequence[Row], addresses: dict[str, Address], invoice: Invoice | None, notes: list[CreditNote]
) -> Sale:
    shown = [_show_line(each, row["currency"]) for each in lines]
    return Sale(
        order_id=row["order_id"],
        number=write_number(row["number"]),
        state=row["state"],
        order_state=row["order_state"],
        lines=shown,
        total=Money(amount=sum(each.total.amount for each in shown), currency=row["currency"]),
        refunded=Money(amount=row["refunded"], currency=row["currency"]),
        buyer_id=ID(row["buyer"]),
        invoice=invoice,
        credit_notes=notes,
        shipping_address=addresses.get(row["order_id"]),
        placed_at=_moment(row["placed_at"]),
        version=row["version"],
    )


def _needs_address(row: Row, lines: Sequence[Row]) -> bool:
    """Tell whether a seller still ships something: afterwards the address is the buyer's only."""
    is_open = row["order_state"] == OrderState.PAID and row["state"] in SHOWS_ADDRESS
    return is_open and any(each["is_shipped"] for each in lines)


def _read_lines(cursor: DictCursor, order_ids: Sequence[str]) -> Rows:
    return _read_of(cursor, "SELECT * FROM order_lines", order_ids, "line")


def _read_addresses(cursor: DictCursor, order_ids: Sequence[str]) -> dict[str, Address]:
    rows = _read_of(cursor, "SELECT * FROM addresses", order_ids, "order_id")
    return {order_id: Address.model_validate(found[0]) for order_id, found in rows.items() if found}


def _read_of(cursor: DictCursor, selected: str, order_ids: Sequence[str], order: str) -> Rows:
    """Read the rows of a table that belong to orders, by the order's id."""
    found: Rows = defaultdict(list)
    if order_ids:
        places = ", ".join(["%s"] * len(order_ids))
        cursor.execute(f"{selected} WHERE order_id IN ({places}) ORDER BY order_id, {order}", tuple(order_ids))
        for row in cursor.fetchall():
            found[row["order_id"]].append(row)
    return found


def _show_line(row: Row, currency: str) -> OrderLine:
    return OrderLine(
        line=row["line"],
        product_id=row["product"],
        variant_id=row["variant"],
        seller_id=ID(row["seller"]),
        title=row["title"],
        is_shipped=bool(row["is_shipped"]),
        starts_at=_moment(row["starts_at"]) if row["starts_at"] else None,
        zone=row["zone"],
        quantity=row["quantity"],
        refunded_quantity=row["refunded_quantity"],
        unit_price=Money(amount=row["unit_price"], currency=currency),
        net=Money(amount=row["net"], currency=currency),
        tax_rate=row["tax_rate"],
        tax=Money(amount=row["tax"], currency=currency),
        total=Money(amount=row["total"], currency=currency),
    )


def _show_totals(row: Row) -> OrderTotals:
    names: Iterable[str] = ("items", "shipping", "tax", "total", "paid", "refunded")
    return OrderTotals(**{name: Money(amount=row[name], currency=row["currency"]) for name in names})


def write_number(number: int) -> str:
    return f"{number:06}"


def _moment(value: datetime) -> datetime:
    return value.replace(tzinfo=UTC)
