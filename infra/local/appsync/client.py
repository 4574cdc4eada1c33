"""HTTP/1.1 calls to AWS endpoints, issuers and HTTP data sources, over connections that are kept for the next call."""

import asyncio
import gzip
import re
import ssl
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple
from urllib.parse import quote, urlsplit

import httptools

_AT_ONCE = 100  # calls; the next one waits
_KEPT = 4.0  # seconds that an unused connection is kept: shorter than servers keep theirs
_PORTS = {"http": 80, "https": 443}
_SAFE = "%/:=&?~#+!$,;'@()*[]"  # what is no part of an address is percent-encoded, line breaks above all
_CHARSET = re.compile(r"charset=\"?([\w-]+)", re.IGNORECASE)
_REPEATABLE = ("GET", "HEAD")
_FINAL = 200


class NoAnswer(ConnectionError):  # noqa: N818
    """Nobody answers at an address, or not in HTTP."""


@dataclass(frozen=True, slots=True)
class Reply:
    """Status, lower-cased headers and body of one answer."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def text(self) -> str:
        """The body in the character set that its content type names, else UTF-8."""
        found = _CHARSET.search(self.headers.get("content-type", ""))
        try:
            return self.body.decode(found[1] if found else "utf-8", "replace")
        except LookupError:
            return self.body.decode("utf-8", "replace")


class Place(NamedTuple):
    """Where a connection leads."""

    scheme: str
    host: str
    port: int


class Client:
    """Sends requests, many at once; `close` ends the connections that it keeps."""

    def __init__(self) -> None:
        self._idle: defaultdict[Place, list[tuple[float, _Connection]]] = defaultdict(list)
        self._turns = asyncio.Semaphore(_AT_ONCE)

    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
        timeout: float = 30,  # noqa: ASYNC109
    ) -> Reply:
        """Return whatever answer comes; redirects are answers too.

        Raises `NoAnswer` when there is none, `TimeoutError` after `timeout` seconds.
        """
        place, target, host = _address(url)
        request = _written(method, target, {"host": host, **(headers or {})}, body)
        async with asyncio.timeout(timeout), self._turns:
            try:
                return await self._sent(place, method, request)
            except TimeoutError:
                raise
            except OSError as error:
                raise NoAnswer(str(error) or type(error).__name__) from error

    async def close(self) -> None:
        for kept in self._idle.values():
            for _, connection in kept:
                connection.abort()
        self._idle.clear()

    async def _sent(self, place: Place, method: str, request: bytes) -> Reply:
        kept = self._taken(place)
        if kept is not None:
            try:
                return await self._asked(kept, place, method, request)
            except _Stale:
                if method not in _REPEATABLE:
                    raise
        loop = asyncio.get_running_loop()
        context = _trusting() if place.scheme == "https" else None
        _, made = await loop.create_connection(_Connection, place.host, place.port, ssl=context)
        return await self._asked(made, place, method, request)

    async def _asked(self, connection: "_Connection", place: Place, method: str, request: bytes) -> Reply:
        try:
            reply = await connection.ask(method, request)
        except BaseException:  # a cancelled call too: its answer would be taken for that of the next
            connection.abort()
            raise
        if connection.lasting:
            self._idle[place].append((asyncio.get_running_loop().time() + _KEPT, connection))
        else:
            connection.abort()
        return reply

    def _taken(self, place: Place) -> "_Connection | None":
        """Return a connection that is still good; those that are not are closed."""
        kept, now = self._idle[place], asyncio.get_running_loop().time()
        while kept:
            until, connection = kept.pop()
            if until > now and connection.lasting:
                return connection
            connection.abort()
        return None


class _Stale(NoAnswer):
    """A connection that ended before a byte of the answer came."""


class _Connection(asyncio.Protocol):
    """One connection, which carries one request at a time; `lasting` while it may carry another."""

    def __init__(self) -> None:
        self.lasting = True
        self._parser = httptools.HttpResponseParser(self)
        self._transport: asyncio.Transport | None = None
        self._answer: asyncio.Future[Reply] | None = None
        self._method = ""
        self._begin()

    async def ask(self, method: str, request: bytes) -> Reply:
        """Send a request and return its answer, or raise `NoAnswer`."""
        if self._transport is None or self._transport.is_closing():
            raise _Stale("The connection was closed.")
        self._begin()
        self._method = method
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        try:
            return await self._answer
        finally:  # a connection that is kept keeps nothing of what it said
            self._answer = None
            self._begin()

    def abort(self) -> None:
        self.lasting = False
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._heard = True
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade) as error:
            self._fail(NoAnswer(f"The answer is no HTTP: {error}"))

    def connection_lost(self, error: Exception | None) -> None:
        self.lasting = False
        self._transport = None
        if error is None and self._open_ended():
            self._finish()
        kind = NoAnswer if self._heard else _Stale
        self._fail(kind(f"The connection was lost: {error}" if error else "The server closed the connection."))

    def on_header(self, name: bytes, value: bytes) -> None:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        self._headers[key] = f"{self._headers[key]}, {text}" if key in self._headers else text

    def on_headers_complete(self) -> None:
        self._status = self._parser.get_status_code()
        if self._method == "HEAD" and self._status >= _FINAL:
            self.lasting = False  # the parser waits for a body that never comes
            self._finish()

    def on_body(self, body: bytes) -> None:
        self._body += body

    def on_message_complete(self) -> None:
        if self._status < _FINAL:  # more is to come
            self._begin()
            return
        self.lasting = self.lasting and self._parser.should_keep_alive()
        self._finish()

    def _begin(self) -> None:
        self._headers: dict[str, str] = {}
        self._body = bytearray()
        self._status = 0
        self._heard = False

    def _open_ended(self) -> bool:
        """Whether the end of the connection is the end of the answer."""
        return self._status >= _FINAL and not {"content-length", "transfer-encoding"} & self._headers.keys()

    def _finish(self) -> None:
        if self._answer is None or self._answer.done():
            return
        body = bytes(self._body)
        try:
            if self._headers.get("content-encoding", "").lower() == "gzip" and body:
                body = gzip.decompress(body)
        except (OSError, EOFError) as error:
            self._fail(NoAnswer(f"The answer's body cannot be decompressed: {error}"))
        else:
            self._answer.set_result(Reply(self._status, self._headers, body))

    def _fail(self, error: NoAnswer) -> None:
        self.lasting = False
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(error)


def _address(url: str) -> tuple[Place, str, str]:
    """Return the place that a URL leads to, the target to ask for there, and the host header."""
    try:
        parts = urlsplit(url)
        place = Place(parts.scheme, parts.hostname or "", parts.port or _PORTS[parts.scheme])
    except (KeyError, ValueError) as error:
        raise NoAnswer(f"{url!r} is no http or https address.") from error
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return place, quote(target, safe=_SAFE), parts.netloc.rpartition("@")[2]


def _written(method: str, target: str, headers: Mapping[str, str], body: bytes) -> bytes:
    """Return a request as HTTP/1.1, or raise `NoAnswer` for a header that would break out of its line."""
    lines = [f"{method} {target} HTTP/1.1"]
    for name, value in headers.items():
        if "\n" in name + value or "\r" in name + value:
            raise NoAnswer(f"The header {name!r} holds a line break.")
        if name.lower() not in ("content-length", "transfer-encoding", "connection"):
            lines.append(f"{name}: {value}")
    if body or method not in _REPEATABLE:
        lines.append(f"content-length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


@cache
def _trusting() -> ssl.SSLContext:
    return ssl.create_default_context()
