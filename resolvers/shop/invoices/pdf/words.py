"""What invoices say beside names and titles, and how their languages write dates and amounts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from resolvers.shop.invoices.model import InvoiceLanguage
from resolvers.shop.money.model import Money


@dataclass(frozen=True)
class Words:
    """The words of one language; a sum of `net` and `tax` is a `total`."""

    invoice: str
    seller: str
    buyer: str
    order: str
    date: str
    item: str
    quantity: str
    unit_price: str
    tax_rate: str
    net: str
    tax: str
    total: str
    taxes_inside: str
    credit_note: str
    corrects: str
    reason: str
    cancelled: str
    credited_to: str
    credit_explained: str
    void: str


WORDS: Final[Mapping[InvoiceLanguage, Words]] = {
    InvoiceLanguage.EN: Words(
        invoice="Invoice",
        seller="Seller",
        buyer="Billed to",
        order="Order",
        date="Date",
        item="Item",
        quantity="Quantity",
        unit_price="Unit price",
        tax_rate="Tax rate",
        net="Net",
        tax="Tax",
        total="Total",
        taxes_inside="Unit prices include tax. Tax is rounded once on each line.",
        credit_note="Credit note",
        corrects="Corrects invoice",
        reason="Reason",
        cancelled="The order was cancelled.",
        credited_to="Credited to",
        credit_explained="These amounts are taken off the invoice and were returned.",
        void="Void: the returned money did not arrive.",
    ),
    InvoiceLanguage.VI: Words(
        invoice="Hóa đơn",
        seller="Người bán",
        buyer="Người mua",
        order="Đơn hàng",
        date="Ngày",
        item="Mặt hàng",
        quantity="Số lượng",
        unit_price="Đơn giá",
        tax_rate="Thuế suất",
        net="Trước thuế",
        tax="Tiền thuế",
        total="Thành tiền",
        taxes_inside="Đơn giá đã gồm thuế. Thuế được làm tròn một lần trên mỗi dòng.",
        credit_note="Hóa đơn điều chỉnh giảm",
        corrects="Điều chỉnh hóa đơn",
        reason="Lý do",
        cancelled="Đơn hàng đã bị hủy.",
        credited_to="Người được hoàn tiền",
        credit_explained="Các số tiền này được trừ khỏi hóa đơn và đã được hoàn lại.",
        void="Không còn hiệu lực: tiền hoàn lại không đến được người nhận.",
    ),
}


def write_amount(amount: int, currency: str, language: InvoiceLanguage) -> str:
    """Write minor units with all decimals of their currency: 1,234.50 EUR, or 1.234,50 EUR in Vietnamese."""
    return f"{_write_decimal(Money(amount=amount, currency=currency).to_decimal(), language)}\u00a0{currency}"


def write_rate(basis_points: int, language: InvoiceLanguage) -> str:
    percent = Decimal(basis_points).scaleb(-2).normalize()
    return f"{_write_decimal(percent, language)}\u00a0%"


def write_date(day: date, language: InvoiceLanguage) -> str:
    if language is InvoiceLanguage.VI:
        return f"{day:%d/%m/%Y}"
    return f"{day.day} {day:%B %Y}"


def _write_decimal(number: Decimal, language: InvoiceLanguage) -> str:
    written = f"{number:,f}"
    if language is InvoiceLanguage.VI:
        return written.translate(str.maketrans(",.", ".,"))
    return written
