"""Who listens to which API, and what they are told: each event is projected once per distinct selection."""

import asyncio
import logging
from collections.abc import Callable, Hashable, Mapping
from typing import Any

from infra.local.appsync.accounts import accounts
from infra.local.appsync.catalog import Api
from infra.local.appsync.encoding import encoded
from infra.local.appsync.realtime import account, messages
from infra.local.appsync.realtime.conditions import Dialect, holds
from infra.local.appsync.realtime.index import Index
from infra.local.appsync.realtime.report import Delivery
from infra.local.appsync.realtime.settings import Settings
from infra.local.appsync.realtime.subscriber import Line, Subscriber
from infra.local.appsync.realtime.topics import triggered

log = logging.getLogger("appsync.realtime")
TURN = 500  # frames between two looks at the rest of the loop
Project = Callable[[Api, Any, Any], Mapping[str, Any]]


class Hub:
    """The subscribers of all APIs. `project` turns a mutation's result into the payload of one selection."""

    def __init__(self, project: Project, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        self.lines: set[Line] = set()
        self._project = project
        self._dialect = Dialect(self.settings.between_inclusive, self.settings.absent_differs)
        self._indexes: dict[tuple[str, str], Index] = {}
        self._turns: dict[str, asyncio.Lock] = {}

    def add(self, api_id: str, subscriber: Subscriber) -> None:
        """Make a subscription effective: it gets every event published from now on."""
        index = self._indexes.setdefault((api_id, subscriber.field_name), Index())
        index.add(subscriber.condition, subscriber)

    def remove(self, api_id: str, subscriber: Subscriber) -> None:
        """End a subscription; nothing is sent to it any more, not even of an event on its way."""
        subscriber.active = False
        key = (api_id, subscriber.field_name)
        index = self._indexes.get(key)
        if index is None:
            return
        index.remove(subscriber.condition, subscriber)
        if not len(index):
            del self._indexes[key]

    async def publish(self, api: Api, mutation_field: str, result: Any) -> None:
        """Send a mutation field's result to the subscriptions of that mutation, in the order of publication.

        `result` holds what the mutation selected, objects keyed by schema field names. Never raises, never waits for
        a slow client. https://docs.aws.amazon.com/appsync/latest/devguide/aws-appsync-real-time-data.html
        """
        fields = triggered(api, mutation_field)
        if not fields:
            if accounts.wanted:
                accounts.tell(*account.untriggered(api, mutation_field))
            return
        async with self._turns.setdefault(api.id, asyncio.Lock()):
            payloads: dict[Hashable, bytes | str] = {}
            told = [await self._deliver(api, Delivery(field), result, payloads) for field in fields]
            log.info("publish %s → %s", mutation_field, "; ".join(filter(None, told)))

    async def invalidate(self, api: Api, subscription_field: str, payload: Mapping[str, Any]) -> None:
        """End the subscriptions of a field whose invalidation filter matches `payload`."""
        index = self._indexes.get((api.id, subscription_field))
        ended = [
            subscriber
            for group in (index.groups if index is not None else ())
            for subscriber in group
            if subscriber.invalidation is not None and holds(subscriber.invalidation, payload, self._dialect)
        ]
        for subscriber in ended:
            subscriber.line.end(subscriber)
        names = ", ".join(subscriber.name for subscriber in ended[:10])
        log.info("invalidate %s %s: %d ended %s", subscription_field, encoded(payload).decode(), len(ended), names)

    async def close(self) -> None:
        """Close every connection, because the server goes away."""
        await asyncio.gather(*(line.close() for line in list(self.lines)))

    async def _deliver(self, api: Api, delivery: Delivery, event: Any, payloads: dict[Hashable, bytes | str]) -> str:
        """Send an event to the subscribers of one field, and return what became of it where that is logged."""
        index = self._indexes.get((api.id, delivery.topic))
        groups = list(index.matching(event, self._dialect)) if index is not None else []
        concerned = [(selection, list(members)) for group in groups for selection, members in group.members.items()]
        sent = 0
        for selection, members in concerned:
            payload = payloads.get(selection)
            if payload is None:
                payload = payloads[selection] = self._payload(api, selection, event)
            for subscriber in members:
                self._send(subscriber, payload, delivery)
                sent += 1
                if sent % TURN == 0:
                    await asyncio.sleep(0)
        if accounts.wanted:
            accounts.tell(*account.of_delivery(delivery, index, event, self._dialect, payloads, self._elsewhere(api)))
        return delivery.text(index, event, self._dialect) if log.isEnabledFor(logging.INFO) else ""

    def _elsewhere(self, api: Api) -> dict[str, int]:
        """Return how many subscribers each field of an API has."""
        return {field: len(index) for (api_id, field), index in self._indexes.items() if api_id == api.id}

    def _payload(self, api: Api, selection: Hashable, event: Any) -> bytes | str:
        """Return the end of the data messages of a selection, or why there is none."""
        try:
            payload = encoded(self._project(api, selection, event))
        except Exception:
            log.exception("An event could not be projected.")
            return "the event could not be projected"
        if len(payload) > self.settings.largest_payload:
            return f"{len(payload)} bytes are more than the limit of {self.settings.largest_payload}"
        return payload + b"}"

    def _send(self, subscriber: Subscriber, payload: bytes | str, delivery: Delivery) -> None:
        if isinstance(payload, str):
            delivery.lost.append((subscriber, payload))
            return
        start = subscriber.start
        whole = b"".join((messages.head(len(start) + len(payload)), start, payload))
        if subscriber.active and subscriber.line.send(whole):
            delivery.received.append(subscriber)
        else:
            delivery.lost.append((subscriber, "its connection is gone or too slow"))
