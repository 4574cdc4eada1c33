"""Subscriptions over AppSync's realtime protocol.

`Hub(project, settings)` takes events from the engine, and `upgrade.accept_upgrade` serves sockets.
Call `await hub.close()` when the server stops.
"""

from appsync_local.realtime.hub import Hub
from appsync_local.realtime.settings import RealtimeSettings

__all__ = ["Hub", "RealtimeSettings"]
