"""One client's connection: HTTP/1.1, kept alive, until an upgrade makes it a WebSocket.

httptools finds the requests in the bytes that arrive, except those whose heads are known; requests of one connection
are answered in their order.
"""

import asyncio
import sys
from collections import deque
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import cast

import httptools

from appsync_local import eager
from appsync_local.http import routes
from appsync_local.http.graphql_endpoint import begin_answer
from appsync_local.http.known_heads import KnownHead, KnownHeads
from appsync_local.http.response import encode_response
from appsync_local.http_message import HttpRequest, HttpResponse, RequestHead, service_error
from appsync_local.receiver import Receiver
from appsync_local.state import State

BODY_LIMIT = 10 * 1024 * 1024  # bytes
HEAD_LIMIT = 64 * 1024  # bytes, of the request line and the headers
_HEADER_BYTES = 4  # the colon, the space and the end of a header's line
_UNUSUAL = frozenset({"transfer-encoding", "expect", "upgrade"})  # what makes more of a request than a head and a body
_MAX_PENDING = 16  # requests that wait on one connection before it is read no further
_LINGER_SECONDS = 1.0  # for a refused client to stop sending: closing at once would lose the response
_HEAD_END = b"\r\n\r\n"


@dataclass(slots=True)
class _PendingRequest:
    """A request that waits for its response, or the refusal of one that could not be parsed."""

    incoming: HttpRequest
    last: bool
    refusal: HttpResponse | None = None
    old: bool = False


class _Refused(Exception):  # noqa: N818
    """Stops the parser: a request over a limit is refused, and nothing behind it is read."""


class Connection(Receiver):
    """A client's connection; its parser calls the methods that begin with `on_`."""

    def __init__(self, state: State, connections: "set[Connection]", known_heads: KnownHeads) -> None:
        self.task: asyncio.Task[None] | None = None
        self._state = state
        self._connections = connections
        self._known_heads = known_heads
        self._transport: asyncio.Transport | None = None
        self._peer: str | None = None
        self._pending: deque[_PendingRequest] = deque()
        self._is_refused = False
        self._is_between = True  # requests: the parser holds no part of one
        self._is_congested = False
        self._bytes_read = 0  # since the last whole request
        self._parser = httptools.HttpRequestParser(self)
        self._reset()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport = cast("asyncio.Transport", transport)  # also uvloop's, which are of no such class
        peer = transport.get_extra_info("peername")
        self._peer = peer[0] if peer else None
        self._connections.add(self)

    def connection_lost(self, _: Exception | None) -> None:
        self._connections.discard(self)
        self._pending.clear()
        del self._parser  # breaks a reference cycle

    def data_received(self, data: bytes) -> None:
        if self._is_between:
            data = self._answer_known_heads(data)
        if data and not self._is_refused:
            begins, pending = self._is_between, len(self._pending)
            self._parse(data)
            if begins and self._is_between and len(self._pending) == pending + 1:
                self._learn_head(data, self._pending[-1])
            if self._pending and self.task is None:
                self.task = eager.start(self._answer_pending())

    def pause_writing(self) -> None:
        """Read no more from a client that does not read its answers."""
        self._is_congested = True
        self._update_reading()

    def resume_writing(self) -> None:
        self._is_congested = False
        self._update_reading()

    def _parse(self, data: bytes) -> None:
        self._bytes_read += len(data)
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade as upgrade:
            self._upgrade(data[upgrade.args[0] :])
        except httptools.HttpParserError as error:
            if not self._is_refused:
                self._refuse(400, "BadRequestException", f"The request is not HTTP: {error}.")
        else:
            if not self._headers_complete and self._bytes_read > HEAD_LIMIT:  # the parser keeps back a header's parts
                self._refuse_head()

    def abort(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    def on_message_begin(self) -> None:
        self._is_between = False
        self._reset()

    def on_url(self, url: bytes) -> None:
        self._count_head(len(url))
        self._target += url

    def on_header(self, name: bytes, value: bytes) -> None:
        self._count_head(len(name) + len(value) + _HEADER_BYTES)
        if not self._headers_complete:  # trailers of a chunked body are ignored
            # Open sockets keep their headers; the names are the same for all.
            self._headers.append((sys.intern(name.decode("latin-1").lower()), value.decode("latin-1")))

    def on_headers_complete(self) -> None:
        self._headers_complete = True
        found = dict(self._headers)
        if int(found.get("content-length") or 0) > BODY_LIMIT:
            self._refuse_body()
        elif found.get("expect", "").lower() == "100-continue" and self._transport is not None:
            self._transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")

    def on_body(self, body: bytes) -> None:
        self._body += body
        if len(self._body) > BODY_LIMIT:
            self._refuse_body()

    def on_message_complete(self) -> None:
        self._bytes_read = 0
        self._is_between = True
        if not self._is_refused and not self._parser.should_upgrade():
            old = self._parser.get_http_version() == "1.0"
            self._enqueue(_PendingRequest(self._build_request(), last=not self._parser.should_keep_alive(), old=old))

    def _reset(self) -> None:
        self._target = b""
        self._headers: list[tuple[str, str]] = []
        self._head_size = 0
        self._body = bytearray()
        self._headers_complete = False

    def _build_request(self) -> HttpRequest:
        method, target = self._parser.get_method().decode(), self._target.decode("latin-1")
        return HttpRequest(RequestHead(method, target, self._headers), bytes(self._body), self._peer)

    def _count_head(self, size: int) -> None:
        """Refuse a request once its head, or the trailers of its body, are over the limit."""
        self._head_size += size
        if self._head_size > HEAD_LIMIT:
            self._refuse_head()
            raise _Refused

    def _refuse_head(self) -> None:
        self._refuse(431, "RequestHeaderFieldsTooLarge", "The request's headers are too large.")

    def _refuse_body(self) -> None:
        self._refuse(413, "RequestEntityTooLargeException", "The request's body is too large.")
        raise _Refused

    def _refuse(self, status: int, error_type: str, message: str) -> None:
        """Answer with an error after the pending requests, and read no more from this connection."""
        if not self._is_refused:
            self._is_refused = True
            self._enqueue(
                _PendingRequest(self._build_request(), last=True, refusal=service_error(status, error_type, message))
            )

    def _upgrade(self, rest: bytes) -> None:
        """Become a WebSocket; an upgrade to anything else is ignored, as RFC 9110 allows."""
        incoming, transport = self._build_request(), self._transport
        if transport is None:
            return
        if incoming.header("upgrade").lower() != "websocket":
            self._parser = httptools.HttpRequestParser(self)
            self.data_received(_without_upgrade(incoming) + rest)
        elif self.task is not None:
            self._refuse(400, "BadRequestException", "An upgrade must wait for the answers before it.")
        elif (asked := routes.find_socket_api(self._state, incoming)) is not None:
            from appsync_local.realtime import upgrade  # noqa: PLC0415 - 3 MB that a start does not need

            self._connections.discard(self)
            del self._parser  # breaks a reference cycle
            upgrade.accept_upgrade(transport, rest, incoming, self._state, asked)
        else:
            self._enqueue(_PendingRequest(incoming, last=True))

    def _enqueue(self, turn: _PendingRequest) -> None:
        self._pending.append(turn)
        if len(self._pending) == _MAX_PENDING:
            self._update_reading()

    def _update_reading(self) -> None:
        """Read on, unless much waits to be answered or to be sent."""
        if self._transport is None or self._transport.is_closing():
            return
        if self._is_congested or len(self._pending) >= _MAX_PENDING:
            self._transport.pause_reading()
        else:
            self._transport.resume_reading()

    def _answer_known_heads(self, data: bytes) -> bytes:
        """Answer requests whose heads are known until one has to wait, and return the bytes behind them."""
        while data and self.task is None and not self._is_refused:
            end = data.find(_HEAD_END) + len(_HEAD_END)
            known = self._known_heads.get(data[:end])
            if known is None or len(data) < end + known.length:
                break
            body, data = data[end : end + known.length], data[end + known.length :]
            begun = begin_answer(self._state, HttpRequest(known.head, body, self._peer, known.api_id))
            if isinstance(begun, HttpResponse):
                self._write(encode_response(begun))
            else:
                self.task = eager.start(self._answer_known(begun))
        return data

    def _learn_head(self, data: bytes, turn: _PendingRequest) -> None:
        """Keep the head of a request, if its bytes are all of `data` and another like it can be told by them."""
        incoming, end = turn.incoming, data.find(_HEAD_END) + len(_HEAD_END)
        is_plain = not (turn.last or turn.old or turn.refusal or incoming.head.fields.keys() & _UNUSUAL)
        if is_plain and incoming.method == "POST" and len(data) == end + len(incoming.body):
            api = routes.match_api(self._state, incoming)
            if api is not None:
                self._known_heads.add(data[:end], KnownHead(incoming.head, len(incoming.body), api[1]))

    async def _answer_known(self, waiting: Awaitable[HttpResponse]) -> None:
        """Answer a request whose head is known and whose response waits, and those that came while it waited."""
        self._write(encode_response(await waiting))
        if self.task is not None:
            await self._answer_pending()

    def _write(self, answer: bytes) -> None:
        transport = self._transport
        if transport is not None and not transport.is_closing():
            transport.write(answer)

    async def _answer_pending(self) -> None:
        """Answer the pending requests."""
        try:
            while self._pending:
                turn = self._pending.popleft()
                answer = turn.refusal or await routes.answer_request(self._state, turn.incoming)
                self._write_response(turn, answer)
                if len(self._pending) == _MAX_PENDING - 1:
                    self._update_reading()
        finally:
            self.task = None

    def _write_response(self, turn: _PendingRequest, answer: HttpResponse) -> None:
        transport = self._transport
        if transport is None or transport.is_closing():
            return
        connection = "close" if turn.last else "keep-alive" if turn.old else ""
        transport.write(encode_response(answer, connection, with_body=turn.incoming.method != "HEAD"))
        if turn.last:
            self._is_refused = True
            self._pending.clear()
            if turn.refusal is None:
                transport.close()
                return
            if transport.can_write_eof():
                transport.write_eof()
            asyncio.get_running_loop().call_later(_LINGER_SECONDS, transport.close)


def _without_upgrade(incoming: HttpRequest) -> bytes:
    """Return the head of a request without its upgrade."""
    kept = [f"{name}: {value}" for name, value in incoming.head.headers if name not in ("upgrade", "connection")]
    return "\r\n".join([f"{incoming.method} {incoming.target} HTTP/1.1", *kept, "", ""]).encode("latin-1")
