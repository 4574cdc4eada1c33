"""A live listener: gql's own AppSync client, and the events it received, in order."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any, Final
from urllib.parse import urlsplit

from gql import Client, gql
from gql.transport.appsync_auth import AppSyncJWTAuthentication
from gql.transport.appsync_websockets import AppSyncWebsocketsTransport
from gql.transport.exceptions import TransportError

from infra.local.world.running import Running

OPEN_SECONDS: Final = 30.0
# gql reads start_ack and keeps it to itself, but writes every message it gets to this log.
WIRE: Final = logging.getLogger("gql.transport.common.base")

Event = dict[str, Any]
Hear = Callable[[str, Event], None]
Wanted = Callable[[list[Event]], bool]


class MissedError(Exception):
    """Something did not happen in time; the text says what."""


class Listener:
    """The events one person receives on one socket; `hear` is called with each as it comes."""

    def __init__(self, hear: Hear) -> None:
        self._hear = hear
        self._heard: list[tuple[str, Event]] = []
        self._broken = ""
        self._news = asyncio.Condition()

    async def record(self, field: str, event: Event) -> None:
        self._hear(field, event)
        async with self._news:
            self._heard.append((field, event))
            self._news.notify_all()

    async def fail(self, why: str) -> None:
        async with self._news:
            self._broken = why
            self._news.notify_all()

    def events(self, field: str) -> list[Event]:
        return [event for name, event in self._heard if name == field]

    async def wait_until(self, what: str, field: str, wanted: Wanted, seconds: float) -> None:
        """Return once `wanted` accepts the events of a field, or raise `MissedError` with `what`."""
        try:
            async with asyncio.timeout(seconds), self._news:
                await self._news.wait_for(lambda: self._broken or wanted(self.events(field)))
        except TimeoutError:
            raise MissedError(f"Not heard within {seconds:.0f} s: {what}") from None
        if self._broken:
            raise MissedError(self._broken)


@contextlib.asynccontextmanager
async def subscribe(
    running: Running, token: str, documents: dict[str, str], argument: str, hear: Hear
) -> AsyncIterator[Listener]:
    """Subscribe to each document (its root field is its key) with `$id`; yield once AppSync has acknowledged all.

    Raises `MissedError` where a subscription is refused or not acknowledged.
    """
    auth = AppSyncJWTAuthentication(host=urlsplit(running.graphql_url).netloc, jwt=token)
    transport = AppSyncWebsocketsTransport(url=running.realtime_url, auth=auth)
    listener = Listener(hear)
    async with Client(transport=transport) as session:
        with _count_acknowledgements(len(documents)) as acknowledged:
            pumps = [
                asyncio.create_task(_pump(session, field, document, argument, listener))
                for field, document in documents.items()
            ]
            await _wait_until_open(acknowledged, pumps, listener)
        try:
            yield listener
        finally:
            for pump in pumps:
                pump.cancel()
            await asyncio.gather(*pumps, return_exceptions=True)


async def _pump(session: Any, field: str, document: str, argument: str, listener: Listener) -> None:
    request = gql(document)
    request.variable_values = {"id": argument}
    try:
        async for result in session.subscribe(request):
            await listener.record(field, result[field])
    except TransportError as refusal:
        await listener.fail(f"{field} ended: {refusal}")


async def _wait_until_open(acknowledged: asyncio.Event, pumps: list[asyncio.Task[None]], listener: Listener) -> None:
    opened = asyncio.create_task(acknowledged.wait())
    await asyncio.wait([opened, *pumps], timeout=OPEN_SECONDS, return_when=asyncio.FIRST_COMPLETED)
    opened.cancel()
    if not acknowledged.is_set():
        for pump in pumps:
            pump.cancel()
        await listener.wait_until("start_ack of every subscription", "", bool, 0)


@contextlib.contextmanager
def _count_acknowledgements(count: int) -> Iterator[asyncio.Event]:
    """Yield an event that is set once `count` subscriptions are acknowledged."""
    counter = _Acknowledgements(count)
    level = WIRE.level
    WIRE.setLevel(logging.DEBUG)
    WIRE.addHandler(counter)
    try:
        yield counter.all
    finally:
        WIRE.removeHandler(counter)
        WIRE.setLevel(level)


class _Acknowledgements(logging.Handler):
    def __init__(self, count: int) -> None:
        super().__init__(logging.DEBUG)
        self.all = asyncio.Event()
        self._left = count

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        if text.startswith("<<<") and '"start_ack"' in text:
            self._left -= 1
            if self._left == 0:
                self.all.set()
