"""The unmodified SDK: sessions, errors, lists and expansion."""

import time
import typing
from typing import Any

import pytest
import stripe

from tests.fakes.payments import Buyer, Payments, open_session, send, session_parameters


def get_refusal(call: Any, *arguments: Any) -> stripe.StripeError:
    with pytest.raises(stripe.StripeError) as raised:
        call(*arguments)
    return raised.value


def test_a_session_is_open_until_it_is_paid(client: stripe.StripeClient) -> None:
    """Amounts, addresses and states as the shop reads them."""
    session = open_session(client, client_reference_id="order_1", metadata={"order": "order_1"})

    assert (session.status, session.payment_status, session.payment_intent) == ("open", "unpaid", None)
    assert (session.amount_total, session.currency, session.client_reference_id) == (3998, "eur", "order_1")
    landed = Buyer(session).pays()
    paid = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent.latest_charge", "line_items"]})

    assert landed == f"http://127.0.0.1:9/thanks?session={session.id}"
    assert (paid.status, paid.payment_status, paid.url) == ("complete", "paid", None)
    intent: Any = paid.payment_intent
    assert (intent.status, intent.amount_received) == ("succeeded", 3998)
    assert (intent.latest_charge.paid, intent.latest_charge.payment_method_details.card.last4) == (True, "4242")
    assert paid.line_items
    assert [(item.description, item.quantity) for item in paid.line_items.data] == [("Print of “Petra”", 2)]
    assert paid.customer_details
    assert paid.customer_details.email == "ada@waymark.example"


@pytest.mark.parametrize(
    ("currency", "amount", "shown"),
    [
        ("jpy", 3200, "3,200 JPY"),
        ("kwd", 12340, "12.340 KWD"),
        ("huf", 349900, "3,499.00 HUF"),
        ("vnd", 250000, "250,000 VND"),
        ("eur", 1999, "19.99 EUR"),
    ],
)
def test_amounts_are_the_same_in_the_log_on_the_page_and_in_the_charge(
    payments: Payments, client: stripe.StripeClient, currency: str, amount: int, shown: str
) -> None:
    session = open_session(client, currency=currency, amount=amount, quantity=1)
    logged = payments.inspect("requests")[0]["parameters"]
    page = Buyer(session).looks()
    Buyer(session).pays()

    assert f'"unit_amount": "{amount}"' in logged
    assert page == f"Pay {shown}"
    assert client.v1.charges.list({"limit": 1}).data[0].amount == amount


@pytest.mark.parametrize(
    ("parameters", "param", "code"),
    [
        ({"success_url": "thanks"}, "success_url", "url_invalid"),
        ({"line_items": []}, "line_items", "parameter_missing"),
        ({"mode": "subscription"}, "mode", "emulator_unsupported"),
        ({"ui_mode": "embedded_page"}, "ui_mode", "emulator_unsupported"),
        ({"expires_at": 1}, "expires_at", None),
        ({"expires_at": 2**40}, "expires_at", None),
        ({"quantity": 0}, "line_items[0][quantity]", "parameter_invalid_integer"),
        ({"amount": -1}, "line_items[0][price_data][unit_amount]", "parameter_invalid_integer"),
        ({"amount": 10**8}, "line_items[0][price_data][unit_amount]", "amount_too_large"),
        ({"amount": 10**7, "quantity": 99}, "line_items", "amount_too_large"),
        ({"amount": 1}, None, "amount_too_small"),
        ({"currency": "xyz"}, "line_items[0][price_data][currency]", None),
        ({"currency": "kwd", "amount": 1235}, "line_items[0][price_data][unit_amount]", None),
    ],
)
def test_a_session_that_cannot_be_is_refused(
    client: stripe.StripeClient, parameters: dict[str, Any], param: str | None, code: str | None
) -> None:
    error: Any = get_refusal(client.v1.checkout.sessions.create, session_parameters(**parameters))

    assert isinstance(error, stripe.InvalidRequestError)
    assert (error.http_status, error.param, error.code) == (400, param, code)


def test_two_currencies_in_one_session_are_refused(client: stripe.StripeClient) -> None:
    items = session_parameters()["line_items"] + session_parameters(currency="usd")["line_items"]

    error: Any = get_refusal(client.v1.checkout.sessions.create, session_parameters(line_items=items))

    assert error.param == "line_items"


def test_a_session_expires_when_it_is_told_to(client: stripe.StripeClient) -> None:
    """Once; a paid one refuses, which is how a shop learns that it was paid."""
    session, paid = open_session(client), open_session(client)
    Buyer(paid).pays()
    client.v1.checkout.sessions.expire(session.id)

    assert Buyer(session).looks() == "This payment page has expired"
    assert Buyer(session).pays() == "This payment page has expired"
    for closed, status in ((session, "expired"), (paid, "complete")):
        assert f"status of `{status}`" in str(get_refusal(client.v1.checkout.sessions.expire, closed.id))


def test_a_session_expires_by_time(payments: Payments, client: stripe.StripeClient) -> None:
    """The control page moves the time; the payment that its buyer had begun is canceled."""
    now = int(time.time())
    begun = open_session(client, expires_at=now + 2400)
    assert Buyer(begun).pays("4000000000000002") == "Your card was declined."

    payments.control("clock", advance_seconds=2401)
    expired = client.v1.checkout.sessions.list({"status": "expired", "expand": ["data.payment_intent"]}).data[0]

    intent: Any = expired.payment_intent
    assert (expired.id, intent.status) == (begun.id, "canceled")


def test_a_free_order_needs_no_card(client: stripe.StripeClient) -> None:
    session = open_session(client, amount=0)

    Buyer(session).pays("")
    complete = client.v1.checkout.sessions.retrieve(session.id)

    assert (complete.status, complete.payment_status) == ("complete", "no_payment_required")


def test_keys_and_versions_are_checked(payments: Payments) -> None:
    """Missing, foreign, public and live keys; another API version; another path."""
    statuses = [
        send("GET", f"{payments.url}/v1/events", **headers).status
        for headers in (
            {},
            {"Authorization": "Bearer secret"},
            {"Authorization": "Bearer sk_live_1234567890"},
            {"Authorization": "Bearer pk_test_1234567890"},
            {"Authorization": "Basic c2tfdGVzdF8xOg=="},
            {"Authorization": "Bearer sk_test_1", "Stripe-Version": "2019-01-01"},
        )
    ]

    assert statuses == [401, 401, 401, 401, 200, 400]
    assert isinstance(get_refusal(payments.client().v1.customers.list), stripe.InvalidRequestError)


@pytest.mark.parametrize("kind", ["checkout.sessions", "payment_intents", "charges", "refunds", "events"])
def test_what_does_not_exist_is_a_404(client: stripe.StripeClient, kind: str) -> None:
    service: Any = client.v1
    for name in kind.split("."):
        service = getattr(service, name)

    error = get_refusal(service.retrieve, "nothing_1")

    assert (error.http_status, error.code) == (404, "resource_missing")


def test_lists_are_read_page_by_page(client: stripe.StripeClient) -> None:
    """Newest first, forwards and backwards, without gap or twin."""
    created = [open_session(client).id for _ in range(5)][::-1]
    pages = client.v1.checkout.sessions.list({"limit": 2})
    forwards = [session.id for session, _ in zip(pages.auto_paging_iter(), range(5), strict=False)]
    before = client.v1.checkout.sessions.list({"ending_before": created[4], "limit": 3})

    assert forwards == created
    assert [session.id for session in before.data] == created[1:4]
    assert before.has_more
    for limit in (0, 101):
        assert get_refusal(client.v1.checkout.sessions.list, {"limit": limit}).code == "parameter_invalid_integer"
    assert get_refusal(client.v1.checkout.sessions.list, {"starting_after": "nothing"}).code == "resource_missing"


def test_events_are_listed_by_type_and_time(client: stripe.StripeClient) -> None:
    session = open_session(client)
    client.v1.checkout.sessions.expire(session.id)
    event = client.v1.events.list({"types": ["checkout.session.*"], "limit": 1}).data[0]

    shown: Any = event.data.object
    assert (event.type, shown["id"]) == ("checkout.session.expired", session.id)
    assert event.request
    assert str(event.request.id).startswith("req_")
    assert client.v1.events.retrieve(event.id).type == event.type
    assert client.v1.events.list({"created": {"gt": event.created + 10_000_000}}).data == []


def test_only_references_are_expanded(client: stripe.StripeClient) -> None:
    session = open_session(client)
    for path in ("currency", "line_items.description", "a.b.c.d.e"):
        assert get_refusal(client.v1.checkout.sessions.retrieve, session.id, {"expand": [path]}).http_status == 400


@pytest.mark.parametrize(
    ("kind", "model"),
    [
        ("checkout.session", stripe.checkout.Session),
        ("payment_intent", stripe.PaymentIntent),
        ("charge", stripe.Charge),
        ("refund", stripe.Refund),
        ("event", stripe.Event),
    ],
)
def test_resources_have_every_field_that_is_always_there(client: stripe.StripeClient, kind: str, model: Any) -> None:
    """What the SDK documents as not optional."""
    session = open_session(client)
    Buyer(session).pays()
    paid = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent.latest_charge"]})
    intent: Any = paid.payment_intent
    refund = client.v1.refunds.create({"payment_intent": intent.id, "amount": 1})
    event = client.v1.events.list({"limit": 1}).data[0]
    found = {each["object"]: each.to_dict() for each in (paid, intent, intent.latest_charge, refund, event)}[kind]

    always = {name for name, hint in model.__annotations__.items() if type(None) not in typing.get_args(hint)}
    assert {"id", "object"} <= always - {"OBJECT_NAME"} <= set(found)
