"""Credit notes: one for each refund of a seller, numbered without gap or twin, which correct invoices exactly."""

import base64
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from resolvers.shop.invoices.model import CreditSnapshot, Snapshot
from resolvers.shop.orders import connection, relay, saga
from resolvers.shop.orders.records import Undelivered
from resolvers.shop.orders.saga import Shop
from resolvers.shop.states import RefundState
from tests.people import Person
from tests.resolvers.shop.conftest import Schema
from tests.resolvers.shop.invoices.test_document import read
from tests.resolvers.shop.market_stall import nodes, on_sale
from tests.resolvers.shop.orders.market import Crash, CrashingDatabase, CrashPoint
from tests.resolvers.shop.orders.test_orders import order_line, pay, place_order, work
from tests.resolvers.shop.orders.test_refunds import refund


def settle(schema: Schema, state: RefundState = RefundState.SUCCEEDED) -> None:
    """Let the provider tell how all refunds ended that it has not told of."""
    work()
    for row in schema.query("SELECT id FROM refunds WHERE state IN ('REQUESTED', 'PENDING') ORDER BY id"):
        saga.settle_refund(connection.open_shop(), str(row["id"]), state)
    work()


def show_notes(buyer: Person, order: dict[str, Any]) -> list[dict[str, Any]]:
    notes: list[dict[str, Any]] = buyer.query("order", id=order["id"])["creditNotes"]
    return notes


def read_file(reader: Person, note: dict[str, Any], language: str = "EN") -> str:
    file = reader.query("invoiceFile", id=note["id"], language=language)
    assert file["name"].startswith("credit-note-20")
    return read(base64.b64decode(file["content"]))


def sum_taxes(schema: Schema, seller: Person) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the net and the tax that a seller invoiced, and those that they credited."""
    invoices = schema.query("SELECT snapshot FROM invoices WHERE seller = %s", seller.id)
    notes = schema.query("SELECT snapshot FROM credit_notes WHERE seller = %s AND number IS NOT NULL", seller.id)
    invoiced = [Snapshot.parse(str(each["snapshot"])) for each in invoices]
    credited = [CreditSnapshot.parse(str(each["snapshot"])) for each in notes]
    return (
        (sum(each.net for each in invoiced), sum(each.tax for each in invoiced)),
        (sum(each.net for each in credited), sum(each.tax for each in credited)),
    )


def test_each_refund_gives_a_credit_note_that_names_its_invoice(
    open_for_orders: Schema, ada: Person, grace: Person
) -> None:
    """Pieces, an amount, and the rest: once the money has gone back, once each, and together exactly the invoice."""
    order = place_order(grace, order_line(on_sale(ada, taxRate=1900), 3))
    pay(order)
    refund(ada, order, "k1", lines=[{"line": 1, "quantity": 1}])
    work()
    assert show_notes(grace, order) == []

    settle(open_for_orders)
    settle(open_for_orders)
    for key, what in (("k2", {"amount": 1000}), ("k3", {"lines": [{"line": 1, "quantity": 2}]})):
        refund(ada, order, key, **what)
        settle(open_for_orders)

    notes, (invoice,) = show_notes(grace, order), grace.query("order", id=order["id"])["invoices"]
    assert [each["number"][:3] + each["number"][7:] for each in notes] == ["CN--00001", "CN--00002", "CN--00003"]
    assert [each["amount"]["amount"] for each in notes] == [1999, 1000, 2998]
    assert {(each["invoiceId"], each["sellerId"], each["isVoid"]) for each in notes} == {(invoice["id"], ada.id, False)}
    (sale,) = nodes(ada.asks_each("Viewer", "sales", [{}])[0])
    assert sale["creditNotes"] == notes
    invoiced, credited = sum_taxes(open_for_orders, ada)
    assert invoiced == credited == (5039, 958)


def test_a_credit_note_is_read_by_its_buyer_and_its_seller_only(
    open_for_orders: Schema, ada: Person, grace: Person, linus: Person
) -> None:
    """In English and Vietnamese, with what goes back and why; not by the other seller of the order."""
    order = place_order(grace, order_line(on_sale(ada, taxRate=1900), 2), order_line(on_sale(linus)))
    pay(order)
    refund(ada, order, lines=[{"line": 1, "quantity": 1}])
    settle(open_for_orders)
    (note,) = show_notes(grace, order)
    number = next(each["number"] for each in order_invoices(grace, order) if each["sellerId"] == ada.id)

    english, vietnamese = read_file(grace, note), read_file(ada, note, "VI")
    for words in (f"Credit note {note['number']}", f"Corrects invoice: {number}", "It was damaged.", "Seller Ada"):
        assert words in english
    for words in ("12 Lê Lợi", "Lanterns: A3 1 19 % 16.80 EUR 3.19 EUR 19.99 EUR", "Total: 19.99 EUR"):
        assert words in english
    assert f"Hóa đơn điều chỉnh giảm {note['number']}" in vietnamese
    assert "19,99 EUR" in vietnamese
    assert linus.query("invoiceFile", id=note["id"], language="EN") is None
    (other,) = nodes(linus.asks_each("Viewer", "sales", [{}])[0])
    assert other["creditNotes"] == []


def order_invoices(buyer: Person, order: dict[str, Any]) -> list[dict[str, Any]]:
    invoices: list[dict[str, Any]] = buyer.query("order", id=order["id"])["invoices"]
    return invoices


def test_a_cancelled_order_takes_back_what_is_left_of_each_invoice(
    open_for_orders: Schema, ada: Person, grace: Person, linus: Person
) -> None:
    """Each seller writes a credit note of their own; what was given back before is on the one before."""
    order = place_order(grace, order_line(on_sale(ada, taxRate=700), 2), order_line(on_sale(linus, taxRate=1900)))
    pay(order)
    refund(ada, order, amount=500)
    settle(open_for_orders)
    assert grace.does("cancelOrder", id=order["id"])["errors"] == []
    settle(open_for_orders)

    notes = show_notes(grace, order)
    assert sorted((each["sellerId"], each["amount"]["amount"]) for each in notes) == sorted(
        [(ada.id, 500), (ada.id, 3498), (linus.id, 1999)]
    )
    for seller in (ada, linus):
        invoiced, credited = sum_taxes(open_for_orders, seller)
        assert invoiced == credited
    assert "The order was cancelled." in read_file(grace, notes[-1])


def test_nobody_credits_what_nobody_was_billed_for(open_for_orders: Schema, ada: Person, grace: Person) -> None:
    """A refund that failed, an order that was cancelled before its invoice was written, and late money."""
    order, cancelled, late = (place_order(grace, order_line(on_sale(ada)), key=key) for key in ("a", "b", "c"))
    pay(order)
    refund(ada, order, amount=500)
    settle(open_for_orders, RefundState.FAILED)
    saga.take_payment(connection.open_shop(), "stripe", "evt_b", cancelled["id"])
    grace.does("cancelOrder", id=cancelled["id"])
    grace.does("cancelOrder", id=late["id"])
    saga.take_payment(connection.open_shop(), "stripe", "evt_c", late["id"])
    settle(open_for_orders)

    assert [show_notes(grace, each) for each in (order, cancelled, late)] == [[], [], []]
    assert open_for_orders.query("SELECT id FROM outbox WHERE sent_at IS NULL") == []


def test_money_that_comes_back_from_the_bank_makes_a_credit_note_void(
    open_for_orders: Schema, ada: Person, grace: Person
) -> None:
    """It stays, because its number was given; what is given back instead has a credit note of its own."""
    order = place_order(grace, order_line(on_sale(ada, taxRate=1900)))
    pay(order)
    refund(ada, order, amount=1999)
    settle(open_for_orders)
    (row,) = open_for_orders.query("SELECT id FROM refunds")
    saga.settle_refund(connection.open_shop(), str(row["id"]), RefundState.FAILED)
    refund(ada, order, "again", amount=1999)
    settle(open_for_orders)

    void, valid = show_notes(grace, order)
    assert (void["isVoid"], valid["isVoid"], valid["amount"]["amount"]) == (True, False, 1999)
    assert "Void" in read_file(grace, void)
    assert "Void" not in read_file(grace, valid)


def test_credit_notes_have_no_gap_and_no_twin(open_for_orders: Schema, ada: Person, grace: Person) -> None:
    """Eight refunds at once of eight orders and eight of one, each told twice at once."""
    product = on_sale(ada, {"name": "A3", "price": 1999, "stock": 99}, taxRate=1900)
    orders = [place_order(grace, order_line(product, 8), key=f"k{number}") for number in range(9)]
    for order in orders:
        pay(order)
    refunds: list[tuple[dict[str, Any], dict[str, Any]]] = [
        *((order, {"amount": 1234}) for order in orders[:8]),
        *((orders[8], {"lines": [{"line": 1, "quantity": 1}]}) for _ in range(8)),
    ]
    for number, (order, what) in enumerate(refunds):
        assert refund(ada, order, f"r{number}", **what)["errors"] == []
    work()
    ids = [str(row["id"]) for row in open_for_orders.query("SELECT id FROM refunds")]

    def tell(refund_id: str) -> None:
        database = open_for_orders.database()
        shop = Shop(database, connection.RequestedRefunds(), connection.open_shop().now)
        try:
            saga.settle_refund(shop, refund_id, RefundState.SUCCEEDED)
            while relay.relay_message(shop):
                pass
        finally:
            database.close()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(tell, [each for each in ids for _ in range(2)]))
    work()

    rows = open_for_orders.query("SELECT number FROM credit_notes ORDER BY number")
    assert [row["number"] for row in rows] == list(range(1, 17))
    assert len(show_notes(grace, orders[8])) == 8
    whole = sum(each["amount"]["amount"] for each in show_notes(grace, orders[8]))
    assert whole == orders[8]["totals"]["total"]["amount"]


@pytest.mark.parametrize("crash", ["before", "rolled back", "after"])
def test_a_worker_that_crashes_loses_no_credit_note_and_writes_no_second(
    open_for_orders: Schema, ada: Person, grace: Person, crash: CrashPoint
) -> None:
    """While it takes in that the money went back, and while it writes."""
    order = place_order(grace, order_line(on_sale(ada)))
    pay(order)
    refund(ada, order, amount=500)
    work()
    (row,) = open_for_orders.query("SELECT id FROM refunds")
    database = CrashingDatabase(open_for_orders.address)
    shop = Shop(database, connection.RequestedRefunds(), connection.open_shop().now)

    for step in (lambda: saga.settle_refund(shop, str(row["id"]), RefundState.SUCCEEDED), relay_all(shop)):
        database.crash_at = crash
        with pytest.raises(Crash):
            step()
        step()
    database.close()

    (note,) = show_notes(grace, order)
    assert (note["number"][-5:], note["amount"]["amount"]) == ("00001", 500)
    assert open_for_orders.query("SELECT last FROM credit_note_counters") == [{"last": 1}]


def relay_all(shop: Shop) -> Any:
    def step() -> None:
        while relay.relay_message(shop):
            pass

    return step


def test_a_credit_note_waits_for_its_invoice(open_for_orders: Schema, ada: Person, grace: Person) -> None:
    """The message that writes the invoice failed so far: the credit note is written after it, not without it."""
    order = place_order(grace, order_line(on_sale(ada)))
    shop = connection.open_shop()
    saga.take_payment(shop, "stripe", "evt", order["id"])
    postpone(open_for_orders, "INVOICE", "2100-01-01")
    refund(ada, order, amount=500)
    work()
    (row,) = open_for_orders.query("SELECT id FROM refunds")
    saga.settle_refund(shop, str(row["id"]), RefundState.SUCCEEDED)
    with pytest.raises(Undelivered):
        relay_all(shop)()
    assert show_notes(grace, order) == []

    for kind in ("INVOICE", "CREDIT"):
        postpone(open_for_orders, kind, "2020-01-01")
        work()
    assert [each["amount"]["amount"] for each in show_notes(grace, order)] == [500]


def postpone(schema: Schema, kind: str, until: str) -> None:
    """Have a message of the outbox wait, or wait no longer."""
    with schema.connect() as writer, writer.cursor() as cursor:
        cursor.execute("UPDATE outbox SET next_at = %s WHERE sent_at IS NULL AND kind = %s", (until, kind))
        writer.commit()
