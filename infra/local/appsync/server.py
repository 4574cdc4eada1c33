"""The HTTP server: every route by aiohttp, and complete POSTs to an API by a short way that needs no routing.

Most requests are a POST of a few hundred bytes that arrive in one piece. Those are read and answered here directly;
at the first request of any other kind (a socket's upgrade, a GET, a body in parts) the connection is handed to
aiohttp for good.
"""

import asyncio
import re
import ssl
from http import HTTPStatus

from aiohttp import web

from infra.local.appsync.engine import RequestRefused
from infra.local.appsync.exchange import Incoming, Outgoing, exchange, service_error
from infra.local.appsync.listening import Listener
from infra.local.appsync.management import Unreachable
from infra.local.appsync.plane import Plane
from infra.local.appsync.realtime.socket import handler as serve_socket

BODY_LIMIT = 10 * 1024 * 1024
_HEAD_LIMIT = 64 * 1024
_SHORT = re.compile(rb"POST ((?:/apis/([\w-]+))?/graphql) HTTP/1\.1\r\n")
_OTHERWISE = frozenset({"upgrade", "transfer-encoding", "expect", "content-encoding"})


def application(plane: Plane) -> web.Application:
    """Return the application that serves a data plane."""
    routes = _Routes(plane)
    app = web.Application(client_max_size=BODY_LIMIT)
    app.router.add_get("/_appsync/health", routes.health)
    app.router.add_post("/_appsync/reload", routes.reload)
    for prefix in ("", "/apis/{api_id}"):
        app.router.add_route("*", f"{prefix}/graphql", routes.graphql)
        app.router.add_route("*", f"{prefix}/graphql/realtime", routes.graphql)
    return app


class Server:
    """A listening data plane, with `tls` also through TLS on the same port; `close` ends its connections."""

    def __init__(self, plane: Plane, tls: ssl.SSLContext | None = None) -> None:
        self._plane = plane
        self._tls = tls
        self._listener: Listener | None = None
        self._runner = web.AppRunner(application(plane), access_log=None)
        self._server: asyncio.Server | None = None
        self.connections: set[Connection] = set()

    async def listen(self, host: str, port: int) -> int:
        """Accept connections and return the port; raises `OSError` when it is taken."""
        await self._runner.setup()
        try:
            if self._tls is not None:
                self._listener = Listener(self._connection, self._tls)
                return await self._listener.listen(host, port)
            self._server = await asyncio.get_running_loop().create_server(self._connection, host, port)
        except OSError:
            await self._runner.cleanup()
            raise
        return int(self._server.sockets[0].getsockname()[1])

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()
        if self._listener is not None:
            await self._listener.close()
        for connection in list(self.connections):
            connection.close()
        await self._runner.cleanup()

    def _connection(self) -> "Connection":
        assert self._runner.server is not None
        return Connection(self._plane, self._runner.server, self.connections)


class Connection(asyncio.Protocol):
    """A client's connection until something comes that is not a short POST."""

    def __init__(self, plane: Plane, otherwise: web.Server, all_of_them: "set[Connection]") -> None:
        self._plane = plane
        self._otherwise = otherwise
        self._all = all_of_them
        self._transport: asyncio.Transport | None = None
        self._received = b""
        self._working: asyncio.Task[None] | None = None
        self._peer: str | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        peer = transport.get_extra_info("peername")
        self._peer = peer[0] if peer else None
        self._all.add(self)

    def connection_lost(self, _: Exception | None) -> None:
        self._all.discard(self)

    def data_received(self, data: bytes) -> None:
        self._received += data
        if self._working is None:
            self._read()

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    def _read(self) -> None:
        """Take a complete short POST from what was received, or hand the connection over."""
        found = _SHORT.match(self._received)
        end = self._received.find(b"\r\n\r\n") if found else 0
        if found is None or end > _HEAD_LIMIT:
            if self._received:
                self._hand_over()
            return
        if end < 0:
            if len(self._received) > _HEAD_LIMIT:
                self._hand_over()
            return
        headers = _headers(self._received[found.end() : end])
        length = _length(headers)
        if length is None:
            self._hand_over()
        elif len(self._received) >= end + 4 + length:
            body = self._received[end + 4 : end + 4 + length]
            self._received = self._received[end + 4 + length :]
            target = found[1].decode()
            api_id = found[2].decode() if found[2] else None
            incoming = Incoming("POST", target, headers, body, self._peer, api_id)
            self._working = asyncio.get_running_loop().create_task(self._work(incoming))

    async def _work(self, incoming: Incoming) -> None:
        answer = await exchange(self._plane, incoming)
        last = dict(incoming.headers).get("connection", "").lower() == "close"
        self._working = None
        if self._transport is None or self._transport.is_closing():
            return
        self._transport.write(_bytes(answer, last=last))
        if last:
            self._transport.close()
        elif self._received:
            self._read()

    def _hand_over(self) -> None:
        """Let aiohttp go on with this connection, beginning with what was received."""
        transport = self._transport
        assert transport is not None
        self._all.discard(self)
        successor = self._otherwise()
        transport.set_protocol(successor)
        successor.connection_made(transport)
        successor.data_received(self._received)


def _headers(head: bytes) -> list[tuple[str, str]]:
    pairs = (line.partition(":") for line in head.decode("latin-1").split("\r\n") if line)
    return [(name.strip().lower(), value.strip()) for name, _, value in pairs]


def _length(headers: list[tuple[str, str]]) -> int | None:
    """Return the body's length if the request is a plain one, None if it needs more than that."""
    lengths = [value for name, value in headers if name == "content-length"]
    if len(lengths) != 1 or not lengths[0].isdigit() or any(name in _OTHERWISE for name, _ in headers):
        return None
    length = int(lengths[0])
    return length if length <= BODY_LIMIT else None


def _bytes(answer: Outgoing, *, last: bool) -> bytes:
    """Return an answer as HTTP/1.1."""
    lines = [f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}"]
    lines += [f"{name}: {_one_line(value)}" for name, value in answer.headers.items()]
    lines += [f"content-length: {len(answer.body)}", *(["connection: close"] if last else []), "", ""]
    return "\r\n".join(lines).encode("utf-8") + answer.body


def _one_line(value: str) -> str:
    return value.replace("\r", " ").replace("\n", " ")


class _Routes:
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
        try:
            body = await request.read()
        except web.HTTPRequestEntityTooLarge:
            return _response(service_error(413, "RequestEntityTooLargeException", "The request's body is too large."))
        headers = [(name.lower(), value) for name, value in request.headers.items()]
        incoming = Incoming(request.method, request.raw_path, headers, body, request.remote, api_id)
        return _response(await exchange(self._plane, incoming))

    async def _socket(self, request: web.Request, api_id: str | None) -> web.StreamResponse:
        try:
            known = api_id or self._plane.only_id()
        except RequestRefused as refusal:
            return _response(service_error(refusal.status, refusal.error_type, refusal.message))
        return await serve_socket(request, self._plane, known)


def _response(answer: Outgoing) -> web.Response:
    headers = {name: _one_line(value) for name, value in answer.headers.items()}
    return web.Response(status=answer.status, body=answer.body, headers=headers)
