"""The queue of webhook deliveries: which event goes to which endpoint, when, and how often it was tried."""

import sqlite3
import time
from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

from payments_local.store import Resource, Store

SETTING: Final = "delivery_policy"
# Stripe tries for three days, with pauses that grow; the first ones are shorter here, because somebody is watching.
FIRST_RETRY_SECONDS: Final = 1.0
LONGEST_RETRY_SECONDS: Final = 3600.0
GIVE_UP_SECONDS: Final = 3 * 24 * 3600.0

Order = Literal["created", "reversed"]


@dataclass(frozen=True)
class Policy:
    """How new events are delivered, steered by the control page."""

    mode: Literal["deliver", "hold", "drop"] = "deliver"
    delay_seconds: int = 0
    copies: int = 1
    order: Order = "created"
    at_once: bool = False


@dataclass(frozen=True)
class Delivery:
    """One copy of an event for one endpoint."""

    sequence: int
    event: str
    endpoint: str
    state: Literal["waiting", "held", "delivered", "failed", "dropped"]
    due: float
    attempts: int
    outcome: str


class Deliveries:
    """Deliveries in SQLite; the sender takes them from here, so a kill repeats one at worst."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.policy = Policy(**(store.load_setting(SETTING) or {}))

    def steer(self, policy: Policy) -> None:
        """Deliver the events that happen from now on by another policy."""
        self._store.save_setting(SETTING, asdict(policy))
        self.policy = policy

    def queue(self, event: Resource) -> None:
        """Queue an event for every enabled endpoint that listens to its type."""
        state = {"deliver": "waiting", "hold": "held", "drop": "dropped"}[self.policy.mode]
        for endpoint in reversed(list(self._store.find("webhook_endpoint"))):
            if endpoint["status"] == "enabled" and listens(endpoint, event["type"]):
                for _ in range(self.policy.copies):
                    self._add(event["id"], endpoint["id"], state, time.time() + self.policy.delay_seconds)

    def repeat(self, event: Resource) -> int:
        """Queue an event again for every enabled endpoint, whether it was delivered or not; return how many."""
        listening = [each for each in self._store.find("webhook_endpoint") if each["status"] == "enabled"]
        for endpoint in listening:
            self._add(event["id"], endpoint["id"], "waiting", time.time())
        return len(listening)

    def release(self, order: Order) -> int:
        """Let held deliveries go, the oldest or the newest first; return how many."""
        held = self._select("state = 'held' ORDER BY sequence")
        for position, delivery in enumerate(held if order == "created" else reversed(held)):
            # Tiny differences keep the order that was asked for.
            self._set_state(delivery.sequence, "waiting", time.time() + position / 1_000_000)
        return len(held)

    def take_due(self) -> list[Delivery]:
        """Return the deliveries whose time has come, in the policy's order."""
        due = self._select("state = 'waiting' AND due <= ? ORDER BY due, sequence", time.time())
        return sorted(due, key=lambda each: -each.sequence) if self.policy.order == "reversed" else due

    def get_next_due(self, sending: Collection[int]) -> float | None:
        """Return when the next delivery is due that isn't being sent, in seconds since 1970."""
        waiting = self._select("state = 'waiting' ORDER BY due LIMIT ?", len(sending) + 1)
        return next((each.due for each in waiting if each.sequence not in sending), None)

    def record_success(self, delivery: Delivery, outcome: str) -> None:
        self._record(delivery, "delivered", delivery.due, outcome)

    def record_failure(self, delivery: Delivery, outcome: str) -> None:
        """Try again after a pause that doubles, or give up after three days of pauses."""
        pause = min(FIRST_RETRY_SECONDS * 2**delivery.attempts, LONGEST_RETRY_SECONDS)
        exhausted = _total_pause(delivery.attempts + 1) > GIVE_UP_SECONDS
        self._record(delivery, "failed" if exhausted else "waiting", time.time() + pause, outcome)

    def drop(self, delivery: Delivery, outcome: str) -> None:
        """Never deliver this one."""
        self._record(delivery, "dropped", delivery.due, outcome)

    def count_pending(self, event_id: str) -> int:
        """Return to how many endpoints an event is still to be delivered."""
        row = self._store.connection.execute(
            "SELECT count(DISTINCT endpoint) FROM deliveries WHERE event = ? AND state IN ('waiting', 'held')",
            (event_id,),
        ).fetchone()
        return int(row[0])

    def was_delivered(self, event_id: str) -> bool:
        """Return whether no endpoint refused an event for good or is still waiting for it."""
        return not self._select("event = ? AND state <> 'delivered'", event_id)

    def list_recent(self, limit: int = 200) -> list[Delivery]:
        return self._select("TRUE ORDER BY sequence DESC LIMIT ?", limit)

    def _add(self, event: str, endpoint: str, state: str, due: float) -> None:
        self._store.connection.execute(
            "INSERT INTO deliveries (event, endpoint, state, due) VALUES (?, ?, ?, ?)", (event, endpoint, state, due)
        )

    def _record(self, delivery: Delivery, state: str, due: float, outcome: str) -> None:
        self._store.connection.execute(
            "UPDATE deliveries SET state = ?, due = ?, attempts = attempts + 1, outcome = ? WHERE sequence = ?",
            (state, due, outcome, delivery.sequence),
        )

    def _set_state(self, sequence: int, state: str, due: float) -> None:
        self._store.connection.execute(
            "UPDATE deliveries SET state = ?, due = ? WHERE sequence = ?", (state, due, sequence)
        )

    def _select(self, condition: str, *arguments: Any) -> list[Delivery]:
        rows: list[sqlite3.Row] = self._store.connection.execute(
            f"SELECT * FROM deliveries WHERE {condition}",  # noqa: S608 - conditions are written in this file
            arguments,
        ).fetchall()
        return [Delivery(**dict(row)) for row in rows]


def listens(endpoint: Resource, event_type: str) -> bool:
    """Return whether an endpoint wants events of a type."""
    return "*" in endpoint["enabled_events"] or event_type in endpoint["enabled_events"]


def _total_pause(attempts: int) -> float:
    return sum(min(FIRST_RETRY_SECONDS * 2.0**attempt, LONGEST_RETRY_SECONDS) for attempt in range(attempts))
