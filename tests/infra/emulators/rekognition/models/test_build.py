"""The models folder: made once, made again where something is wrong, never from an unpinned file."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from rekognition_local.engine import FILES
from rekognition_local.models import sources
from rekognition_local.models.build import ModelsUnavailable, build, list_missing
from rekognition_local.models.sources import Model, Source

NAMES = next(model for model in sources.MODELS if model.name == "imagenet-classes.json")


def lines_of(folder: Path, *models: Model) -> list[str]:
    lines: list[str] = []
    build(folder, lines.append, models)
    return lines


def test_a_second_build_finds_everything_ready(tmp_path: Path) -> None:
    """Nothing is made twice, and the file is the package's own."""
    first, second = lines_of(tmp_path, NAMES), lines_of(tmp_path, NAMES)

    assert "made in" in first[0]
    assert second == ["models 1/1 imagenet-classes.json: ready"]
    assert hashlib.sha256((tmp_path / NAMES.name).read_bytes()).hexdigest() == NAMES.sources[0].sha256


@pytest.mark.parametrize("damage", ["file", "manifest", "gone"])
def test_what_is_damaged_is_made_again(tmp_path: Path, damage: str) -> None:
    """A half-written file, a lost manifest and a lost file are all noticed."""
    lines_of(tmp_path, NAMES)
    match damage:
        case "file":
            (tmp_path / NAMES.name).write_bytes(b"[")
        case "manifest":
            (tmp_path / "manifest.json").write_text("{ half")
        case "gone":
            (tmp_path / NAMES.name).unlink()

    assert list_missing(tmp_path, (NAMES,)) == [NAMES.name]
    assert "made in" in lines_of(tmp_path, NAMES)[0]
    assert list_missing(tmp_path, (NAMES,)) == []


def test_a_new_conversion_makes_the_model_again(tmp_path: Path) -> None:
    """The version of the conversion is part of what is compared."""
    lines_of(tmp_path, NAMES)

    assert "made in" in lines_of(tmp_path, replace(NAMES, version=2))[0]


def test_a_file_that_is_not_the_pinned_one_is_refused(tmp_path: Path) -> None:
    """Both hashes are named, and nothing is written."""
    other = replace(NAMES, sources=(replace(NAMES.sources[0], sha256="0" * 64),))

    with pytest.raises(ModelsUnavailable, match="not the pinned 000"):
        lines_of(tmp_path, other)
    assert not (tmp_path / NAMES.name).exists()


@pytest.mark.parametrize(
    "source", [Source("no-such-package", "a.json", ""), Source("imagenet-classes", "imagenet_classes/a.json", "")]
)
def test_a_missing_package_or_file_says_what_to_run(tmp_path: Path, source: Source) -> None:
    """The requirements hold everything."""
    with pytest.raises(ModelsUnavailable, match="Install rekognition-local again"):
        lines_of(tmp_path, Model("a.json", (source,)))


def test_the_server_loads_exactly_what_the_build_makes() -> None:
    """No model is made for nothing, none is missed."""
    assert {model.name for model in sources.MODELS} == set(FILES)
