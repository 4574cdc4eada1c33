"""A WebSocket on a transport that HTTP has handed over; `websockets` does the handshake and frames, without I/O."""

import asyncio
import logging
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Protocol

from appsync_local.module_stubs import stub_module
from appsync_local.receiver import Receiver

with stub_module("importlib.metadata"):  # 3 MB, for the version that only development builds of `websockets` look up
    from websockets.datastructures import Headers
    from websockets.exceptions import InvalidState
    from websockets.frames import Frame, Opcode
    from websockets.http11 import Request, Response
    from websockets.protocol import Protocol as FrameProtocol
    from websockets.protocol import Side, State
    from websockets.server import ServerProtocol
    from websockets.typing import Subprotocol

CLOSE_TIMEOUT = 2.0
_SWITCHING = 101
_INVALID_DATA = 1007
_HANDSHAKE_HEADERS = ("host", "upgrade", "connection", "sec-websocket-key", "sec-websocket-version")
_log = logging.getLogger("appsync.frames")
_log.setLevel(logging.WARNING)


class MessageListener(Protocol):
    """Who receives the messages of a socket."""

    def on_open(self) -> None: ...
    def receive(self, message: str | bytes) -> None: ...
    def on_close(self) -> None: ...


class WebSocket(Receiver):
    """The server's side of a socket. Whole text frames may be written straight to `transport`."""

    def __init__(self, transport: asyncio.Transport, largest_message: int, subprotocol: str) -> None:
        self.transport = transport
        self._listener: MessageListener | None = None
        self._handshake = ServerProtocol(select_subprotocol=_choose_subprotocol, logger=_log)
        self._protocol: FrameProtocol = self._handshake
        self._largest_message = largest_message
        self._subprotocol = subprotocol
        self._parts: list[Frame] = []
        self._closed = asyncio.get_running_loop().create_future()

    def accept(self, headers: Iterable[tuple[str, str]]) -> bool:
        """Answer an upgrade request, and return whether the socket is open."""
        self.transport.set_protocol(self)
        response = self._handshake.accept(_handshake_request(headers, self._subprotocol))
        self._handshake.send_response(response)
        self._flush()
        if response.status_code != _SWITCHING:
            return False
        # Its headers, of every open socket, take more memory than the rest. Its parser and a method of its own refer to
        # it, so that without this only the collector would free it.
        self._handshake.parser.close()
        vars(self._handshake).clear()
        del self._handshake
        self._protocol = FrameProtocol(Side.SERVER, state=State.OPEN, max_size=self._largest_message, logger=_log)
        return True

    def refuse(self, status: int, answer: Mapping[str, str], body: bytes) -> None:
        """Answer an upgrade request with an error."""
        self.transport.set_protocol(self)
        length = {"content-length": str(len(body)), "connection": "close"}
        self._handshake.send_response(Response(status, HTTPStatus(status).phrase, Headers({**answer, **length}), body))
        self._flush()

    def serve(self, listener: MessageListener) -> None:
        """Pass every message to a listener from now on."""
        self._listener = listener
        listener.on_open()

    async def close(self, code: int = 1000) -> None:
        """Close the socket from the server's side; a client that does not answer is dropped."""
        try:
            self._protocol.send_close(code)
        except InvalidState:  # closed already
            self.transport.abort()
        self._flush()
        await asyncio.wait([self._closed], timeout=CLOSE_TIMEOUT)
        self.transport.abort()

    def data_received(self, data: bytes) -> None:
        if not data:
            return
        self._protocol.receive_data(data)
        for event in self._protocol.events_received():  # before a close is answered, after which nothing may be sent
            if isinstance(event, Frame):
                self._collect_frame(event)
        self._flush()

    def eof_received(self) -> None:
        self._protocol.receive_eof()
        self._flush()

    def connection_lost(self, _: Exception | None) -> None:
        if not self._closed.done():
            self._closed.set_result(None)
        self._end()

    def _collect_frame(self, frame: Frame) -> None:
        """Collect frames, and pass a message on when it is complete."""
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
            self._protocol.fail(_INVALID_DATA, "not UTF-8")
            self._flush()

    def _end(self) -> None:
        """Tell the listener, once, that nothing can be sent any more."""
        listener, self._listener = self._listener, None
        if listener is not None:
            listener.on_close()

    def _flush(self) -> None:
        """Write what the protocol has to send; at its end close this side, and soon the whole socket."""
        for data in self._protocol.data_to_send():
            if data:
                self.transport.write(data)
                continue
            self._end()
            if self.transport.can_write_eof():
                self.transport.write_eof()
                asyncio.get_running_loop().call_later(CLOSE_TIMEOUT, self.transport.abort)
            else:
                self.transport.close()


def _choose_subprotocol(_: ServerProtocol, offered: Iterable[Subprotocol]) -> Subprotocol | None:
    """Return the subprotocol to answer with; subprotocols with credentials are not among the offered ones."""
    return next(iter(offered), None)


def _handshake_request(headers: Iterable[tuple[str, str]], subprotocol: str) -> Request:
    """Return the request with only the headers of its handshake, which httptools has parsed."""
    kept = {name: value for name, value in headers if name in _HANDSHAKE_HEADERS}
    offered = ",".join(value for name, value in headers if name == "sec-websocket-protocol")
    if subprotocol in (part.strip() for part in offered.split(",")):
        kept["sec-websocket-protocol"] = subprotocol
    return Request("/", Headers(kept))
