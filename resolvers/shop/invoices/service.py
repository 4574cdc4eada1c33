"""Writes the invoices of a paid order, one for each seller, and draws them."""

from __future__ import annotations  # PyMySQL's classes are generic in its stubs only

import base64
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from resolvers.core.ids import ID
from resolvers.shop.invoices import repository
from resolvers.shop.invoices.model import (
    Invoice,
    InvoiceFile,
    InvoiceLanguage,
    Snapshot,
    WrittenInvoice,
    make_invoice_id,
    write_number,
)
from resolvers.shop.invoices.pdf import document

if TYPE_CHECKING:
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


def draw_file(written: WrittenInvoice, address: Sequence[str], language: InvoiceLanguage) -> InvoiceFile:
    """Return an invoice as PDF."""
    pdf = document.draw_invoice(written, address, language)
    return InvoiceFile(name=f"invoice-{written.invoice.number}.pdf", content=base64.b64encode(pdf).decode())
