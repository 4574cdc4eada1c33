"""HTTP as it comes over a connection, byte by byte, to the data plane's server."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from appsync_local.http.connection import BODY_LIMIT, HEAD_LIMIT
from tests.fakes.lambda_endpoint import FakeLambdaEndpoint
from tests.fakes.news_api import KEY, NewsServer, guard, serve_news_api

BODY = b'{"query": "{ hello }"}'
HELLO = b'{"data":{"hello":null}}'
PATIENCE = 10


@pytest.fixture
async def news() -> AsyncIterator[NewsServer]:
    async with serve_news_api() as running:
        yield running


class Wire:
    """A connection that sends exactly what a test tells it to."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def says(self, *pieces: bytes) -> None:
        for piece in pieces:
            self._writer.write(piece)
            await self._writer.drain()
            await asyncio.sleep(0)

    async def hears(self) -> tuple[int, dict[str, str], bytes]:
        """The next answer: status, headers, body."""
        async with asyncio.timeout(PATIENCE):
            head = (await self._reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            pairs = (line.split(": ", 1) for line in head[1:] if line)
            headers = {name.lower(): value for name, value in pairs}
            body = await self._reader.readexactly(int(headers.get("content-length", 0)))
        return int(head[0].split()[1]), headers, body

    async def ends(self) -> bytes:
        """What comes until the server closes."""
        async with asyncio.timeout(PATIENCE):
            return await self._reader.read()

    async def leaves(self) -> None:
        self._writer.close()
        await asyncio.wait([asyncio.ensure_future(self._writer.wait_closed())])


@pytest.fixture
async def wire(news: NewsServer) -> AsyncIterator[Wire]:
    made = Wire(*await asyncio.open_connection("127.0.0.1", news.port))
    yield made
    await made.leaves()


def make_post(*headers: str, body: bytes = BODY, version: str = "1.1", line: str = "POST /graphql") -> bytes:
    """A request with its body's length; more headers may follow."""
    lines = [
        f"{line} HTTP/{version}",
        "Host: [::1]",
        f"X-Api-Key: {KEY}",
        f"Content-Length: {len(body)}",
        *headers,
        "",
        "",
    ]
    return "\r\n".join(lines).encode() + body


def parts(*headers: str) -> bytes:
    """The head of a request whose body comes in chunks."""
    lines = [
        "POST /graphql HTTP/1.1",
        "Host: [::1]",
        f"X-Api-Key: {KEY}",
        "Transfer-Encoding: chunked",
        *headers,
        "",
        "",
    ]
    return "\r\n".join(lines).encode()


async def test_a_body_may_come_in_chunks(wire: Wire) -> None:
    """Chunks make one body, and what follows them is no header: the key behind the body opens nothing."""
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in (BODY[:7], BODY[7:]))

    await wire.says(parts(), chunks + b"0\r\n\r\n")
    with_key = await wire.hears()
    await wire.says(parts().replace(b"X-Api-Key", b"X-Other"), chunks + f"0\r\nX-Api-Key: {KEY}\r\n\r\n".encode())
    behind = await wire.hears()

    assert (with_key[0], with_key[2]) == (200, HELLO)
    assert behind[0] == 401


async def test_answers_come_in_the_order_of_the_requests(wire: Wire) -> None:
    """Forty requests in one piece are answered one after the other."""
    queries = [f'{{"query": "{{ q{number}: hello }}"}}'.encode() for number in range(40)]

    await wire.says(b"".join(make_post(body=query) for query in queries))
    answers = [json.loads((await wire.hears())[2]) for _ in queries]

    assert answers == [{"data": {f"q{number}": None}} for number in range(40)]


async def test_a_client_may_ask_before_it_sends_its_body(wire: Wire) -> None:
    """`Expect: 100-continue` is told to go on."""
    whole = make_post("Expect: 100-continue")

    await wire.says(whole[: -len(BODY)])
    first = await wire.hears()
    await wire.says(BODY)

    assert first[0] == 100
    assert (await wire.hears())[2] == HELLO


@pytest.mark.parametrize("announced", [True, False])
async def test_a_body_over_the_limit_is_refused_and_the_connection_ends(wire: Wire, announced: bool) -> None:
    """413 in AppSync's form, whether the length was announced or not, and nothing more is taken."""
    if announced:
        head = make_post(body=b"").replace(b"Content-Length: 0", b"Content-Length: %d" % (BODY_LIMIT + 1))
        await wire.says(head, BODY)
    else:
        await wire.says(parts(), b"%x\r\n" % (BODY_LIMIT + 1), b"x" * (BODY_LIMIT + 1))
    status, headers, body = await wire.hears()

    assert (status, headers["connection"]) == (413, "close")
    assert json.loads(body)["errors"][0]["errorType"] == "RequestEntityTooLargeException"
    assert await wire.ends() == b""


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"hello\r\n\r\n", 400),
        (make_post().replace(b"HTTP/1.1", b"SMTP/1.1"), 400),
        (make_post("Content-Length: 5"), 400),
        (make_post("Transfer-Encoding: chunked"), 400),
        (b"GET /graphql HTTP/1.1\r\nX-Long: " + b"x" * HEAD_LIMIT, 431),
        (make_post("X-Long: " + "x" * HEAD_LIMIT), 431),
        (make_post(*(f"X-{number}: y" for number in range(HEAD_LIMIT // 8))), 431),
        (make_post(line="POST /graphql?" + "x" * HEAD_LIMIT), 431),
        (parts() + b"0\r\n" + b"X-Trailer: y\r\n" * (HEAD_LIMIT // 10) + b"\r\n", 431),
    ],
)
async def test_what_is_no_http_is_refused(wire: Wire, sent: bytes, status: int) -> None:
    """A garbled or ambiguous request, or one whose head is too large, is answered once; then the server closes.

    A head is judged by its size, also one that arrives whole, in one packet.
    """
    await wire.says(sent)

    assert (await wire.hears())[0] == status
    assert await wire.ends() == b""


async def test_a_refusal_waits_for_the_answers_before_it(wire: Wire) -> None:
    """A good request, then garbage: the good one is answered first."""
    await wire.says(make_post() + b"garbage\r\n\r\n")

    assert [(await wire.hears())[0] for _ in range(2)] == [200, 400]


async def test_an_upgrade_to_something_else_is_ignored(wire: Wire) -> None:
    """A client that would like HTTP/2 is answered in HTTP/1.1, its body included; the connection goes on."""
    for _ in range(2):
        await wire.says(make_post("Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABk"))
        assert (await wire.hears())[2] == HELLO


async def test_an_old_client_is_answered_in_its_manner(wire: Wire) -> None:
    """HTTP/1.0 keeps the connection only if it asks to, and is told so."""
    await wire.says(make_post("Connection: keep-alive", version="1.0"))
    kept = await wire.hears()
    await wire.says(make_post(version="1.0"))
    last = await wire.hears()

    assert (kept[1]["connection"], last[1]["connection"]) == ("keep-alive", "close")
    assert await wire.ends() == b""


async def test_head_has_no_body(wire: Wire) -> None:
    """HEAD is answered with the headers of GET alone, so that the next answer is found."""
    await wire.says(b"HEAD /_appsync/health HTTP/1.1\r\nHost: [::1]\r\n\r\n" + make_post())

    async with asyncio.timeout(PATIENCE):
        head = await wire._reader.readuntil(b"\r\n\r\n")
    assert b" 200 OK" in head
    assert (await wire.hears())[2] == HELLO


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("POST /nowhere", 404),
        ("POST /_appsync/health", 405),
        ("GET /_appsync/reload", 405),
        ("DELETE /graphql", 405),
        ("POST http://localhost:4000/graphql", 200),
        ("POST /apis/newsroom/graphql", 200),
    ],
)
async def test_paths_and_methods(wire: Wire, line: str, status: int) -> None:
    """Each path says which methods it takes; an address with its host, as proxies send it, is understood."""
    await wire.says(make_post(line=line))

    assert (await wire.hears())[0] == status


async def test_a_socket_on_an_unknown_path_is_no_socket(wire: Wire) -> None:
    """An upgrade anywhere else is answered in HTTP."""
    headers = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: eHg=\r\nSec-WebSocket-Version: 13"
    await wire.says(f"GET /elsewhere HTTP/1.1\r\nHost: [::1]\r\n{headers}\r\n\r\n".encode())

    assert (await wire.hears())[0] == 404


async def test_a_handshake_that_is_none_is_refused(wire: Wire) -> None:
    """Without a key there is no WebSocket; the answer says what is missing."""
    await wire.says(b"GET /graphql HTTP/1.1\r\nHost: [::1]\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n")
    status, _, body = await wire.hears()

    assert status == 400
    assert b"Sec-WebSocket-Key" in body


async def test_closing_lets_what_is_asked_be_answered() -> None:
    """A request that arrived before the server closes still gets its answer, if it takes no longer than a moment."""
    asked, released = asyncio.Event(), asyncio.Event()

    class Pondering(FakeLambdaEndpoint):
        async def request(self, *given: Any, **more: Any) -> Any:
            asked.set()
            await released.wait()
            return await super().request(*given, **more)

    async with serve_news_api(endpoint=Pondering(functions={"guard": guard})) as news:
        wire = Wire(*await asyncio.open_connection("127.0.0.1", news.port))
        await wire.says(make_post("Authorization: let-me-in").replace(b"X-Api-Key", b"X-Other"))
        await asked.wait()
        closing = asyncio.ensure_future(news.server.close())
        await asyncio.sleep(0)
        released.set()

        assert (await wire.hears())[2] == HELLO
        await closing
        assert await wire.ends() == b""
        await wire.leaves()
