"""One port, plain and TLS."""

import asyncio
import ssl
from pathlib import Path

import pytest

from appsync_local.http.tls import TlsListener
from tests.fakes.certificate import signed_certificate


class Echo(asyncio.Protocol):
    """Sends back what it gets."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.transport.write(data)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return signed_certificate(tmp_path_factory.mktemp("tls"))


async def test_one_port_speaks_plain_and_tls(certificate: Path) -> None:
    """The first byte decides: plain bytes stay plain, a handshake becomes TLS; a silent client is dropped."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    listener = TlsListener(Echo, context)
    port = await listener.listen("127.0.0.1", 0)
    trusting = ssl.create_default_context(cafile=str(certificate))

    answers = []
    for client in (None, trusting):
        reader, writer = await asyncio.open_connection(
            "127.0.0.1", port, ssl=client, server_hostname="localhost" if client else None
        )
        writer.write(b"hello")
        answers.append(await reader.readexactly(5))
        writer.close()
        await writer.wait_closed()
    silent, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write_eof()
    answers.append(await silent.read())
    writer.close()
    await listener.close()

    assert answers == [b"hello", b"hello", b""]
