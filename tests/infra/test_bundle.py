"""The bundles: the same bytes when built again, and nothing inside that a function does not load."""

import zipfile
from pathlib import Path

import pytest

from infra.bundle import BUNDLES, ON_AWS, build

FUNCTIONS, WORKER = BUNDLES


@pytest.fixture(scope="module")
def functions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(FUNCTIONS, tmp_path_factory.mktemp("one"), ON_AWS)


def test_the_same_input_gives_the_same_bytes(functions: Path, tmp_path: Path) -> None:
    """Made in another folder, from wheels installed anew."""
    again = build(FUNCTIONS, tmp_path, ON_AWS)

    assert again.read_bytes() == functions.read_bytes()


def test_a_bundle_holds_our_code_and_wheels_for_lambda(functions: Path) -> None:
    """arm64 for Python 3.13; neither boto3 (the runtime's) nor Strawberry nor our modules that import it."""
    names = zipfile.ZipFile(functions).namelist()

    assert {"resolvers/api.py", "subscriptions/stream.py", "pydantic/__init__.py"} <= set(names)
    compiled = [name for name in names if name.endswith(".so")]
    assert compiled
    assert all("cpython-313-aarch64" in name or ".abi3." in name for name in compiled)
    assert not [name for name in names if name.startswith(("boto3/", "botocore/", "strawberry/", "graphql/"))]
    assert not [name for name in names if name.endswith(("/schema.py", "/directives.py")) and "resolvers/" in name]


def test_a_bundle_stays_small(functions: Path) -> None:
    """Its size is part of every cold start."""
    assert functions.stat().st_size < 5_000_000


def test_an_unchanged_bundle_is_not_built_again(functions: Path) -> None:
    """A second start takes seconds."""
    before = functions.stat().st_mtime_ns

    build(FUNCTIONS, functions.parent, ON_AWS)

    assert functions.stat().st_mtime_ns == before
