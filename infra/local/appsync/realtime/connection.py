"""One connection of the realtime protocol: its handshake, its subscriptions, its timers.

Source: AppSync Developer Guide, "Building a real-time WebSocket client".
"""

import asyncio
import json
import logging
from collections.abc import Mapping
from itertools import count
from typing import Any, Protocol

from infra.local.appsync.accounts import accounts
from infra.local.appsync.auth import Unauthorized
from infra.local.appsync.engine import RequestRefused
from infra.local.appsync.realtime import messages
from infra.local.appsync.realtime.hub import Hub
from infra.local.appsync.realtime.starting import Refused, Starting
from infra.local.appsync.realtime.subscriber import Subscriber

log = logging.getLogger("appsync.realtime")
_numbers = count(1)
_OVER = 1000
_GOING_AWAY = 1001


class Socket(Protocol):
    """The WebSocket under a connection; `transport` takes whole frames."""

    transport: asyncio.Transport

    async def close(self, code: int = _OVER) -> None:
        """Close it from the server's side."""


class Connection:
    """A socket that was upgraded. Frames are written straight to its transport, so sending never waits."""

    def __init__(self, socket: Socket, hub: Hub, starting: Starting) -> None:
        self.name = f"socket-{next(_numbers)}"
        self._socket = socket
        self._transport = socket.transport
        self._hub = hub
        self._settings = hub.settings
        self._starting = starting
        self._live: dict[str, Subscriber] = {}
        self._pending: dict[str, asyncio.Task[None]] = {}
        self._timers: list[asyncio.TimerHandle] = []
        self._acknowledged = False
        self._initialising: asyncio.Task[None] | None = None
        self._early: list[str] = []

    def opened(self) -> None:
        self._hub.lines.add(self)

    def receive(self, message: str | bytes) -> None:
        """Take a client's message; what comes while the connection is being authorised waits its turn."""
        if isinstance(message, bytes):
            self.send(messages.unsupported())
        elif self._initialising is not None:
            self._early.append(message)
        else:
            self._understand(message)

    def lost(self) -> None:
        """End everything that depends on the socket."""
        self._hub.lines.discard(self)
        self._forget()

    def send(self, frame: bytes) -> bool:
        """Hand a frame to the transport; a consumer with too large a backlog is dropped, so that it costs no others."""
        if self._transport.is_closing():
            return False
        if self._transport.get_write_buffer_size() > self._settings.backlog:
            log.warning("%s is too slow: its backlog is over %d bytes, dropped", self.name, self._settings.backlog)
            self._transport.abort()
            return False
        self._transport.write(frame)
        return True

    def end(self, subscriber: Subscriber) -> None:
        """End a subscription that was invalidated."""
        if self._live.pop(subscriber.id, None) is None:
            return
        self._hub.remove(self._starting.api_id, subscriber)
        if self._settings.invalidated == "complete":
            self.send(messages.message("complete", subscriber.id))
        else:
            self.send(messages.refused(subscriber.id, "UnauthorizedException", "Subscription was invalidated"))

    async def close(self, code: int = _GOING_AWAY) -> None:
        """Close the socket from the server's side."""
        await self._socket.close(code=code)

    def _understand(self, text: str) -> None:
        message = _parsed(text)
        kind = message.get("type")
        if not self._acknowledged:
            if kind == "connection_init":
                self._transport.pause_reading()
                self._initialising = asyncio.create_task(self._initialise())
            return  # anything else before the acknowledgement is ignored
        identifier = message.get("id")
        if kind == "start" and isinstance(identifier, str):
            self._start(identifier, message.get("payload"))
        elif kind == "stop" and isinstance(identifier, str):
            self._stop(identifier)
        elif kind not in ("connection_init", "ka"):
            self.send(messages.unsupported())

    async def _initialise(self) -> None:
        try:
            caller = await self._starting.connect()
        except RequestRefused as refusal:
            await self._reject(refusal.error_type, refusal.message, refusal.status)
        except Unauthorized as refusal:
            log.info("%s refused: %s", self.name, refusal.reason)
            if accounts.wanted:
                accounts.tell(f"{self.name} may not connect", [f"✗ {refusal.reason}"])
            await self._reject(refusal.error_type, refusal.message, 401)
        else:
            self._acknowledged = True
            log.info("%s connected as %s", self.name, caller.name)
            self.send(messages.acknowledged(self._settings.connection_timeout_ms))
            self._beat()
            self._later(self._settings.lifetime, self._expire)
            self._go_on()

    def _go_on(self) -> None:
        """Take what came in the meantime, and read again."""
        self._initialising = None
        early, self._early = self._early, []
        for message in early:
            self._understand(message)
        self._transport.resume_reading()

    async def _reject(self, error_type: str, sentence: str, code: int) -> None:
        self.send(messages.connection_error(error_type, sentence, code))
        self._transport.resume_reading()
        await self._socket.close()

    def _start(self, identifier: str, payload: Any) -> None:
        limit = self._settings.subscriptions_per_connection
        if identifier in self._live or identifier in self._pending:
            self.send(messages.duplicated(identifier, bare=self._settings.duplicated == "object"))
        elif len(self._live) + len(self._pending) >= limit:
            self.send(messages.too_many(identifier, limit))
        elif not isinstance(payload, dict) or not isinstance(payload.get("data"), str):
            self.send(messages.unsupported())
        else:
            task = asyncio.create_task(self._started(identifier, payload))
            self._pending[identifier] = task

    async def _started(self, identifier: str, payload: Mapping[str, Any]) -> None:
        """Answer a start: acknowledged once it is registered, or refused."""
        try:
            subscriber = await self._starting.start(self, identifier, payload)
        except Refused as refusal:
            log.info("%s/%s refused: %s", self.name, identifier[:8], refusal)
            self.send(messages.failed(identifier, refusal.errors))
        except Exception:
            log.exception("%s/%s failed", self.name, identifier[:8])
            self.send(messages.refused(identifier, "InternalFailure", "An internal failure occurred."))
        else:
            self._live[identifier] = subscriber
            self._hub.add(self._starting.api_id, subscriber)
            log.info("%s subscribes to %s as %s", subscriber.name, subscriber.field_name, subscriber.caller)
            self.send(messages.message("start_ack", identifier))
            if subscriber.initial is not None:
                self.send(messages.message("data", identifier, subscriber.initial))
        finally:
            self._pending.pop(identifier, None)

    def _stop(self, identifier: str) -> None:
        pending = self._pending.pop(identifier, None)
        if pending is not None:
            pending.cancel()
        subscriber = self._live.pop(identifier, None)
        if subscriber is not None:
            self._hub.remove(self._starting.api_id, subscriber)
        self.send(messages.message("complete", identifier))

    def _beat(self) -> None:
        """Keep the connection alive, now and again after a while."""
        if self.send(messages.KEEP_ALIVE):
            self._later(self._settings.keep_alive, self._beat)

    def _expire(self) -> None:
        log.info("%s has lived its time", self.name)
        self.send(messages.closing(_OVER))
        self._later(1, self._transport.close)

    def _later(self, seconds: float, act: Any) -> None:
        now = asyncio.get_running_loop()
        self._timers = [timer for timer in self._timers if timer.when() > now.time() and not timer.cancelled()]
        self._timers.append(now.call_later(seconds, act))

    def _forget(self) -> None:
        for timer in self._timers:
            timer.cancel()
        for task in filter(None, (*self._pending.values(), self._initialising)):
            task.cancel()
        for subscriber in self._live.values():
            self._hub.remove(self._starting.api_id, subscriber)
        self._live.clear()
        log.info("%s is closed", self.name)


def _parsed(text: str) -> Mapping[str, Any]:
    """Return a client's message; what is no JSON object is an unknown message."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
