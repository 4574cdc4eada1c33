"""The composed templates, which every deploy reads."""

from pathlib import Path

import pytest

from infra import templates


@pytest.fixture(scope="session")
def stack_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return templates.write_composed(templates.compose(), tmp_path_factory.mktemp("build") / "stacks")
