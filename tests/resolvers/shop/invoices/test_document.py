"""What an invoice looks like: read back from the PDF, with the place of every letter."""

from datetime import UTC, date, datetime
from typing import Final

import pypdfium2
import pytest

from resolvers.core.ids import ID
from resolvers.shop.invoices.model import Invoice, InvoiceLanguage, InvoiceLine, Snapshot, WrittenInvoice
from resolvers.shop.invoices.pdf.document import draw_invoice
from resolvers.shop.invoices.pdf.words import write_amount, write_date, write_rate

EN, VI = InvoiceLanguage.EN, InvoiceLanguage.VI
HEBREW: Final = "נועה לוי"


def make_invoice(buyer: str = "Grace", lines: int = 1, title: str = "Lanterns: A3") -> WrittenInvoice:
    line = InvoiceLine(title=title, quantity=3, unit_price=1999, tax_rate=1900, net=5039, tax=958)
    snapshot = Snapshot(
        order_number="000012",
        seller_name="Nguyễn Thị Đào",
        buyer_name=buyer,
        currency="EUR",
        sold_on=date(2026, 11, 30),
        lines=[line] * lines,
    )
    invoice = Invoice(id=ID("invoice_1"), seller_id=ID("ada"), number="2026-00017", written_at=datetime.now(UTC))
    return WrittenInvoice(invoice=invoice, order_id="order_1", snapshot=snapshot)


def read(pdf: bytes) -> str:
    """Return the words of all pages, in one line, with their blanks made equal."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return " ".join(" ".join(pages).split())


def find_left_edges(pdf: bytes, letters: str) -> list[float]:
    """Return where letters begin that are on the first page once each."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0].get_textpage()
        places = {page.get_text_range(index, 1): page.get_charbox(index)[0] for index in range(page.count_chars())}
    return [places[letter] for letter in letters]


def test_an_invoice_says_who_sold_what_to_whom_in_the_readers_language() -> None:
    """Vietnamese and Greek as they were typed; amounts as the language writes them."""
    english = read(draw_invoice(make_invoice("Ελένη Παπαδοπούλου"), [], EN))
    vietnamese = read(draw_invoice(make_invoice(), ["Grace", "12 Lê Lợi", "Huế", "VN"], VI))

    for words in (
        "Invoice 2026-00017",
        "30 November 2026",
        "Nguyễn Thị Đào",
        "Ελένη Παπαδοπούλου",
        "19 %",
        "59.97 EUR",
    ):
        assert words in english
    for words in ("Hóa đơn 2026-00017", "30/11/2026", "Đơn hàng: 000012", "12 Lê Lợi Huế VN", "59,97 EUR"):
        assert words in vietnamese


def test_a_right_to_left_name_is_drawn_from_the_right() -> None:
    """The first letter of a Hebrew name is the rightmost; Latin beside it goes from the left."""
    name = "נועה"

    edges = find_left_edges(draw_invoice(make_invoice("Grace", title=f"Qwx {name}"), [], EN), name)
    latin = find_left_edges(draw_invoice(make_invoice("Grace", title=f"Qwx {name}"), [], EN), "Qwx")

    assert edges == sorted(edges, reverse=True)
    assert latin == sorted(latin)


def test_an_arabic_name_is_joined() -> None:
    """A letter within a word is drawn by the glyph of its place, which is narrower than the letter on its own."""
    joined = find_left_edges(draw_invoice(make_invoice("ببب"), [], EN), "ب")
    assert joined
    assert measure_width("ببب") < 3 * measure_width("ب")


def measure_width(name: str) -> float:
    with pypdfium2.PdfDocument(draw_invoice(make_invoice(name), [], EN)) as document:
        page = document[0].get_textpage()
        boxes = [page.get_charbox(index) for index in range(page.count_chars()) if page.get_text_range(index, 1) == "ب"]
    return float(max(right for _, _, right, _ in boxes) - min(left for left, *_ in boxes))


def test_the_longest_invoice_is_bounded() -> None:
    """Forty lines with long titles of many letters take pages, and less than what the contract promises."""
    many = "".join(chr(code) for code in range(0x1EA0, 0x1EF9)) + HEBREW + "Ελένη"

    pdf = draw_invoice(make_invoice(lines=40, title=many), [], VI)

    with pypdfium2.PdfDocument(pdf) as document:
        assert len(document) > 1
    assert len(pdf) * 4 / 3 < 1_000_000


@pytest.mark.parametrize(
    ("amount", "currency", "language", "expected"),
    [
        (123450, "EUR", EN, "1,234.50 EUR"),
        (123450, "EUR", VI, "1.234,50 EUR"),
        (1200, "JPY", EN, "1,200 JPY"),
        (1230, "KWD", EN, "1.230 KWD"),
        (1_500_000, "VND", VI, "1.500.000 VND"),
        (-5, "HUF", EN, "-0.05 HUF"),
    ],
)
def test_amounts_have_all_decimals_of_their_currency(
    amount: int, currency: str, language: InvoiceLanguage, expected: str
) -> None:
    assert write_amount(amount, currency, language).replace("\u00a0", " ") == expected


def test_rates_and_days_are_written_as_people_do() -> None:
    assert [write_rate(rate, EN).replace("\u00a0", " ") for rate in (0, 700, 725, 1900, 10000)] == [
        "0 %",
        "7 %",
        "7.25 %",
        "19 %",
        "100 %",
    ]
    assert (write_date(date(2026, 3, 1), EN), write_date(date(2026, 3, 1), VI)) == ("1 March 2026", "01/03/2026")
