"""Timers, limits and switches of the realtime endpoint."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class RealtimeSettings:
    """AppSync's values are the defaults; docs/local-appsync/fidelity.md lists every switch. Times are in seconds.

    `backlog` is how many unsent bytes a slow client may have before its connection is dropped, and `backlog_in_all`
    what all of them may have together, shared equally; one largest payload each is always allowed.
    `between_inclusive`: whether `between` takes its bounds. `absent_differs`: whether `ne`, `notIn` and
    `notContains` hold for a field that the event lacks. `invalidated`: how an invalidated subscription ends.
    `duplicated`: whether the error of an id in use is a list. `missing_protocol`: how a client is refused that does
    not offer `graphql-ws`. `handshake_headers`: whether resolvers see the `sec-websocket-` headers.
    """

    keep_alive: float = 60
    connection_timeout_ms: int = 300_000
    lifetime: float = 24 * 60 * 60
    subscriptions_per_connection: int = 100
    largest_payload: int = 240 * 1024
    largest_message: int = 1024 * 1024
    backlog: int = 8 * 1024 * 1024
    backlog_in_all: int = 256 * 1024 * 1024
    between_inclusive: bool = False
    absent_differs: bool = False
    invalidated: Literal["complete", "error"] = "complete"
    duplicated: Literal["list", "object"] = "list"
    missing_protocol: Literal["connection_error", "400"] = "connection_error"
    handshake_headers: bool = False
