"""An order paid at the provider: the unmodified client, its page, its webhooks, and the orders' database."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from resolvers.core.errors import InvalidInput
from resolvers.core.ids import ID
from resolvers.core.model import now
from resolvers.shop.money.model import Money
from resolvers.shop.orders import reconciler
from resolvers.shop.orders import worker as orders_worker
from resolvers.shop.payments import charges, provider, refunds, service, worker
from resolvers.shop.payments.model import Payment
from resolvers.shop.stock import repository as stock
from tests.fakes.payments import AUTHENTICATES, DECLINED, Buyer, Payments
from tests.people import FakeContext, Person, Refused
from tests.resolvers.shop.conftest import Schema
from tests.resolvers.shop.market_stall import codes, on_sale
from tests.resolvers.shop.payments.till import Till

ADDRESS = {"name": "Grace", "street": "12 Lê Lợi", "town": "Huế", "country": "VN"}


def place_order(buyer: Person, product: dict[str, Any]) -> str:
    lines = [{"variantId": product["variants"][0]["id"], "quantity": 1, "priceVersion": 1}]
    payload = buyer.does("placeOrder", lines=lines, shippingAddress=ADDRESS, idempotencyKey=uuid4().hex)
    assert payload["errors"] == []
    order_id: str = payload["order"]["id"]
    return order_id


def start_payment(buyer: Person, order_id: str) -> Buyer:
    payment = buyer.does("startPayment", orderId=order_id)["payment"]
    return Buyer(SimpleNamespace(url=payment["url"]))  # type: ignore[arg-type]


def test_a_declined_card_then_another_one(till: Till, ada: Person, grace: Person) -> None:
    """One page however often it is opened, one charge, told three times and taken once."""
    order = place_order(grace, on_sale(ada))
    page = start_payment(grace, order)
    assert start_payment(grace, order).url == page.url

    assert "declined" in page.pays(DECLINED)
    assert grace.query("order", id=order)["state"] == "PENDING"
    page.pays()
    till.hears(wanted="checkout.session.completed", times=3)

    shown = grace.query("order", id=order)
    assert (shown["state"], shown["totals"]["paid"]) == ("PAID", {"amount": 1999, "currency": "EUR"})
    (refused,) = grace.does("startPayment", orderId=order)["errors"]
    assert (refused["code"], refused["state"]) == ("ORDER_CLOSED", "PAID")


def test_money_for_a_cancelled_order_goes_back(till: Till, stripe_local: Payments, ada: Person, grace: Person) -> None:
    """By the minute's work of both sides, once; and the order knows that it arrived."""
    order = place_order(grace, on_sale(ada))
    page = start_payment(grace, order)
    grace.does("cancelOrder", id=order)
    page.pays()
    till.hears(wanted="checkout.session.completed")
    for _ in range(2):
        orders_worker.lambda_handler({}, FakeContext())
        worker.lambda_handler({}, FakeContext())
    till.hears(wanted="refund.created")

    totals = grace.query("order", id=order)["totals"]
    assert (totals["paid"]["amount"], totals["refunded"]["amount"]) == (1999, 1999)
    assert len(stripe_local.client().v1.refunds.list().data) == 1


def test_what_was_charged_is_noted_and_agrees_with_the_order(till: Till, ada: Person, grace: Person) -> None:
    """Declined attempts are no charges; what went back is noted with its charge."""
    order = place_order(grace, on_sale(ada))
    page = start_payment(grace, order)
    page.pays(DECLINED)
    page.pays()
    till.hears(wanted="checkout.session.completed")
    ada.does("refundSale", orderId=order, amount=500, reason="A scratch.", idempotencyKey="k")
    worker.lambda_handler({}, FakeContext())
    assert service.note_charges(provider.open_provider()) == 1

    (charge,) = charges.list_since(0)
    assert (charge.order_id, charge.amount.amount, charge.refunded) == (order, 1999, 500)
    assert reconciler.lambda_handler({}, FakeContext()) == 0


def test_nobody_pays_for_another_and_a_forged_webhook_changes_nothing(
    till: Till, ada: Person, grace: Person, linus: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    """Others do not find the order; one changed byte is refused before it is read, and counted for the alarm."""
    order = place_order(grace, on_sale(ada))
    start_payment(grace, order).pays()

    assert codes(linus.does("startPayment", orderId=order)) == [("NOT_FOUND", "orderId")]
    payload, signature = till.told.received.get(timeout=30)
    assert till.sends(payload.replace(b"evt_", b"evt-"), signature) == 400
    assert '"PaymentWebhookRefused":[1.0]' in capsys.readouterr().out
    till.takes()
    assert grace.query("order", id=order)["state"] == "PENDING"


def test_a_failed_authentication_and_then_a_good_one(till: Till, ada: Person, grace: Person) -> None:
    """The order waits meanwhile, and its piece is held once."""
    product = on_sale(ada)
    order = place_order(grace, product)
    page = start_payment(grace, order)
    page.pays(AUTHENTICATES)
    page.authenticates("fail")
    assert grace.query("order", id=order)["state"] == "PENDING"
    page.pays(AUTHENTICATES)
    page.authenticates()
    till.hears(wanted="checkout.session.completed")
    orders_worker.lambda_handler({}, FakeContext())

    assert grace.query("order", id=order)["state"] == "PAID"
    left = stock.get(product["variants"][0]["id"])
    assert left
    assert (left.available, left.held, left.sold) == (9, 0, 1)


def test_two_tabs_open_one_page(till: Till, stripe_local: Payments, ada: Person, grace: Person) -> None:
    """Eight calls at once, one session."""
    order = place_order(grace, on_sale(ada))

    with ThreadPoolExecutor(8) as tabs:
        urls = set(tabs.map(lambda _: start_payment(grace, order).url, range(8)))

    assert len(urls) == 1
    assert len(list_sessions(stripe_local, order)) == 1


@pytest.mark.parametrize("fault", ["unavailable", "drop_answer", "error_after"])
def test_a_provider_that_fails_is_asked_for_the_same_page_again(
    till: Till, stripe_local: Payments, ada: Person, grace: Person, fault: str
) -> None:
    """Before it began, with the page open and no answer, or answered 500: one session is found, and paid once."""
    order = place_order(grace, on_sale(ada))
    stripe_local.control("faults", kind=fault, operation="CreateCheckoutSession", times=3)
    refusals = [is_refused(grace, order) for _ in range(4)]  # the client asks again by itself, too
    assert refusals[0] == (fault != "error_after")

    start_payment(grace, order).pays()
    till.hears(wanted="checkout.session.completed")
    assert grace.query("order", id=order)["state"] == "PAID"
    assert len(list_sessions(stripe_local, order)) == 1


@pytest.mark.parametrize("fault", ["unavailable", "drop_answer", "error_after"])
def test_a_provider_that_fails_gives_money_back_once(
    till: Till, stripe_local: Payments, ada: Person, grace: Person, fault: str
) -> None:
    """Whatever it answers, the minutes that follow find what it did."""
    order = place_order(grace, on_sale(ada))
    start_payment(grace, order).pays()
    till.hears(wanted="checkout.session.completed")
    ada.does("refundSale", orderId=order, amount=500, reason="A scratch.", idempotencyKey="k")
    stripe_local.control("faults", kind=fault, operation="CreateRefund", times=3)

    for _ in range(4):
        with suppress(ExceptionGroup):
            worker.lambda_handler({}, FakeContext())

    assert [each.amount for each in stripe_local.client().v1.refunds.list().data] == [500]
    assert refunds.list_waiting() == []


def test_a_refund_that_fails_holds_up_no_other(till: Till, stripe_local: Payments, ada: Person, grace: Person) -> None:
    """The function fails, which rings its alarm; the next minute makes it."""
    for number in range(2):
        order = place_order(grace, on_sale(ada))
        start_payment(grace, order).pays()
        till.hears(wanted="checkout.session.completed")
        ada.does("refundSale", orderId=order, amount=500, reason="A scratch.", idempotencyKey=f"k{number}")
    stripe_local.control("faults", kind="unavailable", operation="CreateRefund")

    with pytest.raises(ExceptionGroup, match="1 refunds were not made, 1 were"):
        worker.lambda_handler({}, FakeContext())
    assert len(refunds.list_waiting()) == 1
    worker.lambda_handler({}, FakeContext())
    assert len(stripe_local.client().v1.refunds.list().data) == 2


def test_a_refund_that_is_too_fine_to_be_paid_is_refused(till: Till, ada: Person, grace: Person) -> None:
    """The provider takes dinars to their hundredth."""
    order = place_order(grace, on_sale(ada, {"name": "A3", "price": 12340, "stock": 10}, currency="KWD"))
    start_payment(grace, order).pays()
    till.hears(wanted="checkout.session.completed")
    fields = {"orderId": order, "reason": "A scratch.", "idempotencyKey": "k"}

    assert codes(ada.does("refundSale", **fields, amount=1005)) == [("INVALID_INPUT", "amount")]
    assert ada.does("refundSale", **fields, amount=1010)["errors"] == []


@pytest.mark.parametrize(
    ("currency", "price", "logged", "shown", "total"),
    [
        ("JPY", 3200, "3200", "3,200 JPY", "3200"),
        ("KWD", 12340, "12340", "12.340 KWD", "12.340"),
        ("HUF", 349900, "349900", "3,499.00 HUF", "3499.00"),
        ("VND", 250000, "250000", "250,000 VND", "250000"),
        ("EUR", 1999, "1999", "19.99 EUR", "19.99"),
    ],
)
def test_the_provider_is_told_the_amount_that_the_order_shows(
    till: Till,
    stripe_local: Payments,
    ada: Person,
    grace: Person,
    currency: str,
    price: int,
    logged: str,
    shown: str,
    total: str,
) -> None:
    """In its log of requests, on its page, in its charge, and in the order once it is paid."""
    order = place_order(grace, on_sale(ada, {"name": "A3", "price": price, "stock": 10}, currency=currency))
    page = start_payment(grace, order)
    (request,) = [each for each in stripe_local.inspect("requests") if order in each["parameters"]]
    assert f'"unit_amount": "{logged}"' in request["parameters"]
    assert f'"currency": "{currency.lower()}"' in request["parameters"]
    assert page.looks() == f"Pay {shown}"

    page.pays()
    till.hears(wanted="checkout.session.completed")
    paid = grace.query("order", id=order)["totals"]["paid"]
    assert Money.model_validate(paid).to_decimal() == Decimal(total)
    assert stripe_local.client().v1.charges.list({"limit": 1}).data[0].amount == int(logged)


def is_refused(buyer: Person, order: str) -> bool:
    try:
        buyer.does("startPayment", orderId=order)
    except Refused:
        return True
    return False


def list_sessions(provider: Payments, order: str) -> list[Any]:
    found = provider.client().v1.checkout.sessions.list({"limit": 100}).auto_paging_iter()
    return [each for each in found if each.client_reference_id == order]


def test_an_order_that_is_too_small_to_be_paid_is_refused(till: Till, ada: Person, grace: Person) -> None:
    """When it is placed, before anything is held: the provider takes no 0.49 EUR, and 0.50 it takes."""
    small, enough = (on_sale(ada, {"name": "A3", "price": price, "stock": 10}) for price in (49, 50))

    lines = [{"variantId": small["variants"][0]["id"], "quantity": 1, "priceVersion": 1}]
    refused = grace.does("placeOrder", lines=lines, shippingAddress=ADDRESS, idempotencyKey="small")
    assert codes(refused) == [("INVALID_INPUT", "lines")]
    assert "0.49 EUR is less than what can be paid by card, 0.50 EUR" in refused["errors"][0]["message"]
    left = stock.get(small["variants"][0]["id"])
    assert left
    assert left.held == 0
    assert grace.does("startPayment", orderId=place_order(grace, enough))["payment"]["url"]


def test_what_only_the_provider_knows_to_be_too_small_says_so(till: Till) -> None:
    payment = Payment(order_id=ID("order_1"), amount=Money.parse("0.49", "EUR"), ends_at=now() + timedelta(hours=1))

    with pytest.raises(InvalidInput, match=r"^0\.49 EUR is less than what can be paid"):
        provider.open_provider().open_page(payment)


def test_without_a_provider_nothing_can_be_paid(open_for_orders: Schema, ada: Person, grace: Person) -> None:
    order = place_order(grace, on_sale(ada))

    assert codes(grace.does("startPayment", orderId=order)) == [("SHOP_CLOSED", "")]
