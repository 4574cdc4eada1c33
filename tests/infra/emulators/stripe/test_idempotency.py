"""Idempotency keys, and the faults that they are for."""

import threading
from pathlib import Path
from typing import Any

import pytest
import stripe

from payments_local.idempotency import LIFETIME_SECONDS, SavedResponses, describe
from payments_local.store import Store
from tests.fakes.payments import Buyer, Payments, open_session, session_parameters
from tests.infra.emulators.stripe.test_sdk import get_refusal


def test_the_same_key_gives_the_same_session(client: stripe.StripeClient) -> None:
    first, second = (open_session(client, idempotency_key="order-1") for _ in range(2))

    assert first.id == second.id
    assert second.last_response
    assert second.last_response.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.last_response.headers  # type: ignore[union-attr]


def test_a_key_is_forgotten_after_a_day(tmp_path: Path) -> None:
    """And its answer leaves the disk when another is saved."""
    store = Store(tmp_path / "payments.sqlite3")
    saved, old, new = SavedResponses(store), describe("old", "/v1/refunds", {}), describe("new", "/v1/refunds", {})
    saved.save(old, "req_1", 200, {})
    assert saved.begin(old)
    store.connection.execute("UPDATE saved_responses SET saved_at = saved_at - ?", (LIFETIME_SECONDS + 1,))

    assert saved.begin(old) is None
    saved.save(new, "req_2", 200, {})
    assert [row["key"] for row in store.connection.execute("SELECT key FROM saved_responses")] == ["new"]
    store.close()


def test_a_key_belongs_to_one_request(client: stripe.StripeClient) -> None:
    """Other parameters and another path are refused; SDK and status say which error it is."""
    session, options = open_session(client, idempotency_key="order-2"), {"idempotency_key": "order-2"}
    other = get_refusal(client.v1.checkout.sessions.create, session_parameters(amount=5), options)
    elsewhere = get_refusal(client.v1.checkout.sessions.expire, session.id, {}, options)

    assert isinstance(other, stripe.IdempotencyError)
    assert isinstance(elsewhere, stripe.IdempotencyError)
    assert (other.http_status, elsewhere.http_status) == (400, 400)


def test_what_was_refused_for_its_parameters_may_be_mended(client: stripe.StripeClient) -> None:
    """Nothing is saved before an operation begins."""
    options: Any = {"idempotency_key": "order-3"}
    get_refusal(client.v1.checkout.sessions.create, session_parameters(colour="red"), options)

    assert client.v1.checkout.sessions.create(session_parameters(), options).status == "open"


def test_a_refund_is_made_once_however_its_answer_is_lost(payments: Payments, client: stripe.StripeClient) -> None:
    """The SDK repeats with the same key after a dropped answer, and gets what the first request did."""
    session = open_session(client)
    Buyer(session).pays()
    intent: Any = client.v1.checkout.sessions.retrieve(session.id).payment_intent
    payments.control("faults", kind="drop_answer", operation="CreateRefund")

    refund = payments.client(max_network_retries=2).v1.refunds.create({"payment_intent": intent, "amount": 500})

    assert [each.id for each in client.v1.refunds.list({"payment_intent": intent}).data] == [refund.id]


def test_a_saved_500_is_answered_again(payments: Payments, client: stripe.StripeClient) -> None:
    """As at Stripe: the session was opened, and only another key or the list tells."""
    payments.control("faults", kind="error_after", operation="CreateCheckoutSession")
    before = client.v1.checkout.sessions.list({"limit": 1}).data[0].id
    statuses = [
        get_refusal(
            client.v1.checkout.sessions.create, session_parameters(), {"idempotency_key": "order-4"}
        ).http_status
        for _ in range(2)
    ]

    assert statuses == [500, 500]
    assert client.v1.checkout.sessions.list({"limit": 1}).data[0].id != before


def test_an_unavailable_api_did_nothing(payments: Payments, client: stripe.StripeClient) -> None:
    payments.control("faults", kind="unavailable", operation="CreateCheckoutSession", times=2)
    before = client.v1.checkout.sessions.list({"limit": 1}).data[0].id
    for _ in range(2):
        assert get_refusal(client.v1.checkout.sessions.create, session_parameters()).http_status == 503

    assert client.v1.checkout.sessions.list({"limit": 1}).data[0].id == before
    assert open_session(client).status == "open"


def test_a_key_in_use_is_a_conflict(payments: Payments, client: stripe.StripeClient) -> None:
    """While the first request runs, the second is told to wait."""
    payments.control("faults", kind="delay", operation="CreateCheckoutSession", seconds=600)
    first = threading.Thread(target=_open_until_killed, args=(client, "order-5"))
    first.start()
    while payments.inspect("faults"):
        pass

    error: Any = get_refusal(client.v1.checkout.sessions.create, session_parameters(), {"idempotency_key": "order-5"})

    assert error.http_status == 409
    assert error.json_body["error"]["code"] == "idempotency_key_in_use"
    payments.kill()
    payments.start()
    first.join(30)
    assert open_session(client, idempotency_key="order-5").status == "open"


def _open_until_killed(client: stripe.StripeClient, key: str) -> None:
    with pytest.raises(stripe.APIConnectionError):
        open_session(client, idempotency_key=key)
