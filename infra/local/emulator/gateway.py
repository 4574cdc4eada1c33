"""What stands before ministack: our own paths, Cognito's trigger, and a note of every write."""

import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

from ministack.app import app as ministack

from infra.local.emulator import credentials, functions, streams, triggers
from infra.local.emulator.places import Places
from infra.local.emulator.snapshots import Snapshots

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

_READS = ("Get", "List", "Describe", "BatchGet", "TransactGet", "Query", "Scan", "Receive", "Head", "Lookup")


def gateway(token: str, quiet_seconds: float) -> App:
    """Return the ASGI application; `token` guards the credentials."""
    functions.take_over()
    snapshots = Snapshots(quiet_seconds)
    places = Places()

    async def answer(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await ministack(scope, receive, _around_lifespan(snapshots, send))
        elif scope["type"] == "http" and scope["path"].startswith("/_waymark/"):
            await _own(scope, send, token, snapshots)
        elif scope["type"] == "http":
            # The loopback stands for AWS's TLS: policies that ask for `aws:SecureTransport` see it.
            scope["headers"] = [*scope["headers"], (b"x-forwarded-proto", b"https")]
            async with places.taken(scope["path"]):
                await triggers.passed(ministack, scope, receive, send)
            if _writes(scope):
                snapshots.note_write()
        else:
            await ministack(scope, receive, send)

    return answer


def _around_lifespan(snapshots: Snapshots, send: Send) -> Send:
    async def forward(message: Message) -> None:
        if message["type"] == "lifespan.startup.complete":
            streams.restore()
            snapshots.start()
        elif message["type"] == "lifespan.shutdown.complete":
            snapshots.stop()
        await send(message)

    return forward


def _bearer(scope: Message) -> bytes:
    """Return the bearer token of a request, empty where there is none."""
    found: bytes = dict(scope["headers"]).get(b"authorization", b"")
    return found.removeprefix(b"Bearer ")


async def _own(scope: Message, send: Send, token: str, snapshots: Snapshots) -> None:
    if scope["path"] == "/_waymark/health":
        await _reply(send, 200, {"status": "ok", "unsavedSeconds": snapshots.unsaved_seconds()})
    elif scope["path"] != "/_waymark/credentials":
        await _reply(send, 404, {"message": "Known here: /_waymark/health and /_waymark/credentials."})
    elif not credentials.allowed(_bearer(scope), token):
        await _reply(send, 403, {"message": "Send the emulator's token as Authorization: Bearer TOKEN."})
    else:
        asked = parse_qs(scope["query_string"].decode()).get("accessKeyId", [""])[0]
        known = credentials.lookup(asked)
        await _reply(send, 200 if known else 404, known or {"message": "No such access key, or it has expired."})


async def _reply(send: Send, status: int, body: dict[str, Any]) -> None:
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(body).encode()})


def _writes(scope: Message) -> bool:
    target = dict(scope["headers"]).get(b"x-amz-target", b"").decode().rpartition(".")[2]
    return not target.startswith(_READS) if target else scope["method"] not in {"GET", "HEAD", "OPTIONS"}
