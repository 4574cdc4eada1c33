"""CONTRIBUTING's recipes still fit the code they change; tests/recipes follows them to their end."""

from pathlib import Path

import pytest

from tests.recipes.recipe import read_recipes

RECIPES = read_recipes()


@pytest.mark.parametrize("title", RECIPES)
def test_every_step_finds_its_place(title: str) -> None:
    """Each line that a step names is in its file once, after the steps before it."""
    changed: dict[Path, str] = {}
    for step in RECIPES[title]:
        for edit in step.edits:
            before = changed.get(edit.path) or (edit.path.read_text() if edit.path.exists() else "")
            try:
                changed[edit.path] = edit.apply(before)
            except ValueError:
                pytest.fail(f"Step {step.number} names a line that {edit.path} does not have once: {edit.anchor}")
