"""What sellers give back of their part of an order: for pieces or by an amount, never more than was paid for it."""

from typing import Any

from tests.people import Person
from tests.resolvers.shop.conftest import Schema
from tests.resolvers.shop.market_stall import codes, on_sale
from tests.resolvers.shop.orders.test_events import list_notices
from tests.resolvers.shop.orders.test_orders import order_line, pay, place_order
from tests.stream import TableStream


def refund(seller: Person, order: dict[str, Any], key: str = "k", **what: Any) -> dict[str, Any]:
    fields = {"orderId": order["id"], "reason": "It was damaged.", "idempotencyKey": key}
    payload: dict[str, Any] = seller.does("refundSale", **fields, **what)
    return payload


def test_pieces_and_amounts_come_to_what_was_paid(
    open_for_orders: Schema, stream: TableStream, ada: Person, grace: Person
) -> None:
    """One piece of three, told twice, then an amount; the last pieces take the rest."""
    order = place_order(grace, order_line(on_sale(ada), 3))
    pay(order)
    stream.settle()

    one = refund(ada, order, lines=[{"line": 1, "quantity": 1}])
    again = refund(ada, order, lines=[{"line": 1, "quantity": 1}])
    assert one["sale"]["refunded"] == again["sale"]["refunded"] == {"amount": 1999, "currency": "EUR"}
    stream.settle()
    assert list_notices(grace)[0] == (
        "ORDER_REFUNDED",
        f"19.99 EUR of order {order['number']} go back to you: It was damaged.",
    )
    assert codes(refund(ada, order, "k2")) == [("INVALID_INPUT", "amount")]
    assert refund(ada, order, "k2", amount=1000)["sale"]["refunded"]["amount"] == 2999
    assert codes(refund(ada, order, "k2", amount=999)) == [("IDEMPOTENCY_KEY_REUSED", "idempotencyKey")]
    (too_much,) = refund(ada, order, "k3", amount=2999)["errors"]
    (too_many,) = refund(ada, order, "k4", lines=[{"line": 1, "quantity": 3}])["errors"]
    for each in (too_much, too_many):
        assert (each["code"], each["refundable"]) == ("REFUND_TOO_LARGE", {"amount": 2998, "currency": "EUR"})
    assert refund(ada, order, "k5", lines=[{"line": 1, "quantity": 2}])["sale"]["refunded"]["amount"] == 5997

    shown = grace.query("order", id=order["id"])
    assert (shown["totals"]["refunded"]["amount"], shown["lines"][0]["refundedQuantity"]) == (5997, 3)


def test_a_seller_gives_back_of_their_own_part_only(
    open_for_orders: Schema, ada: Person, grace: Person, linus: Person
) -> None:
    """Another seller's lines are none of theirs, nor is more than their lines came to; nothing before it is paid."""
    order = place_order(grace, order_line(on_sale(ada)), order_line(on_sale(linus)))
    assert codes(refund(ada, order, amount=1)) == [("NOT_FOUND", "orderId")]
    pay(order)

    assert codes(refund(ada, order, lines=[{"line": 2, "quantity": 1}])) == [("INVALID_INPUT", "lines")]
    assert codes(refund(ada, order, amount=2000)) == [("REFUND_TOO_LARGE", "amount")]
    assert codes(refund(grace, order, amount=1)) == [("NOT_FOUND", "orderId")]
    assert refund(linus, order, amount=1999)["sale"]["refunded"]["amount"] == 1999
