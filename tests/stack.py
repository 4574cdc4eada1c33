"""The running system as tests see it: its addresses, its clients, and people who sign up."""

import logging
import random
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import urllib3

from infra.local.deploy import Deployed
from infra.local.deploy.aws import client
from infra.local.parts import DEVELOPMENT_PORTS, default_ports
from infra.local.run.system import System
from infra.local.signin import Tokens, sign_in

PASSWORD = "Correct-Horse-9"


@dataclass(frozen=True)
class Person:
    """Who signed in, and what they send."""

    user_id: str
    email: str
    tokens: Tokens

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": self.tokens.access}


@dataclass(frozen=True)
class Stack:
    """The deployed system on free ports, with a state of its own."""

    system: System
    deployed: Deployed

    @property
    def graphql_url(self) -> str:
        return self.system.graphql_url

    @property
    def realtime_url(self) -> str:
        return self.system.realtime_url

    @property
    def site_url(self) -> str:
        return self.system.site_url

    @property
    def guest(self) -> dict[str, str]:
        """The headers of somebody who has not signed in."""
        return {"x-api-key": self.deployed.api_key}

    def client(self, service: str) -> Any:
        """Return a boto3 client of the emulator, acting as its root."""
        return client(service, self.system.ministack_url)

    def query(self, document: str, headers: dict[str, str], **variables: Any) -> dict[str, Any]:
        """Send one GraphQL operation and return the whole answer, `data` and `errors`."""
        asked = {"query": document, "variables": variables}
        answer = urllib3.request("POST", self.graphql_url, json=asked, headers=headers, timeout=30, retries=False)
        return dict(answer.json())

    def sign_up(self, email: str) -> Person:
        """Sign up, confirm by the code and sign in."""
        cognito, pool = self.client("cognito-idp"), self.deployed.user_pool_id
        who = {"ClientId": self.deployed.web_client_id, "Username": email}
        made = cognito.sign_up(**who, Password=PASSWORD, UserAttributes=[{"Name": "email", "Value": email}])
        code = "123456"  # ministack's, always
        cognito.confirm_sign_up(**who, ConfirmationCode=code)
        held = sign_in(cognito, pool, self.deployed.web_client_id, email, PASSWORD)
        return Person(made["UserSub"], email, held)


@contextmanager
def running(folder: Path) -> Iterator[Stack]:
    """Start the whole system with its state under `folder`, and end it."""
    # People in tests do in a second what others do in a week; tests/resolvers/core/test_rates.py has the real limits.
    overrides = {"RateScale": "1000", "RequestsPerAddress": "200000"}
    system = System(_free_ports(), folder, logging.getLogger("stack").info, overrides=overrides)
    try:
        yield Stack(system, system.start())
    finally:
        system.stop()


def _free_ports() -> dict[str, int]:
    names = [name for name in default_ports() if name not in DEVELOPMENT_PORTS]
    with ExitStack() as opened:
        sockets = {name: opened.enter_context(socket.socket()) for name in names}
        for each in sockets.values():
            each.bind(("127.0.0.1", 0))
        ports = {name: int(each.getsockname()[1]) for name, each in sockets.items()}
    return ports | {name: _quiet_port() for name in DEVELOPMENT_PORTS}


def _quiet_port() -> int:
    """A free port that no connection is given meanwhile: what listens there is started much later."""
    for port in random.sample(range(20_000, 30_000), 100):
        with socket.socket() as found, suppress(OSError):
            found.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no port is free")
