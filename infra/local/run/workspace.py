"""Where one local system lives: the folder of its data, the ports of its parts, and their environment."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

HOST: Final = "127.0.0.1"


@dataclass(frozen=True)
class Workspace:
    """A folder, a port for each name, and the token that only the parts share."""

    home: Path
    ports: Mapping[str, int]
    token: str = field(default_factory=secrets.token_urlsafe)

    @property
    def logs(self) -> Path:
        return self.home / "logs"

    @property
    def state(self) -> Path:
        return self.home / "state"

    @property
    def client_config(self) -> Path:
        """The file that tells clients where everything is; the site serves it as /config.json."""
        return self.home / "config.json"

    @property
    def distribution(self) -> Path:
        """The file that tells the site which of its paths the local CloudFront answers."""
        return self.home / "distribution.json"

    def url(self, port: str, path: str = "", scheme: str = "http") -> str:
        """Return an address on the loopback interface, by the name of its port."""
        return f"{scheme}://{HOST}:{self.ports[port]}{path}"


def clean_environment() -> dict[str, str]:
    """Return this process's environment without the developer's own settings of AWS and Python."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "PYTHON"))}
    return own | {"PYTHONUNBUFFERED": "1"}


def port_variable(port: str) -> str:
    """Return the variable that changes a port, such as WAYMARK_SITE_PORT."""
    return f"WAYMARK_{port.upper().replace('-', '_')}_PORT"


def read_ports(defaults: Mapping[str, int]) -> dict[str, int]:
    """Return each port as its variable says, else its default; exit with a sentence where one is not a port."""
    return {name: _read_port(port_variable(name), default) for name, default in defaults.items()}


def _read_port(variable: str, default: int) -> int:
    text = os.environ.get(variable, str(default))
    if not text.isdecimal() or not 0 < int(text) < 65_536:  # noqa: PLR2004 (the highest port is 65,535)
        raise SystemExit(f"{variable} must be a port, 1 to 65535; it is {text!r}.")
    return int(text)
