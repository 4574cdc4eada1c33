"""The emulator's state on disk: written when writing pauses, at the latest every few seconds, and on a clean stop.

ministack itself saves on a clean stop only. A snapshot holds the event loop (about 35 ms at 1,000 items, 0.4 s at
10,000), hence the pause it waits for. A killed process loses at most what was written since the last snapshot:
`quiet_seconds` after a pause, `LONGEST_SECONDS` under constant writes. Objects in S3 are on disk at once.
"""

import asyncio
import time
from typing import Final

from ministack.app import _build_persistence_save_dict
from ministack.core.persistence import save_all

from infra.local.emulator import streams

LONGEST_SECONDS: Final = 15.0
LOOK_SECONDS: Final = 0.5


class Snapshots:
    """Saves the whole state some time after the last write."""

    def __init__(self, quiet_seconds: float) -> None:
        self._quiet_seconds = quiet_seconds
        self._first_write: float | None = None
        self._last_write = 0.0
        self._task: asyncio.Task[None] | None = None

    def note_write(self) -> None:
        self._last_write = time.monotonic()
        self._first_write = self._first_write or self._last_write

    def unsaved_seconds(self) -> float:
        """Return the age of the oldest write that is not on disk, 0 if there is none."""
        return time.monotonic() - self._first_write if self._first_write else 0.0

    def start(self) -> None:
        self._task = asyncio.create_task(self._watch())

    def stop(self) -> None:
        if self._task:
            self._task.cancel()
        streams.save()

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            if self._first_write and (self._is_quiet() or self.unsaved_seconds() > LONGEST_SECONDS):
                self._first_write = None
                save_all(_build_persistence_save_dict())
                streams.save()

    def _is_quiet(self) -> bool:
        return time.monotonic() - self._last_write >= self._quiet_seconds
