"""A part of the local system: one process, described by one entry of `infra/local/parts.py`."""

import socket
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final

import urllib3

from infra.local.run.workspace import HOST, Workspace

IsHealthy = Callable[[Workspace], bool]
PROBE_SECONDS: Final = 2.0


def _find_nothing(_: Workspace) -> str | None:
    return None


def _add_nothing(_: Workspace) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True)
class Part:
    """How a process is started, when it is ready, and what it needs before it can start.

    `needs` names other parts, and tasks such as the deploy; each is ready before this part starts.
    `find_lack` returns the one sentence that says why the part cannot be had on this machine, or None. An optional
    part is left out then, and the sentence is printed; for any other part the start is refused with it.
    `find_trouble` returns what is wrong with a part that runs, such as a full disk, or None.
    """

    name: str
    title: str
    ports: Mapping[str, int]
    command: Callable[[Workspace], Sequence[str]]
    is_healthy: IsHealthy
    needs: tuple[str, ...] = ()
    is_optional: bool = False
    scheme: str = "http"
    find_lack: Callable[[Workspace], str | None] = _find_nothing
    find_trouble: Callable[[Workspace], str | None] = _find_nothing
    environment: Callable[[Workspace], Mapping[str, str]] = field(default=_add_nothing)
    start_seconds: float = 60
    stop_seconds: float = 5


def answers(port: str, path: str) -> IsHealthy:
    """Return a health check that passes once the part answers 200 to a GET of this path."""

    def is_healthy(workspace: Workspace) -> bool:
        try:
            response = urllib3.request("GET", workspace.url(port, path), timeout=PROBE_SECONDS, retries=False)
        except urllib3.exceptions.HTTPError:
            return False
        return response.status == HTTPStatus.OK

    return is_healthy


def read_trouble(port: str, path: str) -> Callable[[Workspace], str | None]:
    """Return a check that gives the `message` of a health page that does not answer 200, or None."""

    def find_trouble(workspace: Workspace) -> str | None:
        try:
            response = urllib3.request("GET", workspace.url(port, path), timeout=PROBE_SECONDS, retries=False)
            return None if response.status == HTTPStatus.OK else str(response.json()["message"])
        except (urllib3.exceptions.HTTPError, ValueError, KeyError):
            return None  # a busy part is in no trouble, and of one that ended the launcher reports so

    return find_trouble


def accepts_connections(port: str) -> IsHealthy:
    """Return a health check that passes once the part accepts a TCP connection, for what does not speak HTTP."""

    def is_healthy(workspace: Workspace) -> bool:
        with socket.socket() as probe:
            probe.settimeout(PROBE_SECONDS)
            return probe.connect_ex((HOST, workspace.ports[port])) == 0

    return is_healthy
