"""An HTTP/1.1 client with a connection pool, for AWS endpoints, token issuers and HTTP data sources."""

import asyncio
import gzip
import re
import ssl
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple, cast
from urllib.parse import quote, urlsplit

import httptools

from appsync_local import eager
from appsync_local.receiver import Receiver

_MAX_CALLS = 100  # at once; further calls wait
_IDLE_SECONDS = 4.0  # shorter than servers keep idle connections
_PORTS = {"http": 80, "https": 443}
_SAFE_CHARACTERS = "%/:=&?~#+!$,;'@()*[]"  # everything else in a URL is percent-encoded, above all line breaks
_CHARSET = re.compile(r"charset=\"?([\w-]+)", re.IGNORECASE)
_REPEATABLE = ("GET", "HEAD")
_FINAL = 200


class NoAnswer(ConnectionError):  # noqa: N818
    """No server answers at an address, or it does not speak HTTP."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A response; header names are in lower case."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def text(self) -> str:
        """The body as text, in the charset of its content type or else UTF-8."""
        found = _CHARSET.search(self.headers.get("content-type", ""))
        try:
            return self.body.decode(found[1] if found else "utf-8", "replace")
        except LookupError:
            return self.body.decode("utf-8", "replace")


class Address(NamedTuple):
    """What a connection is made to."""

    scheme: str
    host: str
    port: int


class Client:
    """Sends requests concurrently and pools connections; `close` ends them."""

    def __init__(self) -> None:
        self._idle: defaultdict[Address, list[tuple[float, _Connection]]] = defaultdict(list)
        self._slots = asyncio.Semaphore(_MAX_CALLS)

    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
        timeout: float = 30,  # noqa: ASYNC109
    ) -> Reply:
        """Return the response, whatever its status; redirects are not followed.

        Raises `NoAnswer` if no response comes and `TimeoutError` after `timeout` seconds.
        """
        place, target, host = _parse_url(url)
        request = _encode_request(method, target, {"host": host, **(headers or {})}, body)
        await eager.wait_for_task()
        async with asyncio.timeout(timeout), self._slots:
            try:
                return await self._send(place, method, request)
            except TimeoutError:
                raise
            except OSError as error:
                raise NoAnswer(str(error) or type(error).__name__) from error

    async def close(self) -> None:
        for kept in self._idle.values():
            for _, connection in kept:
                connection.abort()
        self._idle.clear()

    async def _send(self, place: Address, method: str, request: bytes) -> Reply:
        kept = self._take_idle(place)
        if kept is not None:
            try:
                return await self._exchange(kept, place, method, request)
            except _StaleConnection:
                if method not in _REPEATABLE:
                    raise
        loop = asyncio.get_running_loop()
        context = _tls_context() if place.scheme == "https" else None
        _, made = await loop.create_connection(_Connection, place.host, place.port, ssl=context)
        return await self._exchange(made, place, method, request)

    async def _exchange(self, connection: "_Connection", place: Address, method: str, request: bytes) -> Reply:
        try:
            reply = await connection.exchange(method, request)
        except BaseException:  # also on cancellation: a late response must not answer the next request
            connection.abort()
            raise
        if connection.is_reusable:
            self._idle[place].append((asyncio.get_running_loop().time() + _IDLE_SECONDS, connection))
        else:
            connection.abort()
        return reply

    def _take_idle(self, place: Address) -> "_Connection | None":
        """Return a pooled connection that can still be used, closing the others."""
        kept, now = self._idle[place], asyncio.get_running_loop().time()
        while kept:
            until, connection = kept.pop()
            if until > now and connection.is_reusable:
                return connection
            connection.abort()
        return None


class _StaleConnection(NoAnswer):
    """A pooled connection that was closed before a byte of the response arrived."""


class _Connection(Receiver):
    """One connection with one request at a time; `is_reusable` if it can carry another."""

    def __init__(self) -> None:
        self.is_reusable = True
        self._parser = httptools.HttpResponseParser(self)
        self._transport: asyncio.Transport | None = None
        self._answer: asyncio.Future[Reply] | None = None
        self._method = ""
        self._reset()

    async def exchange(self, method: str, request: bytes) -> Reply:
        """Send a request and return its response, or raise `NoAnswer`."""
        if self._transport is None or self._transport.is_closing():
            raise _StaleConnection("The connection was closed.")
        self._reset()
        self._method = method
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        try:
            return await self._answer
        finally:  # a pooled connection must not hold the last response in memory
            self._answer = None
            self._reset()

    def abort(self) -> None:
        self.is_reusable = False
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # also uvloop's, which are of no such class

    def data_received(self, data: bytes) -> None:
        self._has_received = True
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade) as error:
            self._fail_reply(NoAnswer(f"The answer is no HTTP: {error}"))

    def connection_lost(self, error: Exception | None) -> None:
        self.is_reusable = False
        self._transport = None
        if error is None and self._ends_with_connection():
            self._finish_reply()
        kind = NoAnswer if self._has_received else _StaleConnection
        self._fail_reply(kind(f"The connection was lost: {error}" if error else "The server closed the connection."))

    def on_header(self, name: bytes, value: bytes) -> None:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        self._headers[key] = f"{self._headers[key]}, {text}" if key in self._headers else text

    def on_headers_complete(self) -> None:
        self._status = self._parser.get_status_code()
        if self._method == "HEAD" and self._status >= _FINAL:
            self.is_reusable = False  # the parser would wait for a body that never comes
            self._finish_reply()

    def on_body(self, body: bytes) -> None:
        self._body += body

    def on_message_complete(self) -> None:
        if self._status < _FINAL:  # an interim response: the final one follows
            self._reset()
            return
        self.is_reusable = self.is_reusable and self._parser.should_keep_alive()
        self._finish_reply()

    def _reset(self) -> None:
        self._headers: dict[str, str] = {}
        self._body = bytearray()
        self._status = 0
        self._has_received = False

    def _ends_with_connection(self) -> bool:
        """Return whether the response ends when the connection closes (no length, no chunks)."""
        return self._status >= _FINAL and not {"content-length", "transfer-encoding"} & self._headers.keys()

    def _finish_reply(self) -> None:
        if self._answer is None or self._answer.done():
            return
        body = bytes(self._body)
        try:
            if self._headers.get("content-encoding", "").lower() == "gzip" and body:
                body = gzip.decompress(body)
        except (OSError, EOFError) as error:
            self._fail_reply(NoAnswer(f"The answer's body cannot be decompressed: {error}"))
        else:
            self._answer.set_result(Reply(self._status, self._headers, body))

    def _fail_reply(self, error: NoAnswer) -> None:
        self.is_reusable = False
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(error)


def _parse_url(url: str) -> tuple[Address, str, str]:
    """Return a URL's address, its request target and its Host header, or raise `NoAnswer`."""
    try:
        parts = urlsplit(url)
        place = Address(parts.scheme, parts.hostname or "", parts.port or _PORTS[parts.scheme])
    except (KeyError, ValueError) as error:
        raise NoAnswer(f"{url!r} is no http or https address.") from error
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return place, quote(target, safe=_SAFE_CHARACTERS), parts.netloc.rpartition("@")[2]


def _encode_request(method: str, target: str, headers: Mapping[str, str], body: bytes) -> bytes:
    """Return a request as HTTP/1.1 bytes, or raise `NoAnswer` for a header with a line break."""
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
def _tls_context() -> ssl.SSLContext:
    return ssl.create_default_context()
