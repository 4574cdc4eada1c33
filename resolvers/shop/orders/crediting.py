"""What refunds take back of the invoices of an order: planned with the refund, written once its money has gone back."""

from __future__ import annotations  # PyMySQL's classes are generic in its stubs only

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from resolvers.shop.invoices import credit_notes
from resolvers.shop.invoices import service as invoices
from resolvers.shop.invoices.model import PlannedCredit, ReturnedPieces
from resolvers.shop.money.refunds import RefundableLine, price_pieces
from resolvers.shop.orders import repository
from resolvers.shop.states import OrderState

if TYPE_CHECKING:
    from pymysql.cursors import DictCursor

    from resolvers.shop.orders.records import OrderRecord, PartRefund


class InvoiceNotWritten(Exception):  # noqa: N818 - the sentence is clear
    """The invoice of a paid order is on its way, and what corrects it waits for it."""


def plan_credit(cursor: DictCursor, refund: PartRefund, amount: int, lines: Mapping[int, RefundableLine]) -> None:
    """Note what a seller's refund takes back; `lines` are their lines as they were before it."""
    pieces = {number: _price(lines[number], quantity) for number, quantity in refund.quantities.items()}
    values = {"refund_id": refund.id, "order_id": refund.order_id, "seller": refund.seller}
    credit_notes.plan(cursor, PlannedCredit.model_validate(values | {"amount": amount, "pieces": pieces}))


def plan_all_credits(cursor: DictCursor, refund_id: str, order_id: str) -> None:
    """Note that a refund takes back what is left of every seller's invoice of a locked order."""
    for seller, refunded in repository.list_refunded_parts(cursor, order_id).items():
        lines = repository.list_refundable(cursor, order_id, seller)
        amount = sum(line.total for line in lines.values()) - refunded
        if amount <= 0:
            continue
        left = {number: line.quantity - line.refunded_quantity for number, line in lines.items()}
        pieces = {number: _price(lines[number], quantity) for number, quantity in left.items() if quantity}
        credit = PlannedCredit(refund_id=refund_id, order_id=order_id, seller=seller, amount=amount, pieces=pieces)
        credit_notes.plan(cursor, credit)


def write_credit_notes(cursor: DictCursor, order: OrderRecord, refund_id: str, at: datetime) -> bool:
    """Write what is planned of a refund of a locked order, once; return False where nothing was billed or is left.

    Raises `InvoiceNotWritten` where the invoice is still to come.
    """
    has_written = False
    for credit in credit_notes.list_planned(cursor, refund_id):
        zone, note = repository.read_refund_note(cursor, refund_id)
        numbers = list(repository.list_refundable(cursor, order.id, credit.seller))
        day = at.astimezone(ZoneInfo(zone)).date()
        if invoices.write_credit_note(cursor, credit, numbers, note, day, at):
            has_written = True
        elif order.state is OrderState.PAID:
            raise InvoiceNotWritten(order.id)
    return has_written


def _price(line: RefundableLine, quantity: int) -> ReturnedPieces:
    return ReturnedPieces(quantity=quantity, price=price_pieces(line, quantity))
