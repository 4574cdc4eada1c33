"""The web application: operations and playback over HTTP, and the two ports of publishers beside it."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from aws_wire.events import Delivery
from aws_wire.server import HOST, refuse_web_pages
from aws_wire.server import build_application as build_wire_application
from aws_wire.service import Service
from ivs_local.certificates import load_context
from ivs_local.channels import Channels
from ivs_local.configurations import Configurations
from ivs_local.events import Post
from ivs_local.metrics import CloudWatchMetrics, Metrics
from ivs_local.playback import OPEN_TO_PAGES, Playback
from ivs_local.revocations import Revocations
from ivs_local.rtmp import Publisher
from ivs_local.stage import Patience, Stage
from ivs_local.storage import S3Storage, Storage
from ivs_local.store import Store
from ivs_local.streams import Streams
from ivs_local.whip import PATH as WHIP_PATH
from ivs_local.whip import Whip

MOST_PUBLISHERS: Final = 64
_PLAYBACK: Final = ("/api/video/", "/live/")


@dataclass
class Options:
    """How the emulator runs: its address, its ports of RTMP, its folder, where events and recordings go."""

    url: str
    rtmp_port: int
    rtmps_port: int
    state: Path
    delivery: Delivery
    storage: Storage = field(default_factory=S3Storage)
    metrics: Metrics = field(default_factory=CloudWatchMetrics)
    patience: Patience = field(default_factory=Patience)
    page_origins: frozenset[str] = frozenset()
    """The origins of web pages that may publish."""


def build_application(options: Options) -> web.Application:
    """Return the application; publishers are taken from its start to its clean-up."""
    store, post = Store(options.state), Post(options.delivery)
    stage = Stage(store, post, options.storage, options.metrics, options.state / "recordings", options.patience)
    service = Service("ivs")
    Channels(store, stage, ingest=f"localhost:{options.rtmps_port}", url=options.url).register(service)
    Streams(store, stage).register(service)
    Configurations(store).register(service)
    Revocations(store, stage).register(service)
    application = build_wire_application(service)
    Playback(store, stage).add_routes(application)
    whip = Whip(stage, options.page_origins)
    whip.add_routes(application)
    application.middlewares.append(_guard(whip))

    async def run(_: web.Application) -> AsyncIterator[None]:
        context = await asyncio.to_thread(load_context, options.state)
        door = _Door(stage)
        async with post.running(), stage.running():
            await door.open(options.rtmp_port, None)
            await door.open(options.rtmps_port, context)
            yield
            await door.close()
            await whip.close()

    application.cleanup_ctx.append(run)
    return application


def _guard(whip: Whip) -> Middleware:
    """Return a middleware that lets web pages read what is played and publish, and nothing else."""

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path.startswith(_PLAYBACK):
            headers = OPEN_TO_PAGES
        elif request.path.startswith(WHIP_PATH):
            headers = whip.open_to(request)
        else:
            return await refuse_web_pages(request, handler)
        try:
            response = await handler(request)
        except web.HTTPException as error:
            error.headers.update(headers)
            raise
        if not response.prepared:
            response.headers.update(headers)
        return response

    return guard


class _Door:
    """The ports of publishers, on the loopback interface only."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._servers: list[asyncio.Server] = []
        self._open: set[asyncio.Task[None]] = set()

    async def open(self, port: int, context: ssl.SSLContext | None) -> None:
        server = await asyncio.start_server(self._serve, HOST, port, ssl=context)
        self._servers.append(server)

    async def close(self) -> None:
        for server in self._servers:
            server.close()
        for task in list(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if len(self._open) >= MOST_PUBLISHERS:
            writer.close()
            return
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        try:
            publisher = Publisher(reader, writer, self._stage, silence_seconds=self._stage.patience.silence)
            await publisher.serve()
        finally:
            self._open.discard(task)
