"""The data plane beside another project: it needs the packages of its own list, and nothing else of this repository."""

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parents[4]
PLANE = ROOT / "infra" / "local" / "appsync"


def imported() -> Iterator[str]:
    """Yield every module that the data plane's code imports."""
    for path in PLANE.rglob("*.py"):
        if "node_modules" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield node.module or ""


def test_its_list_names_what_it_imports() -> None:
    """What is neither Python's nor its own is a line of `requirements/appsync.in`, pinned alike in both lists."""
    packages = packages_distributions()
    foreign = {name.partition(".")[0] for name in imported()} - set(sys.stdlib_module_names) - {"infra"}
    listed = (ROOT / "requirements" / "appsync.in").read_text()
    names = {re.split("[=<>]", line)[0] for line in listed.splitlines() if line and not line.startswith("#")}

    assert {packages[name][0].lower() for name in foreign} <= names
    alone, together = (
        (ROOT / "requirements" / f"{name}.txt").read_text().splitlines() for name in ("appsync", "local")
    )
    assert [line for line in alone if not line.startswith("#") and line not in together] == []


def test_it_imports_nothing_else_of_this_repository() -> None:
    """Its modules import each other alone."""
    ours = {name for name in imported() if name.partition(".")[0] in ("infra", "resolvers", "schema", "subscriptions")}

    assert [name for name in sorted(ours) if not name.startswith("infra.local.appsync")] == []
