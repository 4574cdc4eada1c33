"""An order paid at the provider: the unmodified client, its page, its webhooks, and the orders' database."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import boto3
import pytest

from resolvers.core import observability
from resolvers.core.settings import settings
from resolvers.shop.orders import receiver, reconciler
from resolvers.shop.orders import worker as orders_worker
from resolvers.shop.payments import charges, provider, service, webhook, worker
from tests.fakes import payments as fake
from tests.fakes.payments import DECLINED, Buyer, Payments
from tests.fakes.webhook_receiver import WebhookReceiver, receiving
from tests.people import FakeContext, Person
from tests.resolvers.shop.conftest import Schema
from tests.resolvers.shop.market_stall import codes, on_sale

ADDRESS = {"name": "Grace", "street": "12 Lê Lợi", "town": "Huế", "country": "VN"}


@pytest.fixture
def stripe_local(tmp_path: Path) -> Iterator[Payments]:
    # One for each test: the minute's work fetches all events, also those of orders that another test made.
    with fake.running(tmp_path) as started:
        yield started


@dataclass
class Till:
    """The provider as the shop hears it: webhooks arrive, are verified, queued, and taken by the orders' receiver."""

    told: WebhookReceiver
    queue: str

    def hears(self, *, wanted: str, times: int = 1) -> None:
        """Pass webhooks on until one of a type has come, that one several times."""
        while True:
            payload, signature = self.told.received.get(timeout=30)
            is_wanted = json.loads(payload)["type"] == wanted
            for _ in range(times if is_wanted else 1):
                assert self.sends(payload, signature) == 200
            self.takes()
            if is_wanted:
                return

    def sends(self, payload: bytes, signature: str) -> int:
        event = {"body": payload.decode(), "headers": {"Stripe-Signature": signature}, "isBase64Encoded": False}
        answer: int = webhook.lambda_handler(event, FakeContext())["statusCode"]
        return answer

    def takes(self) -> None:
        while found := boto3.client("sqs").receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10).get("Messages"):
            records = [
                {"messageId": each["MessageId"], "body": each["Body"], "eventSource": "aws:sqs"} for each in found
            ]
            assert receiver.lambda_handler({"Records": records}, FakeContext()) == {"batchItemFailures": []}
            for each in found:
                boto3.client("sqs").delete_message(QueueUrl=self.queue, ReceiptHandle=each["ReceiptHandle"])


@pytest.fixture
def till(open_for_orders: Schema, stripe_local: Payments, monkeypatch: pytest.MonkeyPatch) -> Iterator[Till]:
    with receiving() as told:
        told.listen(stripe_local.client())
        keys = json.dumps({"apiKey": "sk_test_waymark", "webhookSecrets": [told.secret]})
        made = boto3.client("secretsmanager").create_secret(Name="payments", SecretString=keys)
        monkeypatch.setenv("PAYMENTS_SECRET_ARN", made["ARN"])
        monkeypatch.setenv("PAYMENTS_ENDPOINT", stripe_local.url)
        monkeypatch.setenv("SITE_ORIGIN", "http://127.0.0.1:8080")
        queue = boto3.client("sqs").create_queue(QueueName="payments")["QueueUrl"]
        monkeypatch.setenv("PAYMENTS_QUEUE_URL", queue)
        monkeypatch.setattr(observability.metrics, "namespace", "Waymark")  # read from the environment at import
        settings.cache_clear()
        provider._client.cache_clear()
        yield Till(told, queue)
    provider._client.cache_clear()


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


def test_without_a_provider_nothing_can_be_paid(open_for_orders: Schema, ada: Person, grace: Person) -> None:
    order = place_order(grace, on_sale(ada))

    assert codes(grace.does("startPayment", orderId=order)) == [("SHOP_CLOSED", "")]
