"""PaymentIntents: one attempt after the other to pay an amount, until one succeeds or it is canceled."""

from typing import Any

from payments_local.cards import Card, Decline
from payments_local.identifiers import new_identifier
from payments_local.ledger import Ledger
from payments_local.resources import charges
from payments_local.store import PRIVATE, Resource

KIND = "payment_intent"


def retrieve(ledger: Ledger, _: dict[str, Any], intent: str) -> Resource:
    return ledger.require(KIND, intent, "intent")


def create_for_session(ledger: Ledger, session: Resource) -> Resource:
    """Create the PaymentIntent of a session, when its buyer first tries to pay."""
    data: dict[str, Any] = session[PRIVATE]["payment_intent_data"]
    identifier = new_identifier("pi")
    intent: Resource = {
        "id": identifier,
        "object": KIND,
        "allowed_payment_method_types": session["allowed_payment_method_types"],
        "amount": session["amount_total"],
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": 0,
        "application": None,
        "application_fee_amount": None,
        "automatic_payment_methods": None,
        "canceled_at": None,
        "cancellation_reason": None,
        "capture_method": "automatic",
        "client_secret": f"{identifier}_{new_identifier('secret')}",
        "confirmation_method": "automatic",
        "created": ledger.clock.now(),
        "currency": session["currency"],
        "customer": None,
        "customer_account": None,
        "description": data.get("description"),
        "excluded_payment_method_types": None,
        "last_payment_error": None,
        "latest_charge": None,
        "livemode": False,
        "metadata": data.get("metadata") or {},
        "next_action": None,
        "on_behalf_of": None,
        "payment_method": None,
        "payment_method_configuration_details": None,
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
        "payment_method_types": ["card"],
        "processing": None,
        "receipt_email": data.get("receipt_email"),
        "review": None,
        "setup_future_usage": None,
        "shipping": None,
        "source": None,
        "statement_descriptor": data.get("statement_descriptor"),
        "statement_descriptor_suffix": data.get("statement_descriptor_suffix"),
        "status": "requires_payment_method",
        "transfer_data": None,
        "transfer_group": data.get("transfer_group"),
    }
    ledger.store.add(intent)
    ledger.announce("payment_intent.created", intent)
    return intent


def require_authentication(ledger: Ledger, intent: Resource, url: str, return_url: str) -> None:
    """Send the buyer to the 3-D Secure page before the charge."""
    intent["status"] = "requires_action"
    intent["last_payment_error"] = None
    intent["next_action"] = {"type": "redirect_to_url", "redirect_to_url": {"url": url, "return_url": return_url}}
    ledger.store.put(intent)
    ledger.announce("payment_intent.requires_action", intent)


def charge(ledger: Ledger, intent: Resource, method: Resource, card: Card) -> bool:
    """Charge a card by its test behaviour; return whether the payment succeeded."""
    charged = charges.create(ledger, intent, method, card)
    intent["latest_charge"] = charged["id"]
    intent["next_action"] = None
    if card.decline:
        ledger.announce("charge.failed", charged)
        fail(ledger, intent, method, card.decline, charged["id"])
        return False
    intent["status"] = "succeeded"
    intent["amount_received"] = intent["amount"]
    intent["payment_method"] = method["id"]
    intent["last_payment_error"] = None
    ledger.store.put(intent)
    ledger.announce("charge.succeeded", charged)
    ledger.announce("payment_intent.succeeded", intent)
    return True


def fail(ledger: Ledger, intent: Resource, method: Resource, decline: Decline, charge_id: str | None = None) -> None:
    """Take note of a failed attempt; the intent waits for another card."""
    intent["status"] = "requires_payment_method"
    intent["next_action"] = None
    intent["last_payment_error"] = {
        **({"charge": charge_id} if charge_id else {}),
        "code": decline.code,
        **({"decline_code": decline.decline_code} if decline.decline_code else {}),
        "doc_url": f"https://stripe.com/docs/error-codes/{decline.code.replace('_', '-')}",
        "message": decline.message,
        "payment_method": method,
        "type": "card_error" if charge_id else "invalid_request_error",
    }
    ledger.store.put(intent)
    ledger.announce("payment_intent.payment_failed", intent)


def cancel(ledger: Ledger, intent: Resource, reason: str) -> None:
    """Cancel an intent that has not succeeded."""
    intent["status"] = "canceled"
    intent["canceled_at"] = ledger.clock.now()
    intent["cancellation_reason"] = reason
    intent["next_action"] = None
    ledger.store.put(intent)
    ledger.announce("payment_intent.canceled", intent)
