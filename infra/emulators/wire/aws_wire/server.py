"""A service over HTTP, on aiohttp."""

import json
import logging
from collections.abc import AsyncIterator
from contextlib import aclosing

from aiohttp import web
from aiohttp.typedefs import Handler

from aws_wire.errors import ServiceError
from aws_wire.messages import Request, Response
from aws_wire.service import Service

HOST = "127.0.0.1"
MAX_BODY = 32 * 1024 * 1024  # bytes
_LOCAL_NAMES = ("127.0.0.1", "localhost")

log = logging.getLogger("aws_wire")


def build_application(service: Service, *, max_body: int = MAX_BODY) -> web.Application:
    """Return a web application that serves one service, and `GET /_{service}/health` beside it.

    A request with more than `max_body` bytes answers 413. Routes and clean-up may be added before it is served.
    """

    async def answer_health(_: web.Request) -> web.Response:
        return web.json_response({"status": "ok", "operations": service.operations})

    async def answer_call(request: web.Request) -> web.StreamResponse:
        return await _answer(service, request)

    application = web.Application(client_max_size=max_body)
    application.router.add_get(f"/_{service.name}/health", answer_health)
    application.router.add_route("*", "/{path:.*}", answer_call)
    return application


def serve(service: Service, *, host: str = HOST, port: int, max_body: int = MAX_BODY) -> None:
    """Serve until interrupted; raises `OSError` if the port is taken."""
    application = build_application(service, max_body=max_body)
    web.run_app(
        application, host=host, port=port, print=lambda _: log.info("%s: http://%s:%d", service.name, host, port)
    )


@web.middleware
async def refuse_web_pages(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse web pages, also those whose name an attacker has pointed at this machine (a middleware).

    For emulators that read what belongs to others on this machine, such as its S3.
    """
    if request.host.rpartition(":")[0] not in _LOCAL_NAMES or "Origin" in request.headers:
        return _refuse(403, ServiceError("AccessDeniedException", "Only programs on this machine are served."))
    return await handler(request)


async def _answer(service: Service, request: web.Request) -> web.StreamResponse:
    headers = {name.lower(): value for name, value in request.headers.items()}
    try:
        body = await request.read()
    except web.HTTPRequestEntityTooLarge:
        message = f"The request has more than {request.client_max_size} bytes."
        return _refuse(413, ServiceError("RequestEntityTooLargeException", message))
    response = await service.respond(Request(request.method, request.raw_path, headers, body, request.remote))
    if isinstance(response.body, bytes):
        return web.Response(status=response.status, headers=response.headers, body=response.body)
    return await _stream(request, response, response.body)


async def _stream(request: web.Request, response: Response, pieces: AsyncIterator[bytes]) -> web.StreamResponse:
    streamed = web.StreamResponse(status=response.status, headers=response.headers)
    await streamed.prepare(request)
    async with aclosing(pieces) as opened:  # type: ignore[type-var]
        async for piece in opened:
            await streamed.write(piece)
    await streamed.write_eof()
    return streamed


def _refuse(status: int, error: ServiceError) -> web.Response:
    body = json.dumps({"__type": error.code, "message": error.message}).encode()
    return web.Response(status=status, headers={"x-amzn-errortype": error.code}, body=body)
