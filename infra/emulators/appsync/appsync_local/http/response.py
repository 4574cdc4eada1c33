"""Responses as HTTP/1.1 bytes."""

from functools import lru_cache
from http import HTTPStatus

from appsync_local.http_message import HttpResponse

_STATUS_LINES = {status.value: f"HTTP/1.1 {status.value} {status.phrase}" for status in HTTPStatus}


def encode_response(answer: HttpResponse, connection: str = "", *, with_body: bool = True) -> bytes:
    """Return a response as bytes; `connection` is the header of that name, and HEAD gets no body."""
    head = _encode_head(answer.status, tuple(answer.headers.items()), connection)
    own = f"x-amzn-RequestId: {answer.request_id}\r\n" if answer.request_id else ""
    end = f"{own}content-length: {len(answer.body)}\r\n\r\n".encode()
    return b"".join((head, end, answer.body)) if with_body else head + end


@lru_cache(maxsize=64)
def _encode_head(status: int, headers: tuple[tuple[str, str], ...], connection: str) -> bytes:
    """Return the status line and the headers that responses have in common."""
    lines = [_STATUS_LINES.get(status) or f"HTTP/1.1 {status} "]
    lines += [f"{name}: {value}" for name, value in headers]
    if connection:
        lines.append(f"connection: {connection}")
    # Headers that resolvers set must not break their line.
    return "".join(f"{line}\r\n" for line in (each.replace("\r", " ").replace("\n", " ") for each in lines)).encode()
