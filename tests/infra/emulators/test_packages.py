"""Each emulator is a package that stands on its own: it declares what it imports, and imports nothing of ours."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions, version
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[3]
PACKAGES = sorted(path.parent for path in (ROOT / "infra" / "emulators").glob("*/pyproject.toml"))
DISTRIBUTIONS = packages_distributions()


def project(package: Path) -> dict[str, Any]:
    declared: dict[str, Any] = tomllib.loads((package / "pyproject.toml").read_text())["project"]
    return declared


def requirements(package: Path) -> list[Requirement]:
    declared = project(package)
    optional = declared.get("optional-dependencies", {}).values()
    lines = [*declared.get("dependencies", []), *(line for extra in optional for line in extra)]
    return [Requirement(line) for line in lines]


def imported_modules(package: Path) -> Iterator[str]:
    """Yield the top-level name of every module that a package's code imports."""
    for path in package.rglob("*.py"):
        if "node_modules" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                yield from (alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield (node.module or "").partition(".")[0]


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.name)
def test_a_package_declares_what_it_imports(package: Path) -> None:
    """What is neither Python's nor its own is a dependency in its pyproject.toml."""
    own = {path.name for path in package.iterdir() if path.is_dir()}
    foreign = set(imported_modules(package)) - set(sys.stdlib_module_names) - own
    declared = {canonical(each.name) for each in requirements(package)}

    assert {canonical(DISTRIBUTIONS.get(name, [name])[0]) for name in foreign} <= declared


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.name)
def test_a_package_works_with_the_versions_pinned_here(package: Path) -> None:
    """The ranges that strangers install by include what our tests run with."""
    outside = [each for each in requirements(package) if not each.specifier.contains(version(each.name))]

    assert outside == []


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.name)
def test_a_package_has_what_strangers_look_for(package: Path) -> None:
    """A README, a changelog with the version it has, and a licence."""
    released = project(package)["version"]

    assert (package / "README.md").read_text().startswith(f"# {project(package)['name']}\n")
    assert f"## {released}" in (package / "CHANGELOG.md").read_text()
    assert "MIT License" in (package / "LICENSE").read_text()


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
