"""The user by whom the orders' functions sign in: it has no password, and changes rows only."""

from __future__ import annotations  # PyMySQL's classes are generic in its stubs only

from pymysql.cursors import DictCursor


def allow_tokens(cursor: DictCursor, user: str, database: str) -> None:
    """Let a user sign in by IAM's tokens, and read and write the database's rows; only RDS has the plugin."""
    cursor.execute(
        "CREATE USER IF NOT EXISTS %s@'%%' IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS' REQUIRE SSL", (user,)
    )
    cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON `{database}`.* TO %s@'%%'", (user,))
