"""Subscriptions over AppSync's realtime protocol: who listens, and what they are told.

Borders: `Hub(project, settings)` takes events from the engine; `socket.handler(request, plane, api_id)` serves sockets;
`await hub.close()` when the server goes away.
"""

from infra.local.appsync.realtime.hub import Hub
from infra.local.appsync.realtime.settings import Settings

__all__ = ["Hub", "Settings"]
