"""A socket keeps nothing of its handshake."""

import asyncio
import gc

from websockets.server import ServerProtocol

from appsync_local.realtime.websocket import WebSocket

HEADERS = (
    ("host", "localhost"),
    ("upgrade", "websocket"),
    ("connection", "Upgrade"),
    ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
    ("sec-websocket-version", "13"),
    ("sec-websocket-protocol", "graphql-ws"),
)


class Wire(asyncio.Transport):
    """A connection that takes everything."""

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None: ...

    def write(self, data: bytes | bytearray | memoryview) -> None: ...


def count_handshakes() -> int:
    return sum(isinstance(each, ServerProtocol) for each in gc.get_objects())


async def open_sockets(number: int) -> list[WebSocket]:
    sockets = [WebSocket(Wire(), 1_000, "graphql-ws") for _ in range(number)]
    assert all(each.accept(HEADERS) for each in sockets)
    return sockets


def test_an_open_socket_keeps_nothing_of_its_handshake() -> None:
    """Not even until the collector runs: thousands that connect at once would take megabytes that stay."""
    gc.collect()
    before = count_handshakes()
    gc.disable()
    try:
        sockets = asyncio.run(open_sockets(10))
        kept = count_handshakes() - before
    finally:
        gc.enable()

    assert len(sockets) == 10
    assert kept == 0
