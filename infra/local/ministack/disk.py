"""Room on the disk: writes are refused in words while it lasts, before one is acknowledged and lost."""

import shutil
from pathlib import Path
from typing import Final

MEGABYTE: Final = 1_000_000


class Disk:
    """The disk under the state; `reserve` megabytes of it are left for the next snapshot."""

    def __init__(self, folder: Path, reserve: int) -> None:
        self._folder = folder
        self._reserve = reserve * MEGABYTE

    def find_trouble(self, size: int = 0) -> str:
        """Return why a write of `size` bytes has no room, or an empty string."""
        free = shutil.disk_usage(self._folder).free
        if free - size >= self._reserve:
            return ""
        return (
            f"The disk under {self._folder} is full: {free // MEGABYTE} MB are free, and "
            f"{self._reserve // MEGABYTE} MB are kept for saving. Nothing is written until there is room again."
        )
