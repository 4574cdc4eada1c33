"""What stands at which path of the data plane: its APIs, their sockets, and what a supervisor asks for."""

import json
import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any

from infra.local.appsync.engine import RequestRefused
from infra.local.appsync.exchange import Incoming, Outgoing, exchange, service_error
from infra.local.appsync.management import Unreachable
from infra.local.appsync.plane import Plane

log = logging.getLogger("appsync")
_TOOLS = ("/_appsync/explain", "/_appsync/graphiql")
_API = re.compile(r"(?:/apis/([^/]+))?/graphql(?:/realtime)?")


async def answer(plane: Plane, incoming: Incoming) -> Outgoing:
    """Return the answer to any request that is no upgrade."""
    path = incoming.path
    api = _API.fullmatch(path)
    if api is not None:
        incoming.api_id = api[1]
        return await exchange(plane, incoming)
    if path.startswith(_TOOLS) and incoming.method in ("GET", "HEAD"):
        return await _tool(plane, incoming)
    methods = _ROUTES.get(path)
    if methods is None:
        return service_error(404, "NotFoundException", f"Nothing stands at {path}; an API stands at /graphql.")
    handler = methods.get("GET" if incoming.method == "HEAD" else incoming.method)
    if handler is None:
        return service_error(405, "BadRequestException", f"Use {' or '.join(methods)}.")
    try:
        return await handler(plane)
    except Exception:
        log.exception("%s %s failed", incoming.method, path)
        return service_error(500, "InternalFailure", "An internal failure occurred; the log says more.")


def socket(plane: Plane, incoming: Incoming) -> str | None:
    """Return the id of the API that a WebSocket is asked of, or None where no socket stands."""
    found = _API.fullmatch(incoming.path)
    if found is None or incoming.method != "GET":
        return None
    try:
        return found[1] or plane.only_id()
    except RequestRefused:  # answered as a request, with the reason
        return None


async def _tool(plane: Plane, incoming: Incoming) -> Outgoing:
    """Answer a developer's question; what answers is loaded by the first of them."""
    from infra.local.appsync import explaining, explorer  # noqa: PLC0415 - a start need not wait for them

    try:
        if incoming.path == explaining.PATH:
            return await explaining.answer(plane, incoming)
        return await explorer.answer(plane, incoming)
    except RequestRefused as refusal:
        return service_error(refusal.status, refusal.error_type, refusal.message)


async def _health(plane: Plane) -> Outgoing:
    deployments = plane.deployments
    apis = [{"apiId": api.id, "name": api.name} for api in deployments.apis.values()]
    return _json({"status": "ok", "apis": apis, "refused": deployments.refused})


async def _reload(plane: Plane) -> Outgoing:
    try:
        changed = await plane.deployments.refresh()
    except Unreachable as error:
        return _json({"error": str(error)}, 502)
    return _json({"changed": changed, "apis": list(plane.deployments.apis)})


def _json(value: Any, status: int = 200) -> Outgoing:
    return Outgoing(status, json.dumps(value).encode(), {"content-type": "application/json;charset=UTF-8"})


_ROUTES: dict[str, dict[str, Callable[[Plane], Awaitable[Outgoing]]]] = {
    "/_appsync/health": {"GET": _health},
    "/_appsync/reload": {"POST": _reload},
}
