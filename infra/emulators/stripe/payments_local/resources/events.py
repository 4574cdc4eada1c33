"""Events: what happened, listed for clients that missed a webhook."""

from typing import Any

from payments_local.errors import InvalidRequestError
from payments_local.ledger import Ledger
from payments_local.store import Resource

KIND = "event"


def retrieve(ledger: Ledger, _: dict[str, Any], event: str) -> Resource:
    return show_pending(ledger, ledger.require(KIND, event, "id"))


def select(ledger: Ledger, parameters: dict[str, Any]) -> list[Resource]:
    """Return the events that the parameters ask for, newest first."""
    kinds, kind, delivered = (parameters.get(name) for name in ("types", "type", "delivery_success"))
    if kinds and kind:
        raise InvalidRequestError("You may only specify one of these parameters: type, types.")
    return [
        show_pending(ledger, event)
        for event in ledger.store.find(KIND)
        if _has_type(event["type"], kinds or ([kind] if kind else []))
        and (delivered is None or ledger.deliveries.was_delivered(event["id"]) == delivered)
    ]


def show_pending(ledger: Ledger, event: Resource) -> Resource:
    """Return an event with the number of endpoints that it is still to be delivered to."""
    return event | {"pending_webhooks": ledger.deliveries.count_pending(event["id"])}


def _has_type(event_type: str, wanted: list[str]) -> bool:
    """Return whether a type is wanted; `charge.*` stands for a group."""
    return not wanted or any(
        event_type == each or (each.endswith(".*") and event_type.startswith(each[:-1])) for each in wanted
    )
