"""Migrations: numbered files of one DDL statement each, applied once, in order, by one process at a time.

DDL is not transactional, so a kill can leave a statement carried out and not noted. One statement is atomic, though:
where a begun one answers that its object exists already, it is done.
"""

from __future__ import annotations  # PyMySQL's classes are generic in its stubs only

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pymysql
from pymysql.connections import Connection
from pymysql.constants import ER
from pymysql.cursors import DictCursor

FOLDER: Final = Path(__file__).parents[1] / "orders" / "migrations"
LOCK_SECONDS: Final = 60
# What a statement answers whose effect is there: table, column, key; and for one that drops: gone already.
DONE_ALREADY: Final = frozenset(
    {ER.TABLE_EXISTS_ERROR, ER.DUP_FIELDNAME, ER.DUP_KEYNAME, ER.CANT_DROP_FIELD_OR_KEY, ER.BAD_TABLE_ERROR}
)
TABLE: Final = """
CREATE TABLE IF NOT EXISTS migrations (
  number INT NOT NULL PRIMARY KEY,
  name VARCHAR(100) NOT NULL,
  checksum CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  begun_at DATETIME(3) NOT NULL,
  finished_at DATETIME(3)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
"""


class MigrationError(Exception):
    """The migrations can't be applied; the text says which file, and why."""


@dataclass(frozen=True)
class Migration:
    """One file: `0003_order_parts.sql`."""

    number: int
    name: str
    statement: str

    @property
    def checksum(self) -> str:
        return hashlib.sha256(self.statement.encode()).hexdigest()


def read_migrations(folder: Path) -> list[Migration]:
    """Return the migrations of a folder in order, or raise `MigrationError` for a gap or a file with two statements."""
    migrations = [_read(path) for path in sorted(folder.glob("*.sql"))]
    if [each.number for each in migrations] != list(range(1, len(migrations) + 1)):
        raise MigrationError(f"The migrations in {folder} are not numbered from 0001 without a gap.")
    return migrations


def apply_migrations(connection: Connection[DictCursor], migrations: Sequence[Migration]) -> list[str]:
    """Apply what is missing, and return its names; raises `MigrationError`.

    Another process that migrates the same database is waited for, and leaves nothing to do.
    """
    with connection.cursor() as cursor:
        # Names of locks belong to the whole server.
        cursor.execute("SELECT GET_LOCK(CONCAT('migrate ', DATABASE()), %s) AS taken", (LOCK_SECONDS,))
        if (cursor.fetchone() or {})["taken"] != 1:
            raise MigrationError(f"Another process has been migrating for {LOCK_SECONDS} seconds.")
        try:
            cursor.execute(
                "SELECT COUNT(*) AS found FROM information_schema.tables"
                " WHERE table_schema = DATABASE() AND table_name = 'migrations'"
            )
            if not (cursor.fetchone() or {})["found"]:
                cursor.execute(TABLE)
            return [each.name for each in migrations if _apply(connection, cursor, each)]
        finally:
            if connection.open:
                cursor.execute("DO RELEASE_LOCK(CONCAT('migrate ', DATABASE()))")


def _read(path: Path) -> Migration:
    number, _, name = path.stem.partition("_")
    statement = path.read_text("utf-8").strip()
    if not number.isdecimal() or not name:
        raise MigrationError(f"{path.name} must be called like 0001_orders.sql.")
    code = "\n".join(line for line in statement.splitlines() if not line.lstrip().startswith("--"))
    if code.count(";") != 1 or not code.endswith(";"):
        raise MigrationError(f"{path.name} must have exactly one statement, which ends with a semicolon.")
    return Migration(int(number), name, statement)


def _apply(connection: Connection[DictCursor], cursor: DictCursor, migration: Migration) -> bool:
    """Apply one migration; return False if it was there."""
    cursor.execute("SELECT checksum, finished_at FROM migrations WHERE number = %s", (migration.number,))
    noted = cursor.fetchone()
    if noted and noted["checksum"] != migration.checksum:
        raise MigrationError(f"Migration {migration.number} ({migration.name}) was edited after it was applied.")
    if noted and noted["finished_at"]:
        return False
    if not noted:
        cursor.execute(
            "INSERT INTO migrations (number, name, checksum, begun_at) VALUES (%s, %s, %s, UTC_TIMESTAMP(3))",
            (migration.number, migration.name, migration.checksum),
        )
        connection.commit()
    _carry_out(cursor, migration, begun_before=noted is not None)
    cursor.execute("UPDATE migrations SET finished_at = UTC_TIMESTAMP(3) WHERE number = %s", (migration.number,))
    connection.commit()
    return True


def _carry_out(cursor: DictCursor, migration: Migration, *, begun_before: bool) -> None:
    try:
        cursor.execute(migration.statement)
    except pymysql.Error as error:
        if not (begun_before and error.args[0] in DONE_ALREADY):
            raise
