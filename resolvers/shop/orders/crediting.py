"""What refunds take back of the invoices of an order: planned with the refund, written once its money has gone back."""

from __future__ import annotations  # PyMySQL's classes are generic in its stubs only

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from resolvers.shop.invoices import credit_notes
from resolvers.shop.invoices import service as invoices
from resolvers.shop.invoices.model import PlannedCredit, ReturnedPieces
from resolvers.shop.orders import refunds, repository
from resolvers.shop.states import OrderState

if TYPE_CHECKING:
    from pymysql.cursors import DictCursor

    from resolvers.shop.orders.records import OrderRecord, PartRefund


class InvoiceNotWritten(Exception):  # noqa: N818 - the sentence is clear
    """The invoice of a paid order is on its way, and what corrects it waits for it."""


def plan_credit(cursor: DictCursor, refund: PartRefund, shares: Mapping[int, int]) -> None:
    """Note what a seller's refund takes back; `shares` says what each of their lines gives of it."""
    pieces = {
        number: ReturnedPieces(quantity=refund.quantities.get(number, 0), price=share)
        for number, share in shares.items()
    }
    _plan(cursor, refund.id, refund.order_id, refund.seller, pieces)


def plan_all_credits(cursor: DictCursor, refund_id: str, order_id: str) -> None:
    """Note that a refund takes back what is left of every seller's invoice of a locked order."""
    for seller in repository.list_sellers(cursor, order_id):
        pieces = {
            number: ReturnedPieces(quantity=line.quantity - line.refunded_quantity, price=line.total - line.refunded)
            for number, line in refunds.list_refundable(cursor, order_id, seller).items()
            if line.total > line.refunded
        }
        if pieces:
            _plan(cursor, refund_id, order_id, seller, pieces)


def write_credit_notes(cursor: DictCursor, order: OrderRecord, refund_id: str, at: datetime) -> bool:
    """Write what is planned of a refund of a locked order, once; return False where nothing was billed or is left.

    Raises `InvoiceNotWritten` where the invoice is still to come.
    """
    has_written = False
    for credit in credit_notes.list_planned(cursor, refund_id):
        zone, note = refunds.read_note(cursor, refund_id)
        numbers = list(refunds.list_refundable(cursor, order.id, credit.seller))
        day = at.astimezone(ZoneInfo(zone)).date()
        if invoices.write_credit_note(cursor, credit, numbers, note, day, at):
            has_written = True
        elif order.state is OrderState.PAID:
            raise InvoiceNotWritten(order.id)
    return has_written


def _plan(cursor: DictCursor, refund_id: str, order_id: str, seller: str, pieces: Mapping[int, ReturnedPieces]) -> None:
    amount = sum(each.price for each in pieces.values())
    credit = PlannedCredit(refund_id=refund_id, order_id=order_id, seller=seller, amount=amount, pieces=pieces)
    credit_notes.plan(cursor, credit)
