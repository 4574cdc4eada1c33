"""The realtime door: an HTTP connection that asked for an upgrade becomes a connection of the realtime protocol."""

import asyncio
from typing import cast
from urllib.parse import parse_qsl, unquote, urlsplit

from infra.local.appsync.engine import RequestRefused
from infra.local.appsync.exchange import Incoming, service_error
from infra.local.appsync.plane import Plane
from infra.local.appsync.realtime import credentials
from infra.local.appsync.realtime.connection import Connection
from infra.local.appsync.realtime.hub import Hub
from infra.local.appsync.realtime.starting import Starting
from infra.local.appsync.realtime.websocket import WebSocket

_REALTIME = "/realtime"
_MISSING = f"The subprotocol {credentials.PROTOCOL} is missing."


def take_over(transport: asyncio.Transport, rest: bytes, incoming: Incoming, plane: Plane, api_id: str) -> None:
    """Serve a socket of an API; `rest` is what came behind its request.

    Bad credentials do not fail the upgrade: they are answered in the protocol.
    """
    hub = cast("Hub", plane.hub)
    socket = WebSocket(transport, hub.settings.largest_message, credentials.PROTOCOL)
    offered = credentials.protocols(value for name, value in incoming.headers if name == "sec-websocket-protocol")
    if credentials.PROTOCOL not in offered and hub.settings.missing_protocol == "400":
        answer = service_error(400, "NoProtocolError", _MISSING)
        socket.refuse(incoming.headers, answer.status, answer.headers, answer.body)
    elif socket.open(incoming.headers):
        socket.serve(Connection(socket, hub, _starting(incoming, plane, api_id, offered)))
        socket.data_received(rest)


def _starting(incoming: Incoming, plane: Plane, api_id: str, offered: list[str]) -> Starting:
    headers = dict(incoming.headers)
    found: dict[str, str] = {}
    problem = None
    try:
        found = credentials.carried(dict(parse_qsl(urlsplit(incoming.target).query)), offered, headers)
    except credentials.Unreadable as error:
        problem = RequestRefused("BadRequestException", str(error))
    if credentials.PROTOCOL not in offered:
        problem = RequestRefused("NoProtocolError", _MISSING)
    return Starting(
        plane=plane,
        api_id=api_id,
        path=unquote(incoming.path).removesuffix(_REALTIME),
        credentials=found,
        ambient=credentials.ambient(headers, handshake=cast("Hub", plane.hub).settings.handshake_headers),
        source_ip=incoming.peer,
        problem=problem,
    )
