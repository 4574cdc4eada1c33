"""Webhooks: signed, repeated until they are taken, and steered by the control page."""

import pytest
import stripe

from payments_local.sender import sign_payload
from tests.fakes.payments import Buyer, Payments, open_session, send
from tests.fakes.webhook_receiver import WebhookReceiver
from tests.infra.emulators.stripe.test_sdk import get_refusal

PAID = ["payment_intent.created", "charge.succeeded", "payment_intent.succeeded", "checkout.session.completed"]


def test_the_sdk_verifies_what_is_sent(client: stripe.StripeClient, receiver: WebhookReceiver) -> None:
    """In the order in which it happened, with the request that caused it, or none for the buyer's page."""
    session = open_session(client, metadata={"name": "Nguyễn “Ada”"})
    Buyer(session).pays()

    events = [receiver.wait_for_event() for _ in PAID]

    assert [event.type for event in events] == PAID
    completed = events[-1].data.object
    assert (completed["id"], completed["metadata"]["name"]) == (session.id, "Nguyễn “Ada”")
    assert events[-1].api_version == stripe.api_version
    assert events[-1].request
    assert (events[-1].request.id, events[-1].request.idempotency_key) == (None, None)
    assert "line_items" not in completed.to_dict()


def test_a_rolled_secret_signs_twice() -> None:
    """Receivers with the old and with the new secret both accept it; a third does not."""
    payload = b'{"object": "event"}'
    header = sign_payload(payload, ["whsec_old", "whsec_new"], 2_000_000_000)

    for secret in ("whsec_old", "whsec_new"):
        assert stripe.WebhookSignature.verify_header(payload, header, secret)
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.WebhookSignature.verify_header(payload, header, "whsec_other")


def test_only_the_events_asked_for_are_sent(client: stripe.StripeClient, receiver: WebhookReceiver) -> None:
    for endpoint in client.v1.webhook_endpoints.list().data:
        client.v1.webhook_endpoints.update(endpoint.id, {"enabled_events": ["checkout.session.completed"]})
    Buyer(open_session(client)).pays()

    assert receiver.wait_for_event().type == "checkout.session.completed"
    assert receiver.received.empty()


def test_what_is_not_taken_is_sent_again(client: stripe.StripeClient, receiver: WebhookReceiver) -> None:
    """A redirect and a failure are no 2xx; the event stays pending until the third attempt."""
    for status in (302, 500):
        receiver.answers.put(status)
    client.v1.checkout.sessions.expire(open_session(client).id)
    events = [receiver.wait_for_event() for _ in range(3)]

    assert len({event.id for event in events}) == 1
    wait_until_delivered(client, events[0].id)


def test_held_events_are_released_in_the_other_order(
    payments: Payments, client: stripe.StripeClient, receiver: WebhookReceiver
) -> None:
    """`completed` before `succeeded`, as a shop must be ready for."""
    payments.control("policy", mode="hold")
    Buyer(open_session(client)).pays()
    assert client.v1.events.list({"limit": 1, "delivery_success": False}).data[0].pending_webhooks == 1
    payments.control("policy", mode="deliver")
    payments.control("release", order="reversed")

    assert receiver.wait_for_types(4) == PAID[::-1]


def test_events_of_one_moment_arrive_reversed(
    payments: Payments, client: stripe.StripeClient, receiver: WebhookReceiver
) -> None:
    payments.control("policy", order="reversed")
    Buyer(open_session(client)).pays()
    payments.control("policy", order="created")

    assert receiver.wait_for_types(4) == PAID[::-1]


def test_three_copies_arrive_at_once(
    payments: Payments, client: stripe.StripeClient, receiver: WebhookReceiver
) -> None:
    """One event, three deliveries; and a fourth by hand."""
    payments.control("policy", copies=3, at_once="true")
    client.v1.checkout.sessions.expire(open_session(client).id)
    events = [receiver.wait_for_event() for _ in range(3)]
    payments.control("policy", copies=1, at_once="false")
    payments.control(f"events/{events[0].id}/deliver")

    assert {event.id for event in events} == {receiver.wait_for_event().id}


def test_a_dropped_event_is_only_listed(
    payments: Payments, client: stripe.StripeClient, receiver: WebhookReceiver
) -> None:
    """What never arrives is found by listing events."""
    payments.control("policy", mode="drop")
    lost = open_session(client)
    client.v1.checkout.sessions.expire(lost.id)
    payments.control("policy", mode="deliver")
    client.v1.checkout.sessions.expire(open_session(client).id)

    assert receiver.wait_for_event().data.object["id"] != lost.id
    missed = client.v1.events.list({"delivery_success": False, "types": ["checkout.session.expired"]}).data
    assert lost.id in {event.data.object["id"] for event in missed}


def test_a_disabled_endpoint_hears_nothing(client: stripe.StripeClient, receiver: WebhookReceiver) -> None:
    (endpoint,) = client.v1.webhook_endpoints.list().data
    client.v1.webhook_endpoints.update(endpoint.id, {"disabled": True})
    client.v1.checkout.sessions.expire(open_session(client).id)
    client.v1.webhook_endpoints.update(endpoint.id, {"disabled": False})
    session = open_session(client)
    client.v1.checkout.sessions.expire(session.id)

    assert receiver.wait_for_event().data.object["id"] == session.id


def test_endpoints_are_kept_and_changed(client: stripe.StripeClient, receiver: WebhookReceiver) -> None:
    """The secret is told once; metadata is merged; what is no address is refused."""
    del receiver  # it has left one endpoint, and no other
    (endpoint,) = client.v1.webhook_endpoints.list().data
    client.v1.webhook_endpoints.update(endpoint.id, {"metadata": {"a": "1", "b": "2"}, "description": "Orders"})
    changed = client.v1.webhook_endpoints.update(endpoint.id, {"metadata": {"a": ""}})

    assert (changed.metadata.to_dict(), changed.description) == ({"b": "2"}, "Orders")
    assert "secret" not in changed.to_dict()
    for parameters in (
        {"url": "nowhere", "enabled_events": ["*"]},
        {"url": "http://127.0.0.1:9/", "enabled_events": ["*", "charge.failed"]},
        {"url": "http://127.0.0.1:9/", "enabled_events": ["no.such.event"]},
        {"url": "http://127.0.0.1:9/", "enabled_events": ["*"], "api_version": "2020-08-27"},
    ):
        assert get_refusal(client.v1.webhook_endpoints.create, parameters).http_status == 400


def test_other_sites_cannot_reach_the_emulator(payments: Payments) -> None:
    """Neither by a form in a page of theirs, nor by a name that leads to this machine."""
    foreign = {"Origin": "http://evil.example"}, {"Origin": "null"}, {"Host": "evil.example"}

    assert [send("POST", f"{payments.url}/_control/policy", {}, **headers).status for headers in foreign] == [403] * 3


def test_the_control_api_judges_its_fields(payments: Payments) -> None:
    for path, fields in (
        ("policy", {"copies": "0"}),
        ("policy", {"mode": "shout"}),
        ("clock", {"advance_seconds": "-1"}),
        ("clock", {}),
        ("faults", {"kind": "fire"}),
        ("faults", {"kind": "delay", "seconds": "601"}),
    ):
        assert send("POST", f"{payments.url}/_control/{path}", fields).status == 400
    assert send("POST", f"{payments.url}/_control/events/evt_nothing/deliver", {}).status == 404


def wait_until_delivered(client: stripe.StripeClient, event: str) -> None:
    """Return once the provider has taken note that an event arrived."""
    while client.v1.events.retrieve(event).pending_webhooks:
        pass
