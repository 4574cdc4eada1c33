"""A server that receives webhooks: it keeps what arrives, and answers as it is told."""

import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import stripe


class WebhookReceiver:
    """Listens on a free port; `answers` are used up one by one, then it answers 200."""

    def __init__(self) -> None:
        self.received: queue.Queue[tuple[bytes, str]] = queue.Queue()
        self.answers: queue.Queue[int] = queue.Queue()
        self.secret = ""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_for(self))
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/webhooks"

    def listen(self, client: stripe.StripeClient, *types: str) -> stripe.WebhookEndpoint:
        """Register with the provider, and keep the secret that it signs with."""
        events: Any = list(types) or ["*"]
        endpoint = client.v1.webhook_endpoints.create({"url": self.url, "enabled_events": events})
        self.secret = str(endpoint.secret)
        return endpoint

    def wait_for_event(self, seconds: float = 30) -> stripe.Event:
        """Return the next event, verified by the SDK."""
        payload, signature = self.received.get(timeout=seconds)
        event: stripe.Event = stripe.Webhook.construct_event(payload, signature, self.secret)
        return event

    def wait_for_types(self, count: int) -> list[str]:
        return [self.wait_for_event().type for _ in range(count)]

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def _handler_for(receiver: WebhookReceiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            payload = self.rfile.read(int(self.headers["Content-Length"]))
            try:
                status = receiver.answers.get_nowait()
            except queue.Empty:
                status = 200
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()
            receiver.received.put((payload, self.headers["Stripe-Signature"]))

        def log_message(self, *_: object) -> None: ...

    return Handler


@contextmanager
def receiving() -> Iterator[WebhookReceiver]:
    receiver = WebhookReceiver()
    try:
        yield receiver
    finally:
        receiver.stop()
