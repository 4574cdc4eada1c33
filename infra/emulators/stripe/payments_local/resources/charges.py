"""Charges: what was taken from a card, or refused, and how much of it was refunded."""

from typing import Any

from payments_local.cards import Card
from payments_local.identifiers import new_identifier
from payments_local.ledger import Ledger
from payments_local.store import PRIVATE, Resource

KIND = "charge"


def retrieve(ledger: Ledger, _: dict[str, Any], charge: str) -> Resource:
    return ledger.require(KIND, charge, "id")


def create(ledger: Ledger, intent: Resource, method: Resource, card: Card) -> Resource:
    """Create the charge of one attempt to pay an intent."""
    identifier = new_identifier("ch")
    failure = card.decline
    charge: Resource = {
        "id": identifier,
        "object": KIND,
        "amount": intent["amount"],
        "amount_captured": 0 if failure else intent["amount"],
        "amount_refunded": 0,
        "application": None,
        "application_fee": None,
        "application_fee_amount": None,
        "balance_transaction": None if failure else new_identifier("txn"),
        "billing_details": method["billing_details"],
        "calculated_statement_descriptor": intent["statement_descriptor"] or "PAYMENTS-LOCAL",
        "captured": not failure,
        "created": ledger.clock.now(),
        "currency": intent["currency"],
        "customer": None,
        "description": intent["description"],
        "disputed": False,
        "failure_balance_transaction": None,
        "failure_code": failure and failure.code,
        "failure_message": failure and failure.message,
        "fraud_details": {},
        "livemode": False,
        "metadata": intent["metadata"],
        "on_behalf_of": None,
        "outcome": _describe_outcome(card),
        "paid": not failure,
        "payment_intent": intent["id"],
        "payment_method": method["id"],
        "payment_method_details": {"type": "card", "card": _describe_card(method["card"], card)},
        "radar_options": {},
        "receipt_email": intent["receipt_email"],
        "receipt_number": None,
        "receipt_url": None,
        "refunded": False,
        "refunds": None,
        "review": None,
        "shipping": None,
        "source": None,
        "source_transfer": None,
        "statement_descriptor": intent["statement_descriptor"],
        "statement_descriptor_suffix": intent["statement_descriptor_suffix"],
        "status": "failed" if failure else "succeeded",
        "transfer_data": None,
        "transfer_group": intent["transfer_group"],
        PRIVATE: {"refunding": card.refunding},
    }
    ledger.store.add(charge)
    return charge


def _describe_outcome(card: Card) -> dict[str, Any]:
    approved = {
        "advice_code": None,
        "network_status": "approved_by_network",
        "reason": None,
        "risk_level": "normal",
        "seller_message": "Payment complete.",
        "type": "authorized",
    }
    if not card.decline:
        return approved
    return approved | {
        "network_status": "declined_by_network",
        "reason": card.decline.decline_code or card.decline.code,
        "seller_message": "The bank did not return any further details with this decline.",
        "type": "issuer_declined",
    }


def _describe_card(shown: Resource, card: Card) -> dict[str, Any]:
    secure = {"authentication_flow": "challenge", "result": "authenticated", "result_reason": None, "version": "2.2.0"}
    return {
        **{name: shown[name] for name in ("brand", "country", "exp_month", "exp_year", "fingerprint", "funding")},
        "last4": shown["last4"],
        "network": shown["brand"],
        "wallet": None,
        "installments": None,
        "mandate": None,
        "three_d_secure": secure if card.authenticates else None,
    }
