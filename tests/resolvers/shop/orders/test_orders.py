"""Orders as people see them: placed at the prices they saw, held, cancelled, paid, shipped, and nobody else's."""

import time
from typing import Any

import pytest

from resolvers.shop.orders import connection, saga
from resolvers.shop.orders.worker import lambda_handler
from resolvers.shop.stock import repository as stock
from tests.people import FakeContext, Person, Refused
from tests.resolvers.shop.conftest import Schema
from tests.resolvers.shop.market_stall import codes, nodes, on_sale, walk_on_sale
from tests.stream import TableStream

ADDRESS = {"name": "Nguyễn Thị Đào", "street": "12 Lê Lợi\nQuận 1", "town": "Hồ Chí Minh", "country": "VN"}


def order_line(product: dict[str, Any], quantity: int = 1, **more: Any) -> dict[str, Any]:
    variant = product["variants"][0]
    return {"variantId": variant["id"], "quantity": quantity, "priceVersion": variant["priceVersion"]} | more


def try_to_order(buyer: Person, *lines: dict[str, Any], key: str = "k", **more: Any) -> dict[str, Any]:
    fields = {"shippingAddress": ADDRESS} | more
    payload: dict[str, Any] = buyer.does("placeOrder", lines=list(lines), idempotencyKey=key, **fields)
    return payload


def place_order(buyer: Person, *lines: dict[str, Any], **more: Any) -> dict[str, Any]:
    payload = try_to_order(buyer, *lines, **more)
    assert payload["errors"] == []
    order: dict[str, Any] = payload["order"]
    return order


def pay(order: dict[str, Any]) -> None:
    """Let the provider tell that an order was paid, and the minute's work carry it out."""
    saga.take_payment(connection.open_shop(), "stripe", f"evt_{order['id']}", order["id"])
    work()


def work() -> None:
    lambda_handler({}, FakeContext())


def test_an_order_keeps_what_it_was_sold_as(open_for_orders: Schema, ada: Person, grace: Person) -> None:
    """Three prints at 19.99 with 19 % in them; a later title and price change nothing."""
    product = on_sale(ada, taxRate=1900)
    order = place_order(grace, order_line(product, 3))
    variant = product["variants"][0]["id"]
    ada.does("updateVariant", productId=product["id"], variantId=variant, price=2500, expectedVersion=2)

    shown = grace.query("order", id=order["id"])
    assert (shown["state"], shown["version"]) == ("PENDING", 1)
    (line,) = shown["lines"]
    assert (line["title"], line["quantity"], line["unitPrice"]) == (
        "Lanterns: A3",
        3,
        {"amount": 1999, "currency": "EUR"},
    )
    assert [line[name]["amount"] for name in ("net", "tax", "total")] == [5039, 958, 5997]
    totals = {name: amount["amount"] for name, amount in shown["totals"].items()}
    assert totals == {"items": 5039, "shipping": 0, "tax": 958, "total": 5997, "paid": 0, "refunded": 0}
    assert shown["shippingAddress"] == ADDRESS | {"region": "", "postcode": ""}
    assert [(part["seller"]["displayName"], part["state"]) for part in shown["parts"]] == [("Ada", "WAITING")]
    held = stock.get(variant)
    assert held
    assert (held.available, held.held) == (7, 3)


def test_a_repeat_is_the_same_order(open_for_orders: Schema, ada: Person, grace: Person) -> None:
    """Even after the product was renamed and taken off sale; another input under the key is refused."""
    product = on_sale(ada)
    first = place_order(grace, order_line(product))
    ada.does("retireProduct", id=product["id"], expectedVersion=product["version"])

    assert place_order(grace, order_line(product)) == first
    assert codes(try_to_order(grace, order_line(product, 2))) == [("IDEMPOTENCY_KEY_REUSED", "idempotencyKey")]


def test_what_has_changed_since_is_refused_with_what_it_is_now(
    open_for_orders: Schema, ada: Person, grace: Person
) -> None:
    """Sold out with the number left, another price with the new one, off sale; nothing is held then."""
    product = on_sale(ada)
    variant = product["variants"][0]["id"]

    few = try_to_order(grace, order_line(product, 11))["errors"]
    assert [(each["code"], each["variantId"], each["available"]) for each in few] == [
        ("INSUFFICIENT_STOCK", variant, 10)
    ]

    repriced = ada.does("updateVariant", productId=product["id"], variantId=variant, price=2500, expectedVersion=2)
    (changed,) = try_to_order(grace, order_line(product))["errors"]
    assert (changed["code"], changed["price"]["amount"], changed["priceVersion"]) == ("PRICE_CHANGED", 2500, 2)

    ada.does("retireProduct", id=product["id"], expectedVersion=repriced["product"]["version"])
    assert codes(try_to_order(grace, order_line(product, priceVersion=2))) == [("NOT_FOR_SALE", "lines")]
    left = stock.get(variant)
    assert left
    assert (left.available, left.held) == (10, 0)


def test_what_its_article_no_longer_shows_is_not_ordered(
    open_for_orders: Schema, stream: TableStream, ada: Person, grace: Person
) -> None:
    """Made private between cart and order: refused, and nothing is held; an order of before stays."""
    product = on_sale(ada)
    before = place_order(grace, order_line(product), key="before")
    stream.settle()
    version = ada.query("post", id=product["subjectId"])["version"]
    hidden = ada.does("updatePost", id=product["subjectId"], expectedVersion=version, visibility="PRIVATE")
    assert hidden["errors"] == []
    stream.settle()

    assert codes(try_to_order(grace, order_line(product))) == [("NOT_FOR_SALE", "lines")]
    left = stock.get(product["variants"][0]["id"])
    assert left
    assert (left.available, left.held) == (9, 1)
    assert grace.query("order", id=before["id"])["state"] == "PENDING"


def test_sellers_do_not_order_from_themselves(open_for_orders: Schema, ada: Person, grace: Person) -> None:
    """Not even with something of another seller; nothing is held."""
    own, other = on_sale(ada), on_sale(grace)

    (refused,) = try_to_order(ada, order_line(other), order_line(own))["errors"]
    assert (refused["code"], refused["variantId"]) == ("NOT_FOR_SALE", own["variants"][0]["id"])
    assert refused["message"] == "You sell this yourself."
    left = stock.get(other["variants"][0]["id"])
    assert left
    assert left.held == 0


@pytest.mark.parametrize("quantity", [0, -1, 100, 2**31, 1.5])
def test_quantities_that_nobody_can_order(open_for_orders: Schema, ada: Person, grace: Person, quantity: float) -> None:
    product = on_sale(ada)

    assert codes(try_to_order(grace, order_line(product) | {"quantity": quantity})) == [("INVALID_INPUT", "quantity")]


def test_lines_and_addresses_that_do_not_fit(open_for_orders: Schema, ada: Person, grace: Person) -> None:
    """A print needs an address, a walk has none; a variant has one line; an order has one currency."""
    product, walk = on_sale(ada), walk_on_sale(ada)

    assert codes(try_to_order(grace, order_line(product), shippingAddress=None)) == [
        ("INVALID_INPUT", "shippingAddress")
    ]
    assert codes(try_to_order(grace, order_line(walk))) == [("INVALID_INPUT", "shippingAddress")]
    assert codes(try_to_order(grace, order_line(product), order_line(product))) == [("INVALID_INPUT", "lines")]
    assert codes(try_to_order(grace, order_line(product), order_line(walk))) == [("INVALID_INPUT", "lines")]
    assert place_order(grace, order_line(walk), shippingAddress=None)["shippingAddress"] is None


def test_a_walk_keeps_the_date_at_which_it_was_sold(open_for_orders: Schema, ada: Person, grace: Person) -> None:
    """With the zone of its place; a print has none."""
    walk, product = walk_on_sale(ada), on_sale(ada)
    (dated,) = place_order(grace, order_line(walk), shippingAddress=None)["lines"]
    (other,) = place_order(grace, order_line(product), key="print")["lines"]

    assert (dated["startsAt"], dated["zone"]) == (walk["variants"][0]["startsAt"], "Pacific/Auckland")
    assert (other["startsAt"], other["zone"]) == (None, None)


def test_others_do_not_find_it(open_for_orders: Schema, ada: Person, grace: Person, linus: Person) -> None:
    """Not by its id, not in their lists, and they cannot cancel it; its seller has no sale before it is paid."""
    order = place_order(grace, order_line(on_sale(ada)))

    for other in (ada, linus):
        assert other.query("order", id=order["id"]) is None
        assert other.asks_each("Viewer", "orders", [{}])[0]["edges"] == []
        assert codes(other.does("cancelOrder", id=order["id"])) == [("NOT_FOUND", "id")]
    assert ada.asks_each("Viewer", "sales", [{}])[0]["edges"] == []
    with pytest.raises(Refused, match="Sign in"):
        Person().query("order", id=order["id"])


def test_a_cancelled_order_frees_its_pieces(open_for_orders: Schema, ada: Person, grace: Person) -> None:
    """Once, also after it was paid, and not once it has shipped."""
    product = on_sale(ada)
    order, other, shipped = (
        place_order(grace, order_line(product, quantity), key=str(quantity)) for quantity in (4, 2, 1)
    )
    pay(other)
    pay(shipped)
    ada.does("advanceSale", orderId=shipped["id"], to="SHIPPED", expectedVersion=1)

    assert grace.does("cancelOrder", id=order["id"])["order"]["state"] == "CANCELLED"
    assert grace.does("cancelOrder", id=order["id"])["errors"] == []
    totals = grace.does("cancelOrder", id=other["id"])["order"]["totals"]
    assert totals["refunded"] == totals["paid"] == {"amount": 3998, "currency": "EUR"}
    (refused,) = grace.does("cancelOrder", id=shipped["id"])["errors"]
    assert (refused["code"], refused["state"]) == ("ORDER_CLOSED", "PAID")
    work()
    left = stock.get(product["variants"][0]["id"])
    assert left
    assert (left.available, left.held, left.sold) == (9, 0, 1)


def test_a_seller_ships_and_then_forgets_the_address(open_for_orders: Schema, ada: Person, grace: Person) -> None:
    """Each step once, under the version; the address is shown while it ships, and no longer."""
    order = place_order(grace, order_line(on_sale(ada), 2))
    pay(order)
    (sale,) = nodes(ada.asks_each("Viewer", "sales", [{}])[0])
    assert (sale["number"], sale["total"]["amount"], sale["buyer"]["displayName"]) == (order["number"], 3998, "Grace")
    assert sale["shippingAddress"]["name"] == ADDRESS["name"]

    def advance(to: str, version: int) -> dict[str, Any]:
        payload: dict[str, Any] = ada.does("advanceSale", orderId=order["id"], to=to, expectedVersion=version)
        return payload

    assert advance("SHIPPED", 1)["sale"]["state"] == "SHIPPED"
    assert advance("SHIPPED", 1)["errors"] == []
    assert codes(advance("DONE", 1)) == [("CONFLICT", "expectedVersion")]
    assert codes(advance("CONFIRMED", 2)) == [("INVALID_INPUT", "to")]
    assert advance("DONE", 2)["sale"]["shippingAddress"] is None
    assert grace.query("order", id=order["id"])["parts"][0]["state"] == "DONE"


def test_a_seller_who_ships_nothing_is_not_given_the_address(
    open_for_orders: Schema, ada: Person, grace: Person, linus: Person
) -> None:
    """In an order of a print and of a walk it is for the print's seller only."""
    order = place_order(grace, order_line(on_sale(ada, currency="NZD")), order_line(walk_on_sale(linus)))
    pay(order)

    (print_sale,), (walk_sale,) = (nodes(each.asks_each("Viewer", "sales", [{}])[0]) for each in (ada, linus))

    assert print_sale["shippingAddress"]["name"] == ADDRESS["name"]
    assert walk_sale["shippingAddress"] is None
    assert [line["isShipped"] for line in order["lines"]] == [True, False]


def test_an_order_that_nobody_pays_expires(
    open_for_orders: Schema, ada: Person, grace: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    product = on_sale(ada)
    order = place_order(grace, order_line(product))
    later = time.time() + saga.HOLD_SECONDS + 1
    monkeypatch.setattr(time, "time", lambda: later)
    work()

    assert grace.query("order", id=order["id"])["state"] == "EXPIRED"
    left = stock.get(product["variants"][0]["id"])
    assert left
    assert (left.available, left.held) == (10, 0)


def test_addresses_are_erased_when_their_time_is_over(
    open_for_orders: Schema, ada: Person, grace: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a cancelled order after a month, of a paid one after three years; the orders stay."""
    product = on_sale(ada)
    paid, cancelled = (place_order(grace, order_line(product), key=key) for key in ("paid", "cancelled"))
    pay(paid)
    grace.does("cancelOrder", id=cancelled["id"])
    start = time.time()

    def has_address(seconds: int) -> list[bool]:
        monkeypatch.setattr(time, "time", lambda: start + seconds)
        work()
        return [bool(grace.query("order", id=each["id"])["shippingAddress"]) for each in (paid, cancelled)]

    assert has_address(saga.ENDED_ADDRESS_SECONDS - 60) == [True, True]
    assert has_address(saga.ENDED_ADDRESS_SECONDS + 60) == [True, False]
    assert has_address(saga.ADDRESS_SECONDS - 60) == [True, False]
    assert has_address(saga.ADDRESS_SECONDS + 60) == [False, False]


def test_orders_are_paged_the_newest_first(open_for_orders: Schema, ada: Person, grace: Person) -> None:
    """Also those of one second; a cursor opens nobody else's list."""
    product = on_sale(ada)
    for number in range(5):
        place_order(grace, order_line(product), key=str(number))

    first = grace.asks_each("Viewer", "orders", [{}], first=3)[0]
    rest = grace.asks_each("Viewer", "orders", [{}], first=3, after=first["pageInfo"]["endCursor"])[0]
    assert (len(nodes(first)), len(nodes(rest)), rest["pageInfo"]["hasNextPage"]) == (3, 2, False)
    assert len({each["id"] for each in (*nodes(first), *nodes(rest))}) == 5
    with pytest.raises(Refused) as refused:
        ada.asks_each("Viewer", "orders", [{}], first=3, after=first["pageInfo"]["endCursor"])
    assert refused.value.kind == "InvalidCursor"


def test_without_a_database_ordering_says_what_to_install(ada: Person, grace: Person) -> None:
    """And everything else goes on."""
    product = on_sale(ada)

    payload = try_to_order(grace, order_line(product))
    assert codes(payload) == [("SHOP_CLOSED", "")]
    assert "MariaDB" in payload["errors"][0]["message"]
    work()
