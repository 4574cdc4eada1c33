"""Carts: the same on all devices, and honest about what has changed."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from resolvers.core.identity import Caller
from resolvers.core.table import StaleItem
from resolvers.shop.carts import repository, service
from resolvers.shop.carts.model import Cart, MergeCartInput
from tests.people import Person, Refused
from tests.resolvers.shop.market_stall import codes, create_draft, on_sale


def cart_of(person: Person) -> dict[str, Any]:
    (cart,) = person.asks_each("Viewer", "cart", [{}])
    shown: dict[str, Any] = cart
    return shown


def list_lines(cart: dict[str, Any]) -> list[tuple[str, int, str | None]]:
    return [(each["variantId"], each["quantity"], each["problem"]) for each in cart["lines"]]


def variants(seller: Person, count: int, currency: str = "EUR", stock: int = 10) -> list[str]:
    """A live product's variants: the first costs 1.00, the second 2.00, and so on."""
    made = [{"name": f"Size {n}", "price": 100 * n, "stock": stock} for n in range(1, count + 1)]
    return [each["id"] for each in on_sale(seller, *made, currency=currency)["variants"]]


def test_an_unused_cart_is_empty(grace: Person) -> None:
    assert cart_of(grace) == {"lines": [], "totals": [], "updatedAt": None, "version": 0}


def test_lines_are_set_changed_and_removed(ada: Person, grace: Person) -> None:
    """Setting is not adding: a repeated request changes nothing."""
    one, two = variants(ada, 2)

    grace.does("setCartLine", variantId=one, quantity=3)
    grace.does("setCartLine", variantId=two, quantity=1)
    again = grace.does("setCartLine", variantId=one, quantity=3)["cart"]
    removed = grace.does("setCartLine", variantId=one, quantity=0)["cart"]

    assert list_lines(again) == [(one, 3, None), (two, 1, None)]
    assert again["totals"] == [{"amount": 500, "currency": "EUR"}]
    assert again["version"] == 2
    assert list_lines(removed) == [(two, 1, None)]
    assert grace.asks("Mutation", "clearCart")["cart"]["lines"] == []


def test_currencies_are_summed_apart(ada: Person, grace: Person) -> None:
    (euros,), (yen,) = variants(ada, 1), variants(ada, 1, currency="JPY")

    grace.does("setCartLine", variantId=euros, quantity=2)
    cart = grace.does("setCartLine", variantId=yen, quantity=3)["cart"]

    assert cart["totals"] == [{"amount": 200, "currency": "EUR"}, {"amount": 300, "currency": "JPY"}]


def test_a_changed_price_is_shown_beside_the_one_that_was_seen(ada: Person, grace: Person) -> None:
    """Until the buyer sets the line again."""
    product = on_sale(ada)
    variant = product["variants"][0]["id"]
    grace.does("setCartLine", variantId=variant, quantity=2)

    ada.does("updateVariant", productId=product["id"], variantId=variant, expectedVersion=2, price=2499)
    (line,) = cart_of(grace)["lines"]
    accepted = grace.does("setCartLine", variantId=variant, quantity=2)["cart"]

    assert (line["problem"], line["priceSeen"]["amount"], line["total"]["amount"]) == ("PRICE_CHANGED", 1999, 4998)
    assert line["variant"]["price"]["amount"] == 2499
    assert list_lines(accepted) == [(variant, 2, None)]
    assert accepted["lines"][0]["priceVersionSeen"] == 2


def test_what_is_gone_or_too_few_is_said_on_its_line(ada: Person, grace: Person) -> None:
    product = on_sale(ada)
    variant = product["variants"][0]["id"]
    grace.does("setCartLine", variantId=variant, quantity=4)
    of = {"productId": product["id"], "variantId": variant}

    ada.does("changeStock", **of, delta=-8)
    few = list_lines(cart_of(grace))
    ada.does("changeStock", **of, delta=-2)
    none = list_lines(cart_of(grace))
    ada.does("retireProduct", id=product["id"], expectedVersion=2)
    (line,) = cart_of(grace)["lines"]

    assert (few, none) == ([(variant, 4, "NOT_ENOUGH")], [(variant, 4, "SOLD_OUT")])
    assert (line["problem"], line["product"], line["total"], line["title"]) == ("NOT_FOR_SALE", None, None, "Lanterns")
    assert cart_of(grace)["totals"] == []


@pytest.mark.parametrize("quantity", [-1, 100, 2**31, 1.5, "2", True])
def test_quantities_that_cannot_be_are_refused(ada: Person, grace: Person, quantity: Any) -> None:
    (variant,) = variants(ada, 1)

    assert codes(grace.does("setCartLine", variantId=variant, quantity=quantity)) == [("INVALID_INPUT", "quantity")]
    assert cart_of(grace)["lines"] == []


def test_only_what_is_for_sale_is_put_into_a_cart(ada: Person, grace: Person) -> None:
    hidden = create_draft(ada)["variants"][0]["id"]

    for variant in (hidden, "variant_none"):
        assert codes(grace.does("setCartLine", variantId=variant, quantity=1)) == [("NOT_FOUND", "variantId")]


def test_sellers_do_not_buy_from_themselves(ada: Person, grace: Person) -> None:
    """Neither by setting a line, nor with what they chose before they signed in."""
    (own,), (other,) = variants(ada, 1), variants(grace, 1)

    assert codes(ada.does("setCartLine", variantId=own, quantity=1)) == [("INVALID_INPUT", "variantId")]
    merged = ada.does("mergeCart", lines=[{"variantId": each, "quantity": 1} for each in (own, other)])["cart"]
    assert list_lines(merged) == [(other, 1, None)]


def test_a_cart_is_its_buyers(ada: Person, grace: Person, guest: Person) -> None:
    (variant,) = variants(ada, 1)
    grace.does("setCartLine", variantId=variant, quantity=1)

    assert cart_of(ada)["lines"] == []
    with pytest.raises(Refused) as refused:
        guest.does("setCartLine", variantId=variant, quantity=1)
    assert refused.value.kind == "Unauthenticated"


def test_a_guests_cart_and_a_saved_one_become_one(ada: Person, grace: Person) -> None:
    """Three lines and two, one of them in both: four, with the larger quantity; signing in twice is once."""
    one, two, three, four = variants(ada, 4)
    grace.does("setCartLine", variantId=one, quantity=2)
    grace.does("setCartLine", variantId=four, quantity=1)
    guests = [{"variantId": one, "quantity": 5}, {"variantId": two, "quantity": 1}, {"variantId": three, "quantity": 1}]

    grace.does("mergeCart", lines=guests)
    merged = grace.does("mergeCart", lines=guests)["cart"]

    assert list_lines(merged) == [(one, 5, None), (four, 1, None), (two, 1, None), (three, 1, None)]
    assert merged["version"] == 3


def test_signing_in_on_two_devices_at_once_loses_nothing(
    ada: Person, grace: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both have read the same cart before either writes."""
    one, two = variants(ada, 2)
    both_have_read = threading.Barrier(2)
    write = repository.replace

    def meet_then_write(buyer_id: str, before: Cart, after: Cart) -> Cart:
        if before.version == 0:
            both_have_read.wait(timeout=60)
        with writing:
            return write(buyer_id, before, after)

    writing = threading.Lock()  # the table in memory is not atomic under threads; the conditions are what is tried
    monkeypatch.setattr(repository, "replace", meet_then_write)
    _at_once(
        lambda: _merge(grace, one, 2),
        lambda: _merge(grace, two, 3),
    )

    assert {(variant, quantity) for variant, quantity, _ in list_lines(cart_of(grace))} == {(one, 2), (two, 3)}


def _merge(person: Person, variant: str, quantity: int) -> None:
    lines = [{"variant_id": variant, "quantity": quantity}]
    service.merge(Caller(id=person.id), MergeCartInput.model_validate({"lines": lines}))


def _at_once(*calls: Callable[[], None]) -> None:
    threads = [threading.Thread(target=call) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)


def test_a_stale_cart_is_never_written(ada: Person, grace: Person) -> None:
    (variant,) = variants(ada, 1)
    before = repository.get(grace.id)
    grace.does("setCartLine", variantId=variant, quantity=1)

    with pytest.raises(StaleItem):
        repository.replace(grace.id, before, before)
    assert list_lines(cart_of(grace)) == [(variant, 1, None)]


def test_a_cart_has_at_most_forty_lines(ada: Person, grace: Person) -> None:
    full = [*variants(ada, 20), *variants(ada, 20)]
    (more,) = variants(ada, 1)
    grace.does("mergeCart", lines=[{"variantId": each, "quantity": 1} for each in full])

    assert len(cart_of(grace)["lines"]) == 40
    assert codes(grace.does("setCartLine", variantId=more, quantity=1)) == [("LIMIT_REACHED", "input")]


def test_a_cart_comes_to_an_amount_that_can_be_paid(ada: Person, grace: Person) -> None:
    """Neither a line nor the sum of a currency passes what GraphQL's Int and an order can hold."""
    dear, also = (
        on_sale(ada, {"name": "Original", "price": 1_500_000_000, "stock": 2}, currency="JPY")["variants"][0]["id"]
        for _ in range(2)
    )

    line = grace.does("setCartLine", variantId=dear, quantity=2)
    grace.does("setCartLine", variantId=dear, quantity=1)
    total = grace.does("setCartLine", variantId=also, quantity=1)

    assert (codes(line), codes(total)) == ([("LIMIT_REACHED", "quantity")], [("LIMIT_REACHED", "quantity")])
    assert cart_of(grace)["totals"] == [{"amount": 1_500_000_000, "currency": "JPY"}]


def test_a_price_that_rises_beyond_any_amount_leaves_the_sum_out(ada: Person, grace: Person) -> None:
    """Rather than show a wrong one."""
    product = on_sale(ada, {"name": "Original", "price": 900_000_000, "stock": 2}, currency="JPY")
    variant = product["variants"][0]["id"]
    grace.does("setCartLine", variantId=variant, quantity=2)

    of = {"productId": product["id"], "variantId": variant, "expectedVersion": 2}
    ada.does("updateVariant", **of, price=1_900_000_000)

    (line,) = cart_of(grace)["lines"]
    assert (line["total"], line["problem"], cart_of(grace)["totals"]) == (None, "PRICE_CHANGED", [])
