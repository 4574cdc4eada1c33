"""What a buyer does on the hosted page: enter a test card, authenticate, or fail to."""

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Literal

from payments_local.cards import AUTHENTICATION_FAILED, CARDS, Card, Decline, find_card
from payments_local.identifiers import new_identifier
from payments_local.ledger import Ledger
from payments_local.resources import checkout_sessions, payment_intents
from payments_local.store import PRIVATE, Resource

Field = Literal["email", "number", "expiry", "cvc", "name"]
AMEX_CVC, CVC = 4, 3
FARTHEST_YEARS: Final = 50


@dataclass(frozen=True)
class CardForm:
    """What the buyer typed; the code is never stored, and of numbers only those of test cards."""

    email: str = ""
    number: str = ""
    expiry: str = ""
    cvc: str = ""
    name: str = ""


def check_form(form: CardForm, now: int) -> dict[Field, str]:
    """Return what is wrong in each field; a card that its bank declines is not wrong here."""
    card, problems = find_card(_digits(form.number)), dict[Field, str]()
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", form.email.strip()):
        problems["email"] = "Enter an email address, such as ada@example.com."
    if isinstance(card, Decline):
        problems["number"] = card.message + " Choose one of the test cards on this page; never enter a real card."
    if problem := _check_expiry(form.expiry, now):
        problems["expiry"] = problem
    length = AMEX_CVC if isinstance(card, Card) and card.brand == "amex" else CVC
    if not re.fullmatch(rf"[0-9]{{{length}}}", form.cvc.strip()):
        problems["cvc"] = f"Enter the {length} digits of the security code; any will do."
    if not form.name.strip():
        problems["name"] = "Enter the name on the card; any will do."
    return problems


def pay(ledger: Ledger, session: Resource, form: CardForm) -> None:
    """Pay an open session by a valid form; a decline or a needed authentication is left in its PaymentIntent."""
    if session["amount_total"] == 0:
        checkout_sessions.complete(ledger, session, form.email.strip(), form.name.strip() or None)
        return
    intent, number = _require_intent(ledger, session), _digits(form.number)
    card, method = CARDS[number], _create_method(ledger, form, number)
    session[PRIVATE] |= {"method": method, "number": number}
    if card.authenticates:
        page = session["url"]
        payment_intents.require_authentication(ledger, intent, f"{page}/authenticate", page)
        ledger.store.put(session)
    else:
        _charge(ledger, session, intent)


def authenticate(ledger: Ledger, session: Resource, *, succeeds: bool) -> None:
    """End the 3-D Secure challenge of a session; without one there is nothing to do."""
    intent = find_intent(ledger, session)
    if intent is None or intent["status"] != "requires_action":
        return
    if succeeds:
        _charge(ledger, session, intent)
    else:
        payment_intents.fail(ledger, intent, session[PRIVATE]["method"], AUTHENTICATION_FAILED)


def find_intent(ledger: Ledger, session: Resource) -> Resource | None:
    """Return the session's PaymentIntent, once its buyer has tried to pay."""
    identifier = session["payment_intent"]
    return ledger.store.get(payment_intents.KIND, identifier) if identifier else None


def _charge(ledger: Ledger, session: Resource, intent: Resource) -> None:
    method = session[PRIVATE]["method"]
    if payment_intents.charge(ledger, intent, method, CARDS[session[PRIVATE]["number"]]):
        details = method["billing_details"]
        checkout_sessions.complete(ledger, session, details["email"], details["name"])


def _require_intent(ledger: Ledger, session: Resource) -> Resource:
    if intent := find_intent(ledger, session):
        return intent
    intent = payment_intents.create_for_session(ledger, session)
    session["payment_intent"] = intent["id"]
    ledger.store.put(session)
    return intent


def _create_method(ledger: Ledger, form: CardForm, number: str) -> Resource:
    month, year = _parse_expiry(form.expiry)
    address = dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state"))
    fingerprint = hashlib.sha256(number.encode()).hexdigest()[:16]
    return {
        "id": new_identifier("pm"),
        "object": "payment_method",
        "billing_details": {
            "address": address,
            "email": form.email.strip(),
            "name": form.name.strip(),
            "phone": None,
            "tax_id": None,
        },
        "card": {
            "brand": CARDS[number].brand,
            "country": "US",
            "exp_month": month,
            "exp_year": year,
            "fingerprint": fingerprint,
            "funding": "credit",
            "last4": number[-4:],
        },
        "created": ledger.clock.now(),
        "customer": None,
        "livemode": False,
        "metadata": {},
        "type": "card",
    }


def _digits(number: str) -> str:
    return re.sub(r"[\s-]", "", number)


def _check_expiry(expiry: str, now: int) -> str | None:
    try:
        month, year = _parse_expiry(expiry)
    except ValueError:
        return "Enter the month and the year, such as 12/34."
    today = datetime.fromtimestamp(now, UTC)
    if not (today.year, today.month) <= (year, month) < (today.year + FARTHEST_YEARS, 0):
        return "Enter a month that is not over; any will do."
    return None


def _parse_expiry(expiry: str) -> tuple[int, int]:
    """Return month and year of `12/34` or `12 / 2034`, or raise `ValueError`."""
    found = re.fullmatch(r"\s*(0?[1-9]|1[0-2])\s*/?\s*(?:20)?([0-9]{2})\s*", expiry)
    if not found:
        raise ValueError(expiry)
    return int(found[1]), 2000 + int(found[2])
