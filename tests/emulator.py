"""An embedded AWS of a test's own: on a free port and a folder of its own, started again as often as it wants."""

import json
import os
import signal
import socket
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import urllib3

from infra.bundle import EMULATOR_PYTHON
from infra.local.deploy.aws import client
from infra.local.run.child import Child

TOKEN = "let me in"
# It makes no S3 Vectors, so that the stack of learning is given an index, as `make run` gives it one.
VECTOR_INDEX = "arn:aws:s3vectors:us-east-1:000000000000:bucket/waymark-dev/index/passages"
# The one page that may call it.
ORIGIN = "https://site.example.org"


class Emulator:
    """One emulator; `stop` it at the end. Where it is not healthy from the start, it only has to answer."""

    def __init__(self, folder: Path, *options: str, is_healthy: bool = True) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._folder = folder
        self._options = options
        self._is_healthy = is_healthy
        self.start()

    @property
    def pid(self) -> int:
        return self._child.pid

    def start(self) -> None:
        options = ("--port", str(self.port), "--state", str(self._folder), "--quiet-seconds", "0.1", "--origin", ORIGIN)
        environment = dict(os.environ) | {"WAYMARK_TOKEN": TOKEN}
        command = (str(EMULATOR_PYTHON), "-m", "infra.local.ministack", *options, *self._options)
        self._child = Child("ministack", command, environment, self._folder)
        if self._is_healthy:
            self._child.wait_until_ready(f"{self.url}/_waymark/health", 60)
        else:
            self._wait_until_it_answers()

    def stop(self) -> None:
        self._child.stop(15)

    def kill(self) -> None:
        os.kill(self._child.pid, signal.SIGKILL)
        self._child.stop(5)

    def log(self) -> str:
        return self._child.log.read_text(errors="replace")

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, Any]]:
        """Return the status and body of one of the wrapper's own paths."""
        response = self.send("GET", f"/_waymark/{path}", headers)
        return response.status, json.loads(response.data)

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> urllib3.BaseHTTPResponse:
        """Send a request as it is, signed by nobody."""
        return urllib3.request(
            method, self.url + path, headers=dict(headers), body=body, timeout=10, retries=False, redirect=False
        )

    def client(self, service: str) -> Any:
        return client(service, self.url)

    def _wait_until_it_answers(self) -> None:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                self.get("health")
            except urllib3.exceptions.HTTPError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError(self._child.tail())
