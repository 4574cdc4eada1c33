"""Transactions that are repeated as a whole where the database asks for it, and never half committed.

Rules: https://dev.mysql.com/doc/refman/8.4/en/innodb-deadlocks-handling.html (1213 rolls the transaction back; 1205
rolls back one statement only, so everything is rolled back by hand), and docs/footguns.md for lost connections.
"""

from __future__ import annotations  # PyMySQL's classes are generic in its stubs only

import random
import time
from collections.abc import Callable
from typing import Final, TypeVar

import pymysql
from pymysql.connections import Connection
from pymysql.constants import CLIENT, CR, ER
from pymysql.cursors import DictCursor

from resolvers.shop.database.address import Address

T = TypeVar("T")
Work = Callable[[DictCursor], T]

ATTEMPTS: Final = 6
PAUSE_SECONDS: Final = 0.02
IDLE_SECONDS: Final = 30.0
CONNECT_SECONDS: Final = 5
READ_SECONDS: Final = 10
CONTENDED: Final = frozenset({ER.LOCK_DEADLOCK, ER.LOCK_WAIT_TIMEOUT})
# 0 is PyMySQL's code for a connection that it has closed itself; 1927 is MariaDB's for one that was killed.
LOST: Final = frozenset({0, CR.CR_SERVER_GONE_ERROR, CR.CR_SERVER_LOST, ER.SERVER_SHUTDOWN, 1927})
# The isolation level has a statement of its own: the variable's name differs between MySQL and MariaDB.
SQL_MODE: Final = "STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,ONLY_FULL_GROUP_BY"
SESSION: Final = (
    "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
    f"SET time_zone = '+00:00', sql_mode = '{SQL_MODE}'",
)


class CommitUnknown(Exception):  # noqa: N818
    """The connection was lost while committing: the transaction may have happened or not."""


class Database:
    """One connection, opened on first use and kept, as a Lambda environment serves one request at a time."""

    def __init__(self, read_address: Callable[[], Address], sleep: Callable[[float], None] = time.sleep) -> None:
        self._read_address, self._sleep = read_address, sleep
        self._connection: Connection[DictCursor] | None = None
        self._used_at = 0.0

    def transact(self, work: Work[T], find_result: Work[T | None] | None = None) -> T:
        """Commit what `work` does, and return what it returns.

        Deadlocks, lock waits and lost connections repeat `work` from its beginning, so it must do nothing else.
        If the connection is lost while committing, `find_result` looks for the outcome by what identifies it, and
        `work` is repeated where it returns None; without it, `CommitUnknown` is raised. Other errors roll back.
        """
        for attempt in range(1, ATTEMPTS + 1):
            try:
                result = self._run(work)
            except pymysql.Error as error:
                if attempt == ATTEMPTS or not _is_repeatable(error):
                    raise
                self._sleep(random.uniform(0, PAUSE_SECONDS * 2**attempt))  # noqa: S311 - jitter
                continue
            if self._commit():
                return result
            if find_result is None:
                raise CommitUnknown
            if (found := self.transact(find_result)) is not None:
                return found
        raise CommitUnknown

    def close(self) -> None:
        """Close the connection; the next transaction opens another."""
        connection, self._connection = self._connection, None
        if connection is not None and connection.open:
            connection.close()

    def _run(self, work: Work[T]) -> T:
        connection = self._connect()
        try:
            with connection.cursor() as cursor:
                return work(cursor)
        except BaseException:
            self._roll_back(connection)
            raise

    def _commit(self) -> bool:
        """Commit; return False if the connection was lost, and with it the answer."""
        assert self._connection is not None
        try:
            self._connection.commit()
        except pymysql.Error as error:
            self.close()
            if error.args[0] not in LOST:
                raise
            return False
        self._used_at = time.monotonic()
        return True

    def _roll_back(self, connection: Connection[DictCursor]) -> None:
        try:
            connection.rollback()
        except pymysql.Error:
            # Closing ends the transaction on the server, which is what a rollback is for.
            self.close()

    def _connect(self) -> Connection[DictCursor]:
        """Return the open connection, tested where it was idle; never within a transaction."""
        if self._connection is not None and time.monotonic() - self._used_at > IDLE_SECONDS:
            try:
                self._connection.ping(reconnect=False)
            except pymysql.Error:
                self.close()
        if self._connection is None:
            self._connection = self._open()
            self._used_at = time.monotonic()
        return self._connection

    def _open(self) -> Connection[DictCursor]:
        """Sign in by the address as it is now; where its password changed in that moment, read it and try once more."""
        try:
            return sign_in(self._read_address())
        except pymysql.OperationalError as error:
            if error.args[0] != ER.ACCESS_DENIED_ERROR:
                raise
        return sign_in(self._read_address())


def find_nothing(_: DictCursor) -> None:
    """Find no outcome: for work that is harmless to repeat, also after a COMMIT that may have arrived."""


def sign_in(address: Address, read_seconds: int = READ_SECONDS) -> Connection[DictCursor]:
    """Open a connection whose session has our settings; `read_seconds` is how long a statement may take."""
    # On the loopback interface there is nothing to encrypt, and a TLS context of its own costs each connection 60 ms.
    tls = {"ssl_disabled": True} if address.is_local else {"ssl_ca": address.ca, "ssl_verify_identity": True}
    connection = pymysql.connect(
        host=address.host,
        port=address.port,
        user=address.user,
        password=address.password,
        database=address.database,
        charset="utf8mb4",
        collation="utf8mb4_unicode_520_ci",
        cursorclass=DictCursor,
        # An UPDATE that changes nothing still counts the rows it found.
        client_flag=CLIENT.FOUND_ROWS,
        connect_timeout=CONNECT_SECONDS,
        read_timeout=read_seconds,
        **tls,
    )
    with connection.cursor() as cursor:
        for statement in SESSION:
            cursor.execute(statement)
    return connection


def _is_repeatable(error: pymysql.Error) -> bool:
    return bool(error.args) and error.args[0] in CONTENDED | LOST
