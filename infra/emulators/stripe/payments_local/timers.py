"""What happens because time passes: sessions expire, and slow refunds are settled."""

import asyncio
import contextlib

from payments_local.ledger import Ledger
from payments_local.resources import checkout_sessions, refunds
from payments_local.store import PRIVATE, Resource


class Timers:
    """Carries out what is due by the emulated clock, until it is cancelled."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """Look again: something was created, or the clock was moved."""
        self._wake.set()

    async def run(self) -> None:
        while True:
            self._wake.clear()
            due = self.fire_due()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), None if due is None else due - self._ledger.clock.now())

    def fire_due(self) -> int | None:
        """Carry out all that is due; return when the next thing is."""
        now, later = self._ledger.clock.now(), list[int]()
        with self._ledger.store.transaction():
            for session in self._ledger.store.find(checkout_sessions.KIND, status="open"):
                if session["expires_at"] <= now:
                    checkout_sessions.close(self._ledger, session)
                else:
                    later.append(session["expires_at"])
            for refund, due in self._list_unsettled():
                if due <= now:
                    refunds.settle(self._ledger, refund)
                else:
                    later.append(due)
        return min(later, default=None)

    def _list_unsettled(self) -> list[tuple[Resource, int]]:
        every = self._ledger.store.find(refunds.KIND)
        return [(each, each[PRIVATE]["settles_at"]) for each in every if each[PRIVATE]["settles_at"]]
