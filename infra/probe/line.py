"""A socket of AppSync's realtime protocol, which keeps everything that it hears."""

import base64
import itertools
import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

PATIENCE: Final = 15.0
Message = dict[str, Any]


class Line:
    """One open socket; `heard` is every message so far."""

    def __init__(self, socket: ClientConnection, headers: Mapping[str, str]) -> None:
        self.heard: list[Message] = []
        self._socket = socket
        self._headers = headers
        self._ids = (str(number) for number in itertools.count(1))

    def start(self, query: str, variables: Mapping[str, Any] | None = None, identifier: str = "") -> Message:
        """Start a subscription and return what the service says of it: `start_ack`, `error`, or nothing at all."""
        identifier = identifier or next(self._ids)
        data = json.dumps({"query": query, "variables": variables or {}})
        before = len(self.heard)
        self.say("start", id=identifier, payload={"data": data, "extensions": {"authorization": self._headers}})
        answered = {"start_ack", "error", "complete"}
        self.wait(lambda: any(each["type"] in answered and _concerns(each, identifier) for each in self.heard[before:]))
        return next(
            (each for each in self.heard[before:] if each["type"] in answered and _concerns(each, identifier)), {}
        )

    def say(self, kind: str, **parts: Any) -> None:
        self._socket.send(json.dumps({"type": kind, **parts}))

    def wait(self, holds: Callable[[], bool], seconds: float = PATIENCE) -> bool:
        """Listen until something holds, and tell whether it does."""
        end = time.monotonic() + seconds
        while not holds():
            left = end - time.monotonic()
            if left <= 0 or not self._listen(left):
                return holds()
        return True

    def _listen(self, seconds: float) -> bool:
        """Hear one message; False where none came in time or none can come."""
        try:
            self.heard.append(json.loads(self._socket.recv(timeout=seconds)))
        except (TimeoutError, ConnectionClosed):
            return False
        return True

    @property
    def events(self) -> list[Any]:
        """The payloads of all events so far."""
        return [each["payload"] for each in self.heard if each["type"] == "data"]


@contextmanager
def open_line(url: str, headers: Mapping[str, str], *, protocol: bool = True) -> Iterator[Line]:
    """Open a socket with these credentials and say `connection_init`."""
    protocols = [Subprotocol("graphql-ws"), Subprotocol(f"header-{_encode_headers(headers)}")]
    # AWS closes a socket by itself; a ping of ours is none of its protocol.
    with connect(
        url if protocol else f"{url}?header={_encode_headers(headers)}&payload=e30",
        subprotocols=protocols if protocol else None,
        ping_interval=None,
        max_size=None,
        proxy=None,
    ) as socket:
        line = Line(socket, headers)
        line.say("connection_init")
        line.wait(lambda: bool(line.heard))
        yield line


def _concerns(message: Message, identifier: str) -> bool:
    return str(message.get("id") or identifier) == identifier


def _encode_headers(headers: Mapping[str, str]) -> str:
    return base64.urlsafe_b64encode(json.dumps(dict(headers)).encode()).decode().rstrip("=")
