"""The payment provider as a process: payments-local, the unmodified SDK as its client, and a buyer at its page."""

import os
import re
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import stripe
import urllib3

from infra.local.run.child import Child
from tests.fakes.data_plane import free_port

SUCCESS_URL = "http://127.0.0.1:9/thanks?session={CHECKOUT_SESSION_ID}"
SUCCEEDS, DECLINED, INSUFFICIENT = "4242424242424242", "4000000000000002", "4000000000009995"
AUTHENTICATES, DECLINED_AFTER_AUTHENTICATION = "4000002760003184", "4000008400001629"
REFUND_PENDS, REFUND_FAILS = "4000000000007726", "4000000000005126"


class Payments:
    """A running emulator."""

    def __init__(self, data: Path) -> None:
        self.port, self.data = free_port(), data
        self.url = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        command = (sys.executable, "-m", "payments_local", "--port", str(self.port), "--data", str(self.data))
        self.child = Child("payments", command, os.environ, self.data)
        self.child.wait_until_ready(f"{self.url}/health", 60)

    def kill(self) -> None:
        """End the process as a power cut would."""
        os.kill(self.child.pid, signal.SIGKILL)
        self.child.stop(5)

    def client(self, **options: Any) -> stripe.StripeClient:
        return stripe.StripeClient("sk_test_waymark", base_addresses={"api": self.url}, **options)

    def control(self, path: str, **fields: object) -> Any:
        """Post to the control API, and return its JSON."""
        response = send("POST", f"{self.url}/_control/{path}", fields)
        assert response.status == 200, response.data
        return response.json()

    def inspect(self, path: str) -> Any:
        return send("GET", f"{self.url}/_control/{path}").json()


@contextmanager
def running(data: Path) -> Iterator[Payments]:
    """Run the emulator on a free port, its state in a folder."""
    payments = Payments(data)
    try:
        yield payments
    finally:
        payments.child.stop(5)


def send(method: str, url: str, fields: Any = None, **headers: str) -> urllib3.BaseHTTPResponse:
    """Send form fields without following redirects."""
    headers |= {"Content-Type": "application/x-www-form-urlencoded"}
    return urllib3.request(method, url, body=urlencode(fields or {}), headers=headers, redirect=False, retries=False)


def open_session(client: stripe.StripeClient, **parameters: Any) -> stripe.checkout.Session:
    """Open a session for two prints of 19.99 EUR, unless told otherwise."""
    return client.v1.checkout.sessions.create(session_parameters(**parameters), _options(parameters))


def session_parameters(currency: str = "eur", amount: int = 1999, quantity: int = 2, **parameters: Any) -> Any:
    parameters.pop("idempotency_key", None)
    price = {"currency": currency, "unit_amount": amount, "product_data": {"name": "Print of “Petra”"}}
    items = [{"quantity": quantity, "price_data": price}]
    return {"mode": "payment", "success_url": SUCCESS_URL, "line_items": items} | parameters


def _options(parameters: dict[str, Any]) -> Any:
    return {name: parameters[name] for name in ("idempotency_key",) if name in parameters}


class Buyer:
    """Fills in the hosted page as a browser would, without one."""

    def __init__(self, session: stripe.checkout.Session) -> None:
        self.url = str(session.url)

    def pays(self, number: str = SUCCEEDS, **fields: str) -> str:
        """Submit the form; return the address or the alert that the page answers with."""
        form = {"email": "ada@waymark.example", "number": number, "expiry": "12/34", "cvc": "123", "name": "Ada Moreau"}
        return self._follow(send("POST", self.url, form | fields))

    def authenticates(self, result: str = "complete") -> str:
        return self._follow(send("POST", f"{self.url}/authenticate", {"result": result}))

    def looks(self) -> str:
        return self._follow(send("GET", self.url))

    def _follow(self, response: urllib3.BaseHTTPResponse) -> str:
        host = self.url.partition("/c/pay/")[0]
        while response.status == 303:
            location = response.headers["Location"]
            if not location.startswith("/"):
                return location
            response = send("GET", host + location)
        text = response.data.decode()
        alert = re.search(r'role="alert"[^>]*>([^<]*)<', text)
        heading = re.search(r"<h1>([^<]*)<", text)
        assert heading
        return alert[1] if alert else heading[1]
