"""A server to fan out from, in a process of its own: the data plane's newsroom, or a bare `websockets` server."""

import asyncio
import json
import sys
from contextlib import suppress

from websockets.asyncio.connection import Connection, broadcast
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from tests.fakes.news_api import make_news_api, start


async def ours() -> None:
    """Serve the newsroom, with the log that a silent terminal would have."""
    running = await start(make_news_api())
    sys.stdout.write(f"{running.port}\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


async def bare() -> None:
    """Serve AppSync's messages without GraphQL: every event is a ready string behind the subscriber's id."""
    subscribers: dict[str, Connection] = {}

    async def serve_one(connection: ServerConnection) -> None:
        while text := await connection.recv():
            message = json.loads(text)
            if message["type"] == "connection_init":
                await connection.send('{"type":"connection_ack","payload":{"connectionTimeoutMs":300000}}')
                await connection.send('{"type":"ka"}')
            elif message["type"] == "start":
                subscribers[message["id"]] = connection
                await connection.send(f'{{"id":"{message["id"]}","type":"start_ack"}}')
            else:
                rest = f'","type":"data","payload":{json.dumps(message["payload"])}}}'
                for identifier, found in subscribers.items():
                    broadcast([found], f'{{"id":"{identifier}{rest}')

    async def serve_each(connection: ServerConnection) -> None:
        with suppress(ConnectionClosed):
            await serve_one(connection)

    async with serve(serve_each, "127.0.0.1", 0, subprotocols=[Subprotocol("graphql-ws")], compression=None) as server:
        sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(ours() if sys.argv[1] == "ours" else bare())
