"""GraphQL over HTTP: bodies, query strings, CORS, headers and status codes.

Source: AppSync Developer Guide, "Using GraphQL APIs"; the status codes as AppSync's engineers tabulated them
(github.com/graphql/graphql-over-http, issue 81).
"""

import gzip
import json
import logging
import random
import time
from collections.abc import Awaitable, Mapping
from functools import partial
from itertools import count
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from appsync_local import messages
from appsync_local.api.model import Api
from appsync_local.auth import AuthRequest, Caller, Unauthorized
from appsync_local.engine.errors import RequestRefused
from appsync_local.engine.explain_log import explain_log
from appsync_local.engine.request_log import LogEntry, request_log
from appsync_local.firewall import find_blocked_response
from appsync_local.http.response import COMMON_HEADERS, EXPOSED, GRAPHQL_HEADERS
from appsync_local.http_message import JSON_TYPE, HttpRequest, HttpResponse, service_error
from appsync_local.json_values import decode_json, encode_json
from appsync_local.state import State

log = logging.getLogger("appsync")
_COMPRESSED = range(1_000, 10_000_001)
OK = 200
UNAVAILABLE = 503
_numbers = count(1)
# Ids begin with random digits of this process and end with a number; they protect nothing.
_DIGITS = f"{random.getrandbits(60):015x}"
_REQUEST = f"{_DIGITS[:8]}-{_DIGITS[8:12]}-4{_DIGITS[12:]}-a{_DIGITS[:3]}-"  # the form of a random UUID
_TRACE = _DIGITS[:12]


class GraphqlParams(NamedTuple):
    """The parameters of a GraphQL request; `query` is None if they are unusable, for the reason in `problem`."""

    query: str | None = None
    variables: Mapping[str, Any] | None = None
    operation_name: str | None = None
    problem: str | None = None


async def answer_graphql(state: State, incoming: HttpRequest) -> HttpResponse:
    """Return the response to a request; every failure is a response too."""
    begun = begin_answer(state, incoming)
    return begun if isinstance(begun, HttpResponse) else await begun


def begin_answer(state: State, incoming: HttpRequest) -> HttpResponse | Awaitable[HttpResponse]:
    """Return the response of `answer_graphql` if nothing has to be awaited for it, otherwise its awaitable."""
    if incoming.head.method == "OPTIONS":
        return _preflight_response(incoming, state.engine.settings.preflight_headers == "any")
    try:
        api = state.get_api(incoming.api_id)
        if api.web_acl is not None and (blocked := find_blocked_response(api, incoming)) is not None:
            return blocked  # before AppSync, whose headers it lacks
        begun = _begin_request(state, api, incoming)
        return _finish_response(incoming, begun) if isinstance(begun, HttpResponse) else _await_answer(incoming, begun)
    except Exception as failure:  # noqa: BLE001 - it is logged
        return _answer_failure(incoming, failure)


async def _await_answer(incoming: HttpRequest, waiting: Awaitable[HttpResponse]) -> HttpResponse:
    try:
        return _finish_response(incoming, await waiting)
    except Exception as failure:  # noqa: BLE001 - it is logged
        return _answer_failure(incoming, failure)


def _answer_failure(incoming: HttpRequest, failure: Exception) -> HttpResponse:
    """Log why a request has no response of its own, and return the one it gets."""
    if isinstance(failure, RequestRefused):
        log.info("%s %s refused: %s", incoming.method, incoming.target, failure)
        answer = _refusal_response(failure)
    elif isinstance(failure, Unauthorized):
        log.info("%s %s not authorised: %s", incoming.method, incoming.target, failure.reason)
        if explain_log.is_wanted:
            explain_log.add(f"{incoming.method} {incoming.target} was answered 401", [f"✗ {failure.reason}"])
        answer = service_error(401, failure.error_type, failure.message)
    else:
        log.error("%s %s failed", incoming.method, incoming.target, exc_info=failure)
        answer = service_error(500, "InternalFailure", "An internal failure occurred; the log says more.")
    answer.headers = {**answer.headers, **COMMON_HEADERS}
    return _finish_response(incoming, answer)


def _finish_response(incoming: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Give a response its id, and compress it for a client that accepts that."""
    answer.request_id = _make_request_id()
    if len(answer.body) in _COMPRESSED and incoming.head.accepts_gzip:
        answer.body = gzip.compress(answer.body, 5, mtime=0)
        answer.headers = {**answer.headers, "content-encoding": "gzip"}
    return answer


def _refusal_response(refusal: RequestRefused) -> HttpResponse:
    """Return the response of a refusal; with status 200, by a switch, it is a GraphQL response."""
    if refusal.status != OK:
        response = service_error(refusal.status, refusal.error_type, refusal.message)
        if refusal.status == UNAVAILABLE:
            response.headers = {**response.headers, "retry-after": "1"}
        return response
    error = {"path": None, "locations": None, "errorType": refusal.error_type, "message": refusal.message}
    return HttpResponse(OK, encode_json({"data": None, "errors": [error]}), {"content-type": JSON_TYPE})


def _begin_request(state: State, api: Api, incoming: HttpRequest) -> HttpResponse | Awaitable[HttpResponse]:
    """Authenticate and run one request; raises `RequestRefused` and `Unauthorized`, as its awaitable does."""
    method = incoming.head.method
    if method not in ("GET", "POST"):
        raise RequestRefused("BadRequestException", "Use GET or POST.", 405)
    entry = LogEntry()
    params = _parse_query_string(incoming.target) if method == "GET" else _parse_body(incoming.body)
    caller = state.authenticator.recall(api, incoming.head, incoming.peer)
    if caller is None:
        return _authenticate_and_execute(state, api, incoming, params, entry)
    begun = _begin_execution(state, api, incoming, params, caller, entry)
    if isinstance(begun, dict):
        return _build_response(entry, caller, begun)
    return _await_execution(entry, caller, begun)


async def _authenticate_and_execute(
    state: State, api: Api, incoming: HttpRequest, params: GraphqlParams, entry: LogEntry
) -> HttpResponse:
    caller = await state.authenticator.authenticate(api, _build_auth_request(incoming, params))
    state.authenticator.remember(api, incoming.head, incoming.peer, caller)
    begun = _begin_execution(state, api, incoming, params, caller, entry)
    return _build_response(entry, caller, begun if isinstance(begun, dict) else await begun)


async def _await_execution(entry: LogEntry, caller: Caller, executing: Awaitable[dict[str, Any]]) -> HttpResponse:
    return _build_response(entry, caller, await executing)


def _begin_execution(
    state: State, api: Api, incoming: HttpRequest, params: GraphqlParams, caller: Caller, entry: LogEntry
) -> dict[str, Any] | Awaitable[dict[str, Any]]:
    if params.query is None:
        raise RequestRefused("MalformedHttpRequestException", params.problem or messages.UNPARSEABLE)
    headers = partial(_resolver_headers, incoming)
    return state.engine.begin_execution(
        api, params.query, params.variables, params.operation_name, caller, headers, entry
    )


def _build_response(entry: LogEntry, caller: Caller, response: dict[str, Any]) -> HttpResponse:
    """Log a request that was executed, and return its response."""
    request_log.add(entry, caller, response)
    if entry.request is not None and entry.request.has_effects and (extra := entry.request.effects.response_headers):
        return HttpResponse(OK, encode_json(response), {**extra, **GRAPHQL_HEADERS})
    return HttpResponse(OK, encode_json(response), GRAPHQL_HEADERS)


def _parse_body(body: bytes) -> GraphqlParams:
    """Parse the body of a POST, whatever its content type."""
    if not body or body.isspace():
        return GraphqlParams(problem=messages.EMPTY_BODY)
    try:
        parsed = decode_json(body)
    except (ValueError, RecursionError):
        return GraphqlParams(problem=messages.UNPARSEABLE)
    return _parse_params(parsed)


def _parse_query_string(target: str) -> GraphqlParams:
    """Parse the query string of a GET, where variables are JSON text."""
    given: dict[str, Any] = dict(parse_qsl(urlsplit(target).query, keep_blank_values=True))
    if not given:
        return GraphqlParams(problem=messages.EMPTY_BODY)
    if "variables" in given:
        try:
            given["variables"] = json.loads(given["variables"] or "null")
        except ValueError:
            return GraphqlParams(problem=messages.UNPARSEABLE)
    return _parse_params(given)


def _parse_params(parsed: Any) -> GraphqlParams:
    if parsed.__class__ is not dict:
        return GraphqlParams(problem=messages.UNPARSEABLE)
    get = parsed.get
    query, variables, name = get("query"), get("variables"), get("operationName")
    if query.__class__ is not str or not query.strip():
        return GraphqlParams(problem=messages.UNPARSEABLE)
    if not ((variables is None or variables.__class__ is dict) and (name is None or name.__class__ is str)):
        return GraphqlParams(problem=messages.UNPARSEABLE)
    return GraphqlParams(query, variables, name)


def _resolver_headers(incoming: HttpRequest) -> dict[str, Any]:
    """Return the headers that resolvers see; repeated headers are lists."""
    head = incoming.head
    shown: dict[str, Any] = {
        "x-forwarded-for": incoming.peer or "127.0.0.1", "x-amzn-trace-id": "", **head.fields, **head.repeated
    }  # fmt: skip
    if not shown["x-amzn-trace-id"]:  # AppSync gives every request a trace id
        shown["x-amzn-trace-id"] = f"Root=1-{int(time.time()):08x}-{_TRACE}{next(_numbers):012x}"
    return shown


def _make_request_id() -> str:
    """Return an id in the form of a UUID."""
    return "%s%012x" % (_REQUEST, next(_numbers))  # noqa: UP031 - half as much as a formatted literal


def _build_auth_request(incoming: HttpRequest, params: GraphqlParams) -> AuthRequest:
    flat = {
        **incoming.head.fields,
        **{name: ",".join(values) for name, values in incoming.head.repeated.items()},
    }
    return AuthRequest(
        method=incoming.method,
        path=incoming.target,
        headers=flat,
        body=incoming.body,
        source_ip=incoming.peer,
        operation_name=params.operation_name,
        variables=params.variables or {},
        query=params.query,
    )


def _preflight_response(incoming: HttpRequest, allow_any: bool) -> HttpResponse:
    asked = "*" if allow_any else incoming.head.fields.get("access-control-request-headers", "*")
    return HttpResponse(
        200,
        headers={
            "access-control-allow-origin": "*",
            "access-control-allow-methods": "POST, GET, OPTIONS",
            "access-control-allow-headers": asked,
            "access-control-expose-headers": EXPOSED,
            "access-control-max-age": "172800",
        },
    )
