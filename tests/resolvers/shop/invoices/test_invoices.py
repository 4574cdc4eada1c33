"""Invoices of paid orders: one for each seller, numbered without gap or twin, and read by their two people only."""

import base64
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pymysql.cursors import DictCursor

from resolvers.core.model import now
from resolvers.core.settings import settings
from resolvers.shop.database.transactions import Database
from resolvers.shop.invoices import service
from resolvers.shop.invoices.model import InvoiceLine, Snapshot
from resolvers.shop.orders.service import make_order_id
from tests.people import Person, Refused
from tests.resolvers.shop.conftest import Schema
from tests.resolvers.shop.invoices.test_document import read
from tests.resolvers.shop.market_stall import nodes, on_sale, walk_on_sale
from tests.resolvers.shop.orders.test_orders import order_line, pay, place_order, work

SNAPSHOT = Snapshot(
    order_number="1",
    seller_name="Ada",
    buyer_name="Grace",
    currency="EUR",
    sold_on=date(2026, 11, 30),
    lines=[InvoiceLine(title="Lanterns", quantity=1, unit_price=100, tax_rate=0, net=100, tax=0)],
)


def read_file(reader: Person, invoice_id: str, language: str = "EN") -> str:
    file = reader.query("invoiceFile", id=invoice_id, language=language)
    assert file["name"].startswith("invoice-20")
    return read(base64.b64decode(file["content"]))


def list_sales(seller: Person) -> list[dict[str, Any]]:
    return nodes(seller.asks_each("Viewer", "sales", [{}])[0])


def test_each_seller_writes_an_invoice_once_an_order_is_paid(
    open_for_orders: Schema, ada: Person, grace: Person, linus: Person
) -> None:
    """None before; numbers from 1 for each seller; what is told twice is written once; lines sum to the order."""
    order = place_order(grace, order_line(on_sale(ada, taxRate=1900), 3), order_line(on_sale(linus)))
    assert order["invoices"] == []
    pay(order)
    pay(order)

    shown = grace.query("order", id=order["id"])
    assert [each["number"][4:] for each in shown["invoices"]] == ["-00001", "-00001"]
    assert {each["sellerId"] for each in shown["invoices"]} == {ada.id, linus.id}
    snapshots = [Snapshot.parse(str(row["snapshot"])) for row in open_for_orders.query("SELECT * FROM invoices")]
    totals = {name: amount["amount"] for name, amount in shown["totals"].items()}
    assert sum(each.net for each in snapshots) == totals["items"]
    assert sum(each.tax for each in snapshots) == totals["tax"]
    assert sum(each.net + each.tax for each in snapshots) == totals["total"]

    second = place_order(grace, order_line(on_sale(ada)), key="k2")
    pay(second)
    (invoice,) = grace.query("order", id=second["id"])["invoices"]
    assert invoice["number"].endswith("-00002")


def test_an_order_that_is_not_paid_has_no_invoice(open_for_orders: Schema, ada: Person, grace: Person) -> None:
    """Neither one that was cancelled, nor one whose time is over."""
    order = place_order(grace, order_line(on_sale(ada)))
    grace.does("cancelOrder", id=order["id"])
    work()

    assert grace.query("order", id=order["id"])["invoices"] == []
    assert open_for_orders.query("SELECT * FROM invoices") == []


def test_an_invoice_is_read_by_its_buyer_and_its_seller_only(
    open_for_orders: Schema, ada: Person, grace: Person, linus: Person
) -> None:
    """The other seller of the order is refused too; the seller's copy has the address while they ship."""
    order = place_order(grace, order_line(on_sale(ada)), order_line(on_sale(linus)))
    pay(order)
    (sale,) = list_sales(ada)
    invoice = sale["invoice"]["id"]

    assert "12 Lê Lợi" in read_file(grace, invoice)
    assert "12 Lê Lợi" in read_file(ada, invoice, "VI")
    assert "Lanterns" in read_file(ada, invoice)
    for state, version in (("SHIPPED", 1), ("DONE", 2)):
        assert ada.does("advanceSale", orderId=order["id"], to=state, expectedVersion=version)["errors"] == []
    assert "12 Lê Lợi" not in read_file(ada, invoice)
    assert "Grace" in read_file(ada, invoice)
    assert "12 Lê Lợi" in read_file(grace, invoice)
    for stranger, wanted in ((linus, invoice), (ada, "invoice_0"), (ada, "post_1")):
        assert stranger.query("invoiceFile", id=wanted, language="EN") is None


def test_an_invoice_keeps_the_names_of_its_day(open_for_orders: Schema, ada: Person, grace: Person) -> None:
    """A seller who renames themselves later does not rewrite what they wrote."""
    order = place_order(grace, order_line(on_sale(ada)))
    pay(order)
    version = ada.query("viewer")["user"]["version"]
    assert ada.does("updateProfile", displayName="Augusta", expectedVersion=version)["errors"] == []

    (invoice,) = grace.query("order", id=order["id"])["invoices"]
    assert "Seller Ada" in read_file(grace, invoice["id"])


def test_files_are_drawn_a_bounded_number_of_times(
    open_for_orders: Schema, ada: Person, grace: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In an hour, by each person; what is not found is not counted, and the other person reads on."""
    order = place_order(grace, order_line(on_sale(ada)))
    pay(order)
    (invoice,) = grace.query("order", id=order["id"])["invoices"]
    monkeypatch.setenv("RATE_SCALE", "0.125")  # fifteen, and three for newcomers
    settings.cache_clear()

    assert grace.query("invoiceFile", id="invoice_0", language="EN") is None
    for _ in range(3):
        read_file(grace, invoice["id"])
    with pytest.raises(Refused, match="downloads of invoices") as refused:
        read_file(grace, invoice["id"])
    assert refused.value.kind == "RateLimited"
    read_file(ada, invoice["id"])


def test_numbers_have_no_gap_and_no_twin(open_for_orders: Schema, ada: Person, grace: Person) -> None:
    """Eight sales of one seller at once, every third of which is rolled back and tried again."""
    product = on_sale(ada, {"name": "A3", "price": 1999, "stock": 99})
    orders = [place_order(grace, order_line(product), key=f"k{number}")["id"] for number in range(24)]
    assert orders[0] == make_order_id(grace.id, "k0")

    def write(order_id: str, *, fails: bool) -> None:
        with_database(open_for_orders, lambda database: database.transact(writing(order_id, fails=fails)))

    def try_to_write(number: int) -> None:
        if number % 3 == 0:
            with pytest.raises(RolledBack):
                write(orders[number], fails=True)
        write(orders[number], fails=False)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(try_to_write, range(24)))

    rows = open_for_orders.query("SELECT number FROM invoices WHERE seller = %s ORDER BY number", "ada")
    assert [row["number"] for row in rows] == list(range(1, 25))


def writing(order_id: str, *, fails: bool) -> Callable[[DictCursor], None]:
    def work(cursor: DictCursor) -> None:
        service.write_invoices(cursor, order_id, {"ada": SNAPSHOT}, now())
        if fails:
            raise RolledBack

    return work


def with_database(schema: Schema, act: Callable[[Database], None]) -> None:
    database = schema.database()
    try:
        act(database)
    finally:
        database.close()


class RolledBack(Exception):  # noqa: N818 - a test's own
    """The sale failed after it took a number."""


def test_a_walk_in_auckland_is_billed_on_its_own_day(open_for_orders: Schema, ada: Person, grace: Person) -> None:
    """The clocks of its place decide the date."""
    order = place_order(grace, order_line(walk_on_sale(ada)), shippingAddress=None)
    before = now().astimezone(ZoneInfo("Pacific/Auckland")).date()
    pay(order)
    after = now().astimezone(ZoneInfo("Pacific/Auckland")).date()

    (row,) = open_for_orders.query("SELECT snapshot FROM invoices")
    assert before <= Snapshot.parse(str(row["snapshot"])).sold_on <= after
