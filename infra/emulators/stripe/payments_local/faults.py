"""Faults that the control page injects into API requests, to see how a client stands them."""

import asyncio
from dataclasses import asdict, dataclass, replace
from typing import Final, Literal

from payments_local.errors import ApiError
from payments_local.store import Store

SETTING: Final = "faults"
# In order: refused before it began; carried out, then answered 500; carried out, then no answer; answered late.
FaultKind = Literal["unavailable", "error_after", "drop_answer", "delay"]


@dataclass(frozen=True)
class Fault:
    """What goes wrong with the next requests of an operation, or of any."""

    kind: FaultKind
    operation: str | None = None
    times: int = 1
    seconds: int = 0


class Faults:
    """Injected faults, each for a number of requests; saved, so that a restart doesn't forget them."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.pending = [Fault(**each) for each in store.load_setting(SETTING) or []]

    def inject(self, fault: Fault) -> None:
        self._save([*self.pending, fault])

    def clear(self) -> None:
        self._save([])

    def take(self, operation: str) -> Fault | None:
        """Return the oldest fault that is meant for an operation, and count it."""
        for index, fault in enumerate(self.pending):
            if fault.operation in {None, operation}:
                left = [replace(fault, times=fault.times - 1)] if fault.times > 1 else []
                self._save([*self.pending[:index], *left, *self.pending[index + 1 :]])
                return fault
        return None

    def _save(self, faults: list[Fault]) -> None:
        self.pending = faults
        self._store.save_setting(SETTING, [asdict(each) for each in faults])


async def suffer(fault: Fault | None) -> None:
    """Wait, or raise `ApiError`, before an operation begins."""
    if fault and fault.kind == "delay":
        await asyncio.sleep(fault.seconds)
    if fault and fault.kind == "unavailable":
        raise ApiError("Stripe is unavailable: a fault injected on the control page.", status=503)
