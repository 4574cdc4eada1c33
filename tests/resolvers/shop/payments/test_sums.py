"""Whatever is bought: what the lines come to is what the order, the provider, the invoices and credit notes say."""

from typing import Any, Final
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resolvers.shop.invoices.model import CreditSnapshot, Snapshot
from resolvers.shop.orders import connection, saga
from resolvers.shop.states import RefundState
from tests.fakes.payments import Payments
from tests.people import Person
from tests.resolvers.shop.conftest import Schema
from tests.resolvers.shop.invoices.test_credit_notes import read_file as read_credit_note
from tests.resolvers.shop.invoices.test_invoices import read_file as read_invoice
from tests.resolvers.shop.market_stall import on_sale
from tests.resolvers.shop.orders.test_orders import order_line, pay, place_order, work
from tests.resolvers.shop.payments.till import Till

AMOUNTS: Final = ("net", "tax", "total")
# A product for each seller: its tax rate, and of each variant the price and how many of it are bought.
# The provider takes 0.50 EUR at least.
VARIANT: Final = st.tuples(st.integers(50, 30_000), st.integers(1, 9))
PRODUCT: Final = st.tuples(st.integers(0, 10_000), st.lists(VARIANT, min_size=1, max_size=4))


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(sold=st.lists(PRODUCT, min_size=1, max_size=2), returned=st.integers(1, 9), amount=st.integers(1, 20_000))
def test_lines_and_taxes_sum_to_the_order_everywhere(
    till: Till,
    stripe_local: Payments,
    open_for_orders: Schema,
    ada: Person,
    grace: Person,
    linus: Person,
    sold: list[tuple[int, list[tuple[int, int]]]],
    returned: int,
    amount: int,
) -> None:
    """In GraphQL, in SQL, at the provider, in invoices, and in credit notes once everything has gone back."""
    order = buy(grace, list(zip((ada, linus), sold, strict=False)))
    sums = sum_lines(order["lines"])
    totals = {name: each["amount"] for name, each in order["totals"].items()}
    assert (totals["items"], totals["tax"], totals["total"]) == sums
    assert all(line["net"]["amount"] + line["tax"]["amount"] == line["total"]["amount"] for line in order["lines"])
    assert read_sums(open_for_orders, order) == (sums, sums)

    assert grace.does("startPayment", orderId=order["id"])["errors"] == []
    (session,) = [each for each in list_sessions(stripe_local) if each.client_reference_id == order["id"]]
    assert (session.amount_total, session.currency) == (sums[2], "eur")
    pay(order)
    assert add_snapshots(open_for_orders, order, "invoices") == sums

    for seller in (ada, linus)[: len(sold)]:
        give_everything_back(seller, order, returned, amount)
    work()
    settle_refunds(open_for_orders, order)
    shown = grace.query("order", id=order["id"])
    assert shown["totals"]["refunded"]["amount"] == sums[2]
    assert sum(each["amount"]["amount"] for each in shown["creditNotes"]) == sums[2]
    assert add_snapshots(open_for_orders, order, "credit_notes") == sums
    check_files(grace, shown)


def buy(buyer: Person, sold: list[tuple[Person, tuple[int, list[tuple[int, int]]]]]) -> dict[str, Any]:
    lines = []
    for seller, (tax_rate, variants) in sold:
        drafts = [{"name": f"A{number}", "price": price, "stock": 9} for number, (price, _) in enumerate(variants)]
        product = on_sale(seller, *drafts, taxRate=tax_rate)
        for variant, (_, quantity) in zip(product["variants"], variants, strict=True):
            lines.append(order_line({"variants": [variant]}, quantity))
    return place_order(buyer, *lines, key=uuid4().hex)


def sum_lines(lines: list[dict[str, Any]]) -> tuple[int, int, int]:
    net, tax, total = (sum(line[name]["amount"] for line in lines) for name in AMOUNTS)
    return net, tax, total


def read_sums(schema: Schema, order: dict[str, Any]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return what SQL says of the whole order, and what its lines come to there."""
    (whole,) = schema.query("SELECT items, tax, total FROM orders WHERE id = %s", order["id"])
    (lines,) = schema.query(
        "SELECT SUM(net) AS net, SUM(tax) AS tax, SUM(total) AS total FROM order_lines WHERE order_id = %s", order["id"]
    )
    return tuple(int(str(each)) for each in whole.values()), tuple(int(str(each)) for each in lines.values())


def list_sessions(provider: Payments) -> list[Any]:
    return list(provider.client().v1.checkout.sessions.list({"limit": 100}).auto_paging_iter())


def add_snapshots(schema: Schema, order: dict[str, Any], name: str) -> tuple[int, int, int]:
    kind = Snapshot if name == "invoices" else CreditSnapshot
    rows = schema.query(f"SELECT snapshot FROM {name} WHERE order_id = %s", order["id"])  # noqa: S608 - two names of ours
    found = [kind.parse(str(row["snapshot"])) for row in rows]
    lines = [line for each in found for line in each.lines]
    return sum(each.net for each in found), sum(each.tax for each in found), sum(line.total for line in lines)


def give_everything_back(seller: Person, order: dict[str, Any], returned: int, amount: int) -> None:
    """Give some pieces of the first line back, then an amount, then all that is left."""
    fields = {"orderId": order["id"], "reason": "It was damaged."}
    own = [line for line in order["lines"] if line["sellerId"] == seller.id]
    pieces = min(returned, own[0]["quantity"])
    left = sum_lines(own)[2]
    for what in ({"lines": [{"line": own[0]["line"], "quantity": pieces}]}, {"amount": amount}):
        payload = seller.does("refundSale", **fields, **what, idempotencyKey=uuid4().hex)
        if payload["sale"]:
            left = sum_lines(own)[2] - payload["sale"]["refunded"]["amount"]
    if left:
        assert seller.does("refundSale", **fields, amount=left, idempotencyKey=uuid4().hex)["errors"] == []


def settle_refunds(schema: Schema, order: dict[str, Any]) -> None:
    for row in schema.query("SELECT id FROM refunds WHERE order_id = %s ORDER BY id", order["id"]):
        saga.settle_refund(connection.open_shop(), str(row["id"]), RefundState.SUCCEEDED)
    work()


def check_files(buyer: Person, order: dict[str, Any]) -> None:
    """The files end with the sum that the API shows."""
    note = order["creditNotes"][0]
    assert f"Total: {write(note['amount']['amount'])} EUR" in read_credit_note(buyer, note)
    invoice = order["invoices"][0]
    own = [line for line in order["lines"] if line["sellerId"] == invoice["sellerId"]]
    file = read_invoice(buyer, invoice["id"])
    for name, each in zip(("Net", "Tax", "Total"), sum_lines(own), strict=True):
        assert f"{name}: {write(each)} EUR" in file


def write(amount: int) -> str:
    return f"{amount / 100:,.2f}"
