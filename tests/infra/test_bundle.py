"""The bundles: the same bytes when built again, and nothing inside that a function does not load."""

import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from infra.bundle import ON_AWS, Bundle, build, bundles, main
from infra.imports import find_imported_modules
from tests.entries import LOAD_ROOMS

# At most so many bytes: a bundle's size is part of every cold start.
# Half of the small ones is cryptography, which encrypts cursors.
LIMITS = {
    "platform": 10_000_000,
    "social": 10_000_000,
    # With the time zones of the world, what divides articles into passages, Anki's format, and 0.8 MB of words.
    "learning": 11_800_000,
    "video": 10_000_000,
    "orders": 26_000_000,  # with what draws invoices, its font, and the time zones of the world
    "payments": 16_000_000,  # with the payment provider's client
    "shop": 10_500_000,  # with calendar files and the time zones of the world
    "stream": 10_000_000,
    "narrations-worker": 10_000_000,
    "passages-worker": 10_000_000,
    "photos-worker": 23_000_000,
    "speaking-worker": 60_000_000,  # with FFmpeg's libraries, and a model that tells voice from silence
    "writing-worker": 45_000_000,  # with a dictionary of English, its grammar, and numpy
}
# Namespace packages have no file.
OURS = "name.startswith(('resolvers.', 'subscriptions.')) and sys.modules[name].__file__"
PICTURES = "resolvers.platform.pictures.decoder"
NEVER = ("boto3/", "botocore/", "strawberry/", "graphql/", "aws_xray_sdk/")


@pytest.fixture(scope="module", params=bundles(), ids=lambda bundle: bundle.name)
def bundle(request: pytest.FixtureRequest) -> Bundle:
    named: Bundle = request.param
    return named


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("one")


@pytest.fixture(scope="module")
def bundle_file(bundle: Bundle, folder: Path) -> Path:
    return build(bundle, folder, ON_AWS)


def test_the_same_input_gives_the_same_bytes(
    bundle: Bundle, bundle_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Made in another folder, from wheels installed again; digests, as a difference of megabytes is never read."""
    monkeypatch.setenv("UV_COMPILE_BYTECODE", "1")

    again = build(bundle, tmp_path, ON_AWS)

    assert sha256(again.read_bytes()).hexdigest() == sha256(bundle_file.read_bytes()).hexdigest()


def test_a_bundle_holds_what_its_handlers_import_and_wheels_for_lambda(bundle: Bundle, bundle_file: Path) -> None:
    """arm64 for Python 3.13; neither boto3 (the runtime's) nor Strawberry nor our modules that import it."""
    names = zipfile.ZipFile(bundle_file).namelist()

    assert {str(file) for file in find_imported_modules(*bundle.entries).values()} <= set(names)
    # numpy, FFmpeg and the detector of voices bring libraries, which are no modules.
    compiled = [name for name in names if name.endswith(".so") and ".libs/" not in name and "/lib" not in f"/{name}"]
    assert compiled
    assert all("cpython-313-aarch64" in name or ".abi3." in name for name in compiled)
    assert not [name for name in names if name.startswith(NEVER)]
    assert not [name for name in names if name.endswith(("/schema.py", "/directives.py")) and "resolvers/" in name]


def test_a_bundle_has_no_module_of_another_function() -> None:
    """A product's fields are in its own bundle, and only the worker's opens pictures."""
    held = {each.name: {*find_imported_modules(*each.entries)} for each in bundles()}

    assert "resolvers.social.posts.handler" in held["social"]
    assert "resolvers.social.posts.handler" not in held["platform"] | held["stream"] | held["photos-worker"]
    assert "resolvers.platform.users.handler" in held["platform"]
    assert "resolvers.platform.users.handler" not in held["social"] | held["stream"] | held["photos-worker"]
    assert "resolvers.shop.carts.handler" in held["shop"]
    assert "resolvers.shop.carts.handler" not in held["platform"] | held["social"] | held["stream"]
    assert PICTURES in held["photos-worker"]
    assert PICTURES not in held["platform"] | held["social"] | held["shop"] | held["stream"]


def test_a_bundle_lacks_nothing_that_its_handlers_load(bundle: Bundle) -> None:
    """Modules that rooms load by name too: what the code's text says is what an interpreter loads."""
    program = f"import {', '.join(bundle.entries)}{LOAD_ROOMS}print(*(name for name in sys.modules if {OURS}))"

    loaded = subprocess.run(  # noqa: S603 (our own modules)
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env={"TABLE_NAME": "x"}
    )

    assert {*loaded.stdout.split()} <= {*find_imported_modules(*bundle.entries)}


def test_a_bundle_stays_small(bundle: Bundle, bundle_file: Path) -> None:
    """What it weighs is bounded, for each by its own need."""
    assert bundle_file.stat().st_size < LIMITS[bundle.name]


def test_what_is_built_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """`make build` prints each bundle's size and digest."""
    main()

    told = capsys.readouterr().out
    assert all(f"build/{each.name}.zip  " in told for each in bundles())
    assert told.count(" MB  sha256 ") == len(bundles())


def test_an_unchanged_bundle_is_not_built_again(bundle: Bundle, bundle_file: Path) -> None:
    """A second start takes seconds."""
    before = bundle_file.stat().st_mtime_ns

    build(bundle, bundle_file.parent, ON_AWS)

    assert bundle_file.stat().st_mtime_ns == before
