"""Refunds: money that goes back, in whole or in part, at once or later, by the behaviour of the card."""

from typing import Any

from payments_local.currencies import show_amount
from payments_local.errors import InvalidRequestError
from payments_local.identifiers import new_identifier
from payments_local.ledger import Ledger
from payments_local.resources import charges
from payments_local.store import PRIVATE, Resource

KIND = "refund"


def retrieve(ledger: Ledger, _: dict[str, Any], refund: str) -> Resource:
    return ledger.require(KIND, refund, "refund")


def create(ledger: Ledger, parameters: dict[str, Any]) -> Resource:
    """Refund a charge, or raise `InvalidRequestError` if less than that is left of it."""
    charge = _require_charge(ledger, parameters)
    amount = _require_refundable(charge, parameters.get("amount"))
    refund: Resource = {
        "id": new_identifier("re"),
        "object": KIND,
        "amount": amount,
        "balance_transaction": new_identifier("txn"),
        "charge": charge["id"],
        "created": ledger.clock.now(),
        "currency": charge["currency"],
        "destination_details": {"type": "card", "card": {"reference_status": "pending", "type": "refund"}},
        "metadata": parameters.get("metadata") or {},
        "payment_intent": charge["payment_intent"],
        "reason": parameters.get("reason"),
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": "pending" if charge[PRIVATE]["refunding"] == "pends" else "succeeded",
        "transfer_reversal": None,
        PRIVATE: {"settles_at": None if charge[PRIVATE]["refunding"] == "succeeds" else ledger.clock.now() + 2},
    }
    ledger.store.add(refund)
    _set_refunded(ledger, charge, charge["amount_refunded"] + amount)
    ledger.announce("charge.refunded", charge)
    ledger.announce("refund.created", refund)
    return refund


def settle(ledger: Ledger, refund: Resource) -> None:
    """End a refund that was pending, or that its bank sends back, by the behaviour of its card."""
    charge = ledger.require(charges.KIND, refund["charge"], "charge")
    refund[PRIVATE] = {"settles_at": None}
    if charge[PRIVATE]["refunding"] == "pends":
        refund["status"] = "succeeded"
        ledger.store.put(refund)
    else:
        refund["status"] = "failed"
        refund["failure_reason"] = "expired_or_canceled_card"
        refund["failure_balance_transaction"] = new_identifier("txn")
        ledger.store.put(refund)
        _set_refunded(ledger, charge, charge["amount_refunded"] - refund["amount"])
        ledger.announce("refund.failed", refund)
    ledger.announce("refund.updated", refund)
    ledger.announce("charge.refund.updated", refund)


def _require_charge(ledger: Ledger, parameters: dict[str, Any]) -> Resource:
    intent_id, charge_id = parameters.get("payment_intent"), parameters.get("charge")
    if intent_id and charge_id:
        raise InvalidRequestError("You may only specify one of these parameters: payment_intent, charge.")
    if charge_id:
        return _require_paid(ledger.require(charges.KIND, charge_id, "charge", status=400))
    if not intent_id:
        raise InvalidRequestError(
            "One of the following params should be provided for this request: payment_intent or charge."
        )
    intent = ledger.require("payment_intent", intent_id, "payment_intent", status=400)
    if intent["status"] != "succeeded":
        raise InvalidRequestError(
            f"This PaymentIntent ({intent_id}) does not have a successful charge to refund.", param="payment_intent"
        )
    return ledger.require(charges.KIND, intent["latest_charge"], "charge")


def _require_paid(charge: Resource) -> Resource:
    if not charge["paid"]:
        raise InvalidRequestError(f"Charge {charge['id']} has not been paid, so it can't be refunded.", param="charge")
    return charge


def _require_refundable(charge: Resource, amount: int | None) -> int:
    left = charge["amount"] - charge["amount_refunded"]
    if not left:
        raise InvalidRequestError(f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded")
    if amount is None:
        return int(left)
    if amount < 1:
        message = "This value must be greater than or equal to 1."
        raise InvalidRequestError(message, code="parameter_invalid_integer", param="amount")
    if amount > left:
        asked, shown = (show_amount(each, charge["currency"]) for each in (amount, left))
        message = f"Refund amount ({asked}) is greater than unrefunded amount on charge ({shown})"
        raise InvalidRequestError(message, param="amount")
    return amount


def _set_refunded(ledger: Ledger, charge: Resource, amount: int) -> None:
    charge["amount_refunded"] = amount
    charge["refunded"] = amount == charge["amount"]
    ledger.store.put(charge)
