"""A real database server for tests, which they may kill and start again, or one that they are given."""

import os
import signal
import sys
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

import pymysql
from pymysql.connections import Connection

from infra.local.database.server import LACK, find_server, read_url
from infra.local.run.child import Child
from tests.fakes.data_plane import free_port

# A user of a MySQL or MariaDB who may create databases: the tests of orders then run there.
GIVEN_VARIABLE: Final = "WAYMARK_TEST_DATABASE_URL"


class Database:
    """A server on a free port, its data in a folder."""

    def __init__(self, data: Path) -> None:
        assert find_server(), LACK
        self.port, self.data = free_port(), data
        self.start()

    def start(self) -> None:
        command = (sys.executable, "-m", "infra.local.database", "serve")
        options = ("--port", str(self.port), "--data", str(self.data))
        self.child = Child("database", (*command, *options), os.environ, self.data.parent)
        self.child.wait_until(self.accepts, 60)

    def accepts(self) -> bool:
        try:
            self.connect("shop").close()
        except pymysql.OperationalError:
            return False
        return True

    def url(self, user: str) -> str:
        """Return the address of a user: `shop` or `migrator`."""
        return read_url(self.data, self.port, user)

    def kill(self) -> None:
        """End the server as a power cut would."""
        os.kill(self.child.pid, signal.SIGKILL)
        self.child.stop(10)

    def connect(self, user: str, database: str = "shop") -> Connection:
        address = urlsplit(self.url(user))
        return pymysql.connect(
            host=str(address.hostname),
            port=int(address.port or 0),
            user=user,
            password=unquote(str(address.password)),
            database=database,
            ssl_disabled=True,
        )

    def connect_as_root(self) -> Connection:
        """Connect by the socket, as who owns the data folder may."""
        return pymysql.connect(unix_socket=str(self.data / "database.sock"), user="root", autocommit=True)


class GivenServer(Database):
    """A server that somebody else runs, which tests do not stop."""

    def __init__(self, url: str) -> None:
        self._url = url

    def url(self, user: str) -> str:  # noqa: ARG002 - its one user is everybody
        return self._url
