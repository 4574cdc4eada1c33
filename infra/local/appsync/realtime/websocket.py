"""A WebSocket over a connection that HTTP has handed over: handshake and frames by `websockets`, without its I/O."""

import asyncio
import logging
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Protocol

from infra.local.appsync.frugal import left_out

with left_out("importlib.metadata"):  # 3 MB, for the version that only development builds of `websockets` look up
    from websockets.datastructures import Headers
    from websockets.exceptions import InvalidState
    from websockets.frames import Frame, Opcode
    from websockets.http11 import Request, Response
    from websockets.server import ServerProtocol
    from websockets.typing import Subprotocol

CLOSE_TIMEOUT = 2.0
_SWITCHING = 101
_INVALID_DATA = 1007
_HANDSHAKE = ("host", "upgrade", "connection", "sec-websocket-key", "sec-websocket-version")
_log = logging.getLogger("appsync.frames")
_log.setLevel(logging.WARNING)


class Listens(Protocol):
    """Who is told what comes over a socket."""

    def opened(self) -> None: ...
    def receive(self, message: str | bytes) -> None: ...
    def lost(self) -> None: ...


class WebSocket(asyncio.Protocol):
    """The server's side of a socket. Whole text frames may be written past it, straight to `transport`."""

    def __init__(self, transport: asyncio.Transport, largest_message: int, subprotocol: str) -> None:
        self.transport = transport
        self._listener: Listens | None = None
        self._wire = ServerProtocol(select_subprotocol=_chosen, max_size=largest_message, logger=_log)
        self._subprotocol = subprotocol
        self._parts: list[Frame] = []
        self._gone = asyncio.get_running_loop().create_future()

    def open(self, headers: Iterable[tuple[str, str]]) -> bool:
        """Answer an upgrade's request, and return whether the socket stands."""
        self.transport.set_protocol(self)
        self._wire.receive_data(_request(headers, self._subprotocol))
        (request,) = self._wire.events_received()
        assert isinstance(request, Request)
        response = self._wire.accept(request)
        self._wire.send_response(response)
        self._flush()
        return response.status_code == _SWITCHING

    def refuse(self, headers: Iterable[tuple[str, str]], status: int, answer: Mapping[str, str], body: bytes) -> None:
        """Answer an upgrade's request with an error in its place."""
        self.transport.set_protocol(self)
        self._wire.receive_data(_request(headers, self._subprotocol))
        length = {"content-length": str(len(body)), "connection": "close"}
        self._wire.send_response(Response(status, HTTPStatus(status).phrase, Headers({**answer, **length}), body))
        self._flush()

    def serve(self, listener: Listens) -> None:
        """Tell a listener of everything from now on."""
        self._listener = listener
        listener.opened()

    async def close(self, code: int = 1000) -> None:
        """Close the socket from the server's side; a client that does not answer is dropped."""
        try:
            self._wire.send_close(code)
        except InvalidState:  # closed already
            self.transport.abort()
        self._flush()
        await asyncio.wait([self._gone], timeout=CLOSE_TIMEOUT)
        self.transport.abort()

    def data_received(self, data: bytes) -> None:
        if not data:
            return
        self._wire.receive_data(data)
        self._flush()
        for event in self._wire.events_received():
            if isinstance(event, Frame):
                self._take(event)

    def eof_received(self) -> None:
        self._wire.receive_eof()
        self._flush()

    def connection_lost(self, _: Exception | None) -> None:
        if not self._gone.done():
            self._gone.set_result(None)
        if self._listener is not None:
            self._listener.lost()

    def _take(self, frame: Frame) -> None:
        """Pass a message on when its last frame is there."""
        if frame.opcode not in (Opcode.TEXT, Opcode.BINARY, Opcode.CONT):
            return
        self._parts.append(frame)
        if not frame.fin or self._listener is None:
            return
        parts, self._parts = self._parts, []
        whole = b"".join(part.data for part in parts)
        if parts[0].opcode is Opcode.BINARY:
            self._listener.receive(whole)
            return
        try:
            self._listener.receive(whole.decode())
        except UnicodeDecodeError:
            self._wire.fail(_INVALID_DATA, "no UTF-8")
            self._flush()

    def _flush(self) -> None:
        """Write what the protocol has to say; its end closes this side, and the client has a while to close its own."""
        for data in self._wire.data_to_send():
            if data:
                self.transport.write(data)
            elif self.transport.can_write_eof():
                self.transport.write_eof()
                asyncio.get_running_loop().call_later(CLOSE_TIMEOUT, self.transport.abort)
            else:
                self.transport.close()


def _chosen(_: ServerProtocol, offered: Iterable[Subprotocol]) -> Subprotocol | None:
    """Return the subprotocol of the answer; credentials that travel as one are never offered here."""
    return next(iter(offered), None)


def _request(headers: Iterable[tuple[str, str]], subprotocol: str) -> bytes:
    """Return what the handshake needs of a request; its credentials may be longer than `websockets` would read."""
    kept = {name: value for name, value in headers if name in _HANDSHAKE}
    offered = ",".join(value for name, value in headers if name == "sec-websocket-protocol")
    if subprotocol in (part.strip() for part in offered.split(",")):
        kept["sec-websocket-protocol"] = subprotocol
    lines = ["GET / HTTP/1.1", *(f"{name}: {value}" for name, value in kept.items()), "", ""]
    return "\r\n".join(lines).encode("latin-1")
