"""The HTTP door of the data plane: routes, CORS, headers and status codes as AppSync has them.

Source: AppSync Developer Guide, "Using GraphQL APIs"; the status codes as AppSync's engineers tabulated them
(github.com/graphql/graphql-over-http, issue 81).
"""

import json
import logging
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from infra.local.appsync import journal, wording
from infra.local.appsync.auth import Request, Unauthorized
from infra.local.appsync.engine import RequestRefused
from infra.local.appsync.management import Unreachable
from infra.local.appsync.plane import Plane
from infra.local.appsync.realtime.socket import handler as serve_socket

log = logging.getLogger("appsync")
BODY_LIMIT = 10 * 1024 * 1024
_COMPRESSED_FROM = 1000
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
_JSON = "application/json;charset=UTF-8"
_EXPOSED = "x-amzn-RequestId,x-amzn-ErrorType,x-amz-user-agent,x-amzn-ErrorMessage,Date,x-amz-schema-version"


@dataclass(frozen=True, slots=True)
class Question:
    """What a client asks for, out of a body or a query string; `query` is None when there is no usable one."""

    query: str | None = None
    variables: Mapping[str, Any] | None = None
    operation_name: str | None = None
    problem: str | None = None


def application(plane: Plane) -> web.Application:
    """Return the application that serves a data plane."""
    door = _Door(plane)
    app = web.Application(client_max_size=BODY_LIMIT)
    app.router.add_get("/_appsync/health", door.health)
    app.router.add_post("/_appsync/reload", door.reload)
    for prefix in ("", "/apis/{api_id}"):
        app.router.add_route("*", f"{prefix}/graphql", door.graphql)
        app.router.add_route("*", f"{prefix}/graphql/realtime", door.graphql)
    return app


class _Door:
    """The handlers of one data plane."""

    def __init__(self, plane: Plane) -> None:
        self._plane = plane

    async def health(self, _: web.Request) -> web.Response:
        deployments = self._plane.deployments
        apis = [{"apiId": api.id, "name": api.name} for api in deployments.apis.values()]
        return web.json_response({"status": "ok", "apis": apis, "refused": deployments.refused})

    async def reload(self, _: web.Request) -> web.Response:
        try:
            changed = await self._plane.deployments.refresh()
        except Unreachable as error:
            return web.json_response({"error": str(error)}, status=502)
        return web.json_response({"changed": changed, "apis": list(self._plane.deployments.apis)})

    async def graphql(self, request: web.Request) -> web.StreamResponse:
        api_id = request.match_info.get("api_id")
        if request.headers.get("upgrade", "").lower() == "websocket":
            return await self._socket(request, api_id)
        if request.method == "OPTIONS":
            return _preflight(request)
        request_id = str(uuid.uuid4())
        try:
            response = await self._answer(request, api_id)
        except RequestRefused as refusal:
            log.info("%s %s refused: %s", request.method, request.path, refusal)
            response = _service_error(refusal.status, refusal.error_type, refusal.message)
        except Unauthorized as refusal:
            log.info("%s %s not authorised: %s", request.method, request.path, refusal.reason)
            response = _service_error(401, refusal.error_type, refusal.message)
        except web.HTTPRequestEntityTooLarge:
            response = _service_error(413, "RequestEntityTooLargeException", "The request's body is too large.")
        except Exception:
            log.exception("%s %s failed", request.method, request.path)
            response = _service_error(500, "InternalFailure", "An internal failure occurred; the log says more.")
        response.headers.update(_common(request_id))
        if len(response.body or b"") >= _COMPRESSED_FROM:  # type: ignore[arg-type]
            response.enable_compression()
        return response

    async def _socket(self, request: web.Request, api_id: str | None) -> web.StreamResponse:
        try:
            known = api_id or self._plane.only_id()
        except RequestRefused as refusal:
            response = _service_error(refusal.status, refusal.error_type, refusal.message)
            response.headers.update(_common(str(uuid.uuid4())))
            return response
        return await serve_socket(request, self._plane, known)

    async def _answer(self, request: web.Request, api_id: str | None) -> web.Response:
        """Authenticate and run one request; raises `RequestRefused` and `Unauthorized`."""
        if request.method not in ("GET", "POST"):
            raise RequestRefused("BadRequestException", "Use GET or POST.", 405)
        entry = journal.Entry()
        api = self._plane.api(api_id)
        body = await request.read()
        question = _asked_by_url(request) if request.method == "GET" else _asked(body)
        headers = _headers(request)
        caller = await self._plane.authenticator.authenticate(api, _credentials(request, headers, body, question))
        if question.query is None:
            raise RequestRefused("MalformedHttpRequestException", question.problem or wording.UNPARSEABLE)
        response = await self._plane.engine.execute(
            api, question.query, question.variables, question.operation_name, caller, headers, entry
        )
        log.info("%s", journal.written(entry, caller.name, response))
        extra = entry.request.response_headers if entry.request else {}
        return web.Response(body=_encode(response).encode(), headers={**extra, "content-type": _JSON})


def _asked(body: bytes) -> Question:
    """Return what a POST's body asks for, whatever content type it claims."""
    if not body.strip():
        return Question(problem=wording.EMPTY_BODY)
    try:
        parsed = json.loads(body)
    except (ValueError, RecursionError):
        return Question(problem=wording.UNPARSEABLE)
    return _question(parsed)


def _asked_by_url(request: web.Request) -> Question:
    """Return what a GET's query string asks for; variables are JSON text there."""
    given: dict[str, Any] = dict(request.query)
    if not given:
        return Question(problem=wording.EMPTY_BODY)
    if "variables" in given:
        try:
            given["variables"] = json.loads(given["variables"] or "null")
        except ValueError:
            return Question(problem=wording.UNPARSEABLE)
    return _question(given)


def _question(parsed: Any) -> Question:
    if not isinstance(parsed, dict) or not isinstance(parsed.get("query"), str) or not parsed["query"].strip():
        return Question(problem=wording.UNPARSEABLE)
    variables, name = parsed.get("variables"), parsed.get("operationName")
    if not isinstance(variables, dict | None) or not isinstance(name, str | None):
        return Question(problem=wording.UNPARSEABLE)
    return Question(parsed["query"], variables, name)


def _headers(request: web.Request) -> dict[str, Any]:
    """Return the request's headers in lower case, as resolvers see them; repeated ones are lists."""
    found: dict[str, Any] = {}
    for name in request.headers:
        values = request.headers.getall(name)
        found[name.lower()] = values[0] if len(values) == 1 else values
    found.setdefault("x-forwarded-for", request.remote or "127.0.0.1")
    return found


def _credentials(request: web.Request, headers: Mapping[str, Any], body: bytes, question: Question) -> Request:
    flat = {name: value if isinstance(value, str) else ",".join(value) for name, value in headers.items()}
    if "x-forwarded-for" not in request.headers:
        flat.pop("x-forwarded-for", None)
    return Request(
        method=request.method,
        path=request.raw_path,
        headers=flat,
        body=body,
        source_ip=request.remote,
        operation_name=question.operation_name,
        variables=question.variables or {},
        query=question.query,
    )


def _service_error(status: int, error_type: str, message: str) -> web.Response:
    """Return an error of the service itself, laid out as AppSync lays it out."""
    text = (
        '{\n  "errors" : [ {\n'
        f'    "errorType" : {json.dumps(error_type)},\n    "message" : {json.dumps(message)}\n'
        "  } ]\n}"
    )
    headers = {"content-type": _JSON, "x-amzn-ErrorType": error_type}
    return web.Response(status=status, body=text.encode(), headers=headers)


def _common(request_id: str) -> dict[str, str]:
    return {
        "x-amzn-RequestId": request_id,
        "x-amzn-appsync-TokensConsumed": "1",
        "access-control-allow-origin": "*",
        "access-control-expose-headers": _EXPOSED,
    }


def _preflight(request: web.Request) -> web.Response:
    asked = request.headers.get("access-control-request-headers", "*")
    return web.Response(
        headers={
            "access-control-allow-origin": "*",
            "access-control-allow-methods": "POST, GET, OPTIONS",
            "access-control-allow-headers": asked,
            "access-control-expose-headers": _EXPOSED,
            "access-control-max-age": "172800",
        }
    )
