"""The paths of the data plane: APIs, their sockets, and pages and answers under /_appsync."""

import json
import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any

from appsync_local.api.deployments import Unreachable
from appsync_local.engine.errors import RequestRefused
from appsync_local.http.graphql_endpoint import answer_graphql
from appsync_local.http_message import HttpRequest, HttpResponse, service_error
from appsync_local.state import State

log = logging.getLogger("appsync")
_TOOLS = ("/_appsync/explain", "/_appsync/graphiql")
_API = re.compile(r"(?:/apis/([^/]+))?/graphql(?:/realtime)?")


async def answer_request(state: State, incoming: HttpRequest) -> HttpResponse:
    """Return the response to a request that is not an upgrade."""
    return state.guard.find_refusal(incoming) or await _answer_path(state, incoming)


def find_socket_api(state: State, incoming: HttpRequest) -> str | None:
    """Return the API id of a WebSocket upgrade, or None if it gets none and is answered like a request."""
    found = match_api(state, incoming)
    if found is None or incoming.method != "GET":
        return None
    try:
        return found[1] or state.get_only_api_id()
    except RequestRefused:
        return None


def match_api(state: State, incoming: HttpRequest) -> re.Match[str] | None:
    """Return the match of an API's path, or None at another path and where the guard refuses the request."""
    found = _API.fullmatch(incoming.path)
    return found if found is not None and state.guard.find_refusal(incoming) is None else None


async def _answer_path(state: State, incoming: HttpRequest) -> HttpResponse:
    path = incoming.path
    api = _API.fullmatch(path)
    if api is not None:
        incoming.api_id = api[1]
        return await answer_graphql(state, incoming)
    if path.startswith(_TOOLS) and incoming.method in ("GET", "HEAD"):
        return await _answer_tool(state, incoming)
    methods = _ROUTES.get(path)
    if methods is None:
        return service_error(404, "NotFoundException", f"Nothing is at {path}; an API is at /graphql.")
    handler = methods.get("GET" if incoming.method == "HEAD" else incoming.method)
    if handler is None:
        return service_error(405, "BadRequestException", f"Use {' or '.join(methods)}.")
    try:
        return await handler(state)
    except Exception:
        log.exception("%s %s failed", incoming.method, path)
        return service_error(500, "InternalFailure", "An internal failure occurred; the log says more.")


async def _answer_tool(state: State, incoming: HttpRequest) -> HttpResponse:
    """Answer a request to a developer tool, whose code the first one loads."""
    from appsync_local.http import explain_endpoint, graphiql_page  # noqa: PLC0415 - a start does not need them

    try:
        if incoming.path == explain_endpoint.PATH:
            return await explain_endpoint.answer_explain(state, incoming)
        return await graphiql_page.answer_graphiql(state, incoming)
    except RequestRefused as refusal:
        return service_error(refusal.status, refusal.error_type, refusal.message)


async def _answer_health(state: State) -> HttpResponse:
    deployments = state.deployments
    apis = [{"apiId": api.id, "name": api.name} for api in deployments.apis.values()]
    return _json_response(
        {"status": "ok" if deployments.was_read else "starting", "apis": apis, "refused": deployments.refused}
    )


async def _answer_reload(state: State) -> HttpResponse:
    try:
        changed = await state.deployments.refresh()
    except Unreachable as error:
        return _json_response({"error": str(error)}, 502)
    return _json_response({"changed": changed, "apis": list(state.deployments.apis)})


def _json_response(value: Any, status: int = 200) -> HttpResponse:
    return HttpResponse(status, json.dumps(value).encode(), {"content-type": "application/json;charset=UTF-8"})


_ROUTES: dict[str, dict[str, Callable[[State], Awaitable[HttpResponse]]]] = {
    "/_appsync/health": {"GET": _answer_health},
    "/_appsync/reload": {"POST": _answer_reload},
}
