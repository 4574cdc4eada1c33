"""Plain HTTP and TLS on one port: the first byte of a connection tells which it is.

Amplify turns an `http://` endpoint into `wss://` on the same port, so one port that speaks both needs no special
configuration of the client.
"""

import asyncio
import socket
import ssl
from collections.abc import Callable, Coroutine

_TLS_HANDSHAKE = 0x16  # the first byte of a TLS connection
_FIRST_BYTE_SECONDS = 30.0  # for the first byte to arrive
_BACKLOG = 256


class TlsListener:
    """Accepts connections on one port and gives each a protocol, through TLS if the client speaks it."""

    def __init__(self, factory: Callable[[], asyncio.BaseProtocol], context: ssl.SSLContext) -> None:
        self._factory = factory
        self._context = context
        self._socket: socket.socket | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def listen(self, host: str, port: int) -> int:
        """Start accepting and return the port; raises `OSError` if it is taken."""
        self._socket = socket.create_server((host, port), backlog=_BACKLOG)
        self._socket.setblocking(False)
        self._start_task(self._accept_all(self._socket))
        return int(self._socket.getsockname()[1])

    async def close(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._socket is not None:
            self._socket.close()

    def _start_task(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _accept_all(self, listening: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        while True:
            connection, _ = await loop.sock_accept(listening)
            self._start_task(self._accept_connection(connection))

    async def _accept_connection(self, connection: socket.socket) -> None:
        """Peek at the first byte, then hand the connection to a protocol."""
        loop = asyncio.get_running_loop()
        try:
            first = await asyncio.wait_for(_peek_first_byte(connection), _FIRST_BYTE_SECONDS)
            if not first:
                connection.close()
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            secure = self._context if first[0] == _TLS_HANDSHAKE else None
            await loop.connect_accepted_socket(self._factory, connection, ssl=secure)
        except (OSError, TimeoutError):  # closed, silent or a failed handshake: nobody to answer
            connection.close()
        except asyncio.CancelledError:
            connection.close()
            raise


async def _peek_first_byte(connection: socket.socket) -> bytes:
    loop = asyncio.get_running_loop()
    readable = loop.create_future()
    loop.add_reader(connection, lambda: None if readable.done() else readable.set_result(None))
    try:
        await readable
    finally:
        loop.remove_reader(connection)
    return connection.recv(1, socket.MSG_PEEK)
