"""Writes the invoices of a paid order, one for each seller, and what corrects them, and draws both."""

from __future__ import annotations  # PyMySQL's classes are generic in its stubs only

import base64
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from resolvers.core.ids import ID
from resolvers.shop.invoices import credit_notes, repository
from resolvers.shop.invoices.model import (
    CreditLine,
    CreditSnapshot,
    Invoice,
    InvoiceFile,
    InvoiceLanguage,
    PlannedCredit,
    ReturnedPieces,
    Snapshot,
    WrittenCreditNote,
    WrittenInvoice,
    make_invoice_id,
    write_number,
)
from resolvers.shop.invoices.pdf import document
from resolvers.shop.money.credits import CreditableLine, spread_credit

if TYPE_CHECKING:
    from datetime import date

    from pymysql.cursors import DictCursor


def write_invoices(cursor: DictCursor, order_id: str, sales: Mapping[str, Snapshot], at: datetime) -> None:
    """Write an invoice for each seller of an order that nobody else changes meanwhile, unless they are written."""
    if repository.list_by_order(cursor, [order_id]):
        return
    for seller, snapshot in sorted(sales.items()):  # in one order, so that two transactions never wait for each other
        year = snapshot.sold_on.year
        number = repository.take_number(cursor, seller, year)
        invoice = Invoice(
            id=make_invoice_id(order_id, seller),
            seller_id=ID(seller),
            number=write_number(year, number),
            written_at=at,
        )
        repository.add(cursor, WrittenInvoice(invoice=invoice, order_id=order_id, snapshot=snapshot), year, number)


def write_credit_note(
    cursor: DictCursor, credit: PlannedCredit, lines: Sequence[int], reason: str, day: date, at: datetime
) -> bool:
    """Write what a refund takes back of an invoice, of an order that nobody else changes meanwhile.

    `lines` are the numbers of the invoice's lines in their order. Returns False where no invoice was written.
    """
    written = repository.get(cursor, make_invoice_id(credit.order_id, credit.seller))
    if written is None:
        return False
    invoice, earlier = written.snapshot, credit_notes.list_valid(cursor, credit.order_id, credit.seller)
    snapshot = CreditSnapshot(
        invoice_number=written.invoice.number,
        invoiced_on=invoice.sold_on,
        order_number=invoice.order_number,
        seller_name=invoice.seller_name,
        buyer_name=invoice.buyer_name,
        currency=invoice.currency,
        credited_on=day,
        reason=reason,
        lines=_credit_lines(credit, invoice, lines, earlier),
    )
    credit_notes.write(cursor, credit, snapshot, at)
    return True


def _credit_lines(
    credit: PlannedCredit, invoice: Snapshot, numbers: Sequence[int], earlier: Sequence[CreditSnapshot]
) -> list[CreditLine]:
    """Return the lines of which something is taken back."""
    credited = Counter[int]()
    for each in earlier:
        credited.update({line.line: line.total for line in each.lines})
    creditable = [
        CreditableLine(net=line.net, tax=line.tax, credited=credited[number])
        for number, line in zip(numbers, invoice.lines, strict=True)
    ]
    pieces = [credit.pieces.get(number, ReturnedPieces(quantity=0, price=0)) for number in numbers]
    totals = spread_credit(credit.amount, creditable, {index: each.price for index, each in enumerate(pieces)})
    return [
        CreditLine(
            line=number,
            title=line.title,
            quantity=returned.quantity,
            tax_rate=line.tax_rate,
            net=total.net,
            tax=total.tax,
        )
        for number, line, returned, total in zip(numbers, invoice.lines, pieces, totals, strict=True)
        if total.total
    ]


def draw_file(
    written: WrittenInvoice | WrittenCreditNote, address: Sequence[str], language: InvoiceLanguage
) -> InvoiceFile:
    """Return an invoice or a credit note as PDF."""
    if isinstance(written, WrittenInvoice):
        name, pdf = f"invoice-{written.invoice.number}", document.draw_invoice(written, address, language)
    else:
        number = written.note.number.removeprefix("CN-")
        name, pdf = f"credit-note-{number}", document.draw_credit_note(written, address, language)
    return InvoiceFile(name=f"{name}.pdf", content=base64.b64encode(pdf).decode())
