"""The payment provider as a process, and what the shop hears of it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import boto3
import pytest

from resolvers.core import observability
from resolvers.core.settings import settings
from resolvers.shop.orders import receiver
from resolvers.shop.payments import provider, webhook
from tests.fakes import payments as fake
from tests.fakes.payments import Payments
from tests.fakes.webhook_receiver import WebhookReceiver, receiving
from tests.people import FakeContext
from tests.resolvers.shop.conftest import Schema


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
