"""What operations work on: the resources, the time, and the events that their changes cause."""

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Final

from payments_local import API_VERSION
from payments_local.clock import Clock
from payments_local.deliveries import Deliveries
from payments_local.errors import not_found
from payments_local.identifiers import new_identifier
from payments_local.store import PRIVATE, Resource, Store


@dataclass(frozen=True)
class Request:
    """The API request that caused a change; events tell its id and idempotency key."""

    id: str | None = None
    idempotency_key: str | None = None


class Ledger:
    """Resources and their events; every public method belongs into a `Store.transaction`."""

    def __init__(self, store: Store, clock: Clock, deliveries: Deliveries, public_url: str) -> None:
        self.store, self.clock, self.deliveries, self.public_url = store, clock, deliveries, public_url

    def require(self, kind: str, identifier: str, param: str, *, status: int = 404) -> Resource:
        """Return a resource, or raise `InvalidRequestError` if there is none."""
        if resource := self.store.get(kind, identifier):
            return resource
        raise not_found(kind, identifier, param, status=status)

    def announce(self, event_type: str, resource: Resource, previous: dict[str, Any] | None = None) -> None:
        """Record an event with the resource as it is now, and queue its deliveries."""
        request = CURRENT_REQUEST.get() or Request()  # none: a buyer or a timer caused it
        event: Resource = {
            "id": new_identifier("evt"),
            "object": "event",
            "account": None,
            "api_version": API_VERSION,
            "context": None,
            "created": self.clock.now(),
            "data": {"object": hide_private(resource)} | ({"previous_attributes": previous} if previous else {}),
            "livemode": False,
            "pending_webhooks": 0,
            "request": {"id": request.id, "idempotency_key": request.idempotency_key},
            "type": event_type,
        }
        self.store.add(event)
        self.deliveries.queue(event)


# Fields that the API includes on request only, and never in events.
ON_REQUEST: Final = {"checkout.session": {"line_items"}, "charge": {"refunds"}}

CURRENT_REQUEST: ContextVar[Request | None] = ContextVar("current_request", default=None)


def hide_private(resource: Resource) -> Resource:
    """Return a resource without the emulator's own fields and without those that are included on request only."""
    hidden = {PRIVATE} | ON_REQUEST.get(resource["object"], set())
    return {name: value for name, value in resource.items() if name not in hidden}
