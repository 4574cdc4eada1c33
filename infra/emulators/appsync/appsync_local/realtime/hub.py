"""The subscribers of all APIs, and the delivery of events: each is projected once per distinct selection."""

import asyncio
import logging
from collections.abc import Callable, Hashable, Mapping
from typing import Any

from appsync_local.api.model import Api
from appsync_local.engine.explain_log import explain_log
from appsync_local.json_values import encode_json
from appsync_local.realtime import explanation, frames
from appsync_local.realtime.conditions import Dialect, matches
from appsync_local.realtime.delivery import Delivery
from appsync_local.realtime.settings import RealtimeSettings
from appsync_local.realtime.subscriber import Subscriber, SubscriberConnection
from appsync_local.realtime.subscription_index import SubscriptionIndex

log = logging.getLogger("appsync.realtime")
FRAMES_PER_TURN = 500  # frames between two yields to the event loop
Project = Callable[[Api, Any, Any], Mapping[str, Any]]


class Hub:
    """The subscribers of all APIs. `project` turns a mutation's result into the payload of one selection."""

    def __init__(self, project: Project, settings: RealtimeSettings | None = None) -> None:
        self.settings = settings or RealtimeSettings()
        self.connections: set[SubscriberConnection] = set()
        self._project = project
        self._dialect = Dialect(self.settings.between_inclusive, self.settings.absent_differs)
        self._indexes: dict[tuple[str, str], SubscriptionIndex] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    @property
    def backlog_limit(self) -> int:
        """How many unsent bytes one connection may have now, besides one largest payload."""
        return min(self.settings.backlog, self.settings.backlog_in_all // max(1, len(self.connections)))

    def add(self, api_id: str, subscriber: Subscriber) -> None:
        """Register a subscriber: it receives every event published from now on."""
        index = self._indexes.setdefault((api_id, subscriber.field_name), SubscriptionIndex())
        index.add(subscriber.condition, subscriber)

    def remove(self, api_id: str, subscriber: Subscriber) -> None:
        """Remove a subscriber; it receives nothing more, not even an event that is being delivered."""
        subscriber.active = False
        key = (api_id, subscriber.field_name)
        index = self._indexes.get(key)
        if index is None:
            return
        index.remove(subscriber.condition, subscriber)
        if not len(index):
            del self._indexes[key]

    def is_heard(self, api: Api, mutation_field: str) -> bool:
        """Return whether the schema lets anybody subscribe to a mutation field, or somebody asks for explanations."""
        return mutation_field in api.subscriptions_by_mutation or explain_log.is_wanted

    async def publish(self, api: Api, mutation_field: str, result: Any) -> None:
        """Send a mutation field's result to the subscriptions of that mutation, in the order of publication.

        `result` holds what the mutation selected, with objects keyed by schema field names. Never raises, never
        waits for a slow client. https://docs.aws.amazon.com/appsync/latest/devguide/aws-appsync-real-time-data.html
        """
        fields = api.subscriptions_by_mutation.get(mutation_field, ())
        if not fields:
            if explain_log.is_wanted:
                explain_log.add(*explanation.explain_unsubscribed(api, mutation_field))
            return
        async with self._locks.setdefault(api.id, asyncio.Lock()):
            payloads: dict[Hashable, bytes | str] = {}
            lines = [await self._deliver(api, Delivery(field), result, payloads) for field in fields]
            log.info("publish %s → %s", mutation_field, "; ".join(filter(None, lines)))

    async def invalidate(self, api: Api, subscription_field: str, payload: Mapping[str, Any]) -> None:
        """End the subscriptions of a field whose invalidation filter matches `payload`."""
        index = self._indexes.get((api.id, subscription_field))
        ended = [
            subscriber
            for group in (index.groups if index is not None else ())
            for subscriber in group
            if subscriber.invalidation is not None and matches(subscriber.invalidation, payload, self._dialect)
        ]
        for subscriber in ended:
            subscriber.connection.end(subscriber)
        names = ", ".join(subscriber.name for subscriber in ended[:10])
        log.info("invalidate %s %s: %d ended %s", subscription_field, encode_json(payload).decode(), len(ended), names)

    async def close(self) -> None:
        """Close every connection, because the server stops."""
        await asyncio.gather(*(connection.close() for connection in list(self.connections)))

    async def _deliver(self, api: Api, delivery: Delivery, event: Any, payloads: dict[Hashable, bytes | str]) -> str:
        """Send an event to the subscribers of one field, and return a line for the log."""
        index = self._indexes.get((api.id, delivery.subscription_field))
        groups = list(index.find_matching(event, self._dialect)) if index is not None else []
        concerned = [(selection, list(members)) for group in groups for selection, members in group.members.items()]
        sent = 0
        for selection, members in concerned:
            payload = payloads.get(selection)
            if payload is None:
                payload = payloads[selection] = self._encode_payload(api, selection, event)
            for subscriber in members:
                self._send(subscriber, payload, delivery)
                sent += 1
                if sent % FRAMES_PER_TURN == 0:
                    await asyncio.sleep(0)
        if explain_log.is_wanted:
            explain_log.add(
                *explanation.explain_delivery(
                    delivery, index, event, self._dialect, payloads, self._count_subscribers(api)
                )
            )
        return delivery.summarize(index, event, self._dialect) if log.isEnabledFor(logging.INFO) else ""

    def _count_subscribers(self, api: Api) -> dict[str, int]:
        """Return the number of subscribers of each subscription field."""
        return {field: len(index) for (api_id, field), index in self._indexes.items() if api_id == api.id}

    def _encode_payload(self, api: Api, selection: Hashable, event: Any) -> bytes | str:
        """Return the payload and end of a selection's `data` messages, or why there is none."""
        try:
            payload = encode_json(self._project(api, selection, event))
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
        prefix = subscriber.data_prefix
        whole = b"".join((frames.frame_head(len(prefix) + len(payload)), prefix, payload))
        if subscriber.active and subscriber.connection.send(whole):
            delivery.received.append(subscriber)
        else:
            delivery.lost.append((subscriber, "its connection is gone or too slow"))
