"""Follows a recipe in a copy of the tree, with all steps and with each one left out, and reports what the checks say.

`python -m tests.recipes.checks TITLE TREE` writes a JSON object: by the number of the step that was left out (0 for
none), the exit code and the output of the checks. Each variant runs in a fork of this process, which has loaded the
libraries and nothing of the tree: they take longer to load than the checks take to run.
"""

import io
import json
import multiprocessing
import os
import sys
import traceback
from collections.abc import Iterable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Final

import pytest
import strawberry.pydantic
import strawberry.tools  # noqa: F401  loaded before the forks, as all of these

from tests.recipes.recipe import Step, read_recipes

LAWS: Final = ("tests/laws/test_contract.py", "tests/laws/test_rooms.py")
OPTIONS: Final = (
    "-q",
    "--noconftest",
    "-p",
    "no:cacheprovider",
    "-p",
    "pytest_asyncio.plugin",
    "-p",
    "pytest_timeout",
    "--tb=short",
)


def main(title: str, tree: Path) -> None:
    steps = read_recipes()[title]
    os.chdir(tree)
    sys.path[0] = str(tree)  # in place of the checkout
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # pyproject.toml needs only those in OPTIONS
    reports = {number: _check_variant([each for each in steps if each.number != number]) for number in _variants(steps)}
    sys.stdout.write(json.dumps(reports))


def _variants(steps: Iterable[Step]) -> list[int]:
    return [0, *(step.number for step in steps)]


def _check_variant(steps: Iterable[Step]) -> tuple[int, str]:
    """Apply steps, run the checks in a fork, and put the tree back."""
    originals = _apply(steps)
    try:
        context = multiprocessing.get_context("fork")
        receiver, sender = context.Pipe(duplex=False)
        child = context.Process(target=lambda: sender.send(_run_checks(any(each.prints_contract for each in steps))))
        child.start()
        sender.close()  # so that a fork that dies ends the wait below
        report: tuple[int, str] = receiver.recv()
        child.join()
        return report
    finally:
        _restore(originals)


def _apply(steps: Iterable[Step]) -> Mapping[Path, str | None]:
    printed = [Path("schema.graphql"), *Path("resolvers").glob("*/fields.py")]
    originals: dict[Path, str | None] = {path: path.read_text() for path in printed}
    for edit in (each for step in steps for each in step.edits):
        text = edit.path.read_text() if edit.path.exists() else None
        originals.setdefault(edit.path, text)
        edit.path.parent.mkdir(parents=True, exist_ok=True)
        edit.path.write_text(edit.apply(text or ""))
    return originals


def _restore(originals: Mapping[Path, str | None]) -> None:
    for path, text in originals.items():
        if text is None:
            path.unlink()
        else:
            path.write_text(text)


def _run_checks(prints_contract: bool) -> tuple[int, str]:
    """Print the contract if asked, and run the laws; return the exit code and the output."""
    output = io.StringIO()
    with redirect_stdout(output), redirect_stderr(output):
        try:
            if prints_contract:
                import schema  # noqa: PLC0415  the copy's own

                for path, text in schema.print_files().items():
                    path.write_text(text)
            code = int(pytest.main([*OPTIONS, *LAWS]))
        except Exception:  # noqa: BLE001  reported like any failed check
            traceback.print_exc()
            code = 1
    return code, output.getvalue()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
