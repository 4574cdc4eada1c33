"""An embedded AWS of a test's own: on a free port and a folder of its own, started again as often as it wants."""

import json
import os
import signal
import socket
from pathlib import Path
from typing import Any

import urllib3

from infra.bundle import EMULATOR_PYTHON
from infra.local.deploy.aws import client
from infra.local.run.child import Child

TOKEN = "let me in"


class Emulator:
    """One emulator; `stop` it at the end."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._folder = folder
        self.start()

    def start(self) -> None:
        options = ("--port", str(self.port), "--state", str(self._folder), "--quiet-seconds", "0.1")
        environment = dict(os.environ) | {"WAYMARK_TOKEN": TOKEN}
        self._child = Child(
            "emulator", (str(EMULATOR_PYTHON), "-m", "infra.local.emulator", *options), environment, self._folder
        )
        self._child.wait_until_ready(f"{self.url}/_waymark/health", 60)

    def stop(self) -> None:
        self._child.stop(15)

    def kill(self) -> None:
        os.kill(self._child.pid, signal.SIGKILL)
        self._child.stop(5)

    def asked(self, path: str, **headers: str) -> tuple[int, dict[str, Any]]:
        answer = urllib3.request("GET", f"{self.url}/_waymark/{path}", headers=headers, timeout=10, retries=False)
        return answer.status, json.loads(answer.data)

    def client(self, service: str) -> Any:
        return client(service, self.url)
