"""An invoice: what one seller's part of a paid order came to, as it was written once."""

import hashlib
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Self

from pydantic import Field

from resolvers.core.ids import ID
from resolvers.core.model import Model, Moment


class Invoice(Model):
    """The invoice of one seller for their part of a paid order. Its buyer and its seller can read it."""

    id: ID = Field(description="The ID of the invoice. It begins with `invoice_`.")
    seller_id: ID = Field(description="The ID of the seller.")
    number: str = Field(description="The number, without a gap for each seller and year, such as `2026-00017`.")
    written_at: Moment = Field(description="When it was written, which is just after the order was paid.")


class InvoiceLanguage(StrEnum):
    """The language of an invoice. Names and titles stay as their people wrote them."""

    EN = "EN"
    """English."""
    VI = "VI"
    """Vietnamese."""


class InvoiceFile(Model):
    """An invoice as a file."""

    name: str = Field(description="A name for the file, such as `invoice-2026-00017.pdf`.")
    content: str = Field(description="The PDF, in Base64. At most 1 MB.")


class InvoiceLine(Model):
    """A line as it was sold, in minor units; the price has its tax inside."""

    title: str
    quantity: int
    unit_price: int
    tax_rate: int
    net: int
    tax: int

    @property
    def total(self) -> int:
        return self.net + self.tax


class Snapshot(Model):
    """All that an invoice says of its sale except the address, which has a shorter life."""

    order_number: str
    seller_name: str
    buyer_name: str
    currency: str
    sold_on: date
    lines: Sequence[InvoiceLine]

    @property
    def net(self) -> int:
        return sum(line.net for line in self.lines)

    @property
    def tax(self) -> int:
        return sum(line.tax for line in self.lines)

    @classmethod
    def parse(cls, text: str | bytes) -> Self:
        return cls.model_validate_json(text)


class WrittenInvoice(Model):
    """An invoice with its snapshot, as the database has it."""

    invoice: Invoice
    order_id: str
    snapshot: Snapshot


def make_invoice_id(order_id: str, seller_id: str) -> ID:
    """Make an order and its seller into the id of the invoice, so that a second one collides with the first."""
    return ID(f"invoice_{hashlib.sha256(f'{order_id}#{seller_id}'.encode()).hexdigest()[:32]}")


def write_number(year: int, number: int) -> str:
    return f"{year}-{number:05}"
