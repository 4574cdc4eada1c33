"""Channels, stream keys, configurations and sessions, in one file of a folder: a restart knows them all."""

import json
import secrets
import string
from pathlib import Path
from typing import Any, Final

from aws_wire.errors import ServiceError

ACCOUNT: Final = "000000000000"
KINDS: Final = ("channel", "stream-key", "recording-configuration", "playback-key")
MOST_SESSIONS: Final = 100  # of a channel; AWS forgets them after 60 days
_LETTERS = string.ascii_letters + string.digits
Resource = dict[str, Any]


def draw_id(length: int = 12) -> str:
    """Return random letters and digits, as IVS names things."""
    return "".join(secrets.choice(_LETTERS) for _ in range(length))


class Store:
    """Resources by their ARN, and the sessions of each channel, newest first."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / "ivs.json"
        held = json.loads(self._path.read_text()) if self._path.exists() else {}
        self._resources: dict[str, dict[str, Resource]] = {kind: held.get(kind, {}) for kind in KINDS}
        self.sessions: dict[str, list[Resource]] = held.get("sessions", {})
        # Of each channel, the highest revoked version of each viewer's sessions.
        self.revoked: dict[str, dict[str, int]] = held.get("revoked", {})

    def create(self, kind: str, region: str, members: Resource) -> Resource:
        """Keep a new resource, with an ARN of its own."""
        arn = f"arn:aws:ivs:{region}:{ACCOUNT}:{kind}/{draw_id()}"
        return self.put(kind, {"arn": arn, **members})

    def put(self, kind: str, resource: Resource) -> Resource:
        self._resources[kind][resource["arn"]] = resource
        self.save()
        return resource

    def find(self, kind: str, arn: str) -> Resource | None:
        return self._resources[kind].get(arn)

    def get(self, kind: str, arn: str) -> Resource:
        """Return a resource, or raise `ResourceNotFoundException`."""
        found = self.find(kind, arn)
        if found is None:
            raise ServiceError("ResourceNotFoundException", f"There is no {kind.replace('-', ' ')} {arn}.")
        return found

    def remove(self, kind: str, arn: str) -> None:
        self.get(kind, arn)
        del self._resources[kind][arn]
        self.save()

    def list(self, kind: str, **fields: Any) -> list[Resource]:
        """Return the resources of a kind whose fields have these values, oldest first."""
        return [
            each
            for each in self._resources[kind].values()
            if all(each.get(name) == value for name, value in fields.items())
        ]

    def find_key(self, value: str) -> Resource | None:
        """Return the stream key with a value."""
        keys = (key for key in self.list("stream-key") if secrets.compare_digest(key["value"].encode(), value.encode()))
        return next(keys, None)

    def add_session(self, channel_arn: str, session: Resource) -> None:
        held = self.sessions.setdefault(channel_arn, [])
        held.insert(0, session)
        del held[MOST_SESSIONS:]
        self.save()

    def save(self) -> None:
        """Write everything; a crash leaves the old file or the new one, which nobody else may read: it has keys."""
        draft = self._path.with_suffix(".draft")
        draft.touch(mode=0o600)
        draft.write_text(json.dumps({**self._resources, "sessions": self.sessions, "revoked": self.revoked}))
        draft.replace(self._path)
