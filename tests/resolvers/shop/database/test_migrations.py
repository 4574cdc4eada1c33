"""Migrations that are killed, edited, or begun twice."""

import threading
from pathlib import Path

import pymysql
import pytest

from resolvers.shop.database.migrations import Migration, MigrationError, apply_migrations, read_migrations
from tests.resolvers.shop.conftest import MIGRATIONS, Schema

FIRST = Migration(1, "first", "CREATE TABLE first (id INT NOT NULL PRIMARY KEY);")
SECOND = Migration(2, "second", "ALTER TABLE first ADD COLUMN name VARCHAR(10);")
THIRD = Migration(3, "third", "CREATE INDEX first_by_name ON first (name);")


def apply(schema: Schema, *migrations: Migration) -> list[str]:
    with schema.connect() as connection:
        return apply_migrations(connection, migrations)


def test_each_is_applied_once_and_in_order(empty_schema: Schema) -> None:
    assert apply(empty_schema, FIRST) == ["first"]
    assert apply(empty_schema, FIRST, SECOND, THIRD) == ["second", "third"]
    assert apply(empty_schema, FIRST, SECOND, THIRD) == []


def test_the_shops_tables_are_made(empty_schema: Schema) -> None:
    migrations = read_migrations(MIGRATIONS)
    apply(empty_schema, *migrations)

    tables = {row["name"] for row in empty_schema.query("SELECT table_name AS name FROM information_schema.tables"
                                                         " WHERE table_schema = DATABASE()")}  # fmt: skip
    made = {each.name for each in migrations if "CREATE TABLE" in each.statement}
    assert tables == made | {"migrations"}


@pytest.mark.parametrize("carried_out", [True, False])
@pytest.mark.parametrize("killed", [FIRST, SECOND, THIRD], ids=lambda each: each.name)
def test_one_that_was_killed_half_way_is_finished(empty_schema: Schema, killed: Migration, carried_out: bool) -> None:
    """Noted as begun; the statement carried out or not, for a table, a column and an index."""
    before = [each for each in (FIRST, SECOND, THIRD) if each.number < killed.number]
    apply(empty_schema, *before)
    with empty_schema.connect() as connection, connection.cursor() as cursor:
        apply_migrations(connection, before)
        cursor.execute("INSERT INTO migrations VALUES (%s, %s, %s, NOW(), NULL)",
                       (killed.number, killed.name, killed.checksum))  # fmt: skip
        connection.commit()
        if carried_out:
            cursor.execute(killed.statement)

    assert apply(empty_schema, *before, killed) == [killed.name]
    assert apply(empty_schema, *before, killed) == []


def test_a_kill_of_the_server_leaves_what_the_next_run_finishes(empty_schema: Schema) -> None:
    """Killed in the middle of a migration that takes a while."""
    apply(empty_schema, FIRST)
    with empty_schema.connect() as connection, connection.cursor() as cursor:
        cursor.executemany("INSERT INTO first VALUES (%s)", [(number,) for number in range(20_000)])
        connection.commit()
    slow = Migration(2, "slow", "ALTER TABLE first ADD COLUMN name CHAR(10), ADD COLUMN text TEXT, ALGORITHM = COPY;")
    outcome: list[object] = []

    def migrate() -> None:
        try:
            outcome.append(apply(empty_schema, FIRST, slow))
        except pymysql.Error as error:
            outcome.append(error)

    migrating = threading.Thread(target=migrate)
    migrating.start()
    while not empty_schema.query("SELECT 1 FROM migrations WHERE number = 2"):
        pass
    empty_schema.server.kill()
    migrating.join()
    empty_schema.server.start()

    apply(empty_schema, FIRST, slow)
    columns = empty_schema.query("SHOW COLUMNS FROM first")
    assert [column["Field"] for column in columns] == ["id", "name", "text"]
    assert apply(empty_schema, FIRST, slow) == []


def test_an_edited_one_is_refused(empty_schema: Schema) -> None:
    apply(empty_schema, FIRST)
    edited = Migration(1, "first", "CREATE TABLE first (id BIGINT NOT NULL PRIMARY KEY);")

    with pytest.raises(MigrationError, match="edited"):
        apply(empty_schema, edited)


def test_what_exists_without_having_been_begun_is_an_error(empty_schema: Schema) -> None:
    """A table that somebody made by hand is not taken for a migration's."""
    with empty_schema.connect() as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE first (other INT)")

    with pytest.raises(pymysql.Error):
        apply(empty_schema, FIRST)


def test_two_at_once_apply_each_once(empty_schema: Schema) -> None:
    """The second waits, and finds nothing to do."""
    migrations, applied = read_migrations(MIGRATIONS), list[list[str]]()
    both = [threading.Thread(target=lambda: applied.append(apply(empty_schema, *migrations))) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()

    assert sorted(len(each) for each in applied) == [0, len(migrations)]


@pytest.mark.parametrize(
    "files",
    [
        {"0002_a.sql": "SELECT 1;"},
        {"0001_a.sql": "SELECT 1;", "0003_b.sql": "SELECT 1;"},
        {"0001_a.sql": "SELECT 1; SELECT 2;"},
        {"0001_a.sql": "SELECT 1"},
        {"first.sql": "SELECT 1;"},
    ],
)
def test_files_that_are_not_in_order_are_refused(tmp_path: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text)

    with pytest.raises(MigrationError):
        read_migrations(tmp_path)
