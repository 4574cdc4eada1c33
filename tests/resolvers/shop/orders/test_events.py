"""What the stream tells of orders: events for buyers and sellers, and notifications of each step, once."""

import time
from typing import Any

import pytest

from resolvers.platform.event_log import repository as event_log
from resolvers.shop.orders import saga
from resolvers.shop.orders.model import ORDERS
from tests.people import Person, Refused
from tests.resolvers.shop.conftest import Schema
from tests.resolvers.shop.market_stall import nodes, on_sale
from tests.resolvers.shop.orders.test_orders import order_line, pay, place_order, work
from tests.stream import TableStream


def list_events(person: Person) -> list[tuple[str, str | None]]:
    told = event_log.list_since(ORDERS.topic(person.id), 0, 50)
    return [(each.data["orderState"], each.data.get("partState")) for each in told]


def list_notices(person: Person) -> list[tuple[str, str]]:
    (page,) = person.asks_each("Viewer", "notifications", [{"id": person.id}])
    return [(each["kind"], each["message"]) for each in nodes(page)]


def test_a_sale_is_followed_by_both(
    open_for_orders: Schema, stream: TableStream, ada: Person, grace: Person, linus: Person
) -> None:
    """Paid, told twice, and shipped; nobody else hears of it."""
    order = place_order(grace, order_line(on_sale(ada)))
    stream.settle()
    assert list_events(grace) == []

    pay(order)
    pay(order)
    stream.settle()
    ada.does("advanceSale", orderId=order["id"], to="SHIPPED", expectedVersion=1)
    stream.settle()

    assert list_events(grace) == [("PAID", None), ("PAID", None)]
    assert list_events(ada) == [("PAID", "WAITING"), ("PAID", "SHIPPED")]
    assert list_events(linus) == []
    number = order["number"]
    assert list_notices(grace) == [
        ("ORDER_SHIPPED", f"Your order {number} is on its way."),
        ("ORDER_PAID", f"Order {number} is paid."),
    ]
    assert list_notices(ada)[0] == ("SALE", f"Grace bought from you: order {number}.")


def test_the_buyer_is_told_why_money_goes_back(
    open_for_orders: Schema, stream: TableStream, ada: Person, grace: Person, linus: Person
) -> None:
    """A cancelled order that is paid all the same, and one whose pieces were sold meanwhile."""
    cancelled = place_order(grace, order_line(on_sale(ada)))
    grace.does("cancelOrder", id=cancelled["id"])
    pay(cancelled)
    stream.settle()

    ((kind, message),) = list_notices(grace)
    assert kind == "ORDER_REFUNDED"
    number = cancelled["number"]
    assert message == f"You paid order {number} after it was cancelled. 19.99 EUR of order {number} go back to you."
    assert list_events(grace)[-1] == ("CANCELLED", None)


def test_a_seller_is_told_of_a_cancelled_sale(
    open_for_orders: Schema, stream: TableStream, ada: Person, grace: Person
) -> None:
    """And the buyer that their money goes back."""
    order = place_order(grace, order_line(on_sale(ada)))
    pay(order)
    stream.settle()
    grace.does("cancelOrder", id=order["id"])
    stream.settle()

    assert list_notices(ada)[0] == ("SALE_CANCELLED", f"Grace cancelled order {order['number']}.")
    assert list_notices(grace)[0] == ("ORDER_REFUNDED", f"19.99 EUR of order {order['number']} go back to you.")
    assert list_events(ada)[-1] == ("CANCELLED", "WAITING")


def test_an_order_that_was_not_paid_in_time_is_told(
    open_for_orders: Schema, stream: TableStream, ada: Person, grace: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = place_order(grace, order_line(on_sale(ada)))
    later = time.time() + saga.HOLD_SECONDS + 1
    monkeypatch.setattr(time, "time", lambda: later)
    work()
    stream.settle()

    assert list_events(grace) == [("EXPIRED", None)]
    assert list_notices(grace) == [
        ("ORDER_EXPIRED", f"Order {order['number']} was not paid in time. Its pieces are free again.")
    ]
    assert list_events(ada) == []


def test_orders_of_others_cannot_be_followed(open_for_orders: Schema, ada: Person, grace: Person) -> None:
    scope: Any = grace.asks("Subscription", "onOrder", userId=grace.id)
    assert grace.id in str(scope)

    with pytest.raises(Refused):
        ada.asks("Subscription", "onOrder", userId=grace.id)
