"""The listening server: plain HTTP, and TLS on the same port if it has a certificate."""

import asyncio
import ssl

from appsync_local.http.connection import Connection
from appsync_local.http.known_heads import KnownHeads
from appsync_local.http.tls import TlsListener
from appsync_local.state import State

_BACKLOG = 256
_GRACE_SECONDS = 2.0  # for requests to finish when the server closes


class Server:
    """The server; with `tls` it also speaks TLS on the same port. `close` ends its connections."""

    def __init__(self, state: State, tls: ssl.SSLContext | None = None) -> None:
        self._state = state
        self._tls = tls
        self._listener: TlsListener | None = None
        self._server: asyncio.Server | None = None
        self.connections: set[Connection] = set()
        self._known_heads = KnownHeads()

    async def listen(self, host: str, port: int) -> int:
        """Start listening and return the port; raises `OSError` if it is taken."""
        if self._tls is not None:
            self._listener = TlsListener(self._make_connection, self._tls)
            return await self._listener.listen(host, port)
        self._server = await asyncio.get_running_loop().create_server(
            self._make_connection, host, port, backlog=_BACKLOG
        )
        return int(self._server.sockets[0].getsockname()[1])

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()
        if self._listener is not None:
            await self._listener.close()
        task = [connection.task for connection in self.connections if connection.task is not None]
        if task:
            await asyncio.wait(task, timeout=_GRACE_SECONDS)
        for connection in list(self.connections):
            connection.abort()

    def _make_connection(self) -> "Connection":
        return Connection(self._state, self.connections, self._known_heads)
