"""The calls of the data plane to others, against servers that say exactly what a test tells them to."""

import asyncio
import gzip
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from appsync_local.aws import client as client_module
from appsync_local.aws.client import Client, NoAnswer
from tests.fakes.certificate import signed_certificate

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

HALF = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\nConnection: close\r\n\r\nhalf"


class Server:
    """Answers each request with the next of its answers; None closes the connection instead."""

    def __init__(self, *answers: bytes | None) -> None:
        self.url = ""
        self.heard: list[bytes] = []
        self.connections = 0
        self._answers = list(answers)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = int((head.lower().partition(b"content-length: ")[2] or b"0").split(b"\r\n")[0])
                self.heard.append(head + await reader.readexactly(length))
                answer = self._answers.pop(0)
                if answer is None:
                    return
                writer.write(answer)
                if b"close" in answer.lower():
                    return
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def serving(*answers: bytes | None, tls: ssl.SSLContext | None = None) -> AsyncIterator[Server]:
    made = Server(*answers)
    listening = await asyncio.start_server(made.serve, "127.0.0.1", 0, ssl=tls)
    made.url = f"{'https' if tls else 'http'}://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    async with listening:
        yield made


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    made = Client()
    yield made
    await made.close()


async def test_a_connection_is_used_again(client: Client) -> None:
    """Two calls, one connection; target, headers and body arrive as they were given."""
    async with serving(OK, OK) as server:
        replies = [
            await client.request("POST", f"{server.url}/a%20b?c=d", headers={"x-y": "z"}, body=b"body")
            for _ in range(2)
        ]

    assert [(reply.status, reply.body) for reply in replies] == [(200, b"ok")] * 2
    assert server.connections == 1
    host = server.url.removeprefix("http://")
    assert server.heard[0].decode() == (
        f"POST /a%20b?c=d HTTP/1.1\r\nhost: {host}\r\nx-y: z\r\ncontent-length: 4\r\n\r\nbody"
    )


async def test_many_calls_at_once_have_connections_of_their_own(client: Client) -> None:
    """Calls do not wait for each other."""
    async with serving(*[OK] * 10) as server:
        replies = await asyncio.gather(*(client.request("GET", server.url) for _ in range(10)))

    assert {reply.body for reply in replies} == {b"ok"}
    assert server.connections == 10


@pytest.mark.parametrize(
    ("answer", "body"),
    [
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n1\r\n!\r\n0\r\n\r\n", b"ok!"),
        (b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nuntil the end", b"until the end"),
        (b"HTTP/1.1 204 No Content\r\n\r\n", b""),
        (b"HTTP/1.1 100 Continue\r\n\r\n" + OK, b"ok"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n%s", b"packed"),
    ],
)
async def test_bodies_end_in_several_ways(client: Client, answer: bytes, body: bytes) -> None:
    """By length, by chunks, with the connection, or not at all; an interim answer is none; gzip is unpacked."""
    packed = gzip.compress(b"packed")
    async with serving(answer % (len(packed), packed) if b"%d" in answer else answer) as server:
        reply = await client.request("GET", server.url)

    assert reply.body == body


async def test_head_is_answered_without_a_body(client: Client) -> None:
    """The announced body of a HEAD is not waited for."""
    async with serving(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n") as server:
        reply = await client.request("HEAD", server.url)

    assert (reply.status, reply.headers["content-length"], reply.body) == (200, "99", b"")


async def test_a_kept_connection_that_was_closed_is_replaced_where_that_is_safe(client: Client) -> None:
    """A GET is sent again, a POST is not: its function might run twice."""
    async with serving(OK, None, OK, None) as server:
        await client.request("GET", server.url)
        again = await client.request("GET", server.url)
        with pytest.raises(NoAnswer):
            await client.request("POST", server.url, body=b"{}")

    assert again.body == b"ok"
    assert len(server.heard) == 4


@pytest.mark.parametrize("answer", [None, b"SSH-2.0-OpenSSH\r\n\r\n", HALF])
async def test_no_answer_is_told_apart_from_a_bad_one(client: Client, answer: bytes | None) -> None:
    """A closed connection, another protocol and half an answer are no answer."""
    async with serving(answer) as server:
        with pytest.raises(NoAnswer):
            await client.request("GET", server.url)


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "ftp://127.0.0.1/", "http://127.0.0.1:port/", "nonsense"])
async def test_where_nobody_is_there_is_no_answer(client: Client, url: str) -> None:
    """A closed port and an address that is none are the same exception."""
    with pytest.raises(NoAnswer):
        await client.request("GET", url)


async def test_a_slow_answer_is_given_up_and_never_taken_for_the_next(client: Client) -> None:
    """After the timeout the connection is not used again."""
    async with serving(b"HTTP/1.1 200 OK\r\n", OK) as server:
        with pytest.raises(TimeoutError):
            await client.request("GET", server.url, timeout=0.05)
        reply = await client.request("GET", server.url)

    assert (reply.body, server.connections) == (b"ok", 2)


async def test_nothing_breaks_out_of_its_line(client: Client) -> None:
    """A header with a line break is refused; one in an address is percent-encoded."""
    async with serving(OK) as server:
        with pytest.raises(NoAnswer, match="line break"):
            await client.request("GET", server.url, headers={"x-y": "a\r\nx-admin: 1"})
        await client.request("GET", f"{server.url}/a b\u00e9")

    assert server.heard[0].startswith(b"GET /a%20b%C3%A9 HTTP/1.1\r\n")


async def test_https_trusts_whom_the_machine_trusts(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A certificate of an unknown authority is no answer; one of a known authority is."""
    certificate = signed_certificate(tmp_path)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    client_module._tls_context.cache_clear()
    async with serving(OK, tls=tls) as server:
        url = server.url.replace("127.0.0.1", "localhost")
        with pytest.raises(NoAnswer):
            await client.request("GET", url)
        client_module._tls_context.cache_clear()
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        reply = await client.request("GET", url)
    client_module._tls_context.cache_clear()

    assert reply.body == b"ok"


async def test_text_is_read_in_the_character_set_it_names(client: Client) -> None:
    """Latin-1 where the content type says so, else UTF-8; an unknown name is UTF-8."""
    answers = [
        b"HTTP/1.1 200 OK\r\nContent-Type: text/plain%s\r\nContent-Length: %d\r\n\r\n%s" % (kind, len(text), text)
        for kind, text in ((b"; charset=latin-1", b"\xe9"), (b"", b"\xc3\xa9"), (b"; charset=x-none", b"\xc3\xa9"))
    ]
    async with serving(*answers) as server:
        texts = [(await client.request("GET", server.url)).text for _ in answers]

    assert texts == ["é"] * 3
