"""What slow checkers found, kept under .waymark by the content they read: what is unchanged is not checked again."""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Final

from infra.rules.finding import Finding

FOLDER: Final = Path(".waymark/rules")
# Files kept: some dozens of edits, twenty templates each.
NEWEST: Final = 500


def find_once(
    checker: str, inputs: Iterable[bytes], find: Callable[[], Iterable[Finding]], folder: Path = FOLDER
) -> list[Finding]:
    """Return what a checker finds in some inputs, or found in the same ones before.

    The inputs are all that decides: the texts it reads, its version, and its configuration.
    """
    digest = hashlib.sha256()
    for each in inputs:
        digest.update(len(each).to_bytes(8, "big") + each)
    kept = folder / f"{checker}-{digest.hexdigest()[:32]}.json"
    if kept.exists():
        return [Finding(**each) for each in json.loads(kept.read_text())]
    found = list(find())
    folder.mkdir(parents=True, exist_ok=True)
    _forget_all_but(NEWEST, folder)
    unfinished = kept.with_suffix(".unfinished")
    unfinished.write_text(json.dumps([asdict(each) for each in found]))
    unfinished.replace(kept)
    return found


def _forget_all_but(newest: int, folder: Path) -> None:
    by_age = sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in by_age[newest:]:
        old.unlink(missing_ok=True)
