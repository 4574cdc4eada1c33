"""Sends webhooks as Stripe does: signed, with retries, counting only 2xx as delivered."""

import asyncio
import contextlib
import hashlib
import hmac
import json
import logging
import time
from collections import defaultdict
from typing import Final

import aiohttp

from payments_local.deliveries import Deliveries, Delivery
from payments_local.store import PRIVATE, Resource, Store

TIMEOUT: Final = aiohttp.ClientTimeout(total=10)
USER_AGENT: Final = "Stripe/1.0 (+https://stripe.com/docs/webhooks)"

log = logging.getLogger("payments-local")


def sign_payload(payload: bytes, secrets: list[str], timestamp: int) -> str:
    """Return the value of `Stripe-Signature`: a `v1` for each secret that is valid while one is being replaced."""
    signed = str(timestamp).encode() + b"." + payload
    digests = (hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest() for secret in secrets)
    return ",".join([f"t={timestamp}", *(f"v1={digest}" for digest in digests)])


class Sender:
    """Takes due deliveries until it is cancelled; one at a time for each endpoint, unless the policy says otherwise."""

    def __init__(self, store: Store, deliveries: Deliveries) -> None:
        self._store, self._deliveries = store, deliveries
        self._wake = asyncio.Event()
        self._turns: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._sending: dict[int, asyncio.Task[None]] = {}

    def wake(self) -> None:
        """Look at the queue again: something was queued or released."""
        self._wake.set()

    async def run(self) -> None:
        async with aiohttp.ClientSession(timeout=TIMEOUT, headers={"User-Agent": USER_AGENT}) as client:
            try:
                while True:
                    self._wake.clear()
                    self._start_due(client)
                    await self._wait_for_work()
            finally:
                for task in self._sending.values():
                    task.cancel()
                await asyncio.gather(*self._sending.values(), return_exceptions=True)

    def _start_due(self, client: aiohttp.ClientSession) -> None:
        for delivery in self._deliveries.take_due():
            if delivery.sequence not in self._sending:
                self._sending[delivery.sequence] = asyncio.create_task(self._send_in_turn(client, delivery))

    async def _wait_for_work(self) -> None:
        """Wait for a call of `wake`, or until a delivery is due that isn't being sent."""
        due = self._deliveries.get_next_due(self._sending)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), None if due is None else max(0.0, due - time.time()))

    async def _send_in_turn(self, client: aiohttp.ClientSession, delivery: Delivery) -> None:
        turn = contextlib.nullcontext() if self._deliveries.policy.at_once else self._turns[delivery.endpoint]
        try:
            async with turn:
                await self._send(client, delivery)
        finally:
            del self._sending[delivery.sequence]
            self.wake()

    async def _send(self, client: aiohttp.ClientSession, delivery: Delivery) -> None:
        event = self._store.get("event", delivery.event)
        endpoint = self._store.get("webhook_endpoint", delivery.endpoint)
        if event is None or endpoint is None:
            self._deliveries.drop(delivery, "the endpoint was deleted")
            return
        delivered, outcome = await _post(client, endpoint, event | {"pending_webhooks": 1})
        log.info("webhook %s %s to %s: %s", event["type"], event["id"], endpoint["url"], outcome)
        (self._deliveries.record_success if delivered else self._deliveries.record_failure)(delivery, outcome)


async def _post(client: aiohttp.ClientSession, endpoint: Resource, event: Resource) -> tuple[bool, str]:
    payload = json.dumps(event, indent=2, ensure_ascii=False).encode()
    # Signed with the real time, even where the emulated one was moved: receivers compare it with theirs.
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Stripe-Signature": sign_payload(payload, [endpoint[PRIVATE]["secret"]], int(time.time())),
    }
    try:
        async with client.post(endpoint["url"], data=payload, headers=headers, allow_redirects=False) as response:
            return response.ok and response.status < 300, f"HTTP {response.status}"  # noqa: PLR2004 - 2xx
    except (aiohttp.ClientError, TimeoutError) as error:
        return False, f"{type(error).__name__}: {error}"
