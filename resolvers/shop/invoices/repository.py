"""Invoices in SQL, and the counters of numbers, which are rolled back with the invoice that took one."""

from __future__ import annotations  # PyMySQL's classes are generic in its stubs only

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Literal

from resolvers.core.ids import ID
from resolvers.shop.database.values import to_utc
from resolvers.shop.invoices.model import Invoice, Snapshot, WrittenInvoice, write_number

if TYPE_CHECKING:
    from pymysql.cursors import DictCursor

Counters = Literal["invoice_counters", "credit_note_counters"]

INVOICE: Final = "SELECT id, seller, year, number, order_id, written_at"


def take_number(cursor: DictCursor, seller: str, year: int, counters: Counters = "invoice_counters") -> int:
    """Count one series of a seller and a year one further; only this transaction does until it ends."""
    cursor.execute(
        f"INSERT INTO {counters} (seller, year, last) VALUES (%s, %s, 1) ON DUPLICATE KEY UPDATE last = last + 1",  # noqa: S608
        (seller, year),
    )
    cursor.execute(f"SELECT last FROM {counters} WHERE seller = %s AND year = %s", (seller, year))  # noqa: S608
    (row,) = cursor.fetchall()
    return int(row["last"])


def add(cursor: DictCursor, written: WrittenInvoice, year: int, number: int) -> None:
    moment = to_utc(written.invoice.written_at)
    cursor.execute(
        "INSERT INTO invoices (id, seller, year, number, order_id, snapshot, written_at)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s)",
        (
            *(written.invoice.id, written.invoice.seller_id, year, number, written.order_id),
            *(written.snapshot.model_dump_json(by_alias=True), moment),
        ),
    )


def get(cursor: DictCursor, invoice_id: str) -> WrittenInvoice | None:
    cursor.execute(f"{INVOICE}, snapshot FROM invoices WHERE id = %s", (invoice_id,))
    row = cursor.fetchone()
    if row is None:
        return None
    return WrittenInvoice(invoice=_show(row), order_id=row["order_id"], snapshot=Snapshot.parse(row["snapshot"]))


def list_by_order(cursor: DictCursor, order_ids: Sequence[str]) -> dict[str, list[Invoice]]:
    """Return the invoices of orders, by the order's id and in the order of their sellers."""
    found: dict[str, list[Invoice]] = defaultdict(list)
    if order_ids:
        places = ", ".join(["%s"] * len(order_ids))
        cursor.execute(
            f"{INVOICE} FROM invoices WHERE order_id IN ({places}) ORDER BY order_id, seller", tuple(order_ids)
        )
        for row in cursor.fetchall():
            found[row["order_id"]].append(_show(row))
    return found


def _show(row: dict[str, Any]) -> Invoice:
    written_at: datetime = row["written_at"]
    return Invoice(
        id=ID(row["id"]),
        seller_id=ID(row["seller"]),
        number=write_number(row["year"], row["number"]),
        written_at=written_at.replace(tzinfo=UTC),
    )
