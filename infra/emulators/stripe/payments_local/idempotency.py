"""Idempotency keys: a repeated request gets the first one's answer, for 24 hours.

Source: https://docs.stripe.com/api/idempotent_requests. An answer is saved once an operation has begun, whatever came
of it, a 500 included; a request whose parameters are refused saves nothing.
"""

import hashlib
import json
import time
from dataclasses import dataclass
from typing import Any, Final

from payments_local.errors import IdempotencyError, InvalidRequestError
from payments_local.form import Tree
from payments_local.store import Store

LIFETIME_SECONDS: Final = 24 * 3600
LONGEST_KEY: Final = 255


@dataclass(frozen=True)
class Saved:
    """The answer to the first request with a key."""

    request: str
    status: int
    body: str


@dataclass(frozen=True)
class Keyed:
    """A request with an idempotency key."""

    key: str
    endpoint: str
    fingerprint: str


def describe(key: str, endpoint: str, tree: Tree) -> Keyed:
    """Return what tells a repeat from another request under the same key; raise `InvalidRequestError`."""
    if len(key) > LONGEST_KEY:
        raise InvalidRequestError(f"Idempotency keys can be up to {LONGEST_KEY} characters long.")
    canonical = json.dumps(tree, sort_keys=True)
    return Keyed(key, endpoint, hashlib.sha256(canonical.encode()).hexdigest())


class SavedResponses:
    """Answers by key; those of requests under way are known to this process only."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._running: set[str] = set()

    def begin(self, keyed: Keyed) -> Saved | None:
        """Return the first answer, or None if this request is the first; raise `IdempotencyError`."""
        if keyed.key in self._running:
            raise IdempotencyError(
                "There is currently another in-progress request using this Idempotency-Key "
                f"({keyed.key}). Please try again later.",
                code="idempotency_key_in_use",
                status=409,
            )
        row = self._store.connection.execute(
            "SELECT endpoint, fingerprint, request, status, body FROM saved_responses WHERE key = ? AND saved_at > ?",
            (keyed.key, time.time() - LIFETIME_SECONDS),
        ).fetchone()
        if row is None:
            self._running.add(keyed.key)
            return None
        _require_same(keyed, row["endpoint"], row["fingerprint"])
        return Saved(row["request"], row["status"], row["body"])

    def end(self, keyed: Keyed) -> None:
        self._running.discard(keyed.key)

    def save(self, keyed: Keyed, request: str, status: int, body: Any) -> None:
        """Save an answer, within the transaction of what it tells; answers that are too old are dropped."""
        self._store.connection.execute(
            "DELETE FROM saved_responses WHERE saved_at <= ?", (time.time() - LIFETIME_SECONDS,)
        )
        self._store.connection.execute(
            "INSERT OR REPLACE INTO saved_responses VALUES (?, ?, ?, ?, ?, ?, ?)",
            (keyed.key, keyed.endpoint, keyed.fingerprint, request, status, json.dumps(body), time.time()),
        )


def _require_same(keyed: Keyed, endpoint: str, fingerprint: str) -> None:
    if keyed.endpoint != endpoint:
        raise IdempotencyError(
            "Keys for idempotent requests can only be used for the same endpoint they were first used for "
            f"('{endpoint}'). Try using a key other than '{keyed.key}' if you meant to execute a different request."
        )
    if keyed.fingerprint != fingerprint:
        raise IdempotencyError(
            "Keys for idempotent requests can only be used with the same parameters they were first used with. "
            f"Try using a key other than '{keyed.key}' if you meant to execute a different request."
        )
