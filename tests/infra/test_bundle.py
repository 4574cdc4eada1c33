"""The bundles: the same bytes when built again, and nothing inside that a function does not load."""

import zipfile
from pathlib import Path

import pytest

from infra.bundle import BUNDLES, ON_AWS, Bundle, build, main

# At most so many bytes: a bundle's size is part of every cold start.
LIMITS = {"functions": 5_000_000, "worker": 20_000_000}
NEVER = ("boto3/", "botocore/", "strawberry/", "graphql/", "aws_xray_sdk/")


@pytest.fixture(scope="module", params=BUNDLES, ids=lambda bundle: bundle.name)
def bundle(request: pytest.FixtureRequest) -> Bundle:
    named: Bundle = request.param
    return named


@pytest.fixture(scope="module")
def made(bundle: Bundle, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(bundle, tmp_path_factory.mktemp("one"), ON_AWS)


def test_the_same_input_gives_the_same_bytes(bundle: Bundle, made: Path, tmp_path: Path) -> None:
    """Made in another folder, from wheels installed anew."""
    again = build(bundle, tmp_path, ON_AWS)

    assert again.read_bytes() == made.read_bytes()


def test_a_bundle_holds_our_code_and_wheels_for_lambda(made: Path) -> None:
    """arm64 for Python 3.13; neither boto3 (the runtime's) nor Strawberry nor our modules that import it."""
    names = zipfile.ZipFile(made).namelist()

    assert {"resolvers/api.py", "subscriptions/stream.py", "pydantic/__init__.py"} <= set(names)
    compiled = [name for name in names if name.endswith(".so")]
    assert compiled
    assert all("cpython-313-aarch64" in name or ".abi3." in name for name in compiled)
    assert not [name for name in names if name.startswith(NEVER)]
    assert not [name for name in names if name.endswith(("/schema.py", "/directives.py")) and "resolvers/" in name]


def test_a_bundle_stays_small(bundle: Bundle, made: Path) -> None:
    """What it weighs is bounded, for each by its own need."""
    assert made.stat().st_size < LIMITS[bundle.name]


def test_what_is_built_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """`make build` prints each bundle's size and digest."""
    main()

    told = capsys.readouterr().out
    assert all(f"build/{each.name}.zip  " in told for each in BUNDLES)
    assert told.count(" MB  sha256 ") == len(BUNDLES)


def test_an_unchanged_bundle_is_not_built_again(bundle: Bundle, made: Path) -> None:
    """A second start takes seconds."""
    before = made.stat().st_mtime_ns

    build(bundle, made.parent, ON_AWS)

    assert made.stat().st_mtime_ns == before
