"""Responses as HTTP/1.1 bytes."""

from functools import lru_cache
from http import HTTPStatus

from appsync_local.http_message import JSON_TYPE, HttpResponse

EXPOSED = "x-amzn-RequestId,x-amzn-ErrorType,x-amz-user-agent,x-amzn-ErrorMessage,Date,x-amz-schema-version"
COMMON_HEADERS = {
    "x-amzn-appsync-TokensConsumed": "1",
    "access-control-allow-origin": "*",
    "access-control-expose-headers": EXPOSED,
}
GRAPHQL_HEADERS = {"content-type": JSON_TYPE, **COMMON_HEADERS}
_STATUS_LINES = {status.value: f"HTTP/1.1 {status.value} {status.phrase}" for status in HTTPStatus}


def encode_response(answer: HttpResponse, connection: str = "", *, with_body: bool = True) -> bytes:
    """Return a response as bytes; `connection` is the header of that name, and HEAD gets no body."""
    if answer.headers is GRAPHQL_HEADERS and not connection:
        head = _GRAPHQL_HEAD
    else:
        head = _encode_head(answer.status, tuple(answer.headers.items()), connection)
    body = answer.body
    own = b"x-amzn-RequestId: %b\r\n" % answer.request_id.encode() if answer.request_id else b""
    return b"%b%bcontent-length: %d\r\n\r\n%b" % (head, own, len(body), body if with_body else b"")


@lru_cache(maxsize=64)
def _encode_head(status: int, headers: tuple[tuple[str, str], ...], connection: str) -> bytes:
    """Return the status line and the headers that responses have in common."""
    lines = [_STATUS_LINES.get(status) or f"HTTP/1.1 {status} "]
    lines += [f"{name}: {value}" for name, value in headers]
    if connection:
        lines.append(f"connection: {connection}")
    # Headers that resolvers set must not break their line.
    return "".join(f"{line}\r\n" for line in (each.replace("\r", " ").replace("\n", " ") for each in lines)).encode()


_GRAPHQL_HEAD = _encode_head(HTTPStatus.OK.value, tuple(GRAPHQL_HEADERS.items()), "")  # of almost every response
