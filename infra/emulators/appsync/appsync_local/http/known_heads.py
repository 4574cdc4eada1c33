"""Heads of requests by their bytes: clients send the same head again and again, and parsing it costs more than asking.

Equal bytes are the same request line and headers, so nothing can be taken for anything else.
"""

from typing import NamedTuple

from appsync_local.auth.caller import SIGNED
from appsync_local.http_message import RequestHead

BUDGET = 128 * 1024  # bytes of all heads; with what is parsed they take about ten times as much
_LARGEST = 4 * 1024  # bytes of one head


class KnownHead(NamedTuple):
    """A head that was parsed before: the length of its body, and the API that its path names, if it names one."""

    head: RequestHead
    length: int
    api_id: str | None


class KnownHeads:
    """The heads of GraphQL requests that one server knows; all are forgotten when the budget is used up."""

    def __init__(self) -> None:
        self._known: dict[bytes, KnownHead] = {}
        self._size = 0

    def get(self, text: bytes) -> KnownHead | None:
        return self._known.get(text)

    def add(self, text: bytes, known: KnownHead) -> None:
        """Keep a head, unless no other request will have the same: it is very long, or signed for one request."""
        if len(text) > _LARGEST or known.head.fields.get("authorization", "").startswith(SIGNED):
            return
        if self._size + len(text) > BUDGET:
            self._known.clear()
            self._size = 0
        known.head.is_kept = True
        self._known[text] = known
        self._size += len(text)
