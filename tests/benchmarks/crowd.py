"""A crowd of subscribers on plain sockets, cheap enough not to be what is measured."""

import json
import selectors
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.fakes.news_api import KEY

PATIENCE = 30.0
_GROUP = 50
ROOT = Path(__file__).parent.parent.parent
UPGRADE = (
    "GET /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
    f"Sec-WebSocket-Protocol: graphql-ws\r\nx-api-key: {KEY}\r\n\r\n"
)


def print_measurements(name: str, **figures: float) -> None:
    """Print what was measured; pytest shows it with -s."""
    rounded = {figure: round(value, 2) for figure, value in figures.items()}
    sys.stdout.write(f"\n{name} {json.dumps(rounded)}\n")


def make_frame(message: Any) -> bytes:
    """A client's text frame; its mask is zero."""
    text = json.dumps(message).encode()
    head = struct.pack("!BB", 0x81, 0x80 | len(text)) if len(text) < 126 else struct.pack("!BBH", 0x81, 0xFE, len(text))
    return head + b"\0\0\0\0" + text


@dataclass
class Cost:
    """What a number of events cost: CPU of the server and time until the last message, in microseconds."""

    cpu: float
    last: float


class Crowd:
    """Subscribers of one server, which is a process of its own."""

    def __init__(self, kind: str) -> None:
        self._server = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "tests.benchmarks.fanout_server", kind], stdout=subprocess.PIPE, text=True, cwd=ROOT
        )
        assert self._server.stdout is not None
        self._port = int(self._server.stdout.readline())
        self._selector = selectors.EpollSelector()
        self._sockets: list[socket.socket] = []
        self._kind = kind
        self._publisher: socket.socket | None = None

    def join(self, count: int) -> float:
        """Let so many connect, and return the server's CPU per connection in microseconds."""
        before = self.cpu()
        for _ in range(count):
            member = self._connect()
            member.sendall(make_frame({"type": "connection_init"}))
            self._until(member, b"ka")
            self._sockets.append(member)
        return (self.cpu() - before) / count

    def subscribe(self, variables: Callable[[int], Any] | None = None) -> float:
        """Let each subscribe once, and return the server's CPU per subscription in microseconds, of the best fifty."""
        query = "subscription($id: ID) { onStory(id: $id) { id title byline } }"
        costs = []
        before = self.cpu()
        for number, member in enumerate(self._sockets):
            data = json.dumps({"query": query, "variables": variables(number) if variables else {}})
            payload = {"data": data, "extensions": {"authorization": {"host": "127.0.0.1", "x-api-key": KEY}}}
            member.sendall(make_frame({"id": f"{number:036}", "type": "start", "payload": payload}))
            self._until(member, b"start_ack")
            member.setblocking(False)
            self._selector.register(member, selectors.EVENT_READ)
            if (number + 1) % _GROUP == 0:
                costs.append(self.cpu() - before)
                before = self.cpu()
        return min(costs, default=0) / _GROUP

    def event(self, name: str, receivers: int) -> float:
        """Publish one event and return the microseconds until the last of its receivers has it."""
        started = time.perf_counter()
        self._publish(name)
        waiting = receivers
        while waiting > 0:
            ready = self._selector.select(PATIENCE)
            assert ready, f"{waiting} of {receivers} never heard of it"
            waiting -= sum(self._read(key.fileobj) for key, _ in ready)
        last = (time.perf_counter() - started) * 1e6
        self._await_answer()
        return last

    def events(self, count: int, receivers: int) -> Cost:
        """Publish events one after the other; the time is the median's."""
        before = self.cpu()
        lasts = sorted(self.event(str(number), receivers) for number in range(count))
        return Cost((self.cpu() - before) / count, lasts[count // 2])

    def cpu(self) -> float:
        """The server's time on a processor, in microseconds."""
        return int(Path(f"/proc/{self._server.pid}/schedstat").read_text().split()[0]) / 1000

    def leave(self) -> None:
        for member in self._sockets:
            member.close()
        if self._publisher is not None:
            self._publisher.close()
        self._server.terminate()
        self._server.wait()
        assert self._server.stdout is not None
        self._server.stdout.close()
        self._selector.close()

    def _connect(self) -> socket.socket:
        found = socket.create_connection(("127.0.0.1", self._port))
        found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        found.settimeout(PATIENCE)
        found.sendall(UPGRADE.encode())
        self._until(found, b"\r\n\r\n")
        return found

    @staticmethod
    def _until(member: socket.socket, wanted: bytes) -> None:
        heard = b""
        while wanted not in heard:
            more = member.recv(65536)
            assert more, heard
            heard += more

    @staticmethod
    def _read(found: Any) -> int:
        return int(b'"data"' in found.recv(65536))

    def _publish(self, name: str) -> None:
        payload = {"data": {"onStory": {"id": name, "title": "News", "byline": "Ada"}}}
        if self._kind == "bare":
            self._voice().sendall(make_frame({"type": "publish", "payload": payload}))
            return
        query = 'mutation($id: ID!) { report(id: $id, title: "News") { id title byline } }'
        body = json.dumps({"query": query, "variables": {"id": name}})
        head = f"POST /graphql HTTP/1.1\r\nHost: [::1]\r\nx-api-key: {KEY}\r\nContent-Length: {len(body)}\r\n\r\n"
        self._voice().sendall((head + body).encode())

    def _voice(self) -> socket.socket:
        """The publisher's connection."""
        if self._publisher is None:
            address = ("127.0.0.1", self._port)
            self._publisher = socket.create_connection(address) if self._kind == "ours" else self._connect()
        return self._publisher

    def _await_answer(self) -> None:
        if self._kind == "ours":
            self._until(self._voice(), b"report")


@contextmanager
def crowd(kind: str) -> Iterator[Crowd]:
    """A server and its crowd for the length of a block."""
    made = Crowd(kind)
    try:
        yield made
    finally:
        made.leave()
