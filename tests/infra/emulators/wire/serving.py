"""A service on a port of its own for the length of a block, and boto3 as its client."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import boto3
from aiohttp import web
from botocore.config import Config

from aws_wire.server import build_application
from aws_wire.service import Service

CONFIG = Config(retries={"total_max_attempts": 1}, parameter_validation=False)


@asynccontextmanager
async def serving(service: Service, **options: Any) -> AsyncIterator[str]:
    """Serve a service and give its address."""
    runner = web.AppRunner(build_application(service, **options))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    try:
        yield f"http://{host}:{port}"
    finally:
        await runner.cleanup()


async def call(url: str, service: str, operation: str, secret: str = "hush", **given: Any) -> dict[str, Any]:  # noqa: S107
    """Call an operation with boto3, which judges nothing itself; a streaming body is read."""

    def request() -> dict[str, Any]:
        client: Any = boto3.Session().client(  # type: ignore[call-overload]
            service,
            endpoint_url=url,
            region_name="eu-west-1",
            aws_access_key_id="AKIDREPORTER",
            aws_secret_access_key=secret,
            config=CONFIG,
        )
        try:
            answer: dict[str, Any] = getattr(client, operation)(**given)
            return {name: _read(value) for name, value in answer.items()}
        finally:
            client.close()

    return await asyncio.to_thread(request)


def _read(value: Any) -> Any:
    read: Callable[[], bytes] | None = getattr(value, "read", None)
    if read is not None:
        return read()
    return list(value) if type(value).__name__ == "EventStream" else value
