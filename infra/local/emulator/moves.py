"""A state that was written on another port: queues and what names them carry the emulator's address."""

from pathlib import Path
from typing import Final

NOTE: Final = "port"


def settle(state: Path, port: int) -> None:
    """Rewrite the addresses in a kept state where the port has changed since, and note the port."""
    note, services = state / NOTE, state / "services"
    before = note.read_text() if note.exists() else str(port)
    if before != str(port):
        for file in services.glob("*.json"):
            _readdress(file, f"http://localhost:{before}/", f"http://localhost:{port}/")
    state.mkdir(parents=True, exist_ok=True)
    note.write_text(str(port))


def _readdress(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    if old in text:
        unfinished = file.with_suffix(".moving")
        unfinished.write_text(text.replace(old, new))
        unfinished.replace(file)
