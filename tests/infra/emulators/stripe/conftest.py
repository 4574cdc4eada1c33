"""The emulator, shared by the tests of this folder."""

from collections.abc import Iterator

import pytest
import stripe

from tests.fakes import payments as fake
from tests.fakes.payments import Payments
from tests.fakes.webhook_receiver import WebhookReceiver, receiving


@pytest.fixture(scope="module")
def payments(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Payments]:
    with fake.running(tmp_path_factory.mktemp("payments")) as started:
        yield started


@pytest.fixture
def client(payments: Payments) -> stripe.StripeClient:
    return payments.client()


@pytest.fixture
def receiver(client: stripe.StripeClient) -> Iterator[WebhookReceiver]:
    """A receiver that listens to every event, and no other endpoint."""
    for endpoint in client.v1.webhook_endpoints.list().data:
        client.v1.webhook_endpoints.delete(endpoint.id)
    with receiving() as started:
        started.listen(client)
        yield started
