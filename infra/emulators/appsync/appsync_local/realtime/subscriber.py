"""One started subscription of one connection."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from appsync_local.realtime import frames
from appsync_local.realtime.conditions import Condition


class SubscriberConnection(Protocol):
    """The connection of a subscriber."""

    name: str

    def send(self, frame: bytes) -> bool:
        """Send a frame without waiting; False if the connection is closed or was dropped for being too slow."""

    def end(self, subscriber: "Subscriber") -> None:
        """End a subscription from the server's side."""

    async def close(self) -> None:
        """Close the connection, because the server stops."""


@dataclass(eq=False, slots=True)
class Subscriber:
    """A subscription: its condition, its selection and its connection; `data_prefix` starts its `data` messages.

    `initial` is a payload to send right after `start_ack`.
    """

    connection: SubscriberConnection
    id: str
    field_name: str
    selection: Hashable
    condition: Condition
    invalidation: Condition | None = None
    caller: str = ""
    initial: Mapping[str, Any] | None = None
    active: bool = True
    data_prefix: bytes = field(init=False)

    def __post_init__(self) -> None:
        self.data_prefix = frames.data_prefix(self.id)

    @property
    def name(self) -> str:
        return f"{self.connection.name}/{self.id[:8]}"
