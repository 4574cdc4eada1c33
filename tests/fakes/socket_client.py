"""A raw client of the realtime protocol: it says exactly what a test tells it to."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType

from tests.fakes.news_api import KEY

PATIENCE = 15.0
KEYED = {"host": "localhost", "x-api-key": KEY}


async def until(holds: Callable[[], Any], patience: float = PATIENCE) -> None:
    """Wait for a condition, not for a time."""
    async with asyncio.timeout(patience):
        while not holds():  # noqa: ASYNC110
            await asyncio.sleep(0.005)


def encode_headers(headers: Mapping[str, str], *, url: bool = False, padded: bool = True) -> str:
    """A header object in Base64."""
    text = json.dumps(headers).encode()
    made = (base64.urlsafe_b64encode if url else base64.b64encode)(text).decode()
    return made if padded else made.rstrip("=")


class Client:
    """An open socket."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self.socket = socket

    async def says(self, message: Any) -> None:
        await self.socket.send_str(message if isinstance(message, str) else json.dumps(message))

    async def hears(self) -> Any:
        """The next message, or None when the server closed the socket."""
        found = await asyncio.wait_for(self.socket.receive(), PATIENCE)
        if found.type in (WSMsgType.CLOSE, WSMsgType.CLOSED, WSMsgType.CLOSING):
            return None
        assert found.type is WSMsgType.TEXT, found
        return json.loads(found.data)

    async def hears_data(self) -> Any:
        """The payload of the next data message."""
        found = await self.hears()
        assert found["type"] == "data", found
        return found["payload"]

    async def joins(self) -> None:
        """Initialise the connection."""
        await self.says({"type": "connection_init"})
        assert (await self.hears())["type"] == "connection_ack"
        assert (await self.hears()) == {"type": "ka"}

    async def starts(
        self, query: str, identifier: str = "1", headers: Mapping[str, str] | None = None, **variables: Any
    ) -> None:
        """Send a start message with its own authorization."""
        data = json.dumps({"query": query, "variables": variables})
        await self.starts_raw(data, identifier, KEYED if headers is None else headers)

    async def starts_raw(self, data: Any, identifier: str, headers: Any) -> None:
        extensions = {"authorization": headers}
        await self.says({"id": identifier, "type": "start", "payload": {"data": data, "extensions": extensions}})

    async def subscribes(self, query: str, identifier: str = "1", **variables: Any) -> None:
        """Start a subscription and see it acknowledged."""
        await self.starts(query, identifier, **variables)
        assert await self.hears() == {"id": identifier, "type": "start_ack"}


@asynccontextmanager
async def connect(
    url: str,
    headers: Mapping[str, str] | None = None,
    protocols: tuple[str, ...] = ("graphql-ws",),
    query: str | None = None,
) -> AsyncIterator[Client]:
    """Open a socket; by default the API key travels in the query string."""
    asked = f"?header={encode_headers(KEYED)}&payload=e30=" if query is None else query
    async with (
        ClientSession() as session,
        session.ws_connect(url + asked, protocols=protocols, headers=headers, autoclose=True) as socket,
    ):
        yield Client(socket)


@asynccontextmanager
async def join(url: str) -> AsyncIterator[Client]:
    """Open a socket and initialise it."""
    async with connect(url) as client:
        await client.joins()
        yield client


async def ask(url: str, query: str, headers: Mapping[str, str] | None = None, **variables: Any) -> Any:
    """The response to a query or mutation."""
    body = {"query": query, "variables": variables}
    async with (
        ClientSession() as session,
        session.post(url, json=body, headers={"x-api-key": KEY} if headers is None else headers) as answer,
    ):
        return await answer.json(content_type=None)
