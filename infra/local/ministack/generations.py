"""Snapshots as whole generations: each is written aside and becomes the current one by one rename.

    generations/17643…/…    the state of one moment
    generations/current     the number of the generation that counts

A process that is killed at any moment leaves the generation of before or the new one, never parts of both.
"""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

POINTER: Final = "current"


class Generations:
    """The generations in one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    @property
    def current(self) -> Path | None:
        """The generation that counts, or None before the first."""
        with suppress(FileNotFoundError):
            return self._folder / (self._folder / POINTER).read_text()
        return None

    def begin(self) -> Path:
        """Make and return the folder of the next generation, empty."""
        folder = self._folder / str(time.time_ns())  # never one that an orphaned writer still writes into
        folder.mkdir()
        return folder

    def publish(self, generation: Path) -> None:
        """Make a generation that is whole the current one, and drop every other."""
        sync_folder(generation)
        write_whole(self._folder / POINTER, generation.name.encode())
        self.drop_others()

    def drop_others(self) -> None:
        """Drop every generation except the current one: older ones, and what a killed process left unfinished."""
        current = self.current
        for path in self._list_generations():
            if path != current:
                shutil.rmtree(path, ignore_errors=True)

    def _list_generations(self) -> Iterator[Path]:
        return (path for path in self._folder.iterdir() if path.name.isdecimal())


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that after any crash it has its old content or the new one; raises `OSError`."""
    with create_and_sync(path.with_suffix(".part")) as part:
        os.write(part, content)
    path.with_suffix(".part").replace(path)
    sync_folder(path.parent)


@contextmanager
def create_and_sync(path: Path) -> Iterator[int]:
    """Yield a descriptor of a new file, which is on the disk when the block ends."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        yield descriptor
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Put the names in a folder on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
