"""The local data and its layout: data of another layout is refused, with the command that drops it."""

from pathlib import Path
from typing import Final

# Raised by every change of what the folder holds; local data is never migrated.
LAYOUT: Final = 3
NOTE: Final = "layout"


class OldStateError(Exception):
    """The local data has another layout; the text names the command that drops it."""


def require_current(state: Path) -> None:
    """Raise `OldStateError` where the folder holds data of another layout."""
    if not state.is_dir() or not any(state.iterdir()):
        return
    note = state / NOTE
    if not note.is_file() or note.read_text().strip() != str(LAYOUT):
        raise OldStateError(f"The local data in {state} was written by another version. Drop it with: make clean")


def stamp(state: Path) -> None:
    """Note the layout in a new folder; raises `OldStateError` where the folder holds data of another one."""
    require_current(state)
    state.mkdir(parents=True, exist_ok=True)
    (state / NOTE).write_text(str(LAYOUT))
