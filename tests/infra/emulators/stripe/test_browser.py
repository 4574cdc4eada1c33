"""The hosted page and the control page in a real browser."""

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import stripe

from tests.fakes.payments import Payments, open_session
from tests.fakes.webhook_receiver import WebhookReceiver

SCRIPT = "tests/infra/emulators/stripe/hosted-page.mjs"


@pytest.fixture
def chromium() -> str:
    found = shutil.which("chromium") or shutil.which("google-chrome")
    assert found, "The browser tests need chromium. On Debian: apt-get install chromium"
    return found


@pytest.fixture
def shop() -> Iterator[str]:
    """A page that thanks whoever paid."""

    class Thanks(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!doctype html><link rel=icon href=data:,><title>Shop</title><h1>Thank you</h1>")

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Thanks)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_buyer_pays_in_a_browser(
    payments: Payments, client: stripe.StripeClient, receiver: WebhookReceiver, chromium: str, shop: str
) -> None:
    """Declined, another card, 3-D Secure, wrong fields, expired; by keyboard, on a phone, in the dark, axe silent."""
    del receiver  # it listens, so that the control page has deliveries to show
    success = f"{shop}/thanks?session={{CHECKOUT_SESSION_ID}}"
    sessions = [open_session(client, success_url=success, cancel_url=f"{shop}/cart") for _ in range(4)]
    client.v1.checkout.sessions.expire(sessions[3].id)
    pages = [*(str(session.url) for session in sessions), f"{payments.url}/_control"]

    played = subprocess.run(  # noqa: S603 - the script beside this file
        ["node", SCRIPT, *pages],  # noqa: S607
        env=os.environ | {"CHROMIUM": chromium},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert played.returncode == 0, played.stdout + played.stderr
    assert played.stdout.count("yes") > 20
    states = [client.v1.checkout.sessions.retrieve(session.id).status for session in sessions]
    assert states == ["complete", "complete", "open", "expired"]
