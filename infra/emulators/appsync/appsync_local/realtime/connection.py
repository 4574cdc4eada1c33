"""A connection of AppSync's realtime protocol: its handshake, subscriptions and timers.

Source: AppSync Developer Guide, "Building a real-time WebSocket client".
"""

import asyncio
import logging
from collections.abc import Mapping
from itertools import count
from typing import Any, Protocol

from appsync_local import eager
from appsync_local.auth import Unauthorized
from appsync_local.engine.errors import RequestRefused
from appsync_local.engine.explain_log import explain_log
from appsync_local.json_values import decode_json
from appsync_local.realtime import frames
from appsync_local.realtime.handshake import Handshake, StartRefused
from appsync_local.realtime.hub import Hub
from appsync_local.realtime.subscriber import Subscriber

log = logging.getLogger("appsync.realtime")
_numbers = count(1)
_NORMAL_CLOSURE = 1000
_GOING_AWAY = 1001


class Socket(Protocol):
    """The WebSocket of a connection; `transport` takes whole frames."""

    transport: asyncio.Transport

    async def close(self, code: int = _NORMAL_CLOSURE) -> None:
        """Close the socket from the server's side."""


class Connection:
    """An upgraded socket. Frames are written straight to its transport, so sending never waits."""

    def __init__(self, socket: Socket, hub: Hub, starting: Handshake) -> None:
        self.name = f"socket-{next(_numbers)}"
        self._socket = socket
        self._transport = socket.transport
        self._hub = hub
        self._settings = hub.settings
        self._handshake = starting
        self._subscribers: dict[str, Subscriber] = {}
        self._pending: dict[str, asyncio.Task[None]] = {}
        self._timers: list[asyncio.TimerHandle] = []
        self._acknowledged = False
        self._connecting: asyncio.Task[None] | None = None
        self._queued: list[str] = []

    def on_open(self) -> None:
        self._hub.connections.add(self)

    def receive(self, message: str | bytes) -> None:
        """Handle a client's message; messages during authentication are queued."""
        if isinstance(message, bytes):
            self.send(frames.unsupported_operation())
        elif self._connecting is not None:
            self._queued.append(message)
        else:
            self._handle_message(message)

    def on_close(self) -> None:
        """Clean up after the socket was closed."""
        self._hub.connections.discard(self)
        self._cleanup()

    def send(self, frame: bytes) -> bool:
        """Write a frame; a client whose backlog is too large is dropped. Return whether the frame was written."""
        if self._transport.is_closing():
            return False
        unsent = self._transport.get_write_buffer_size()
        if unsent > self._settings.largest_payload and unsent > self._hub.backlog_limit:
            log.warning("%s is too slow: its backlog is over %d bytes, dropped", self.name, self._hub.backlog_limit)
            self._transport.abort()
            return False
        self._transport.write(frame)
        return True

    def end(self, subscriber: Subscriber) -> None:
        """End a subscription that was invalidated."""
        if self._subscribers.pop(subscriber.id, None) is None:
            return
        self._hub.remove(self._handshake.api_id, subscriber)
        if self._settings.invalidated == "complete":
            self.send(frames.message_frame("complete", subscriber.id))
        else:
            self.send(frames.error_message(subscriber.id, "UnauthorizedException", "Subscription was invalidated"))

    async def close(self, code: int = _GOING_AWAY) -> None:
        """Close the socket from the server's side."""
        await self._socket.close(code=code)

    def _handle_message(self, text: str) -> None:
        message = _parse_message(text)
        kind = message.get("type")
        if not self._acknowledged:
            if kind == "connection_init":
                self._connecting = eager.start(self._handle_connection_init())
                if self._connecting is not None:
                    self._transport.pause_reading()
            return  # anything else before the acknowledgement is ignored
        identifier = message.get("id")
        if kind == "start" and isinstance(identifier, str):
            self._handle_start(identifier, message.get("payload"))
        elif kind == "stop" and isinstance(identifier, str):
            self._handle_stop(identifier)
        elif kind not in ("connection_init", "ka"):
            self.send(frames.unsupported_operation())

    async def _handle_connection_init(self) -> None:
        try:
            caller = await self._handshake.connect()
        except RequestRefused as refusal:
            await self._refuse_connection(refusal.error_type, refusal.message, refusal.status)
        except Unauthorized as refusal:
            log.info("%s refused: %s", self.name, refusal.reason)
            if explain_log.is_wanted:
                explain_log.add(f"{self.name} may not connect", [f"✗ {refusal.reason}"])
            await self._refuse_connection(refusal.error_type, refusal.message, 401)
        else:
            self._acknowledged = True
            log.info("%s connected as %s", self.name, caller.name)
            self._send_keep_alive(frames.connection_ack(self._settings.connection_timeout_ms))
            self._schedule(self._settings.lifetime, self._close_expired)
            self._resume()

    def _resume(self) -> None:
        """Handle the queued messages, and read from the socket again."""
        self._connecting = None
        early, self._queued = self._queued, []
        for message in early:
            self._handle_message(message)
        self._transport.resume_reading()

    async def _refuse_connection(self, error_type: str, sentence: str, code: int) -> None:
        self.send(frames.connection_error(error_type, sentence, code))
        self._transport.resume_reading()
        await self._socket.close()

    def _handle_start(self, identifier: str, payload: Any) -> None:
        limit = self._settings.subscriptions_per_connection
        if identifier in self._subscribers or identifier in self._pending:
            self.send(frames.duplicate_id(identifier, bare=self._settings.duplicated == "object"))
        elif len(self._subscribers) + len(self._pending) >= limit:
            self.send(frames.subscription_limit(identifier, limit))
        elif not isinstance(payload, dict) or not isinstance(payload.get("data"), str):
            self.send(frames.unsupported_operation())
        else:
            task = eager.start(self._start_subscription(identifier, payload))
            if task is not None:
                self._pending[identifier] = task

    async def _start_subscription(self, identifier: str, payload: Mapping[str, Any]) -> None:
        """Answer a `start`: `start_ack` once the subscription is registered, or `error`."""
        try:
            subscriber = await self._handshake.start(self, identifier, payload)
        except StartRefused as refusal:
            log.info("%s/%s refused: %s", self.name, identifier[:8], refusal)
            self.send(frames.error_frame(identifier, refusal.errors))
        except Exception:
            log.exception("%s/%s failed", self.name, identifier[:8])
            self.send(frames.error_message(identifier, "InternalFailure", "An internal failure occurred."))
        else:
            self._subscribers[identifier] = subscriber
            self._hub.add(self._handshake.api_id, subscriber)
            log.info("%s subscribes to %s as %s", subscriber.name, subscriber.field_name, subscriber.caller)
            self.send(frames.message_frame("start_ack", identifier))
            if subscriber.initial is not None:
                self.send(frames.message_frame("data", identifier, subscriber.initial))
        finally:
            self._pending.pop(identifier, None)

    def _handle_stop(self, identifier: str) -> None:
        pending = self._pending.pop(identifier, None)
        if pending is not None:
            pending.cancel()
        subscriber = self._subscribers.pop(identifier, None)
        if subscriber is not None:
            self._hub.remove(self._handshake.api_id, subscriber)
        self.send(frames.message_frame("complete", identifier))

    def _send_keep_alive(self, before: bytes = b"") -> None:
        """Send a keep-alive now, in one piece with the frame before it, and schedule the next."""
        if self.send(before + frames.KEEP_ALIVE):
            self._schedule(self._settings.keep_alive, self._send_keep_alive)

    def _close_expired(self) -> None:
        log.info("%s has lived its time", self.name)
        self.send(frames.close_frame(_NORMAL_CLOSURE))
        self._schedule(1, self._transport.close)

    def _schedule(self, seconds: float, act: Any) -> None:
        now = asyncio.get_running_loop()
        self._timers = [timer for timer in self._timers if timer.when() > now.time() and not timer.cancelled()]
        self._timers.append(now.call_later(seconds, act))

    def _cleanup(self) -> None:
        for timer in self._timers:
            timer.cancel()
        for task in filter(None, (*self._pending.values(), self._connecting)):
            task.cancel()
        for subscriber in self._subscribers.values():
            self._hub.remove(self._handshake.api_id, subscriber)
        self._subscribers.clear()
        log.info("%s is closed", self.name)


def _parse_message(text: str) -> Mapping[str, Any]:
    """Return a client's message; anything but a JSON object is an unknown message."""
    try:
        found = decode_json(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
