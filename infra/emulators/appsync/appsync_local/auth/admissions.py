"""Callers who were authenticated, by the head of their request: equal bytes from the same address, until they end.

A deployment, and keys that are read again, end what was admitted before them.
"""

import time
from weakref import ReferenceType, ref

from appsync_local.api.model import Api
from appsync_local.auth.caller import Caller
from appsync_local.http_message import RequestHead

MAX_ADMITTED = 256


class Admissions:
    """The callers of heads that servers keep; all are forgotten when there are too many."""

    def __init__(self) -> None:
        self._admitted: dict[tuple[RequestHead, str | None], tuple[ReferenceType[Api], Caller]] = {}

    def find(self, api: Api, head: RequestHead, peer: str | None) -> Caller | None:
        """Return the caller who was admitted to this deployment of an API and whose credentials have not ended."""
        found = self._admitted.get((head, peer))
        if found is None or found[0]() is not api or found[1].until <= time.time():
            return None
        return found[1]

    def add(self, api: Api, head: RequestHead, peer: str | None, caller: Caller) -> None:
        if len(self._admitted) >= MAX_ADMITTED:
            self.clear()
        self._admitted[head, peer] = (ref(api), caller)

    def clear(self) -> None:
        self._admitted.clear()
