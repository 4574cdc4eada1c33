"""EventBridge events of a channel, and the post that brings them in their order.

Source: Amazon IVS User Guide, "Using Amazon EventBridge with Amazon IVS".
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

from aws_wire import events
from aws_wire.events import Delivery, Event

STATE: Final = "IVS Stream State Change"
HEALTH: Final = "IVS Stream Health Change"
LIMIT: Final = "IVS Limit Breach"
RECORDING: Final = "IVS Recording State Change"
_MOST_WAITING = 10_000

log = logging.getLogger("ivs.events")


def build_event(kind: str, channel: dict[str, Any], detail: dict[str, Any]) -> Event:
    """Return an event about a channel in EventBridge's envelope."""
    region, account = channel["arn"].split(":")[3:5]
    return events.build_event(
        "aws.ivs",
        kind,
        {"channel_name": channel.get("name", ""), **detail},
        region=region,
        account=account,
        resources=[channel["arn"]],
    )


class Post:
    """Sends events one after the other, without anybody waiting for it."""

    def __init__(self, delivery: Delivery) -> None:
        self._delivery = delivery
        self._waiting: asyncio.Queue[Event | None] = asyncio.Queue(_MOST_WAITING)

    def send(self, event: Event) -> None:
        """Take an event; of more than ten thousand that wait, the newest are lost."""
        try:
            self._waiting.put_nowait(event)
        except asyncio.QueueFull:
            log.warning("%s is lost: nobody takes events", event["detail-type"])

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Deliver while the block lasts, and what is left at its end."""
        worker = asyncio.create_task(self._work())
        try:
            yield
        finally:
            await self._waiting.put(None)
            await worker

    async def _work(self) -> None:
        while (event := await self._waiting.get()) is not None:
            try:
                await self._delivery.send(event)
            except Exception:
                log.exception("%s is lost", event["detail-type"])
