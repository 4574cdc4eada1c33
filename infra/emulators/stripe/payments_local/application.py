"""The web application: API, hosted page, control page, and the tasks that run beside them."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from payments_local.api import Api
from payments_local.clock import Clock
from payments_local.control import Control
from payments_local.deliveries import Deliveries
from payments_local.faults import Faults
from payments_local.hosted_page import HostedPage
from payments_local.ledger import Ledger
from payments_local.pages import serve_style
from payments_local.sender import Sender
from payments_local.store import Store
from payments_local.timers import Timers

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True)
class Settings:
    """Where the state is, under which address browsers find the pages, and which API keys are taken."""

    data: Path
    public_url: str
    keys: list[str] = field(default_factory=list)


def build_application(settings: Settings) -> web.Application:
    """Return the application; it owns the store and the background tasks until it is cleaned up."""
    store = Store(settings.data / "payments.sqlite3")
    ledger = Ledger(store, Clock(store), Deliveries(store), settings.public_url)
    sender, timers, faults = Sender(store, ledger.deliveries), Timers(ledger), Faults(store)

    @web.middleware
    async def wake_tasks(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        finally:
            if request.method != "GET":
                timers.wake()
                sender.wake()

    async def run_tasks(_: web.Application) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(sender.run()), asyncio.create_task(timers.run())]
        yield
        for task in tasks:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        store.close()

    application = web.Application(middlewares=[_refuse_foreign(settings.public_url), wake_tasks])
    application.cleanup_ctx.append(run_tasks)
    application.add_routes(HostedPage(ledger).list_routes() + Control(ledger, faults).list_routes())
    application.router.add_get("/health", _answer_health)
    application.router.add_get("/assets/style.css", serve_style)
    application.router.add_route("*", "/{path:v1/.*}", Api(ledger, faults, settings.keys).handle)
    return application


def _refuse_foreign(public_url: str) -> Middleware:
    """Return a middleware that refuses other sites: by their Origin, or by a name that leads here (DNS rebinding)."""
    known = LOOPBACK | {urlsplit(public_url).hostname}

    @web.middleware
    async def refuse_foreign(request: web.Request, handler: Handler) -> web.StreamResponse:
        host, origin = f"//{request.host}", request.headers.get("Origin")
        if urlsplit(host).hostname not in known or origin not in {None, f"{request.scheme}://{request.host}"}:
            return web.json_response({"error": "This address is not served to other sites."}, status=403)
        return await handler(request)

    return refuse_foreign


async def _answer_health(_: web.Request) -> web.Response:
    return web.json_response({"status": "ok"})
