"""One port for plain HTTP and TLS: the first byte of a connection says which it is.

Amplify turns an `http://` endpoint into `wss://` on the same port, so one port that speaks both needs no special
configuration of the client.
"""

import asyncio
import socket
import ssl
from collections.abc import Callable, Coroutine

_HANDSHAKE = 0x16  # the first byte of a TLS connection
_PATIENCE = 30.0  # seconds until the first byte must have come
_BACKLOG = 256


class Listener:
    """Accepts connections on one port and gives each a protocol, through TLS where the client speaks it."""

    def __init__(self, factory: Callable[[], asyncio.Protocol], context: ssl.SSLContext) -> None:
        self._factory = factory
        self._context = context
        self._socket: socket.socket | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def listen(self, host: str, port: int) -> int:
        """Begin to accept and return the port; raises `OSError` when it is taken."""
        self._socket = socket.create_server((host, port), backlog=_BACKLOG)
        self._socket.setblocking(False)
        self._keep(self._accept(self._socket))
        return int(self._socket.getsockname()[1])

    async def close(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._socket is not None:
            self._socket.close()

    def _keep(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _accept(self, listening: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        while True:
            connection, _ = await loop.sock_accept(listening)
            self._keep(self._open(connection))

    async def _open(self, connection: socket.socket) -> None:
        """Look at the first byte without taking it, then hand the connection on."""
        loop = asyncio.get_running_loop()
        try:
            first = await asyncio.wait_for(_first_byte(connection), _PATIENCE)
            if not first:
                connection.close()
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            secure = self._context if first[0] == _HANDSHAKE else None
            await loop.connect_accepted_socket(self._factory, connection, ssl=secure)
        except (OSError, TimeoutError):  # gone, silent, or no handshake: nobody is left to tell
            connection.close()
        except asyncio.CancelledError:
            connection.close()
            raise


async def _first_byte(connection: socket.socket) -> bytes:
    loop = asyncio.get_running_loop()
    readable = loop.create_future()
    loop.add_reader(connection, lambda: None if readable.done() else readable.set_result(None))
    try:
        await readable
    finally:
        loop.remove_reader(connection)
    return connection.recv(1, socket.MSG_PEEK)
