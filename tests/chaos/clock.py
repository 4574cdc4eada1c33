"""A clock that jumps: Python processes that are started with this folder on PYTHONPATH read their time through it."""

from pathlib import Path

# Python imports a module of this name at every start.
_SITE = """
import time
from pathlib import Path

_offset, _true = Path(__file__).parent / "offset", time.time


def _shifted_time():
    return _true() + float(_offset.read_text())


time.time = _shifted_time
"""


class Clock:
    """The clock on the wall, `offset` seconds from the true one; monotonic clocks do not jump, as in life."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        (folder / "sitecustomize.py").write_text(_SITE)
        self._folder = folder
        self.jump(0)

    @property
    def path(self) -> str:
        return str(self._folder)

    def jump(self, offset: float) -> None:
        """Set the clock, at once and whole for whoever reads it."""
        new = self._folder / "new"
        new.write_text(str(offset))
        new.replace(self._folder / "offset")
