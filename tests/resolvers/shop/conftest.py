"""The orders' database for tests: one server, and for each test module a database of its own.

Where WAYMARK_TEST_DATABASE_URL names a server, what does not stop its server runs there.
"""

from __future__ import annotations  # PyMySQL's classes are generic in its stubs only

import itertools
import os
from collections.abc import Iterator
from pathlib import Path

import boto3
import pymysql
import pytest
from pymysql.connections import Connection
from pymysql.cursors import DictCursor

from resolvers.core import table
from resolvers.core.keys import Key
from resolvers.shop.database.address import Address
from resolvers.shop.database.migrations import apply_migrations, read_migrations
from resolvers.shop.database.transactions import Database
from tests.database import GIVEN_VARIABLE, GivenServer
from tests.database import Database as Server
from tests.memory import aws_in_memory, create_table

MIGRATIONS = Path("resolvers/shop/orders/migrations")
_NUMBERS = itertools.count()


@pytest.fixture(scope="module")
def shop_table() -> Iterator[None]:
    """The one table in memory, made once for a module, because making it takes longer than most of these tests."""
    with pytest.MonkeyPatch.context() as monkeypatch, aws_in_memory(monkeypatch):
        create_table()
        yield


def empty_table() -> None:
    """Delete every item."""
    items = boto3.client("dynamodb").scan(TableName="waymark")["Items"]
    table.delete_many([Key(item["PK"]["S"], item["SK"]["S"]) for item in items])


@pytest.fixture(scope="session")
def database_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    started = Server(tmp_path_factory.mktemp("database") / "data")
    yield started
    started.child.stop(15)


@pytest.fixture(scope="session")
def orders_server(request: pytest.FixtureRequest) -> Server:
    """The server that orders are tested on: the one that was given, or our own."""
    if given := os.environ.get(GIVEN_VARIABLE):
        return GivenServer(given)
    ours: Server = request.getfixturevalue("database_server")
    return ours


class Schema:
    """An empty database with a name of its own."""

    def __init__(self, server: Server) -> None:
        # A given server may still have those of another run.
        self.server, self.name = server, f"shop_{os.getpid()}_{next(_NUMBERS)}"
        self._reader: Connection[DictCursor] | None = None
        with (
            self.connect(database=Address.parse(server.url("migrator")).database) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(f"CREATE DATABASE {self.name}")

    def address(self, user: str = "shop", database: str = "") -> Address:
        parsed = Address.parse(self.server.url(user))
        return Address(parsed.host, parsed.port, parsed.user, parsed.password, database or self.name)

    def connect(self, user: str = "migrator", database: str = "") -> Connection[DictCursor]:
        address = self.address(user, database)
        return pymysql.connect(
            host=address.host,
            port=address.port,
            user=address.user,
            password=address.password,
            database=address.database,
            ssl_disabled=True,
            cursorclass=DictCursor,
        )

    def database(self) -> Database:
        return Database(self.address)

    def query(self, statement: str, *arguments: object) -> list[dict[str, object]]:
        """Return rows as a reader sees them who has begun nothing before."""
        if self._reader is None or not _is_alive(self._reader):
            self._reader = self.connect()
            self._reader.autocommit(True)
        with self._reader.cursor() as cursor:
            cursor.execute(statement, arguments)
            return list(cursor.fetchall())

    def close(self) -> None:
        if self._reader is not None and self._reader.open:
            self._reader.close()


def _is_alive(connection: Connection[DictCursor]) -> bool:
    try:
        connection.ping(reconnect=False)
    except pymysql.Error:
        return False
    return True


@pytest.fixture
def empty_schema(database_server: Server) -> Iterator[Schema]:
    made = Schema(database_server)
    yield made
    made.close()


@pytest.fixture(scope="module")
def schema(orders_server: Server) -> Iterator[Schema]:
    """A database with the shop's tables, shared by a module's tests."""
    made = Schema(orders_server)
    with made.connect() as connection:
        apply_migrations(connection, read_migrations(MIGRATIONS))
    yield made
    made.close()
