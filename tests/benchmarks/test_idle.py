"""What the data plane takes while nobody asks it anything: memory, and the work of a start, beside Python's own."""

import asyncio
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from infra import templates
from tests.benchmarks.crowd import UPGRADE, print_measurements
from tests.fakes.issuer import POOL, issuing

ROOT = Path(__file__).parent.parent.parent
EXAMPLE = ROOT / "tests" / "infra" / "emulators" / "appsync" / "example"
KEY = "da2-bookshop"
READ = '{ book(id: "1") { title author { name } } }'
WRITE = 'mutation { review(input: { bookId: "1", stars: 5 }) { stars } }'
FEED = "{ __typename feed { edges { node { id } } } }"
PEOPLE = 20
PATIENCE = 60.0
ROUNDS = 5
FLOOR = "import asyncio, graphql"


@contextmanager
def start_data_plane(*source: str) -> Iterator[tuple[int, int]]:
    """A data plane in a process of its own, as the command starts it: its process id and port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    source = source or ("--folder", str(EXAMPLE))
    command = [sys.executable, "-m", "appsync_local", *source, "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        yield process.pid, port
    finally:
        process.terminate()
        process.wait()


def wait_for_data(port: int, query: str = READ, credentials: str = f"x-api-key: {KEY}") -> None:
    """Ask until the API answers with data."""
    body = json.dumps({"query": query})
    head = f"POST /graphql HTTP/1.1\r\nHost: [::1]\r\n{credentials}\r\nContent-Length: {len(body)}\r\n\r\n"
    until = time.monotonic() + PATIENCE
    heard = b""
    while b'{"data":{' not in heard:
        assert time.monotonic() < until, heard
        with suppress(OSError):
            heard = send_request(port, head + body)


def send_request(port: int, request: str) -> bytes:
    """What the server says to a request on a connection of its own."""
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as connection:
        connection.sendall(request.encode())
        return connection.recv(65536)


def cpu(pid: int) -> float:
    """The milliseconds that a process has had of a processor."""
    threads = Path(f"/proc/{pid}/task").iterdir()
    return sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads) / 1e6


def resident(pid: int) -> float:
    """The megabytes that a process holds in memory."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def start() -> float:
    """The milliseconds of processor from a start to its first answer."""
    with start_data_plane() as (pid, port):
        wait_for_data(port)
        return cpu(pid)


def floor() -> float:
    """The milliseconds of processor that Python needs to load its event loop and graphql-core, and do nothing."""
    process = subprocess.Popen([sys.executable, "-c", FLOOR])  # noqa: S603
    _, _, used = os.wait4(process.pid, 0)
    process.returncode = 0
    return (used.ru_utime + used.ru_stime) * 1000


def test_an_idle_data_plane_takes_less_than_40_megabytes() -> None:
    """Resident, once it has answered a query, evaluated code and opened a socket, so that everything is loaded."""
    with start_data_plane() as (pid, port):
        wait_for_data(port)
        queried = resident(pid)
        assert b" 101 " in send_request(port, UPGRADE)
        subscribed = resident(pid)
        wait_for_data(port, WRITE)
        everything = resident(pid)

    print_measurements("resident, MB", queried=queried, subscribed=subscribed, everything=everything)
    assert everything < 40


async def test_with_an_api_as_large_as_waymark_it_takes_less_than_40_megabytes(tmp_path: Path) -> None:
    """Its whole schema, all its resolvers with their code, and people signed in; what is behind them is left out."""
    waymark(tmp_path)
    async with issuing() as issuer:
        people = [issuer.token(sub=f"person-{number}") for number in range(PEOPLE)]
        measured = await asyncio.to_thread(measure, tmp_path, issuer.url, people)

    print_measurements("resident with Waymark's API, MB", **measured)
    assert measured["signed in"] < 40


def measure(folder: Path, endpoint: str, people: list[str]) -> dict[str, float]:
    """The megabytes of a data plane after its start, a query with code and a socket, and requests by people."""
    measured = {}
    with start_data_plane("--folder", str(folder), "--endpoint", endpoint) as (pid, port):
        wait_for_data(port, "{ __typename }")
        measured["served"] = resident(pid)
        wait_for_data(port, FEED)
        assert b" 101 " in send_request(port, UPGRADE)
        measured["asked"] = resident(pid)
        for token in people:
            wait_for_data(port, FEED, f"authorization: {token}")
        measured["signed in"] = resident(pid)
    return measured


def waymark(folder: Path) -> None:
    """Write Waymark's API as a plain folder; every data source is NONE."""
    deployed = [each for body in templates.compose().values() for each in body["Resources"].values()]
    found = [each["Properties"] for each in deployed if each["Type"] == "AWS::AppSync::Resolver"]
    assert len(found) > 50
    api = {
        "graphqlApi": {
            "authenticationType": "AMAZON_COGNITO_USER_POOLS",
            "userPoolConfig": {"userPoolId": POOL, "awsRegion": "eu-west-1", "defaultAction": "ALLOW"},
            "additionalAuthenticationProviders": [{"authenticationType": mode} for mode in ("API_KEY", "AWS_IAM")],
        },
        "apiKeys": [{"id": KEY}],
        "dataSources": [{"name": "Nothing", "type": "NONE"}],
        "resolvers": [
            {
                "typeName": each["TypeName"],
                "fieldName": each["FieldName"],
                "dataSourceName": "Nothing",
                "maxBatchSize": each.get("MaxBatchSize", 0),
                "code": Path(each["CodeS3Location"]).name,
            }
            for each in found
        ],
    }
    (folder / "api.json").write_text(json.dumps(api))
    for source in [ROOT / "schema.graphql", *(ROOT / "infra" / "appsync").glob("*.js")]:
        shutil.copy(source, folder)


def test_a_start_costs_little_more_than_what_it_stands_on() -> None:
    """From the command to the first answer: at most twice the processor's time of loading asyncio and graphql-core."""
    rounds = [(floor(), start()) for _ in range(ROUNDS)]
    least, ours = (min(each) for each in zip(*rounds, strict=True))

    print_measurements("start, ms of processor", ours=ours, floor=least, ratio=ours / least)
    assert ours <= 2 * least
