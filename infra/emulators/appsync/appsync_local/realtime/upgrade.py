"""WebSocket upgrades: an HTTP connection becomes a connection of the realtime protocol."""

import asyncio
from typing import cast
from urllib.parse import parse_qsl, unquote, urlsplit

from appsync_local.engine.errors import RequestRefused
from appsync_local.http_message import HttpRequest, service_error
from appsync_local.realtime import upgrade_headers
from appsync_local.realtime.connection import Connection
from appsync_local.realtime.handshake import Handshake
from appsync_local.realtime.hub import Hub
from appsync_local.realtime.websocket import WebSocket
from appsync_local.state import State

_REALTIME = "/realtime"
_MISSING_PROTOCOL = f"The subprotocol {upgrade_headers.PROTOCOL} is missing."


def accept_upgrade(transport: asyncio.Transport, rest: bytes, incoming: HttpRequest, state: State, api_id: str) -> None:
    """Serve a socket of an API; `rest` is what the client sent after its request.

    Bad credentials do not fail the upgrade: the protocol answers them.
    """
    hub = cast("Hub", state.hub)
    socket = WebSocket(transport, hub.settings.largest_message, upgrade_headers.PROTOCOL)
    offered = upgrade_headers.parse_subprotocols(
        value for name, value in incoming.head.headers if name == "sec-websocket-protocol"
    )
    if upgrade_headers.PROTOCOL not in offered and hub.settings.missing_protocol == "400":
        answer = service_error(400, "NoProtocolError", _MISSING_PROTOCOL)
        socket.refuse(answer.status, answer.headers, answer.body)
    elif socket.accept(incoming.head.headers):
        socket.serve(Connection(socket, hub, _build_handshake(incoming, state, api_id, offered)))
        socket.data_received(rest)


def _build_handshake(incoming: HttpRequest, state: State, api_id: str, offered: list[str]) -> Handshake:
    headers = dict(incoming.head.fields)
    found: dict[str, str] = {}
    problem = None
    try:
        found = upgrade_headers.find_credentials(dict(parse_qsl(urlsplit(incoming.target).query)), offered, headers)
    except upgrade_headers.UnreadableHeader as error:
        problem = RequestRefused("BadRequestException", str(error))
    if upgrade_headers.PROTOCOL not in offered:
        problem = RequestRefused("NoProtocolError", _MISSING_PROTOCOL)
    return Handshake(
        state=state,
        api_id=api_id,
        path=unquote(incoming.path).removesuffix(_REALTIME),
        credentials=found,
        client_headers=upgrade_headers.select_client_headers(
            headers, handshake=cast("Hub", state.hub).settings.handshake_headers
        ),
        source_ip=incoming.peer,
        problem=problem,
    )
