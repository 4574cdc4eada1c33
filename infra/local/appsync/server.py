"""The listening data plane: connections that speak HTTP/1.1, kept alive, until an upgrade makes one a WebSocket.

httptools finds the requests in what arrives; requests of one connection are answered one after the other.
"""

import asyncio
import ssl
from collections import deque
from dataclasses import dataclass
from http import HTTPStatus

import httptools

from infra.local.appsync import routes
from infra.local.appsync.exchange import Incoming, Outgoing, service_error
from infra.local.appsync.listening import Listener
from infra.local.appsync.plane import Plane

BODY_LIMIT = 10 * 1024 * 1024
HEAD_LIMIT = 64 * 1024
_BACKLOG = 256
_QUEUED = 16  # requests of one connection that wait, before it is read no further
_LINGER = 1.0  # seconds that a refused client may go on sending: closing at once would lose the answer on its way
_GRACE = 2.0  # seconds that requests have to end when the server closes
_FIRST_LINES = {status.value: f"HTTP/1.1 {status.value} {status.phrase}" for status in HTTPStatus}


class Server:
    """A listening data plane, with `tls` also through TLS on the same port; `close` ends its connections."""

    def __init__(self, plane: Plane, tls: ssl.SSLContext | None = None) -> None:
        self._plane = plane
        self._tls = tls
        self._listener: Listener | None = None
        self._server: asyncio.Server | None = None
        self.connections: set[Connection] = set()

    async def listen(self, host: str, port: int) -> int:
        """Accept connections and return the port; raises `OSError` when it is taken."""
        if self._tls is not None:
            self._listener = Listener(self._connection, self._tls)
            return await self._listener.listen(host, port)
        self._server = await asyncio.get_running_loop().create_server(self._connection, host, port, backlog=_BACKLOG)
        return int(self._server.sockets[0].getsockname()[1])

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()
        if self._listener is not None:
            await self._listener.close()
        working = [connection.working for connection in self.connections if connection.working is not None]
        if working:
            await asyncio.wait(working, timeout=_GRACE)
        for connection in list(self.connections):
            connection.abort()

    def _connection(self) -> "Connection":
        return Connection(self._plane, self.connections)


@dataclass(slots=True)
class _Turn:
    """A request that waits for its answer, or the refusal of one that could not be read."""

    incoming: Incoming
    last: bool
    refusal: Outgoing | None = None
    old: bool = False


class Connection(asyncio.Protocol):
    """A client's connection; the methods that begin with `on_` are what its parser calls."""

    def __init__(self, plane: Plane, all_of_them: "set[Connection]") -> None:
        self.working: asyncio.Task[None] | None = None
        self._plane = plane
        self._all = all_of_them
        self._transport: asyncio.Transport | None = None
        self._peer: str | None = None
        self._waiting: deque[_Turn] = deque()
        self._refused = False
        self._read = 0  # bytes since the last whole request
        self._parser = httptools.HttpRequestParser(self)
        self._begin()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        peer = transport.get_extra_info("peername")
        self._peer = peer[0] if peer else None
        self._all.add(self)

    def connection_lost(self, _: Exception | None) -> None:
        self._all.discard(self)
        self._waiting.clear()
        del self._parser  # the two hold each other

    def data_received(self, data: bytes) -> None:
        if self._refused:
            return
        self._read += len(data)
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade as upgrade:
            self._upgrade(data[upgrade.args[0] :])
        except httptools.HttpParserError as error:
            if not self._refused:
                self._refuse(400, "BadRequestException", f"The request is no HTTP: {error}.")
        else:
            if not self._whole and self._read > HEAD_LIMIT:
                self._refuse(431, "RequestHeaderFieldsTooLarge", "The request's headers are too large.")

    def abort(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    def on_message_begin(self) -> None:
        self._begin()

    def on_url(self, url: bytes) -> None:
        self._target += url

    def on_header(self, name: bytes, value: bytes) -> None:
        if not self._whole:  # what follows a body in parts is no header
            self._headers.append((name.decode("latin-1").lower(), value.decode("latin-1")))

    def on_headers_complete(self) -> None:
        self._whole = True
        found = dict(self._headers)
        if int(found.get("content-length") or 0) > BODY_LIMIT:
            self._too_large()
        elif found.get("expect", "").lower() == "100-continue" and self._transport is not None:
            self._transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")

    def on_body(self, body: bytes) -> None:
        self._body += body
        if len(self._body) > BODY_LIMIT:
            self._too_large()

    def on_message_complete(self) -> None:
        self._read = 0
        if not self._refused and not self._parser.should_upgrade():
            old = self._parser.get_http_version() == "1.0"
            self._queue(_Turn(self._incoming(), last=not self._parser.should_keep_alive(), old=old))

    def _begin(self) -> None:
        self._target = b""
        self._headers: list[tuple[str, str]] = []
        self._body = bytearray()
        self._whole = False

    def _incoming(self) -> Incoming:
        method, target = self._parser.get_method().decode(), self._target.decode("latin-1")
        return Incoming(method, target, self._headers, bytes(self._body), self._peer)

    def _too_large(self) -> None:
        self._refuse(413, "RequestEntityTooLargeException", "The request's body is too large.")

    def _refuse(self, status: int, error_type: str, message: str) -> None:
        """Answer with an error, after what is waiting, and take nothing more from this connection."""
        if not self._refused:
            self._refused = True
            self._queue(_Turn(self._incoming(), last=True, refusal=service_error(status, error_type, message)))

    def _upgrade(self, rest: bytes) -> None:
        """Become a WebSocket; an upgrade to anything else is ignored, as RFC 9110 allows."""
        incoming, transport = self._incoming(), self._transport
        if transport is None:
            return
        if incoming.header("upgrade").lower() != "websocket":
            self._parser = httptools.HttpRequestParser(self)
            self.data_received(_without_upgrade(incoming) + rest)
        elif self.working is not None:
            self._refuse(400, "BadRequestException", "An upgrade must wait for the answers before it.")
        elif (asked := routes.socket(self._plane, incoming)) is not None:
            from infra.local.appsync.realtime import socket  # noqa: PLC0415 - 3 MB that a start need not wait for

            self._all.discard(self)
            socket.take_over(transport, rest, incoming, self._plane, asked)
        else:
            self._queue(_Turn(incoming, last=True))

    def _queue(self, turn: _Turn) -> None:
        self._waiting.append(turn)
        if self.working is None:
            self.working = asyncio.get_running_loop().create_task(self._work())
        elif len(self._waiting) == _QUEUED and self._transport is not None:
            self._transport.pause_reading()

    async def _work(self) -> None:
        """Answer what is waiting."""
        try:
            while self._waiting:
                turn = self._waiting.popleft()
                answer = turn.refusal or await routes.answer(self._plane, turn.incoming)
                self._write(turn, answer)
                if len(self._waiting) == _QUEUED - 1 and self._transport is not None:
                    self._transport.resume_reading()
        finally:
            self.working = None

    def _write(self, turn: _Turn, answer: Outgoing) -> None:
        transport = self._transport
        if transport is None or transport.is_closing():
            return
        transport.write(_bytes(turn, answer))
        if turn.last:
            self._refused = True
            self._waiting.clear()
            if turn.refusal is None:
                transport.close()
                return
            if transport.can_write_eof():
                transport.write_eof()
            asyncio.get_running_loop().call_later(_LINGER, transport.close)


def _without_upgrade(incoming: Incoming) -> bytes:
    """Return the head of a request as if it had not asked for an upgrade."""
    kept = [f"{name}: {value}" for name, value in incoming.headers if name not in ("upgrade", "connection")]
    return "\r\n".join([f"{incoming.method} {incoming.target} HTTP/1.1", *kept, "", ""]).encode("latin-1")


def _bytes(turn: _Turn, answer: Outgoing) -> bytes:
    """Return an answer as HTTP/1.1."""
    lines = [_FIRST_LINES.get(answer.status) or f"HTTP/1.1 {answer.status} "]
    lines += [f"{name}: {value}" for name, value in answer.headers.items()]
    lines.append(f"content-length: {len(answer.body)}")
    if turn.last or turn.old:
        lines.append(f"connection: {'close' if turn.last else 'keep-alive'}")
    head = "\r\n".join(lines)
    if not head.count("\r") == head.count("\n") == len(lines) - 1:  # a value that a resolver set may not end its line
        head = "\r\n".join([line.replace("\r", " ").replace("\n", " ") for line in lines])
    whole = f"{head}\r\n\r\n".encode()
    return whole if turn.incoming.method == "HEAD" else whole + answer.body
