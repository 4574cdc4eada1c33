"""What must be so before a start: each lack is one sentence that says what to do."""

import socket
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from infra.local.run.part import Part
from infra.local.run.workspace import HOST, Workspace, port_variable

SCHEMA: Final = Path("schema.graphql")


class NotReadyError(Exception):
    """A start cannot begin; the text has a sentence for each reason."""


def require(workspace: Workspace, parts: Sequence[Part]) -> None:
    """Raise `NotReadyError` unless a start can begin."""
    if lacks := find_lacks(workspace, parts):
        raise NotReadyError("\n".join(lacks))


def find_lacks(workspace: Workspace, parts: Sequence[Part], schema: Path = SCHEMA) -> list[str]:
    """Return what is missing or in the way; empty when a start can begin."""
    lacks = [lack for part in parts if not part.is_optional and (lack := part.find_lack(workspace))]
    if not schema.exists():
        lacks.append(f"{schema} is missing. Run: make schema")
    ports = {port: workspace.ports[port] for part in parts for port in part.ports}
    return lacks + _describe_shared(ports) + [_describe_in_use(*each) for each in ports.items() if _is_in_use(each[1])]


def _describe_shared(ports: Mapping[str, int]) -> list[str]:
    numbers = list(ports.values())
    shared = sorted({number for number in numbers if numbers.count(number) > 1})
    names = {number: [name for name in ports if ports[name] == number] for number in shared}
    return [f"Port {number} is given to {' and '.join(names[number])}; each needs its own." for number in shared]


def _is_in_use(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return True
        return False


def _describe_in_use(name: str, port: int) -> str:
    return (
        f"Port {port} ({name}) is in use. See who has it with `lsof -i :{port}` and end it, "
        f"or choose another: {port_variable(name)}={port + 1} make run"
    )
