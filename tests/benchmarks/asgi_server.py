"""graphql-core as one would serve it for speed: a bare ASGI application on uvicorn, uvloop and httptools.

It knows no authorisation, no log and no headers but those of its answer.
"""

import socket
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import orjson
import uvicorn

from tests.benchmarks.feed import by_graphql_core

Event = dict[str, Any]
execute = by_graphql_core()


async def app(_: Event, receive: Callable[[], Awaitable[Event]], send: Callable[[Event], Awaitable[None]]) -> None:
    body, more = b"", True
    while more:
        event = await receive()
        body += event.get("body", b"")
        more = event.get("more_body", False)
    asked = orjson.loads(body)
    answer = orjson.dumps(execute(asked["query"], asked.get("variables"), asked.get("operationName")))
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(answer))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": answer})


if __name__ == "__main__":
    listening = socket.create_server(("127.0.0.1", 0))
    sys.stdout.write(f"{listening.getsockname()[1]}\n")
    sys.stdout.flush()
    settings = uvicorn.Config(
        app, loop="uvloop", http="httptools", ws="none", lifespan="off", access_log=False, log_level="warning"
    )
    uvicorn.Server(settings).run(sockets=[listening])
