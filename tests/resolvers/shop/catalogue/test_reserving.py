"""What orders reserve is what sellers offer: prices, states and pieces meet in the stock's item."""

from typing import Any

import pytest

from resolvers.shop.stock import repository as stock
from resolvers.shop.stock.model import Demand, InsufficientStock, NotForSale, PriceChanged
from tests.people import Person
from tests.resolvers.shop.market_stall import codes, create_draft, on_sale

UNTIL = 4_000_000_000


def demand(product: dict[str, Any], quantity: int = 1) -> Demand:
    """What a buyer wants who has the product on their screen."""
    (variant,) = product["variants"]
    return Demand(variant=variant["id"], quantity=quantity, price_version=variant["priceVersion"])


def counts(product: dict[str, Any]) -> tuple[int, int]:
    kept = stock.get(product["variants"][0]["id"])
    assert kept
    return kept.available, kept.held


def test_what_is_on_sale_is_reserved(ada: Person) -> None:
    product = on_sale(ada)

    stock.reserve("order_1", "a", [demand(product, 3)], UNTIL)

    assert counts(product) == (7, 3)
    assert ada.query("product", id=product["id"])["variants"][0]["available"] == 7


def test_a_price_that_changed_reserves_nothing_and_tells_the_new_version(ada: Person) -> None:
    product = on_sale(ada)
    of = {"productId": product["id"], "variantId": product["variants"][0]["id"], "expectedVersion": 2}
    ada.does("updateVariant", **of, price=2499)

    with pytest.raises(PriceChanged) as refused:
        stock.reserve("order_1", "a", [demand(product)], UNTIL)

    assert refused.value.price_version == 2
    assert counts(product) == (10, 0)
    assert stock.get_reservation("order_1") is None


def test_what_is_not_on_sale_is_not_reserved(ada: Person) -> None:
    """Neither a draft nor what was retired; published again, it is."""
    hidden, product = create_draft(ada), on_sale(ada)
    retired = ada.does("retireProduct", id=product["id"], expectedVersion=2)["product"]

    for each in (hidden, product):
        with pytest.raises(NotForSale):
            stock.reserve("order_1", "a", [demand(each)], UNTIL)
    ada.does("publishProduct", id=product["id"], expectedVersion=retired["version"])
    stock.reserve("order_2", "b", [demand(product)], UNTIL)

    assert counts(product) == (9, 1)


def test_sellers_cannot_take_away_what_orders_hold(ada: Person) -> None:
    product = on_sale(ada)
    stock.reserve("order_1", "a", [demand(product, 8)], UNTIL)
    of = {"productId": product["id"], "variantId": product["variants"][0]["id"]}

    refused = ada.does("changeStock", **of, delta=-3)

    assert codes(refused) == [("INVALID_INPUT", "delta")]
    assert counts(product) == (2, 8)
    with pytest.raises(InsufficientStock) as sold_out:
        stock.reserve("order_2", "b", [demand(product, 3)], UNTIL)
    assert sold_out.value.available == 2
