"""The API's operations: method, path, and the function that carries each out."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from payments_local.errors import InvalidRequestError
from payments_local.ledger import Ledger
from payments_local.pagination import filter_created, paginate
from payments_local.resources import charges, checkout_sessions, events, payment_intents, refunds, webhook_endpoints
from payments_local.store import Resource

Run = Callable[..., Resource]
Select = Callable[..., list[Resource]]


@dataclass(frozen=True)
class Operation:
    """One method on one path; names in braces are arguments of its function."""

    name: str
    method: str
    path: str
    run: Run
    pattern: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "pattern", re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", self.path)))


def find_operation(method: str, path: str) -> tuple[Operation, dict[str, str]]:
    """Return an operation and its path's arguments, or raise `InvalidRequestError`."""
    for operation in OPERATIONS:
        if operation.method == method and (found := operation.pattern.fullmatch(path)):
            return operation, found.groupdict()
    raise InvalidRequestError(
        f"Unrecognized request URL ({method}: {path}). payments-local implements: {', '.join(list_operations())}.",
        status=404,
    )


def list_operations() -> Iterator[str]:
    return (f"{operation.method} {operation.path}" for operation in OPERATIONS)


def _list(select: Select, path: str) -> Run:
    """Return the operation that lists what `select` finds."""

    def run(ledger: Ledger, parameters: dict[str, Any], **arguments: str) -> Resource:
        found = filter_created(select(ledger, parameters, **arguments), parameters.get("created"))
        return paginate(found, parameters, path.format(**arguments))

    return run


def _find(kind: str, *filters: str) -> Select:
    """Return a selection of all resources of a kind, by the filters that the parameters name."""

    def select(ledger: Ledger, parameters: dict[str, Any]) -> list[Resource]:
        return list(ledger.store.find(kind, **{name: parameters[name] for name in filters if name in parameters}))

    return select


SESSIONS, SESSION = "/v1/checkout/sessions", "/v1/checkout/sessions/{session}"
INTENTS, CHARGES, REFUNDS, EVENTS = "/v1/payment_intents", "/v1/charges", "/v1/refunds", "/v1/events"
ENDPOINTS, ENDPOINT = "/v1/webhook_endpoints", "/v1/webhook_endpoints/{endpoint}"
_sessions = _find(checkout_sessions.KIND, "payment_intent", "status")
_refunds = _find(refunds.KIND, "charge", "payment_intent")

OPERATIONS: Final = (
    Operation("CreateCheckoutSession", "POST", SESSIONS, checkout_sessions.create),
    Operation("ListCheckoutSessions", "GET", SESSIONS, _list(_sessions, SESSIONS)),
    Operation("RetrieveCheckoutSession", "GET", SESSION, checkout_sessions.retrieve),
    Operation("ExpireCheckoutSession", "POST", f"{SESSION}/expire", checkout_sessions.expire),
    Operation(
        "ListCheckoutSessionLineItems",
        "GET",
        f"{SESSION}/line_items",
        _list(checkout_sessions.list_items, f"{SESSION}/line_items"),
    ),
    Operation("ListPaymentIntents", "GET", INTENTS, _list(_find(payment_intents.KIND), INTENTS)),
    Operation("RetrievePaymentIntent", "GET", f"{INTENTS}/{{intent}}", payment_intents.retrieve),
    Operation("ListCharges", "GET", CHARGES, _list(_find(charges.KIND, "payment_intent"), CHARGES)),
    Operation("RetrieveCharge", "GET", f"{CHARGES}/{{charge}}", charges.retrieve),
    Operation("CreateRefund", "POST", REFUNDS, refunds.create),
    Operation("ListRefunds", "GET", REFUNDS, _list(_refunds, REFUNDS)),
    Operation("RetrieveRefund", "GET", f"{REFUNDS}/{{refund}}", refunds.retrieve),
    Operation("ListEvents", "GET", EVENTS, _list(events.select, EVENTS)),
    Operation("RetrieveEvent", "GET", f"{EVENTS}/{{event}}", events.retrieve),
    Operation("CreateWebhookEndpoint", "POST", ENDPOINTS, webhook_endpoints.create),
    Operation("ListWebhookEndpoints", "GET", ENDPOINTS, _list(_find(webhook_endpoints.KIND), ENDPOINTS)),
    Operation("RetrieveWebhookEndpoint", "GET", ENDPOINT, webhook_endpoints.retrieve),
    Operation("UpdateWebhookEndpoint", "POST", ENDPOINT, webhook_endpoints.update),
    Operation("DeleteWebhookEndpoint", "DELETE", ENDPOINT, webhook_endpoints.delete),
)
