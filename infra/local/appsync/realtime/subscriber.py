"""One started subscription of one connection."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from infra.local.appsync.realtime import messages
from infra.local.appsync.realtime.conditions import Condition


class Line(Protocol):
    """The connection of a subscriber."""

    name: str

    def send(self, frame: bytes) -> bool:
        """Send a frame without waiting; False where the connection is gone or was dropped for being too slow."""

    def end(self, subscriber: "Subscriber") -> None:
        """End a subscription from the server's side."""

    async def close(self) -> None:
        """Close the connection, because the server goes away."""


@dataclass(eq=False, slots=True)
class Subscriber:
    """Who gets an event, when, and in which selection; `start` is the beginning of each of its data messages.

    `initial` is the payload to send as soon as the subscription is acknowledged.
    """

    line: Line
    id: str
    field_name: str
    selection: Hashable
    condition: Condition
    invalidation: Condition | None = None
    caller: str = ""
    initial: Mapping[str, Any] | None = None
    active: bool = True
    start: bytes = field(init=False)

    def __post_init__(self) -> None:
        self.start = messages.data_start(self.id)

    @property
    def name(self) -> str:
        return f"{self.line.name}/{self.id[:8]}"
