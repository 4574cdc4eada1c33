"""Deadlocks, lock waits and lost connections, forced on a real server."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pymysql
import pytest
from pymysql.cursors import DictCursor

from resolvers.shop.database.address import Address
from resolvers.shop.database.transactions import ATTEMPTS, CommitUnknown, Database
from tests.resolvers.shop.conftest import Schema


@pytest.fixture
def accounts(empty_schema: Schema) -> Schema:
    """Two rows that hold 100 each."""
    with empty_schema.connect() as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE accounts (id INT NOT NULL PRIMARY KEY, held INT NOT NULL CHECK (held >= 0))")
        cursor.execute("INSERT INTO accounts VALUES (1, 100), (2, 100)")
        connection.commit()
    return empty_schema


@pytest.fixture
def database(accounts: Schema) -> Iterator[Database]:
    opened = accounts.database()
    yield opened
    opened.close()


def list_held(accounts: Schema) -> list[object]:
    return [row["held"] for row in accounts.query("SELECT held FROM accounts ORDER BY id")]


def move(cursor: DictCursor, source: int, target: int, amount: int = 1) -> None:
    cursor.execute("UPDATE accounts SET held = held - %s WHERE id = %s", (amount, source))
    cursor.execute("UPDATE accounts SET held = held + %s WHERE id = %s", (amount, target))


def test_what_work_does_is_committed_together(database: Database, accounts: Schema) -> None:
    database.transact(lambda cursor: move(cursor, 1, 2, 30))

    assert list_held(accounts) == [70, 130]


def test_an_error_rolls_everything_back(database: Database, accounts: Schema) -> None:
    """A broken constraint after a statement that worked, and an error of our own."""

    def take_too_much(cursor: DictCursor) -> None:
        move(cursor, 1, 2, 50)
        move(cursor, 1, 2, 60)

    def give_up(cursor: DictCursor) -> None:
        move(cursor, 1, 2, 50)
        raise LookupError

    with pytest.raises(pymysql.Error):
        database.transact(take_too_much)
    with pytest.raises(LookupError):
        database.transact(give_up)
    assert list_held(accounts) == [100, 100]


def test_deadlocks_are_repeated_until_all_is_moved(accounts: Schema) -> None:
    """Four threads lock the two rows in both orders, and meet in the middle so that the first round must collide."""
    meeting, deadlocks = threading.Barrier(4), list[int]()

    def transfer(source: int, target: int) -> None:
        mine, rounds = accounts.database(), list[int]()

        def work(cursor: DictCursor) -> None:
            rounds.append(1)
            cursor.execute("UPDATE accounts SET held = held - 1 WHERE id = %s", (source,))
            cursor.execute("UPDATE accounts SET held = held + 1 WHERE id = %s", (target,))

        meeting.wait(30)
        for _ in range(50):
            mine.transact(work)
        mine.close()
        deadlocks.append(len(rounds) - 50)

    threads = [threading.Thread(target=transfer, args=pair) for pair in [(1, 2), (2, 1)] * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert list_held(accounts) == [100, 100]
    assert len(deadlocks) == 4, "a thread gave up"


def test_a_deadlock_repeats_the_whole_work(accounts: Schema) -> None:
    """Forced: the other transaction waits for our row before we ask for its own."""
    database, rounds = accounts.database(), list[str]()
    other = accounts.connect()
    with other.cursor() as cursor:
        cursor.execute("UPDATE accounts SET held = held - 1 WHERE id = 2")
        cursor.execute("UPDATE accounts SET held = held + 0 WHERE id = 2")
    finishing: list[threading.Thread] = []

    def finish_other() -> None:
        with other.cursor() as cursor:
            try:
                cursor.execute("UPDATE accounts SET held = held - 1 WHERE id = 1")
                other.commit()
            except pymysql.Error:
                other.rollback()

    def work(cursor: DictCursor) -> None:
        rounds.append("begun")
        cursor.execute("UPDATE accounts SET held = held - 10 WHERE id = 1")
        if len(rounds) == 1:
            finishing.append(threading.Thread(target=finish_other))
            finishing[0].start()
            wait_for_lock(accounts)
        cursor.execute("UPDATE accounts SET held = held + 10 WHERE id = 2")

    database.transact(work)
    finishing[0].join()
    database.close()
    other.close()

    # Whichever of the two the server chose as its victim, nothing was half done.
    first, second = list_held(accounts)
    assert (first, second) in {(90, 110), (89, 109)}


def test_a_lock_wait_rolls_back_what_came_before(accounts: Schema) -> None:
    """1205 undoes one statement on the server; the rest is undone here, and repeated once the lock is free."""
    database, blocker, rounds = accounts.database(), accounts.connect(), list[int]()
    with blocker.cursor() as cursor:
        cursor.execute("SELECT held FROM accounts WHERE id = 2 FOR UPDATE")

    def work(cursor: DictCursor) -> None:
        rounds.append(1)
        cursor.execute("SET SESSION innodb_lock_wait_timeout = 1")
        if len(rounds) == 2:
            blocker.rollback()
        move(cursor, 1, 2, 40)

    database.transact(work)
    database.close()
    blocker.close()

    assert len(rounds) == 2
    assert list_held(accounts) == [60, 140]


def test_a_lock_that_never_frees_is_an_error_and_changes_nothing(accounts: Schema) -> None:
    database, blocker, rounds = Database(accounts.address, sleep=lambda _: None), accounts.connect(), list[int]()
    with blocker.cursor() as cursor:
        cursor.execute("SELECT held FROM accounts WHERE id = 2 FOR UPDATE")

    def work(cursor: DictCursor) -> None:
        rounds.append(1)
        cursor.execute("SET SESSION innodb_lock_wait_timeout = 0")
        move(cursor, 1, 2, 40)

    with pytest.raises(pymysql.OperationalError):
        database.transact(work)
    blocker.close()
    database.close()

    assert len(rounds) == ATTEMPTS
    assert list_held(accounts) == [100, 100]


def kill(accounts: Schema, cursor: DictCursor) -> None:
    """Cut a connection from the server's side, as a failover does."""
    with accounts.connect("shop") as killer, killer.cursor() as other:  # a user may end their own
        cursor.execute("SELECT CONNECTION_ID() AS id")
        other.execute("KILL %s", (cursor.fetchall()[0]["id"],))


def test_a_connection_killed_within_a_transaction_commits_no_half(accounts: Schema, database: Database) -> None:
    """The work is repeated from its beginning on a new connection."""
    rounds: list[int] = []

    def work(cursor: DictCursor) -> None:
        rounds.append(1)
        cursor.execute("UPDATE accounts SET held = held - 10 WHERE id = 1")
        if len(rounds) == 1:
            kill(accounts, cursor)
        cursor.execute("UPDATE accounts SET held = held + 10 WHERE id = 2")

    database.transact(work)

    assert len(rounds) == 2
    assert list_held(accounts) == [90, 110]


class LosesCommit:
    """Cuts the connection while the first COMMIT is under way: before the server has it, or after."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, arrives: bool) -> None:
        commit, self.lost = pymysql.connections.Connection.commit, 0

        def lose(connection: Any) -> None:
            if self.lost:
                commit(connection)
                return
            self.lost += 1
            if arrives:
                commit(connection)
            connection._force_close()
            raise pymysql.OperationalError(pymysql.constants.CR.CR_SERVER_LOST, "Lost connection")

        monkeypatch.setattr(pymysql.connections.Connection, "commit", lose)


@pytest.mark.parametrize("arrives", [True, False])
def test_a_lost_commit_is_read_back(
    accounts: Schema, database: Database, monkeypatch: pytest.MonkeyPatch, arrives: bool
) -> None:
    """Whether the COMMIT arrived or not, the money moves once."""
    with accounts.connect() as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE transfers (id INT NOT NULL PRIMARY KEY)")
    LosesCommit(monkeypatch, arrives=arrives)

    def work(cursor: DictCursor) -> str:
        cursor.execute("INSERT INTO transfers VALUES (7)")
        move(cursor, 1, 2, 10)
        return "moved"

    def find(cursor: DictCursor) -> str | None:
        cursor.execute("SELECT id FROM transfers WHERE id = 7")
        return "found" if cursor.fetchone() else None

    assert database.transact(work, find) == ("found" if arrives else "moved")
    assert list_held(accounts) == [90, 110]


def test_a_lost_commit_without_a_way_to_read_back_is_told(
    accounts: Schema, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    LosesCommit(monkeypatch, arrives=True)

    with pytest.raises(CommitUnknown):
        database.transact(lambda cursor: move(cursor, 1, 2))


def test_a_restarted_server_is_found_again(accounts: Schema, database: Database) -> None:
    """Between two transactions the connection may go; after an idle time it is tested first."""
    database.transact(lambda cursor: move(cursor, 1, 2))
    accounts.server.kill()
    accounts.server.start()
    database.transact(lambda cursor: move(cursor, 1, 2))

    assert list_held(accounts) == [98, 102]


def test_a_changed_password_is_read_once_more(accounts: Schema) -> None:
    """The open connection serves on. A new one reads the secret, once more where it changed in that moment."""
    right, reads = accounts.address("rotated"), list[str]()
    change_password(accounts, "first")
    secret = iter(["first", "first", "second"])

    def read() -> Address:
        reads.append(next(secret))
        return replace(right, password=reads[-1])

    database = Database(read)
    database.transact(lambda cursor: move(cursor, 1, 2))
    change_password(accounts, "second")
    database.transact(lambda cursor: move(cursor, 1, 2))
    assert reads == ["first"]

    database.close()
    database.transact(lambda cursor: move(cursor, 1, 2))
    database.close()

    assert reads == ["first", "first", "second"]
    assert list_held(accounts) == [97, 103]


def test_a_wrong_password_is_tried_twice_and_refused(accounts: Schema) -> None:
    change_password(accounts, "right")
    tried: list[str] = []

    def read() -> Address:
        tried.append("wrong")
        return replace(accounts.address("rotated"), password="wrong")

    with pytest.raises(pymysql.OperationalError, match="Access denied"):
        Database(read).transact(lambda cursor: move(cursor, 1, 2))

    assert len(tried) == 2


def test_every_connection_begins_with_the_same_session(database: Database) -> None:
    def read(cursor: DictCursor) -> Any:
        cursor.execute(
            "SELECT @@time_zone AS zone, @@sql_mode LIKE '%%STRICT_TRANS%%' AS strict, CONNECTION_ID() AS id"
        )
        return cursor.fetchone()

    first = database.transact(read)
    database.close()
    second = database.transact(read)

    assert (first["zone"], first["strict"]) == (second["zone"], second["strict"]) == ("+00:00", 1)
    assert first["id"] != second["id"]


@pytest.mark.parametrize("url", ["", "http://u:p@h/d", "mysql://h/d", "mysql://u:p@h", "mysql://u:secret@/d"])
def test_a_wrong_address_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(ValueError, match="must look like") as refused:
        Address.parse(url)

    assert "secret" not in str(refused.value)


def test_an_address_is_read_and_shown_without_its_password() -> None:
    address = Address.parse("mysql://shop:p%40ss@db.example:3310/orders?ca=/certs/region.pem")

    assert address == Address("db.example", 3310, "shop", "p@ss", "orders", "/certs/region.pem")
    assert "p@ss" not in f"{address}"
    assert not address.is_local


def change_password(accounts: Schema, password: str) -> None:
    """Let the user `rotated` sign in by another password."""
    with accounts.server.connect_as_root() as connection, connection.cursor() as cursor:
        cursor.execute("CREATE USER IF NOT EXISTS rotated@'127.0.0.1'")
        cursor.execute("ALTER USER rotated@'127.0.0.1' IDENTIFIED BY %s", (password,))
        cursor.execute(f"GRANT SELECT, UPDATE ON {accounts.name}.* TO rotated@'127.0.0.1'")


def wait_for_lock(accounts: Schema) -> None:
    """Return once a transaction waits for a lock."""
    with accounts.server.connect_as_root() as connection, connection.cursor() as cursor:
        while not cursor.execute("SELECT 1 FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'"):
            pass
