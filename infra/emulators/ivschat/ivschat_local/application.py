"""The web application: the operations over HTTP, and the socket of participants at the root of the same port."""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler

from aws_wire.server import build_application as build_wire_application
from aws_wire.server import refuse_web_pages
from aws_wire.service import Service
from ivschat_local.connection import Connection
from ivschat_local.conversations import Conversations
from ivschat_local.operations import Operations
from ivschat_local.rates import Clock
from ivschat_local.review import Invoker, LambdaInvoker
from ivschat_local.store import Store
from ivschat_local.tokens import TokenBox, TokenRefused

MOST_CONNECTIONS: Final = 5_000


@dataclass
class Options:
    """How the emulator runs: its folder, who invokes review handlers, and its clock, in seconds since 1970."""

    state: Path
    invoker: Invoker = field(default_factory=LambdaInvoker)
    clock: Clock = time.time


def build_application(options: Options) -> web.Application:
    """Return the application; its clean-up closes all connections."""
    store = Store(options.state)
    tokens = TokenBox(options.state)
    conversations = Conversations(store, options.invoker, options.clock)
    door = _Door(store, tokens, conversations, options.clock)
    service = Service("ivschat")
    Operations(store, tokens, conversations, options.clock).register(service)
    application = build_wire_application(service)

    @web.middleware
    async def choose(request: web.Request, handler: Handler) -> web.StreamResponse:
        """Take participants, also from web pages, by their token; the operations are for programs only."""
        if request.path == "/" and request.headers.get("Upgrade", "").lower() == "websocket":
            return await door.answer(request)
        return await refuse_web_pages(request, handler)

    async def run(_: web.Application) -> AsyncIterator[None]:
        yield
        store.close()

    async def let_go(_: web.Application) -> None:
        await conversations.close_all()

    application.middlewares.append(choose)
    application.on_shutdown.append(let_go)
    application.cleanup_ctx.append(run)
    return application


class _Door:
    """Where sockets come in, with a token each."""

    def __init__(self, store: Store, tokens: TokenBox, conversations: Conversations, clock: Clock) -> None:
        self._store = store
        self._tokens = tokens
        self._conversations = conversations
        self._clock = clock
        self._count = 0

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Serve a socket as long as it lasts; without a valid token there is none (403)."""
        try:
            grant = self._tokens.open(request.headers.get("Sec-WebSocket-Protocol", ""), self._clock())
        except TokenRefused as refusal:
            return web.Response(status=403, text=str(refusal))
        if self._store.find(grant.room_arn) is None:
            return web.Response(status=404, text="The room cannot be found.")
        if self._count >= MOST_CONNECTIONS:
            return web.Response(status=429, text=f"There are {MOST_CONNECTIONS} connections already.")
        connection = Connection(grant, request.remote or "")
        self._count += 1
        self._conversations.join(connection)
        try:
            seconds = grant.session_expires_at - self._clock()
            return await connection.serve(request, lambda text: self._conversations.hear(connection, text), seconds)
        finally:
            self._conversations.leave(connection)
            self._count -= 1
