"""Orders on the whole system: the deployed functions reach the database of this machine, migrated by the deploy."""

import time
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from tests.fakes.payments import DECLINED, Buyer
from tests.stack import Person, Stack

pytestmark = pytest.mark.emulator

SELL = """
mutation ($title: String!, $body: String!) { createPost(input: { title: $title, body: $body }) { post { id version } } }
"""
PUBLISH = """
mutation ($id: ID!, $version: Int!) {
  publishPost(input: { id: $id, expectedVersion: $version }) { errors { message } }
}
"""
OFFER = """
mutation ($id: ID!) {
  createProduct(input: {
    type: BOOK, subjectId: $id, title: "Lanterns", currency: "EUR", variants: [{ name: "A4", price: 1999, stock: 3 }]
  }) { product { id version variants { id priceVersion } } errors { message } }
}
"""
PUT_ON_SALE = """
mutation ($id: ID!, $version: Int!) {
  publishProduct(input: { id: $id, expectedVersion: $version }) { errors { message } }
}
"""
PAY = """
mutation ($id: ID!) { startPayment(input: { orderId: $id }) { payment { url amount { amount } } errors { message } } }
"""
ORDER = "query ($id: ID!) { order(id: $id) { state totals { paid { amount } } } }"
ADDRESS = {"name": "Omar", "street": "12 Lê Lợi", "town": "Huế", "country": "VN"}
LIST = "{ viewer { orders { edges { node { id } } } sales { edges { node { orderId } } } } }"
PLACE = """
mutation ($input: PlaceOrderInput!) {
  placeOrder(input: $input) { order { id } errors { code ... on NotForSale { variantId } } }
}
"""


def test_a_buyer_reads_their_orders_and_is_refused_what_is_not_for_sale(stack: Stack) -> None:
    """By the orders' own function, whose answers come from SQL."""
    buyer = stack.sign_up(f"buyer-{uuid4().hex[:8]}@example.org")
    line = {"variantId": "variant_0", "quantity": 1, "priceVersion": 1}

    listed = stack.query(LIST, buyer.headers)
    placed = stack.query(PLACE, buyer.headers, input={"lines": [line], "idempotencyKey": "k"})

    assert listed == {"data": {"viewer": {"orders": {"edges": []}, "sales": {"edges": []}}}}
    assert placed["data"]["placeOrder"] == {
        "order": None,
        "errors": [{"code": "NOT_FOR_SALE", "variantId": "variant_0"}],
    }


def test_a_book_is_paid_after_a_declined_card(stack: Stack) -> None:
    """At the provider's page; its webhook, the queue and the receiver bring it into the database."""
    seller, buyer = (stack.sign_up(f"{name}-{uuid4().hex[:8]}@example.org") for name in ("seller", "buyer"))
    post = stack.query(SELL, seller.headers, title="Rain", body="Lanterns")["data"]["createPost"]["post"]
    stack.query(PUBLISH, seller.headers, **post)
    product = stack.query(OFFER, seller.headers, id=post["id"])["data"]["createProduct"]["product"]
    stack.query(PUT_ON_SALE, seller.headers, id=product["id"], version=product["version"])
    (variant,) = product["variants"]
    line = {"variantId": variant["id"], "quantity": 1, "priceVersion": variant["priceVersion"]}
    given = {"lines": [line], "shippingAddress": ADDRESS, "idempotencyKey": "k"}
    placed = stack.query(PLACE, buyer.headers, input=given)["data"]["placeOrder"]
    assert placed["errors"] == []
    order_id = placed["order"]["id"]

    started = stack.query(PAY, buyer.headers, id=order_id)
    assert "errors" not in started, started
    payment = started["data"]["startPayment"]["payment"]
    page = Buyer(SimpleNamespace(url=payment["url"]))  # type: ignore[arg-type]
    assert "declined" in page.pays(DECLINED)
    page.pays()

    assert _wait_until_paid(stack, buyer, order_id)["totals"]["paid"]["amount"] == 1999


def _wait_until_paid(stack: Stack, buyer: Person, order_id: str) -> dict[str, Any]:
    """Return the order once it is paid: the queue brings what its receiver takes."""
    end = time.monotonic() + 60
    while (order := _read_order(stack, buyer, order_id))["state"] != "PAID":
        assert time.monotonic() < end, order
        time.sleep(0.2)
    return order


def _read_order(stack: Stack, buyer: Person, order_id: str) -> dict[str, Any]:
    order: dict[str, Any] = stack.query(ORDER, buyer.headers, id=order_id)["data"]["order"]
    return order
