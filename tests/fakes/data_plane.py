"""A data plane beside the embedded AWS, each a process of its own, and a client of what is deployed there."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


@dataclass
class Deployment:
    """A deployed API, the data plane's address, and a key."""

    port: int
    api_id: str
    key: str
    client: Any

    def post(self, query: str, **headers: str) -> tuple[int, Mapping[str, str], Any]:
        """Send a query and return status, headers and body."""
        sent = {"content-type": "application/json", "x-api-key": self.key, "x-title": "Emma", **headers}
        return call(self.port, "POST", f"/apis/{self.api_id}/graphql", json.dumps({"query": query}), sent)

    def ask(self, query: str) -> Any:
        return self.post(query)[2]


def call(port: int, method: str, path: str, body: str = "", headers: Any = None) -> tuple[int, Mapping[str, str], Any]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, json.loads(answer.read())
    finally:
        connection.close()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def answers(port: int) -> bool:
    try:
        call(port, "GET", "/_appsync/health")
    except (OSError, ValueError, http.client.HTTPException):
        return False
    return True


def listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def wait_for(condition: Any, seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "waited too long"
        time.sleep(0.05)


@contextmanager
def embedded_aws(folder: Path) -> Iterator[str]:
    """Run the embedded AWS for the length of a block and give its address."""
    port = free_port()
    environment = {
        **os.environ, "BIND_HOST": "127.0.0.1", "IOT_MTLS_ENABLED": "0", "SFTP_ENABLED": "0", "GATEWAY_PORT": str(port),
    }  # fmt: skip
    python = ROOT / ".waymark" / "emulator" / "bin" / "python"
    with (folder / "log").open("w") as log:
        running = subprocess.Popen(  # noqa: S603
            [python, "-m", "ministack"], cwd=folder, env=environment, stdout=log, stderr=log
        )
    wait_for(lambda: listens(port))
    yield f"http://127.0.0.1:{port}"
    running.terminate()
    running.wait(20)


@contextmanager
def data_plane(endpoint: str, folder: Path) -> Iterator[int]:
    """Run the data plane beside an endpoint for the length of a block and give its port."""
    port = free_port()
    options = ["--endpoint", endpoint, "--port", str(port), "--poll", "0.2"]
    with (folder / "log").open("w") as log:
        running = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "appsync_local", *options], cwd=ROOT, stdout=log, stderr=log
        )
    wait_for(lambda: answers(port))
    yield port
    running.terminate()
    assert running.wait(20) == 0
