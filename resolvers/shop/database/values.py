"""Values as SQL keeps them: times are in UTC without a zone, and a row is inserted at most once."""

from __future__ import annotations  # PyMySQL's classes are generic in its stubs only

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pymysql
from pymysql.constants import ER

if TYPE_CHECKING:
    from pymysql.cursors import DictCursor


def to_utc(moment: datetime) -> datetime:
    """Return a moment in UTC without its zone: the driver would write another zone's clock as it is."""
    return moment.astimezone(UTC).replace(tzinfo=None)


def from_epoch(seconds: int) -> datetime:
    """Return the moment of seconds since 1970, as `to_utc` does."""
    return to_utc(datetime.fromtimestamp(seconds, UTC))


def insert_once(cursor: DictCursor, statement: str, values: tuple[Any, ...]) -> bool:
    """Insert a row; return False where its primary key is taken."""
    try:
        cursor.execute(statement, values)
    except pymysql.IntegrityError as error:
        if error.args[0] != ER.DUP_ENTRY:
            raise
        return False
    return True
