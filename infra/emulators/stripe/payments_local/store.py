"""Resources on disk, in SQLite: what was answered survives a kill of the process and of the machine."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

Resource = dict[str, Any]
PRIVATE: Final = "_private"  # the field for what the emulator remembers of a resource and never shows

TABLES = """
CREATE TABLE IF NOT EXISTS resources (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, id TEXT NOT NULL UNIQUE, body TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS resources_by_kind ON resources (kind, sequence);
CREATE INDEX IF NOT EXISTS resources_by_intent ON resources (kind, json_extract(body, '$.payment_intent'));
CREATE TABLE IF NOT EXISTS saved_responses (
  key TEXT PRIMARY KEY, endpoint TEXT NOT NULL, fingerprint TEXT NOT NULL, request TEXT NOT NULL,
  status INTEGER NOT NULL, body TEXT NOT NULL, saved_at REAL NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS saved_responses_by_age ON saved_responses (saved_at);
CREATE TABLE IF NOT EXISTS deliveries (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT, event TEXT NOT NULL, endpoint TEXT NOT NULL, state TEXT NOT NULL,
  due REAL NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, outcome TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX IF NOT EXISTS deliveries_due ON deliveries (state, due, sequence);
CREATE INDEX IF NOT EXISTS deliveries_of_event ON deliveries (event, state);
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS requests (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, method TEXT NOT NULL, path TEXT NOT NULL,
  parameters TEXT NOT NULL, idempotency_key TEXT, status INTEGER NOT NULL, made_at REAL NOT NULL
) STRICT;
"""


class Store:
    """One connection, used by one thread; each `transaction` is written to the disk before it returns."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.connection.row_factory = sqlite3.Row
        self.connection.execute("PRAGMA journal_mode = WAL")
        self.connection.execute("PRAGMA synchronous = FULL")
        self.connection.executescript(TABLES)

    def close(self) -> None:
        self.connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit all statements of the block together, or none of them."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")

    def add(self, resource: Resource) -> None:
        self.connection.execute(
            "INSERT INTO resources (kind, id, body) VALUES (?, ?, ?)",
            (resource["object"], resource["id"], json.dumps(resource)),
        )

    def put(self, resource: Resource) -> None:
        """Replace a resource that exists."""
        self.connection.execute("UPDATE resources SET body = ? WHERE id = ?", (json.dumps(resource), resource["id"]))

    def remove(self, identifier: str) -> None:
        self.connection.execute("DELETE FROM resources WHERE id = ?", (identifier,))

    def get(self, kind: str, identifier: str) -> Resource | None:
        row = self.connection.execute(
            "SELECT body FROM resources WHERE id = ? AND kind = ?", (identifier, kind)
        ).fetchone()
        return json.loads(row["body"]) if row else None

    def find(self, kind: str, **fields: str) -> Iterator[Resource]:
        """Yield the resources of a kind whose fields have these values, newest first."""
        matches = "".join(f" AND json_extract(body, '$.{name}') = ?" for name in fields)
        rows = self.connection.execute(
            f"SELECT body FROM resources WHERE kind = ?{matches} ORDER BY sequence DESC",  # noqa: S608 - our own names
            (kind, *fields.values()),
        )
        return (json.loads(row["body"]) for row in rows.fetchall())

    def load_setting(self, name: str) -> Any:
        """Return a setting, or None if it was never saved."""
        row = self.connection.execute("SELECT body FROM settings WHERE name = ?", (name,)).fetchone()
        return json.loads(row["body"]) if row else None

    def save_setting(self, name: str, value: Any) -> None:
        self.connection.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (name, json.dumps(value)))
