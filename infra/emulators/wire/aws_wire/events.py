"""Events of a service as EventBridge brings them, and their delivery to an address that puts them on an event bus.

Source: EventBridge User Guide, "AWS service event metadata". Delivery is best effort, as it is for most services.
"""

import asyncio
import logging
import time
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Protocol

import aiohttp

_ATTEMPTS = 5
_TIMEOUT = aiohttp.ClientTimeout(total=10)
Event = dict[str, Any]

log = logging.getLogger("aws_wire.events")


def build_event(
    source: str, detail_type: str, detail: dict[str, Any], *, region: str, account: str, resources: Sequence[str] = ()
) -> Event:
    """Return an event of now in EventBridge's envelope; `resources` are the ARNs that it is about."""
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": detail_type,
        "source": source,
        "account": account,
        "time": datetime.fromtimestamp(int(time.time()), UTC).isoformat().replace("+00:00", "Z"),
        "region": region,
        "resources": [*resources],
        "detail": detail,
    }


class Delivery(Protocol):
    """Where events go."""

    async def send(self, event: Event) -> None: ...


class Nowhere:
    """Keeps no event: nobody asked for them."""

    async def send(self, event: Event) -> None:
        """Leave the event to the log."""
        log.info("%s: %s", event["detail-type"], event["detail"])


class HttpDelivery:
    """Posts each event as JSON, with a bearer token where there is one."""

    def __init__(self, url: str, token: str | None = None) -> None:
        self._url = url
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}

    async def send(self, event: Event) -> None:
        """Post an event, up to five times; one that nobody took is logged and lost."""
        for attempt in range(_ATTEMPTS):
            try:
                await self._post(event)
            except (aiohttp.ClientError, TimeoutError) as error:
                log.warning("%s was not taken: %s (%s)", event["detail-type"], error, event["detail"])
                await asyncio.sleep(0.1 * 4**attempt)
            else:
                return

    async def _post(self, event: Event) -> None:
        async with (
            aiohttp.ClientSession(timeout=_TIMEOUT, headers=self._headers) as session,
            session.post(self._url, json=event) as response,
        ):
            response.raise_for_status()
