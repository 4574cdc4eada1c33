"""One participant's socket: what they say goes to the room, and what the room says to them, in the room's order."""

import asyncio
import logging
from collections.abc import Callable
from typing import Final

from aiohttp import WSCloseCode, WSMsgType, web

from ivschat_local.tokens import Grant

MOST_UNREAD: Final = 500  # texts that wait for a client that reads too slowly
_PING_SECONDS: Final = 30

log = logging.getLogger("ivschat")


class Connection:
    """A socket with what its token grants. A client that leaves 500 texts unread is let go: memory is bounded."""

    def __init__(self, grant: Grant, ip: str) -> None:
        self.grant = grant
        self.ip = ip
        self._unread: asyncio.Queue[str | None] = asyncio.Queue(MOST_UNREAD + 1)  # and the end
        self._is_ending = False
        self._transport: asyncio.Transport | None = None

    def send(self, text: str) -> None:
        """Send a text after those before it, without waiting."""
        if self._is_ending:
            return
        if self._unread.qsize() >= MOST_UNREAD:
            log.warning("%s reads too slowly and is let go", self.grant.user_id)
            self._abort()
        else:
            self._unread.put_nowait(text)

    def end(self) -> None:
        """Close the socket when everything before is sent."""
        if not self._is_ending:
            self._is_ending = True
            self._unread.put_nowait(None)

    async def serve(self, request: web.Request, hear: Callable[[str], None], seconds: float) -> web.WebSocketResponse:
        """Hear the client until it leaves, is told to, or its session has ended."""
        # A token is the name of the subprotocol, which the answer must repeat.
        offered = request.headers.getall("Sec-WebSocket-Protocol", [])
        socket = web.WebSocketResponse(protocols=[*offered], heartbeat=_PING_SECONDS, max_msg_size=16 * 1024)
        await socket.prepare(request)
        self._transport = request.transport
        expiry = asyncio.get_running_loop().call_later(seconds, self.end)
        tasks = [asyncio.create_task(self._listen(socket, hear)), asyncio.create_task(self._write(socket))]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            expiry.cancel()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        # With nobody listening: aiohttp would not wait for the client's answer, which could cost the client our code.
        await socket.close(code=WSCloseCode.OK)
        return socket

    async def _listen(self, socket: web.WebSocketResponse, hear: Callable[[str], None]) -> None:
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                break
            hear(message.data)

    async def _write(self, socket: web.WebSocketResponse) -> None:
        while (text := await self._unread.get()) is not None:
            await socket.send_str(text)

    def _abort(self) -> None:
        if self._transport is not None:
            self._transport.abort()
