"""What sellers write of paid orders: an invoice of their part, and a credit note of each refund that corrects it."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Self

from pydantic import Field

from resolvers.core.ids import ID
from resolvers.core.model import Model, Moment
from resolvers.shop.money.model import Money


class Invoice(Model):
    """The invoice of one seller for their part of a paid order. Its buyer and its seller can read it."""

    id: ID = Field(description="The ID of the invoice. It begins with `invoice_`.")
    seller_id: ID = Field(description="The ID of the seller.")
    number: str = Field(description="The number, without a gap for each seller and year, such as `2026-00017`.")
    written_at: Moment = Field(description="When it was written, which is just after the order was paid.")


class CreditNote(Model):
    """What a seller gave back of an invoice, written once the money has gone back. It corrects the invoice.

    Its buyer and its seller can read it.
    """

    id: ID = Field(description="The ID of the credit note. It begins with `credit_`.")
    invoice_id: ID = Field(description="The ID of the invoice that it corrects.")
    seller_id: ID = Field(description="The ID of the seller.")
    number: str = Field(description="The number, without a gap for each seller and year, such as `CN-2026-00003`.")
    amount: Money = Field(description="What went back, tax included.")
    is_void: bool = Field(description="Whether the money came back from the bank afterwards, so that nothing changed.")
    written_at: Moment = Field(description="When it was written.")


class InvoiceLanguage(StrEnum):
    """The language of an invoice or a credit note. Names and titles stay as their people wrote them."""

    EN = "EN"
    """English."""
    VI = "VI"
    """Vietnamese."""


class InvoiceFile(Model):
    """An invoice or a credit note as a file."""

    name: str = Field(description="A name for the file, such as `invoice-2026-00017.pdf`.")
    content: str = Field(description="The PDF, in Base64. At most 1 MB.")


class DocumentLine(Model):
    """What every line of an invoice or a credit note says, in minor units."""

    title: str
    quantity: int
    tax_rate: int
    net: int
    tax: int

    @property
    def total(self) -> int:
        return self.net + self.tax


class DocumentSnapshot(Model):
    """What every invoice and credit note says, as it was when it was written."""

    order_number: str
    seller_name: str
    buyer_name: str
    currency: str
    lines: Sequence[DocumentLine]

    @property
    def net(self) -> int:
        return sum(line.net for line in self.lines)

    @property
    def tax(self) -> int:
        return sum(line.tax for line in self.lines)

    @classmethod
    def parse(cls, text: str | bytes) -> Self:
        return cls.model_validate_json(text)


class InvoiceLine(DocumentLine):
    """A line as it was sold; the price has its tax inside."""

    unit_price: int


class Snapshot(DocumentSnapshot):
    """All that an invoice says of its sale except the address, which has a shorter life."""

    sold_on: date
    lines: Sequence[InvoiceLine]


class WrittenInvoice(Model):
    """An invoice with its snapshot, as the database has it."""

    invoice: Invoice
    order_id: str
    snapshot: Snapshot


class ReturnedPieces(Model):
    """How many pieces of a line a refund gives back, none where only money goes, and what goes back of the line."""

    quantity: int
    price: int


class PlannedCredit(Model):
    """What a refund takes back of a seller's invoice, before its money has gone back; pieces by their line's number."""

    refund_id: str
    order_id: str
    seller: str
    amount: int
    pieces: Mapping[int, ReturnedPieces]


class CreditLine(DocumentLine):
    """What is taken back of a line of the invoice; no pieces where only money goes back."""

    line: int


class CreditSnapshot(DocumentSnapshot):
    """All that a credit note says. Its people are called as on the invoice."""

    invoice_number: str
    invoiced_on: date
    credited_on: date
    reason: str
    lines: Sequence[CreditLine]


class WrittenCreditNote(Model):
    """A credit note with its snapshot, as the database has it."""

    note: CreditNote
    order_id: str
    snapshot: CreditSnapshot


def make_invoice_id(order_id: str, seller_id: str) -> ID:
    """Make an order and its seller into the id of the invoice, so that a second one collides with the first."""
    return ID(f"invoice_{hashlib.sha256(f'{order_id}#{seller_id}'.encode()).hexdigest()[:32]}")


def write_number(year: int, number: int) -> str:
    return f"{year}-{number:05}"


def make_credit_note_id(refund_id: str, seller_id: str) -> ID:
    """Make a refund and its seller into the id of the credit note, so that a second one collides with the first."""
    return ID(f"credit_{hashlib.sha256(f'{refund_id}#{seller_id}'.encode()).hexdigest()[:32]}")


def write_credit_note_number(year: int, number: int) -> str:
    return f"CN-{write_number(year, number)}"
