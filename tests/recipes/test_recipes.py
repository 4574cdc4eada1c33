"""CONTRIBUTING's recipes are true: whoever follows one is done, and the checks name every step that is left out."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.recipes.recipe import read_recipes

RECIPES = read_recipes()
# What the checks read and the recipes change.
PARTS = (
    *("resolvers", "subscriptions", "infra/appsync", "tests/laws", "frontend/src/features"),
    *("schema.py", "schema.graphql", "pyproject.toml"),
)


def copy_tree(destination: Path) -> None:
    """Copy the tracked files that the checks need."""
    command = ["git", "ls-files", "-z", *PARTS]
    tracked = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603  our own arguments
    for name in filter(None, tracked.stdout.split("\0")):
        (destination / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(name, destination / name)


def test_every_kind_of_change_with_checks_has_a_recipe() -> None:
    """A recipe whose steps cannot be read would not be tested."""
    assert list(RECIPES) == ["A stored field", "A derived field", "A field with a resolver", "An event", "A room"]


@pytest.mark.parametrize("title", RECIPES)
def test_a_recipe_is_whole_and_each_step_left_out_is_named(title: str, tmp_path: Path) -> None:
    """All steps pass the checks; without any one of them they fail, and say what CONTRIBUTING promises."""
    copy_tree(tmp_path)

    ran = subprocess.run(  # noqa: S603  our own module
        [sys.executable, "-m", "tests.recipes.checks", title, tmp_path], capture_output=True, text=True, check=False
    )

    assert ran.returncode == 0, ran.stderr
    reports = json.loads(ran.stdout)
    code, output = reports["0"]
    assert code == 0, output
    for step in RECIPES[title]:
        code, output = reports[str(step.number)]
        assert code != 0, f"No check misses step {step.number}."
        assert step.named_without_it in output, output
