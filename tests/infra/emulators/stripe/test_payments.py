"""What test cards do: declines, another card, 3-D Secure; and refunds."""

from typing import Any

import pytest
import stripe

from tests.fakes import payments as fake
from tests.fakes.payments import Buyer, Payments, open_session
from tests.infra.emulators.stripe.test_sdk import get_refusal


def intent_of(client: stripe.StripeClient, session: stripe.checkout.Session) -> Any:
    return client.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent"]}).payment_intent


def pay(client: stripe.StripeClient, card: str = fake.SUCCEEDS, **parameters: Any) -> Any:
    """Return the PaymentIntent of a session that was paid."""
    session = open_session(client, **parameters)
    assert Buyer(session).pays(card).startswith("http")
    return intent_of(client, session)


@pytest.mark.parametrize(
    ("card", "code", "decline_code"),
    [
        (fake.DECLINED, "card_declined", "generic_decline"),
        (fake.INSUFFICIENT, "card_declined", "insufficient_funds"),
        ("4000000000000069", "expired_card", None),
        ("4000000000000127", "incorrect_cvc", None),
        ("4000000000000119", "processing_error", None),
    ],
)
def test_after_a_decline_another_card_pays(
    client: stripe.StripeClient, card: str, code: str, decline_code: str | None
) -> None:
    """One session, one PaymentIntent, two charges, and one of them paid."""
    session = open_session(client)
    alert = Buyer(session).pays(card)
    declined = intent_of(client, session)
    Buyer(session).pays()
    charges = client.v1.charges.list({"payment_intent": declined.id}).data

    error = declined.last_payment_error
    assert declined.status == "requires_payment_method"
    assert (error.code, error.to_dict().get("decline_code")) == (code, decline_code)
    assert alert == error.message.replace("'", "&#39;")
    assert [charge.status for charge in charges] == ["succeeded", "failed"]
    assert intent_of(client, session).status == "succeeded"


def test_a_real_cards_number_is_refused_and_not_kept(payments: Payments, client: stripe.StripeClient) -> None:
    """Not shown again, not charged, and nowhere in the state."""
    session, number = open_session(client), "4111111111111111"
    answer = fake.send("POST", str(session.url), {"number": number, "cvc": "987", "name": "Ada", "expiry": "12/34"})

    assert answer.status == 422
    assert number not in answer.data.decode()
    assert all(number.encode() not in path.read_bytes() for path in payments.data.iterdir())
    assert client.v1.checkout.sessions.retrieve(session.id).payment_intent is None


def test_three_d_secure_is_failed_and_then_done(client: stripe.StripeClient) -> None:
    """Nothing is charged before the buyer has authenticated."""
    session = open_session(client)
    buyer = Buyer(session)

    assert buyer.pays(fake.AUTHENTICATES) == "3-D Secure"
    waiting = intent_of(client, session)
    assert (waiting.status, waiting.next_action.type) == ("requires_action", "redirect_to_url")
    assert "unable to authenticate" in buyer.authenticates("fail")
    assert intent_of(client, session).last_payment_error.code == "payment_intent_authentication_failure"
    assert buyer.pays(fake.AUTHENTICATES) == "3-D Secure"
    assert buyer.looks() == "3-D Secure"
    assert buyer.authenticates().startswith("http")
    assert intent_of(client, session).status == "succeeded"
    assert len(client.v1.charges.list({"payment_intent": waiting.id}).data) == 1


def test_a_card_may_be_declined_after_authentication(client: stripe.StripeClient) -> None:
    session = open_session(client)
    Buyer(session).pays(fake.DECLINED_AFTER_AUTHENTICATION)

    assert Buyer(session).authenticates() == "Your card was declined."


def test_a_double_click_pays_once(client: stripe.StripeClient) -> None:
    session = open_session(client)
    first, second = Buyer(session).pays(), Buyer(session).pays()

    assert first == second
    assert len(client.v1.charges.list({"payment_intent": intent_of(client, session).id}).data) == 1


def test_refunds_end_where_the_charge_does(client: stripe.StripeClient) -> None:
    """In parts, then the rest, and never more than was paid."""
    intent = pay(client)
    part = client.v1.refunds.create({"payment_intent": intent.id, "amount": 1000, "reason": "requested_by_customer"})
    too_much = get_refusal(client.v1.refunds.create, {"payment_intent": intent.id, "amount": 2999})
    rest = client.v1.refunds.create({"charge": intent.latest_charge})
    again = get_refusal(client.v1.refunds.create, {"payment_intent": intent.id})
    charge = client.v1.charges.retrieve(intent.latest_charge, {"expand": ["refunds"]})

    assert (part.status, part.amount, rest.amount) == ("succeeded", 1000, 2998)
    assert "29.99 EUR" in str(too_much)
    assert again.code == "charge_already_refunded"
    assert (charge.refunded, charge.amount_refunded) == (True, 3998)
    assert charge.refunds
    assert [refund.id for refund in charge.refunds.data] == [rest.id, part.id]


@pytest.mark.parametrize("amount", [0, -5])
def test_nothing_is_no_refund(client: stripe.StripeClient, amount: int) -> None:
    error = get_refusal(client.v1.refunds.create, {"payment_intent": pay(client).id, "amount": amount})

    assert error.code == "parameter_invalid_integer"


def test_a_refund_names_what_was_paid(client: stripe.StripeClient) -> None:
    """Neither, both, an unknown one, and one that nobody has paid."""
    session = open_session(client)
    Buyer(session).pays(fake.DECLINED)
    unpaid = intent_of(client, session)
    for parameters in (
        {},
        {"payment_intent": unpaid.id, "charge": unpaid.latest_charge},
        {"payment_intent": "pi_nothing"},
        {"payment_intent": unpaid.id},
        {"charge": unpaid.latest_charge},
    ):
        assert get_refusal(client.v1.refunds.create, parameters).http_status == 400


@pytest.mark.parametrize(
    ("card", "first", "last", "left"),
    [(fake.REFUND_PENDS, "pending", "succeeded", 0), (fake.REFUND_FAILS, "succeeded", "failed", 3998)],
)
def test_some_refunds_are_settled_later(
    payments: Payments, client: stripe.StripeClient, card: str, first: str, last: str, left: int
) -> None:
    """A refund that fails may be made again."""
    refund = client.v1.refunds.create({"payment_intent": pay(client, card).id})
    payments.control("clock", advance_seconds=5)
    settled = client.v1.refunds.retrieve(refund.id, {"expand": ["charge"]})

    charge: Any = settled.charge
    assert (refund.status, settled.status) == (first, last)
    assert charge.amount - charge.amount_refunded == left
