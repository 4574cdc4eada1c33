"""The web application: the operations, the runner beside them, and no answer to web pages."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from aws_wire.events import Delivery
from aws_wire.server import build_application as build_wire_application
from aws_wire.server import refuse_web_pages
from mediaconvert_local.job import Store
from mediaconvert_local.runner import Runner
from mediaconvert_local.service import MediaConvert
from mediaconvert_local.transcoder import Transcoder


@dataclass
class Options:
    """How the emulator runs: its own address, its folder, where events go, how often jobs say how far they are."""

    url: str
    state: Path
    delivery: Delivery
    transcoder: Transcoder
    update_seconds: float | None = None


def build_application(options: Options) -> web.Application:
    """Return the application; jobs run from its start to its clean-up."""
    store = Store(options.state / "jobs")
    runner = Runner(store, options.transcoder, options.delivery, update_seconds=options.update_seconds)
    service = MediaConvert(store, runner, options.transcoder.storage, options.url).build_service()
    application = build_wire_application(service)
    application.middlewares.append(refuse_web_pages)

    async def run_jobs(_: web.Application) -> AsyncIterator[None]:
        async with runner.running():
            yield

    application.cleanup_ctx.append(run_jobs)
    return application
