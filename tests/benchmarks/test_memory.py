"""What the data plane takes while everybody asks something else, and what it keeps when slow clients have left."""

import json
import resource
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.crowd import UPGRADE, make_frame, print_measurements
from tests.benchmarks.test_idle import resident, start_data_plane, wait_for_data
from tests.fakes.echo_api import KEY, write_echo_api

CLIENTS = 100
EVENTS = 60  # the kernel holds the first forty
TEXT = "x" * 100_000
SOCKETS = 2_000
DOCUMENTS = 20_000
PATIENCE = 60.0
LEFT_OVER = 10  # megabytes


def subscribe(port: int) -> socket.socket:
    """Open a subscription, and read nothing behind its acknowledgement."""
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 32_768)
    client.settimeout(PATIENCE)
    client.connect(("127.0.0.1", port))
    authorization = {"host": "localhost", "x-api-key": KEY}
    payload = {"data": json.dumps({"query": "subscription { onSaid { text } }"})}
    start = {"id": "1", "type": "start", "payload": {**payload, "extensions": {"authorization": authorization}}}
    upgrade = UPGRADE.replace("x-api-key: da2-newsroom", f"x-api-key: {KEY}")
    client.sendall(upgrade.encode() + make_frame({"type": "connection_init"}) + make_frame(start))
    heard = b""
    while b"start_ack" not in heard:
        heard += client.recv(1000)
    return client


def test_what_slow_clients_took_is_given_back(tmp_path: Path) -> None:
    """Subscribers that never read cost hundreds of megabytes; once they have left, the system has them back."""
    say = f'mutation {{ say(text: "{TEXT}") {{ text }} }}'
    with start_data_plane("--folder", str(write_echo_api(tmp_path)), "--log-level", "error") as (pid, port):
        wait_for_data(port, "{ __typename }", f"x-api-key: {KEY}")
        before = resident(pid)
        clients = [subscribe(port) for _ in range(CLIENTS)]
        for _ in range(EVENTS):
            wait_for_data(port, say, f"x-api-key: {KEY}")
        backlog = resident(pid)
        for client in clients:
            client.close()
        until = time.monotonic() + PATIENCE
        while (after := resident(pid)) > before + LEFT_OVER and time.monotonic() < until:
            time.sleep(0.2)

    print_measurements("resident, MB", before=before, backlog=backlog, after=after)
    assert backlog > before + 100  # there was something to give back
    assert after < before + LEFT_OVER


def test_a_day_of_mixed_use_takes_less_than_60_megabytes(tmp_path: Path) -> None:
    """2,000 sockets, 20,000 distinct documents of all sizes, thousands of them repeated, events and refusals between.

    Each document with its plan took up to 1.2 MB for as long as the data plane ran.
    """
    with (
        raised_file_limit(),
        start_data_plane("--folder", str(write_echo_api(tmp_path)), "--log-level", "error") as (pid, port),
    ):
        wait_for_data(port, "{ __typename }", f"x-api-key: {KEY}")
        clients = [subscribe(port) for _ in range(SOCKETS)]
        subscribed = peak = resident(pid)
        with socket.create_connection(("127.0.0.1", port), PATIENCE) as connection:
            for number in range(DOCUMENTS):
                document = make_document(number)
                for _ in range(3 if number % 40 == 0 else 1):
                    ask(connection, document)
                if number % 500 == 0:
                    ask(connection, f'mutation {{ say(text: "{number}") {{ text }} }}')
                    ask(connection, f"{{ unknown{number} }}")
                    peak = max(peak, resident(pid))
        for client in clients:
            client.close()

    print_measurements("resident with variety, MB", subscribed=subscribed, peak=peak)
    assert peak <= 60


def make_document(number: int) -> str:
    """A document that no other number makes: most are short, some have 400 characters, a few 4,000."""
    fields = 200 if number % 400 == 0 else 20 if number % 20 == 0 else 1
    return "{" + " ".join(f"field{number}x{each}: now" for each in range(fields)) + "}"


def ask(connection: socket.socket, query: str) -> None:
    """Ask on a connection that stays open, and read the whole answer."""
    body = json.dumps({"query": query})
    head = f"POST /graphql HTTP/1.1\r\nHost: [::1]\r\nx-api-key: {KEY}\r\nContent-Length: {len(body)}\r\n\r\n"
    connection.sendall((head + body).encode())
    heard = b""
    while b"\r\n\r\n" not in heard:
        heard += connection.recv(65_536)
    answer, _, rest = heard.partition(b"\r\n\r\n")
    left = int(answer.lower().partition(b"content-length: ")[2].split(b"\r\n")[0]) - len(rest)
    while left > 0:
        left -= len(connection.recv(65_536))


@contextmanager
def raised_file_limit() -> Iterator[None]:
    """Let this process, and those that it starts, open as many sockets as the test needs."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, 2 * SOCKETS)), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
