"""Credit notes in SQL: planned with a refund, and written under a number once its money has gone back."""

from __future__ import annotations  # PyMySQL's classes are generic in its stubs only

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from resolvers.core.ids import ID
from resolvers.shop.database.values import to_utc
from resolvers.shop.invoices.model import (
    CreditNote,
    CreditSnapshot,
    PlannedCredit,
    WrittenCreditNote,
    make_credit_note_id,
    make_invoice_id,
    write_credit_note_number,
)
from resolvers.shop.invoices.repository import take_number
from resolvers.shop.money.model import Money

if TYPE_CHECKING:
    from pymysql.cursors import DictCursor

# A refund that failed after its credit note was written makes it void.
NOTE: Final = (
    "SELECT c.id, c.seller, c.year, c.number, c.order_id, c.amount, c.written_at, o.currency,"
    " r.state = 'FAILED' AS is_void"
)
WRITTEN: Final = (
    " FROM credit_notes c JOIN refunds r ON r.id = c.refund_id JOIN orders o ON o.id = c.order_id"
    " WHERE c.number IS NOT NULL"
)


def plan(cursor: DictCursor, credit: PlannedCredit) -> None:
    """Note what a refund takes back, within the transaction that requests it."""
    pieces = {line: each.model_dump() for line, each in credit.pieces.items()}
    cursor.execute(
        "INSERT INTO credit_notes (id, refund_id, order_id, seller, amount, pieces) VALUES (%s, %s, %s, %s, %s, %s)",
        (
            *(make_credit_note_id(credit.refund_id, credit.seller), credit.refund_id, credit.order_id),
            *(credit.seller, credit.amount, json.dumps(pieces)),
        ),
    )


def list_planned(cursor: DictCursor, refund_id: str) -> list[PlannedCredit]:
    """Return what is not written yet of a refund whose money has gone back, in the order of its sellers."""
    cursor.execute(
        "SELECT c.refund_id, c.order_id, c.seller, c.amount, c.pieces FROM credit_notes c"
        " JOIN refunds r ON r.id = c.refund_id"
        " WHERE c.refund_id = %s AND c.number IS NULL AND r.state = 'SUCCEEDED' ORDER BY c.seller",
        (refund_id,),
    )
    return [PlannedCredit.model_validate(row | {"pieces": json.loads(row["pieces"])}) for row in cursor.fetchall()]


def find_order(cursor: DictCursor, refund_id: str) -> str | None:
    """Return the order of which a refund takes back invoices, or None."""
    cursor.execute("SELECT order_id FROM credit_notes WHERE refund_id = %s LIMIT 1", (refund_id,))
    row = cursor.fetchone()
    return str(row["order_id"]) if row else None


def write(cursor: DictCursor, credit: PlannedCredit, snapshot: CreditSnapshot, at: datetime) -> None:
    """Write a planned credit note under the next number of its seller; the order is locked by this transaction."""
    year = snapshot.credited_on.year
    number = take_number(cursor, credit.seller, year, "credit_note_counters")
    cursor.execute(
        "UPDATE credit_notes SET year = %s, number = %s, snapshot = %s, written_at = %s WHERE id = %s",
        (
            *(year, number, snapshot.model_dump_json(by_alias=True), to_utc(at)),
            make_credit_note_id(credit.refund_id, credit.seller),
        ),
    )


def get(cursor: DictCursor, note_id: str) -> WrittenCreditNote | None:
    cursor.execute(f"{NOTE}, c.snapshot{WRITTEN} AND c.id = %s", (note_id,))
    row = cursor.fetchone()
    return _show_written(row) if row else None


def list_valid(cursor: DictCursor, order_id: str, seller: str) -> list[CreditSnapshot]:
    """Return what was credited to the buyer of an order by a seller, except what is void."""
    cursor.execute(
        f"SELECT c.snapshot{WRITTEN} AND c.order_id = %s AND c.seller = %s AND r.state <> 'FAILED'", (order_id, seller)
    )
    return [CreditSnapshot.parse(row["snapshot"]) for row in cursor.fetchall()]


def list_by_order(cursor: DictCursor, order_ids: Sequence[str]) -> dict[str, list[CreditNote]]:
    """Return the credit notes of orders, by the order's id and in the order in which they were written."""
    found: dict[str, list[CreditNote]] = defaultdict(list)
    if order_ids:
        places = ", ".join(["%s"] * len(order_ids))
        cursor.execute(
            f"{NOTE}{WRITTEN} AND c.order_id IN ({places}) ORDER BY c.order_id, c.written_at, c.seller, c.number",
            tuple(order_ids),
        )
        for row in cursor.fetchall():
            found[row["order_id"]].append(_show(row))
    return found


def _show_written(row: dict[str, Any]) -> WrittenCreditNote:
    return WrittenCreditNote(note=_show(row), order_id=row["order_id"], snapshot=CreditSnapshot.parse(row["snapshot"]))


def _show(row: dict[str, Any]) -> CreditNote:
    return CreditNote(
        id=ID(row["id"]),
        invoice_id=make_invoice_id(row["order_id"], row["seller"]),
        seller_id=ID(row["seller"]),
        number=write_credit_note_number(row["year"], row["number"]),
        amount=Money(amount=row["amount"], currency=row["currency"]),
        is_void=bool(row["is_void"]),
        written_at=row["written_at"].replace(tzinfo=UTC),
    )
