"""The emulator's time, which the control page can move forward to let sessions expire."""

import time

from payments_local.store import Store

SETTING = "clock"


class Clock:
    """Real time plus a saved offset."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._offset: int = store.load_setting(SETTING) or 0

    def now(self) -> int:
        """Return the emulated time in whole seconds since 1970."""
        return int(time.time()) + self._offset

    def advance(self, seconds: int) -> None:
        """Move the time forward, for good."""
        self._offset += seconds
        self._store.save_setting(SETTING, self._offset)
