"""Draws invoices and credit notes as PDF.

The font has Latin with all Vietnamese letters, Greek, Cyrillic, Hebrew and Arabic. Names are shaped and put in their
own direction, whatever the language of the document.
"""

from __future__ import annotations  # the library is loaded only where an invoice is drawn

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from resolvers.shop.invoices.model import (
    CreditLine,
    CreditSnapshot,
    InvoiceLanguage,
    InvoiceLine,
    Snapshot,
    WrittenCreditNote,
    WrittenInvoice,
)
from resolvers.shop.invoices.pdf.words import WORDS, Words, write_amount, write_date, write_rate

if TYPE_CHECKING:
    from fpdf import FPDF

FONT: Final = Path(__file__).with_name("DejaVuSans.ttf")
TEXT_POINTS: Final = 9
TITLE_POINTS: Final = 20
LINE_MM: Final = 5
GREY: Final = (90, 96, 104)
BLACK: Final = (20, 22, 26)
COLUMNS: Final = (62, 18, 28, 20, 26, 24, 28)
CREDIT_COLUMNS: Final = (90, 18, 20, 26, 24, 28)


def draw_invoice(written: WrittenInvoice, address: Sequence[str], language: InvoiceLanguage) -> bytes:
    """Return the PDF of an invoice; the buyer is shown by the lines of an address, or else by their name."""
    words, snapshot = WORDS[language], written.snapshot
    pdf = _open_page(written.invoice.written_at, f"{words.invoice} {written.invoice.number}", language)
    _write(pdf, words.invoice, TITLE_POINTS)
    _write(pdf, written.invoice.number, TEXT_POINTS + 3, GREY)
    pdf.ln(LINE_MM)
    _write(pdf, f"{words.date}: {write_date(snapshot.sold_on, language)}")
    _write(pdf, f"{words.order}: {snapshot.order_number}")
    pdf.ln(LINE_MM)
    _write_person(pdf, words.seller, [snapshot.seller_name])
    _write_person(pdf, words.buyer, address or [snapshot.buyer_name])
    heads = (words.item, words.quantity, words.unit_price, words.tax_rate, words.net, words.tax, words.total)
    rows = [_write_cells(line, snapshot.currency, language) for line in snapshot.lines]
    _draw_lines(pdf, heads, rows, COLUMNS)
    _write_sums(pdf, snapshot, words, language)
    _write(pdf, words.taxes_inside, color=GREY)
    return bytes(pdf.output())


def draw_credit_note(written: WrittenCreditNote, address: Sequence[str], language: InvoiceLanguage) -> bytes:
    """Return the PDF of a credit note, which names the invoice that it corrects; people and amounts as on that."""
    words, snapshot, note = WORDS[language], written.snapshot, written.note
    pdf = _open_page(note.written_at, f"{words.credit_note} {note.number}", language)
    _write(pdf, words.credit_note, TITLE_POINTS)
    _write(pdf, note.number, TEXT_POINTS + 3, GREY)
    if note.is_void:
        _write(pdf, words.void)
    pdf.ln(LINE_MM)
    _write(pdf, f"{words.date}: {write_date(snapshot.credited_on, language)}")
    _write(pdf, f"{words.corrects}: {snapshot.invoice_number} ({write_date(snapshot.invoiced_on, language)})")
    _write(pdf, f"{words.order}: {snapshot.order_number}")
    _write(pdf, f"{words.reason}: {snapshot.reason or words.cancelled}")
    pdf.ln(LINE_MM)
    _write_person(pdf, words.seller, [snapshot.seller_name])
    _write_person(pdf, words.credited_to, address or [snapshot.buyer_name])
    heads = (words.item, words.quantity, words.tax_rate, words.net, words.tax, words.total)
    rows = [_write_credit_cells(line, snapshot.currency, language) for line in snapshot.lines]
    _draw_lines(pdf, heads, rows, CREDIT_COLUMNS)
    _write_sums(pdf, snapshot, words, language)
    _write(pdf, words.credit_explained, color=GREY)
    return bytes(pdf.output())


def _open_page(written_at: datetime, title: str, language: InvoiceLanguage) -> FPDF:
    from fpdf import FPDF  # noqa: PLC0415 - it takes longer to load than any other field of orders to answer

    pdf = FPDF()
    pdf.set_title(title)
    pdf.set_lang(language.lower())
    pdf.set_creation_date(written_at)
    pdf.add_font("DejaVu", fname=FONT)
    pdf.set_font("DejaVu", size=TEXT_POINTS)
    pdf.set_text_shaping(use_shaping_engine=True)
    pdf.set_auto_page_break(auto=True, margin=20)
    pdf.add_page()
    return pdf


def _write(pdf: FPDF, text: str, points: int = TEXT_POINTS, color: tuple[int, int, int] = BLACK) -> None:
    """Write a paragraph from margin to margin."""
    pdf.set_font_size(points)
    pdf.set_text_color(*color)
    pdf.multi_cell(0, LINE_MM * points / TEXT_POINTS, text, align="L", new_x="LMARGIN", new_y="NEXT")


def _write_person(pdf: FPDF, role: str, lines: Sequence[str]) -> None:
    _write(pdf, role, color=GREY)
    for line in lines:
        _write(pdf, line)
    pdf.ln(LINE_MM)


def _draw_lines(pdf: FPDF, heads: Sequence[str], rows: Sequence[Sequence[str]], columns: Sequence[int]) -> None:
    from fpdf.fonts import FontFace  # noqa: PLC0415 - as above

    pdf.set_font_size(TEXT_POINTS - 1)
    with pdf.table(
        col_widths=columns,
        text_align=("LEFT", *["RIGHT"] * (len(columns) - 1)),
        borders_layout="HORIZONTAL_LINES",
        headings_style=FontFace(color=GREY),
        line_height=LINE_MM,
        padding=1,
    ) as table:
        table.row(heads)
        for row in rows:
            table.row(row)
    pdf.ln(LINE_MM)


def _write_cells(line: InvoiceLine, currency: str, language: InvoiceLanguage) -> list[str]:
    amounts = [write_amount(each, currency, language) for each in (line.net, line.tax, line.total)]
    unit_price = write_amount(line.unit_price, currency, language)
    return [line.title, str(line.quantity), unit_price, write_rate(line.tax_rate, language), *amounts]


def _write_credit_cells(line: CreditLine, currency: str, language: InvoiceLanguage) -> list[str]:
    """Write a line; it has no pieces where only money went back."""
    amounts = [write_amount(each, currency, language) for each in (line.net, line.tax, line.total)]
    return [line.title, str(line.quantity or ""), write_rate(line.tax_rate, language), *amounts]


def _write_sums(pdf: FPDF, snapshot: Snapshot | CreditSnapshot, words: Words, language: InvoiceLanguage) -> None:
    sums = ((words.net, snapshot.net), (words.tax, snapshot.tax), (words.total, snapshot.net + snapshot.tax))
    for name, amount in sums:
        is_total = amount == sums[-1][1] and name == words.total
        pdf.set_font_size(TEXT_POINTS + 2 if is_total else TEXT_POINTS)
        written = f"{name}: {write_amount(amount, snapshot.currency, language)}"
        pdf.cell(0, LINE_MM + 1, written, align="R", new_x="LMARGIN", new_y="NEXT")
    pdf.ln(LINE_MM)
