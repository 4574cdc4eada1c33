"""The hosted payment page: plain forms, so that it works with a keyboard, a screen reader and without scripts."""

from collections.abc import Iterator
from typing import Any

from aiohttp import web

from payments_local.cards import CARDS, Card
from payments_local.currencies import show_amount
from payments_local.ledger import Ledger
from payments_local.pages import render
from payments_local.payment import CardForm, authenticate, check_form, find_intent, pay
from payments_local.resources import checkout_sessions
from payments_local.store import PRIVATE, Resource

FIELDS = ("email", "number", "expiry", "cvc", "name")


class HostedPage:
    """Serves /c/pay/{session} and its 3-D Secure page."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def list_routes(self) -> list[web.RouteDef]:
        return [
            web.get("/c/pay/{session}", self.show_form),
            web.post("/c/pay/{session}", self.take_form),
            web.get("/c/pay/{session}/authenticate", self.show_challenge),
            web.post("/c/pay/{session}/authenticate", self.take_challenge),
        ]

    async def show_form(self, request: web.Request) -> web.Response:
        session = self._require_session(request)
        if session["status"] != "open":
            return _leave(session)
        intent = find_intent(self._ledger, session)
        if intent and intent["status"] == "requires_action":
            raise web.HTTPSeeOther(_challenge_path(session))
        failure = intent["last_payment_error"]["message"] if intent and intent["last_payment_error"] else None
        number = request.query.get("number", "")
        form = CardForm(number=number if number in CARDS else "", email=session["customer_email"] or "")
        return _render_form(session, form, {}, failure)

    async def take_form(self, request: web.Request) -> web.Response:
        form = await _read_form(request)
        with self._ledger.store.transaction():
            session = self._require_session(request)
            if session["status"] != "open":
                return _leave(session)
            problems = check_form(form, self._ledger.clock.now())
            if session["amount_total"] == 0:
                problems = {name: text for name, text in problems.items() if name == "email"}
            if not problems:
                pay(self._ledger, session, form)
        if problems:
            return _render_form(session, _forget_unknown_number(form), problems, "Check the fields that are marked.")
        raise web.HTTPSeeOther(_page_path(session))

    async def show_challenge(self, request: web.Request) -> web.Response:
        session = self._require_session(request)
        intent = find_intent(self._ledger, session)
        if session["status"] != "open" or not intent or intent["status"] != "requires_action":
            raise web.HTTPSeeOther(_page_path(session))
        card = session[PRIVATE]["method"]["card"]
        return render(
            "authenticate.html",
            action=_challenge_path(session),
            brand=card["brand"].capitalize(),
            last4=card["last4"],
            total=_show_total(session),
        )

    async def take_challenge(self, request: web.Request) -> web.Response:
        result = (await request.post()).get("result")
        with self._ledger.store.transaction():
            session = self._require_session(request)
            if session["status"] == "open" and result in {"complete", "fail"}:
                authenticate(self._ledger, session, succeeds=result == "complete")
        raise web.HTTPSeeOther(_page_path(session))

    def _require_session(self, request: web.Request) -> Resource:
        session = self._ledger.store.get(checkout_sessions.KIND, request.match_info["session"])
        if session is None:
            page = render("closed.html", heading="Page not found", sentence="There is no payment at this address.")
            raise web.HTTPNotFound(text=page.text, content_type="text/html", headers=page.headers)
        return session


async def _read_form(request: web.Request) -> CardForm:
    fields = await request.post()
    return CardForm(**{name: str(fields.get(name, "")) for name in FIELDS})


def _render_form(session: Resource, form: CardForm, problems: dict[Any, str], failure: str | None) -> web.Response:
    return render(
        "pay.html",
        status=422 if problems else 200,
        action=_page_path(session),
        cancel_url=session["cancel_url"],
        cards=list(_list_cards()),
        failure=failure,
        form=form,
        free=session["amount_total"] == 0,
        items=[
            item | {"amount": show_amount(item["amount_total"], item["currency"])} for item in session["line_items"]
        ],
        problems=problems,
        total=_show_total(session),
    )


def _leave(session: Resource) -> web.Response:
    """Return a buyer of a paid session to the shop; tell one of an expired session."""
    if session["status"] == "complete":
        raise web.HTTPSeeOther(session["success_url"].replace("{CHECKOUT_SESSION_ID}", session["id"]))
    return render(
        "closed.html",
        status=410,
        heading="This payment page has expired",
        sentence="Nothing was charged. Go back to the shop to order again.",
        back_url=session["cancel_url"],
    )


def _forget_unknown_number(form: CardForm) -> CardForm:
    """Return a form that doesn't show again what may be a real card's number or code."""
    number = form.number if form.number.replace(" ", "") in CARDS else ""
    return CardForm(form.email, number, form.expiry, "", form.name)


def _list_cards() -> Iterator[tuple[str, str]]:
    return ((number, _describe_effect(card)) for number, card in CARDS.items())


def _describe_effect(card: Card) -> str:
    parts = ["3-D Secure, then" if card.authenticates else "", "succeeds"]
    if card.decline:
        parts[1] = f"declined: {card.decline.decline_code or card.decline.code}"
    elif card.refunding != "succeeds":
        parts[1] = "succeeds; its refunds take a while" if card.refunding == "pends" else "succeeds; its refunds fail"
    return " ".join(part for part in parts if part)


def _show_total(session: Resource) -> str:
    return show_amount(session["amount_total"], session["currency"])


def _page_path(session: Resource) -> str:
    return f"/c/pay/{session['id']}"


def _challenge_path(session: Resource) -> str:
    return f"{_page_path(session)}/authenticate"
