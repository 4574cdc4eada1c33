"""The control page and its API: how webhooks are delivered, what fails, and what time it is."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, Final

from aiohttp import web

from payments_local.deliveries import Policy
from payments_local.errors import ApiError, not_found
from payments_local.faults import Fault, Faults
from payments_local.form import decode_form
from payments_local.ledger import Ledger
from payments_local.operations import OPERATIONS
from payments_local.pages import render
from payments_local.parameters import Schema, parse_parameters

ORDER: Final[Schema] = {"type": "string", "enum": ["created", "reversed"]}
INTEGER: Final[Schema] = {"type": "integer"}
NAMES: Final = [operation.name for operation in OPERATIONS]
POLICY: Final[Schema] = {
    "type": "object",
    "fields": {
        "mode": {"type": "string", "enum": ["deliver", "hold", "drop"]},
        "delay_seconds": INTEGER,
        "copies": INTEGER,
        "order": ORDER,
        "at_once": {"type": "boolean"},
    },
}
RELEASE: Final[Schema] = {"type": "object", "fields": {"order": ORDER}}
CLOCK: Final[Schema] = {"type": "object", "fields": {"advance_seconds": INTEGER}, "required": ["advance_seconds"]}
FAULT: Final[Schema] = {
    "type": "object",
    "fields": {
        "kind": {"type": "string", "enum": ["unavailable", "error_after", "drop_answer", "delay"]},
        "operation": {"type": "string", "enum": NAMES, "unset": True},
        "times": INTEGER,
        "seconds": INTEGER,
    },
    "required": ["kind"],
}

Action = Callable[[web.Request, dict[str, Any]], Any]


class Control:
    """Serves /_control: form-encoded requests, JSON answers; a browser is led back to the page."""

    def __init__(self, ledger: Ledger, faults: Faults) -> None:
        self._ledger, self._deliveries, self._faults = ledger, ledger.deliveries, faults

    def list_routes(self) -> list[web.RouteDef]:
        return [
            web.get("/_control", self.show_page),
            web.get("/_control/deliveries", self.list_deliveries),
            web.get("/_control/requests", self.list_requests),
            web.get("/_control/faults", self.list_faults),
            web.post("/_control/policy", _act(POLICY, self.set_policy)),
            web.post("/_control/release", _act(RELEASE, self.release)),
            web.post("/_control/events/{event}/deliver", _act({"type": "object", "fields": {}}, self.deliver_again)),
            web.post("/_control/clock", _act(CLOCK, self.advance_clock)),
            web.post("/_control/faults", _act(FAULT, self.inject_fault)),
            web.post("/_control/faults/clear", _act({"type": "object", "fields": {}}, self.clear_faults)),
        ]

    async def show_page(self, _: web.Request) -> web.Response:
        return render(
            "control.html",
            policy=self._deliveries.policy,
            faults=self._faults.pending,
            operations=["", *NAMES],
            deliveries=self._describe_deliveries(),
            now=f"{datetime.fromtimestamp(self._ledger.clock.now(), UTC):%Y-%m-%d %H:%M:%S}",
        )

    async def list_deliveries(self, _: web.Request) -> web.Response:
        return web.json_response(self._describe_deliveries())

    async def list_requests(self, _: web.Request) -> web.Response:
        """Return the last API requests as they came, newest first."""
        rows = self._ledger.store.connection.execute("SELECT * FROM requests ORDER BY sequence DESC LIMIT 200")
        return web.json_response([dict(row) for row in rows.fetchall()])

    async def list_faults(self, _: web.Request) -> web.Response:
        """Return the faults that no request has met yet."""
        return web.json_response([asdict(fault) for fault in self._faults.pending])

    def set_policy(self, _: web.Request, fields: dict[str, Any]) -> Any:
        """Change the named settings of the delivery policy; the others stay as they are."""
        policy = Policy(**(asdict(self._deliveries.policy) | fields))
        _require_range("copies", policy.copies, 1, 10)
        _require_range("delay_seconds", policy.delay_seconds, 0, 24 * 3600)
        self._deliveries.steer(policy)
        return asdict(policy)

    def release(self, _: web.Request, fields: dict[str, Any]) -> Any:
        return {"released": self._deliveries.release(fields.get("order", "created"))}

    def deliver_again(self, request: web.Request, _: dict[str, Any]) -> Any:
        identifier = request.match_info["event"]
        event = self._ledger.store.get("event", identifier)
        if event is None:
            raise not_found("event", identifier, "event")
        return {"queued": self._deliveries.repeat(event)}

    def advance_clock(self, _: web.Request, fields: dict[str, Any]) -> Any:
        _require_range("advance_seconds", fields["advance_seconds"], 0, 366 * 24 * 3600)
        self._ledger.clock.advance(fields["advance_seconds"])
        return {"now": self._ledger.clock.now()}

    def inject_fault(self, _: web.Request, fields: dict[str, Any]) -> Any:
        fault = Fault(**fields)
        _require_range("times", fault.times, 1, 1000)
        _require_range("seconds", fault.seconds, 0, 600)
        self._faults.inject(fault)
        return [asdict(each) for each in self._faults.pending]

    def clear_faults(self, _: web.Request, __: dict[str, Any]) -> Any:
        self._faults.clear()
        return []

    def _describe_deliveries(self) -> list[dict[str, Any]]:
        recent = self._deliveries.list_recent()
        types = {event["id"]: event["type"] for event in self._ledger.store.find("event")}
        return [asdict(each) | {"type": types[each.event]} for each in recent]


def _act(schema: Schema, action: Action) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Return the handler of an action: fields judged by its schema, its result as JSON, its refusal as an API error."""

    async def handle(request: web.Request) -> web.Response:
        try:
            result = action(request, parse_parameters(schema, decode_form(await request.text())))
        except ApiError as error:
            return web.json_response(error.to_json(), status=error.status)
        if "text/html" in request.headers.get("Accept", ""):
            raise web.HTTPSeeOther("/_control")
        return web.json_response(result)

    return handle


def _require_range(name: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise ApiError(f"This value must be from {least} to {most}.", param=name, status=400)
