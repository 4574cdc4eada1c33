"""Rooms in an SQLite file: a restart knows them all."""

import json
import secrets
import sqlite3
import string
from pathlib import Path
from typing import Any, Final

from aws_wire.errors import ServiceError

ACCOUNT: Final = "000000000000"
MOST_ROOMS: Final = 50_000  # IVS Chat's quota of an account
_LETTERS = string.ascii_letters + string.digits
_TABLE = "CREATE TABLE IF NOT EXISTS rooms (number INTEGER PRIMARY KEY, arn TEXT UNIQUE NOT NULL, body TEXT NOT NULL)"
Room = dict[str, Any]


def draw_id() -> str:
    """Return twelve random letters and digits, as IVS Chat names rooms, messages and events."""
    return "".join(secrets.choice(_LETTERS) for _ in range(12))


class Store:
    """Rooms by their ARN."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._database = sqlite3.connect(folder / "ivschat.sqlite3", isolation_level=None)
        self._database.execute(_TABLE)

    def close(self) -> None:
        self._database.close()

    def create(self, region: str, members: Room) -> Room:
        """Keep a new room with an ARN of its own, or raise `ServiceQuotaExceededException`."""
        room_id = draw_id()
        room = {"arn": f"arn:aws:ivschat:{region}:{ACCOUNT}:room/{room_id}", "id": room_id, **members}
        (held,) = self._database.execute("SELECT count(*) FROM rooms").fetchone()
        if held >= MOST_ROOMS:
            details = {"resourceId": room_id, "resourceType": "ROOM", "limit": MOST_ROOMS}
            raise ServiceError("ServiceQuotaExceededException", f"There are {held} rooms already.", members=details)
        self._database.execute("INSERT INTO rooms (arn, body) VALUES (?, ?)", (room["arn"], json.dumps(room)))
        return room

    def put(self, room: Room) -> None:
        self._database.execute("UPDATE rooms SET body = ? WHERE arn = ?", (json.dumps(room), room["arn"]))

    def find(self, arn: str) -> Room | None:
        row = self._database.execute("SELECT body FROM rooms WHERE arn = ?", (arn,)).fetchone()
        return json.loads(row[0]) if row else None

    def get(self, arn: str) -> Room:
        """Return a room, or raise `ResourceNotFoundException`."""
        room = self.find(arn)
        if room is None:
            details = {"resourceId": arn, "resourceType": "ROOM"}
            raise ServiceError("ResourceNotFoundException", f"There is no room {arn}.", members=details)
        return room

    def remove(self, arn: str) -> None:
        self.get(arn)
        self._database.execute("DELETE FROM rooms WHERE arn = ?", (arn,))

    def list_after(self, number: int) -> list[tuple[int, Room]]:
        """Return the rooms made after the one of a number, oldest first, with their numbers."""
        rows = self._database.execute("SELECT number, body FROM rooms WHERE number > ? ORDER BY number", (number,))
        return [(each, json.loads(body)) for each, body in rows]
