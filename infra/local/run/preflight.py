"""What must be so before a start: each lack is one sentence that says what to do."""

import socket
from pathlib import Path

from infra.bundle import EMULATOR_PYTHON
from infra.local.run.system import HOST, MODELS, Ports


class NotReadyError(Exception):
    """A start cannot begin; the text has a sentence for each reason."""


def require(ports: Ports) -> None:
    """Raise `NotReadyError` unless a start can begin."""
    if found := lacks(ports):
        raise NotReadyError("\n".join(found))


def lacks(ports: Ports, schema: Path = Path("schema.graphql")) -> list[str]:
    """Return what is missing or in the way; empty when a start can begin."""
    found = []
    if not EMULATOR_PYTHON.exists():
        found.append("The embedded AWS is not installed. Run: make install")
    if not (MODELS / "manifest.json").exists():
        found.append("The models of the local Rekognition are not built. Run: make install")
    if not schema.exists():
        found.append(f"{schema} is missing. Run: make schema")
    return found + [_in_use(name, port) for name, port in ports.named().items() if _taken(port)]


def _taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return True
        return False


def _in_use(name: str, port: int) -> str:
    variable = f"WAYMARK_{name.upper()}_PORT"
    return (
        f"Port {port} ({name}) is in use. See who has it with `lsof -i :{port}` and end it, "
        f"or choose another: {variable}={port + 1} make run"
    )
