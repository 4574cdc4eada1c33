"""One HTTP request to an API and its answer, whoever carries the bytes: bodies, CORS, headers and status codes.

Source: AppSync Developer Guide, "Using GraphQL APIs"; the status codes as AppSync's engineers tabulated them
(github.com/graphql/graphql-over-http, issue 81).
"""

import gzip
import json
import logging
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from infra.local.appsync import journal, wording
from infra.local.appsync.accounts import accounts
from infra.local.appsync.auth import Request, Unauthorized
from infra.local.appsync.encoding import encoded
from infra.local.appsync.engine import RequestRefused
from infra.local.appsync.plane import Plane

log = logging.getLogger("appsync")
_COMPRESSED = range(1_000, 10_000_001)
OK = 200
_LOCAL = ("localhost", "127.0.0.1", "[::1]")
_JSON = "application/json;charset=UTF-8"
_EXPOSED = "x-amzn-RequestId,x-amzn-ErrorType,x-amz-user-agent,x-amzn-ErrorMessage,Date,x-amz-schema-version"
_COMMON = {
    "x-amzn-appsync-TokensConsumed": "1",
    "access-control-allow-origin": "*",
    "access-control-expose-headers": _EXPOSED,
}


@dataclass(slots=True)
class Incoming:
    """A request as it came: `target` is percent-encoded with its query string, header names are in lower case."""

    method: str
    target: str
    headers: list[tuple[str, str]]
    body: bytes = b""
    peer: str | None = None
    api_id: str | None = None
    fields: dict[str, str] = field(init=False)  # the headers by name; the last where one is repeated

    def __post_init__(self) -> None:
        self.fields = dict(self.headers)

    @property
    def path(self) -> str:
        """The target without its query string; still percent-encoded."""
        return urlsplit(self.target).path

    def header(self, name: str) -> str:
        """Return the header of that lower-cased name, empty where there is none; the last where it is repeated."""
        return self.fields.get(name, "")


@dataclass(slots=True)
class Outgoing:
    """The answer to send back."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """What a client asks for, out of a body or a query string; `query` is None when there is no usable one."""

    query: str | None = None
    variables: Mapping[str, Any] | None = None
    operation_name: str | None = None
    problem: str | None = None


async def exchange(plane: Plane, incoming: Incoming) -> Outgoing:
    """Return the answer to a request; every failure is an answer too."""
    if incoming.method == "OPTIONS":
        return _preflight(incoming, plane.engine.settings.preflight_headers == "any")
    try:
        answer = await _answer(plane, incoming)
    except RequestRefused as refusal:
        log.info("%s %s refused: %s", incoming.method, incoming.target, refusal)
        answer = _refused(refusal)
    except Unauthorized as refusal:
        log.info("%s %s not authorised: %s", incoming.method, incoming.target, refusal.reason)
        if accounts.wanted:
            accounts.tell(f"{incoming.method} {incoming.target} was answered 401", [f"✗ {refusal.reason}"])
        answer = service_error(401, refusal.error_type, refusal.message)
    except Exception:
        log.exception("%s %s failed", incoming.method, incoming.target)
        answer = service_error(500, "InternalFailure", "An internal failure occurred; the log says more.")
    answer.headers["x-amzn-RequestId"] = _request_id()
    answer.headers.update(_COMMON)
    if len(answer.body) in _COMPRESSED and "gzip" in incoming.header("accept-encoding"):
        answer.body = gzip.compress(answer.body, 5, mtime=0)
        answer.headers["content-encoding"] = "gzip"
    return answer


def _refused(refusal: RequestRefused) -> Outgoing:
    """Return a refusal; one with the status 200, which a switch asked for, is a GraphQL answer."""
    if refusal.status != OK:
        return service_error(refusal.status, refusal.error_type, refusal.message)
    error = {"path": None, "locations": None, "errorType": refusal.error_type, "message": refusal.message}
    return Outgoing(OK, encoded({"data": None, "errors": [error]}), {"content-type": _JSON})


def service_error(status: int, error_type: str, message: str) -> Outgoing:
    """Return an error of the service itself, laid out as AppSync lays it out."""
    text = (
        '{\n  "errors" : [ {\n'
        f'    "errorType" : {json.dumps(error_type)},\n    "message" : {json.dumps(message)}\n'
        "  } ]\n}"
    )
    return Outgoing(status, text.encode(), {"content-type": _JSON, "x-amzn-ErrorType": error_type})


async def _answer(plane: Plane, incoming: Incoming) -> Outgoing:
    """Authenticate and run one request; raises `RequestRefused` and `Unauthorized`."""
    if incoming.method not in ("GET", "POST"):
        raise RequestRefused("BadRequestException", "Use GET or POST.", 405)
    entry = journal.Entry()
    api = plane.api(incoming.api_id)
    question = _asked_by_url(incoming.target) if incoming.method == "GET" else _asked(incoming.body)
    caller = await plane.authenticator.authenticate(api, _credentials(incoming, question))
    if question.query is None:
        raise RequestRefused("MalformedHttpRequestException", question.problem or wording.UNPARSEABLE)
    response = await plane.engine.execute(
        api, question.query, question.variables, question.operation_name, caller, _shown(incoming), entry
    )
    if log.isEnabledFor(logging.INFO):
        log.info("%s", journal.written(entry, caller.name, response))
    extra = entry.request.response_headers if entry.request else {}
    return Outgoing(200, encoded(response), {**extra, "content-type": _JSON})


def _asked(body: bytes) -> Question:
    """Return what a POST's body asks for, whatever content type it claims."""
    if not body.strip():
        return Question(problem=wording.EMPTY_BODY)
    try:
        parsed = json.loads(body)
    except (ValueError, RecursionError):
        return Question(problem=wording.UNPARSEABLE)
    return _question(parsed)


def _asked_by_url(target: str) -> Question:
    """Return what a GET's query string asks for; variables are JSON text there."""
    given: dict[str, Any] = dict(parse_qsl(urlsplit(target).query, keep_blank_values=True))
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


def _shown(incoming: Incoming) -> dict[str, Any]:
    """Return the request's headers as resolvers see them; repeated ones are lists."""
    shown: dict[str, Any] = {"x-forwarded-for": incoming.peer or "127.0.0.1", "x-amzn-trace-id": ""}
    shown.update(incoming.fields)
    if not shown["x-amzn-trace-id"]:  # AppSync names every request's trace; resolvers log by it
        shown["x-amzn-trace-id"] = f"Root=1-{int(time.time()):08x}-{_hexadecimal(24)}"
    return {**shown, **_repeated(incoming)}


def _repeated(incoming: Incoming) -> dict[str, list[str]]:
    """Return the values of the headers that came more than once."""
    if len(incoming.fields) == len(incoming.headers):
        return {}
    every: dict[str, list[str]] = {}
    for name, value in incoming.headers:
        every.setdefault(name, []).append(value)
    return {name: values for name, values in every.items() if len(values) > 1}


def _request_id() -> str:
    """Return an id in the form of a random UUID."""
    found = _hexadecimal(32)
    return f"{found[:8]}-{found[8:12]}-4{found[13:16]}-a{found[17:20]}-{found[20:]}"


def _hexadecimal(digits: int) -> str:
    """Return random digits that tell requests apart; nothing is guarded by them."""
    return f"{random.getrandbits(4 * digits):0{digits}x}"


def _credentials(incoming: Incoming, question: Question) -> Request:
    flat = {**incoming.fields, **{name: ",".join(values) for name, values in _repeated(incoming).items()}}
    return Request(
        method=incoming.method,
        path=incoming.target,
        headers=flat,
        body=incoming.body,
        source_ip=incoming.peer,
        operation_name=question.operation_name,
        variables=question.variables or {},
        query=question.query,
    )


def _preflight(incoming: Incoming, anything: bool) -> Outgoing:
    asked = "*" if anything else incoming.fields.get("access-control-request-headers", "*")
    return Outgoing(
        200,
        headers={
            "access-control-allow-origin": "*",
            "access-control-allow-methods": "POST, GET, OPTIONS",
            "access-control-allow-headers": asked,
            "access-control-expose-headers": _EXPOSED,
            "access-control-max-age": "172800",
        },
    )


def is_local(incoming: Incoming) -> bool:
    """Return whether a request names this machine by its own name, not by one that leads here from elsewhere."""
    host = incoming.header("host")
    return host.rpartition(":")[0] in _LOCAL or host in _LOCAL
