"""Webhook endpoints: where events are sent, which of them, and the secret that signs them."""

from typing import Any

from payments_local import API_VERSION
from payments_local.errors import InvalidRequestError
from payments_local.identifiers import new_identifier
from payments_local.ledger import Ledger
from payments_local.store import PRIVATE, Resource
from payments_local.urls import require_url

KIND = "webhook_endpoint"


def create(ledger: Ledger, parameters: dict[str, Any]) -> Resource:
    """Create an endpoint; its secret is in this answer only."""
    secret = new_identifier("whsec", 32)
    endpoint: Resource = {
        "id": new_identifier("we"),
        "object": KIND,
        "api_version": _require_version(parameters.get("api_version")),
        "application": None,
        "created": ledger.clock.now(),
        "description": parameters.get("description"),
        "enabled_events": _require_events(parameters["enabled_events"]),
        "livemode": False,
        "metadata": parameters.get("metadata") or {},
        "status": "enabled",
        "url": require_url(parameters["url"], "url"),
        PRIVATE: {"secret": secret},
    }
    ledger.store.add(endpoint)
    return endpoint | {"secret": secret}


def retrieve(ledger: Ledger, _: dict[str, Any], endpoint: str) -> Resource:
    return ledger.require(KIND, endpoint, "webhook_endpoint")


def update(ledger: Ledger, parameters: dict[str, Any], endpoint: str) -> Resource:
    """Change an endpoint; metadata is merged, and an empty value removes its key."""
    found = retrieve(ledger, {}, endpoint)
    if "url" in parameters:
        found["url"] = require_url(parameters["url"], "url")
    if "enabled_events" in parameters:
        found["enabled_events"] = _require_events(parameters["enabled_events"])
    if "description" in parameters:
        found["description"] = parameters["description"]
    if "disabled" in parameters:
        found["status"] = "disabled" if parameters["disabled"] else "enabled"
    if "metadata" in parameters:
        merged = found["metadata"] | parameters["metadata"] if parameters["metadata"] else {}
        found["metadata"] = {key: value for key, value in merged.items() if value}
    ledger.store.put(found)
    return found


def delete(ledger: Ledger, _: dict[str, Any], endpoint: str) -> Resource:
    """Delete an endpoint; what was still to be delivered to it is dropped."""
    found = retrieve(ledger, {}, endpoint)
    ledger.store.remove(found["id"])
    return {"id": found["id"], "object": KIND, "deleted": True}


def _require_version(version: str | None) -> str | None:
    if version not in {None, API_VERSION}:
        raise InvalidRequestError(
            f"payments-local sends events of API version {API_VERSION} only.", param="api_version"
        )
    return version


def _require_events(events: list[str]) -> list[str]:
    if "*" in events and len(events) > 1:
        raise InvalidRequestError("You can't specify `*` together with other event types.", param="enabled_events")
    return events
