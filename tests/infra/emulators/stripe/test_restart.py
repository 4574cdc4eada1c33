"""A killed emulator loses nothing that it has answered."""

import queue
import threading
from typing import Any

import stripe

from tests.fakes.payments import Buyer, Payments, open_session
from tests.fakes.webhook_receiver import WebhookReceiver


def test_what_was_answered_survives_a_kill(payments: Payments, client: stripe.StripeClient) -> None:
    """Killed while sessions are being opened: each that was answered is there, under its key."""
    answered: queue.Queue[tuple[str, str]] = queue.Queue()

    def open_sessions() -> None:
        for number in range(10_000):
            try:
                answered.put((f"k{number}", open_session(client, idempotency_key=f"k{number}").id))
            except stripe.APIConnectionError:
                return

    opening = threading.Thread(target=open_sessions)
    opening.start()
    opened = [answered.get(timeout=30) for _ in range(20)]
    payments.kill()
    opening.join()
    payments.start()

    opened += list(answered.queue)
    assert [open_session(client, idempotency_key=key).id for key, _ in opened] == [session for _, session in opened]


def test_webhooks_and_time_go_on_after_a_kill(
    payments: Payments, client: stripe.StripeClient, receiver: WebhookReceiver
) -> None:
    """An event that was held, the policy that holds it, and the time that was moved."""
    session: Any = open_session(client)
    payments.control("policy", mode="hold")
    payments.control("clock", advance_seconds=25 * 3600)
    while client.v1.checkout.sessions.retrieve(session.id).status == "open":
        pass
    payments.kill()
    payments.start()
    payments.control("release", order="created")

    assert receiver.wait_for_event().data.object["id"] == session.id
    assert open_session(client).created >= session.created + 25 * 3600
    payments.control("policy", mode="deliver")


def test_a_buyer_goes_on_after_a_kill(payments: Payments, client: stripe.StripeClient) -> None:
    """In the middle of 3-D Secure."""
    session = open_session(client)
    Buyer(session).pays("4000002760003184")
    payments.kill()
    payments.start()

    assert Buyer(session).authenticates().startswith("http")
