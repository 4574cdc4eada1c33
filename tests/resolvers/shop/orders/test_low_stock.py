"""Sellers are told when a sale leaves few pieces of a variant, or none: once, until it is filled up."""

from typing import Any

from resolvers.platform.event_log import repository as event_log
from resolvers.platform.notifications.model import NOTIFICATIONS
from resolvers.shop.stock import repository as stock
from tests.people import Person
from tests.resolvers.shop.conftest import Schema
from tests.resolvers.shop.market_stall import on_sale
from tests.resolvers.shop.orders.test_events import list_notices
from tests.resolvers.shop.orders.test_orders import order_line, pay, place_order
from tests.stream import TableStream


def sell(stream: TableStream, buyer: Person, product: dict[str, Any], quantity: int, key: str) -> dict[str, Any]:
    order = place_order(buyer, order_line(product, quantity), key=key)
    pay(order)
    stream.settle()
    return order


def list_low(seller: Person) -> list[str]:
    """What a seller was told of their stock, the oldest first."""
    return [message for kind, message in list_notices(seller) if kind == "STOCK_LOW"][::-1]


def fill(seller: Person, product: dict[str, Any], delta: int) -> None:
    variant = product["variants"][0]["id"]
    payload = seller.does("changeStock", productId=product["id"], variantId=variant, delta=delta)
    assert payload["errors"] == []


def print_of(seller: Person, pieces: int) -> dict[str, Any]:
    return on_sale(seller, {"name": "A3", "price": 1999, "stock": pieces})


def test_a_seller_is_told_once_until_the_stock_is_filled_up(
    open_for_orders: Schema, stream: TableStream, ada: Person, grace: Person
) -> None:
    """Ten pieces: nothing at four, told at three, not again down to none; after filling up told again."""
    product = print_of(ada, 10)
    sell(stream, grace, product, 6, "four are left")
    assert list_low(ada) == []

    sell(stream, grace, product, 1, "three are left")
    assert list_low(ada) == ["Only 3 of “Lanterns: A3” are left."]
    sell(stream, grace, product, 2, "one is left")
    sell(stream, grace, product, 1, "none is left")
    assert len(list_low(ada)) == 1

    fill(ada, product, 4)
    stream.settle()
    sell(stream, grace, product, 3, "one is left again")
    assert list_low(ada)[1:] == ["Only 1 of “Lanterns: A3” is left."]
    assert list_low(grace) == []


def test_a_seller_of_few_pieces_is_told_of_the_last(
    open_for_orders: Schema, stream: TableStream, ada: Person, grace: Person
) -> None:
    """Two were never many; and all at once is told as sold out."""
    few, many = print_of(ada, 2), print_of(ada, 9)
    sell(stream, grace, few, 1, "first")
    assert list_low(ada) == []

    sell(stream, grace, few, 1, "second")
    sell(stream, grace, many, 9, "all")
    assert list_low(ada) == ["“Lanterns: A3” is sold out."] * 2


def test_only_a_sale_is_told(open_for_orders: Schema, stream: TableStream, ada: Person, grace: Person) -> None:
    """Not what a seller takes away, nor what an order holds that nobody pays."""
    product = print_of(ada, 10)
    fill(ada, product, -7)
    place_order(grace, order_line(product, 3), key="unpaid")
    stream.settle()

    assert list_low(ada) == []


def test_pieces_that_come_back_fill_nothing_up(
    open_for_orders: Schema, stream: TableStream, ada: Person, grace: Person
) -> None:
    """A cancelled order's pieces are sold again, and the seller knows already."""
    product = print_of(ada, 5)
    order = sell(stream, grace, product, 3, "cancelled")
    grace.does("cancelOrder", id=order["id"])
    stream.settle()
    sell(stream, grace, product, 3, "again")

    assert list_low(ada) == ["Only 2 of “Lanterns: A3” are left."]


def test_a_record_that_comes_twice_is_told_once_and_live(
    open_for_orders: Schema, stream: TableStream, ada: Person, grace: Person
) -> None:
    """The event goes to the seller's own topic with the product, so that their bell rings at once."""
    product = print_of(ada, 4)
    stream.settle()
    variant = product["variants"][0]["id"]
    sell(stream, grace, product, 2, "two are left")
    stream.deliver([*stream.delivered])

    told = event_log.list_since(NOTIFICATIONS.topic(ada.id), 0, 50)
    assert [each.data["subjectId"] for each in told if each.data["kind"] == "STOCK_LOW"] == [product["id"]]
    assert list_low(ada) == ["Only 2 of “Lanterns: A3” are left."]
    left = stock.get(variant)
    assert left
    assert (left.available, left.sold, left.fillings) == (2, 2, 0)
