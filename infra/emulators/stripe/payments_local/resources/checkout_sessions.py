"""Checkout Sessions: what a buyer is asked to pay on the hosted page, until they have or the time is over."""

from typing import Any, Final

from payments_local.currencies import require_minimum
from payments_local.errors import InvalidRequestError, make_unsupported_error
from payments_local.identifiers import new_identifier
from payments_local.ledger import Ledger
from payments_local.parameters import refuse_missing
from payments_local.resources import line_items, payment_intents
from payments_local.store import PRIVATE, Resource
from payments_local.urls import require_url

KIND: Final = "checkout.session"
SHORTEST_SECONDS: Final = 30 * 60
LONGEST_SECONDS: Final = 24 * 3600
# What the API lets a client leave out.
DEFAULTS: Final[dict[str, Any]] = {"mode": "payment", "ui_mode": "hosted_page", "submit_type": None, "locale": None}


def create(ledger: Ledger, parameters: dict[str, Any]) -> Resource:
    """Open a session with a hosted page, or raise `InvalidRequestError`."""
    given = DEFAULTS | parameters
    _require_hosted_payment(given)
    identifier = new_identifier("cs_test", 58)
    items = line_items.create_all(given.get("line_items") or [])
    session = _describe(given, identifier, ledger.clock.now()) | line_items.add_up(items)
    require_minimum(session["amount_total"], session["currency"])
    session["url"] = f"{ledger.public_url}/c/pay/{identifier}"
    session["line_items"] = items
    session[PRIVATE] = {"payment_intent_data": given.get("payment_intent_data") or {}}
    ledger.store.add(session)
    return session


def retrieve(ledger: Ledger, _: dict[str, Any], session: str) -> Resource:
    return ledger.require(KIND, session, "session")


def expire(ledger: Ledger, _: dict[str, Any], session: str) -> Resource:
    """Close a session that nobody has paid, or raise `InvalidRequestError` if it isn't open."""
    found = retrieve(ledger, {}, session)
    if found["status"] != "open":
        raise InvalidRequestError(
            'Only Checkout Sessions with a status in ["open"] can be expired. '
            f"This Checkout Session has a status of `{found['status']}`."
        )
    close(ledger, found)
    return found


def list_items(ledger: Ledger, _: dict[str, Any], session: str) -> list[Resource]:
    items: list[Resource] = retrieve(ledger, {}, session)["line_items"]
    return items


def close(ledger: Ledger, session: Resource) -> None:
    """Expire an open session, and cancel the payment that its buyer may have begun."""
    session["status"], session["url"] = "expired", None
    ledger.store.put(session)
    if session["payment_intent"]:
        intent = ledger.require(payment_intents.KIND, session["payment_intent"], "intent")
        payment_intents.cancel(ledger, intent, "expired")
    ledger.announce("checkout.session.expired", session)


def complete(ledger: Ledger, session: Resource, email: str | None, name: str | None) -> None:
    """Close a session that was paid, or that cost nothing."""
    session["status"], session["url"] = "complete", None
    session["payment_status"] = "paid" if session["amount_total"] else "no_payment_required"
    session["customer_details"] = _describe_customer(email, name)
    ledger.store.put(session)
    ledger.announce("checkout.session.completed", session)


def _require_hosted_payment(given: dict[str, Any]) -> None:
    if given["mode"] != "payment":
        raise make_unsupported_error(f"the mode {given['mode']}", "mode")
    if given["ui_mode"] != "hosted_page":
        raise make_unsupported_error(f"the ui_mode {given['ui_mode']}", "ui_mode")
    for name in ("line_items", "success_url"):
        if not given.get(name):
            raise refuse_missing(name)
    for name in ("success_url", "cancel_url"):
        if given.get(name):
            require_url(given[name], name)
    if "card" not in given.get("allowed_payment_method_types", ["card"]):
        raise make_unsupported_error("payment methods other than card", "allowed_payment_method_types")


def _require_expiry(expires_at: int | None, now: int) -> int:
    if expires_at is None:
        return now + LONGEST_SECONDS
    if expires_at < now + SHORTEST_SECONDS:
        raise InvalidRequestError(
            "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.", param="expires_at"
        )
    if expires_at > now + LONGEST_SECONDS:
        raise InvalidRequestError(
            "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.", param="expires_at"
        )
    return expires_at


def _describe_customer(email: str | None, name: str | None) -> dict[str, Any]:
    address = dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state"))
    return {
        "address": address,
        "business_name": None,
        "email": email,
        "individual_name": None,
        "name": name,
        "phone": None,
        "tax_exempt": "none",
        "tax_ids": [],
    }


def _describe(given: dict[str, Any], identifier: str, now: int) -> Resource:
    email = given.get("customer_email")
    return {
        "id": identifier,
        "object": KIND,
        "adaptive_pricing": {"enabled": False},
        "after_expiration": None,
        "allow_promotion_codes": None,
        "allowed_payment_method_types": given.get("allowed_payment_method_types"),
        "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
        "billing_address_collection": None,
        "cancel_url": given.get("cancel_url"),
        "client_reference_id": given.get("client_reference_id"),
        "client_secret": None,
        "collected_information": None,
        "consent": None,
        "consent_collection": None,
        "created": now,
        "currency_conversion": None,
        "custom_fields": [],
        "custom_text": dict.fromkeys(("after_submit", "shipping_address", "submit", "terms_of_service_acceptance")),
        "customer": None,
        "customer_account": None,
        "customer_creation": "if_required",
        "customer_details": _describe_customer(email, None) if email else None,
        "customer_email": email,
        "discounts": [],
        "expires_at": _require_expiry(given.get("expires_at"), now),
        "invoice": None,
        "invoice_creation": {"enabled": False, "invoice_data": {"metadata": {}}},
        "livemode": False,
        "locale": given["locale"],
        "metadata": given.get("metadata") or {},
        "mode": given["mode"],
        "origin_context": None,
        "payment_intent": None,
        "payment_link": None,
        "payment_method_collection": "if_required",
        "payment_method_configuration_details": None,
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
        "payment_method_types": ["card"],
        "payment_status": "unpaid",
        "permissions": None,
        "phone_number_collection": {"enabled": False},
        "recovered_from": None,
        "saved_payment_method_options": None,
        "setup_intent": None,
        "shipping_address_collection": None,
        "shipping_cost": None,
        "shipping_options": [],
        "status": "open",
        "submit_type": given["submit_type"],
        "subscription": None,
        "success_url": given["success_url"],
        "ui_mode": given["ui_mode"],
        "wallet_options": None,
    }
