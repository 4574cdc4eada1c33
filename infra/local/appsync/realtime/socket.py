"""The realtime door: a WebSocket upgrade on `…/graphql` or `…/graphql/realtime` becomes a connection."""

from typing import cast

from aiohttp import web

from infra.local.appsync.engine import RequestRefused
from infra.local.appsync.plane import Plane
from infra.local.appsync.realtime import credentials
from infra.local.appsync.realtime.connection import Connection
from infra.local.appsync.realtime.hub import Hub
from infra.local.appsync.realtime.starting import Starting

CLOSE_TIMEOUT = 2.0
_REALTIME = "/realtime"


async def handler(request: web.Request, plane: Plane, api_id: str) -> web.StreamResponse:
    """Serve a socket until it ends. Bad credentials do not fail the upgrade: they are answered in the protocol."""
    hub = cast("Hub", plane.hub)
    socket = web.WebSocketResponse(
        protocols=(credentials.PROTOCOL,),
        timeout=CLOSE_TIMEOUT,
        max_msg_size=hub.settings.largest_message,
        compress=False,
    )
    starting = _starting(request, plane, api_id)
    await socket.prepare(request)
    transport = request.transport
    if transport is not None:
        await Connection(socket, transport, hub, starting).run()
    return socket


def _starting(request: web.Request, plane: Plane, api_id: str) -> Starting:
    offered = credentials.protocols(request.headers.getall("Sec-WebSocket-Protocol", []))
    found: dict[str, str] = {}
    problem = None
    try:
        found = credentials.carried(request.query, offered, request.headers)
    except credentials.Unreadable as error:
        problem = RequestRefused("BadRequestException", str(error))
    if credentials.PROTOCOL not in offered:
        problem = RequestRefused("NoProtocolError", f"The subprotocol {credentials.PROTOCOL} is missing.")
    return Starting(
        plane=plane,
        api_id=api_id,
        path=request.path.removesuffix(_REALTIME),
        credentials=found,
        ambient=credentials.ambient(request.headers),
        source_ip=request.remote,
        problem=problem,
    )
