"""A state that was written on another port: queues and what names them carry the emulator's address."""

from pathlib import Path
from typing import Final

from infra.local.ministack.generations import write_whole

NOTE: Final = "port"


def follow_port(note: Path, generation: Path | None, port: int) -> None:
    """Rewrite the addresses in a kept state where the port has changed since, and note the port.

    Cut off in between, it is done again: what was rewritten has no old address any more, and the note comes last.
    """
    before = note.read_text() if note.exists() else str(port)
    if generation and before != str(port):
        for file in generation.glob("*.json"):
            _readdress(file, f"http://localhost:{before}/", f"http://localhost:{port}/")
    note.parent.mkdir(parents=True, exist_ok=True)
    write_whole(note, str(port).encode())


def _readdress(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    if old in text:
        write_whole(file, text.replace(old, new).encode())
