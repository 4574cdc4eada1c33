"""A package of infra/emulators as a stranger uses it: built as a wheel, run by uvx in another folder."""

import contextlib
import os
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import boto3

from infra.local.run.child import Child
from tests.fakes.data_plane import free_port

UV: Final = Path(".venv/bin/uv").absolute()
EMULATORS: Final = Path("infra/emulators").absolute()
INSTALL_SECONDS: Final = 240
PINS: Final = Path("requirements/local.txt").absolute()


def build_wheel(package: Path, folder: Path) -> Path:
    """Build a package's wheel into a folder, and return its path."""
    subprocess.run([UV, "build", "-q", "--wheel", "--out-dir", folder, package], check=True)  # noqa: S603 (ours)
    (wheel,) = folder.glob("*.whl")
    return wheel.absolute()


def uvx(wheels: Sequence[Path], *command: str) -> tuple[str, ...]:
    """Return the command line that runs a wheel's console script; the first wheel has it, it may need the others.

    Dependencies come in the versions of requirements/local.txt, so that nothing is resolved or fetched again.
    """
    first, *others = (str(wheel) for wheel in wheels)
    needed = [part for wheel in others for part in ("--with", wheel)]
    return (str(UV), "tool", "run", "-q", "--from", first, *needed, "--constraints", str(PINS), *command)


def clean_environment() -> dict[str, str]:
    """Return this process's environment without what would lend the package our code or our AWS settings."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "AWS_", "VIRTUAL_ENV"))}


@contextlib.contextmanager
def serve_wheel(package: str, folder: Path, *options: str, service: str = "") -> Iterator[Any]:
    """Serve a service of AWS from a folder that has only its emulator's wheel, and return boto3's client of it."""
    service, port = service or package, free_port()
    wheels = [build_wheel(EMULATORS / each, folder / each) for each in (package, "wire")]
    command = uvx(wheels, f"{package}-local", *options, "--port", str(port))
    with contextlib.chdir(folder):
        server = Child(package, command, clean_environment(), folder)
    address = f"http://127.0.0.1:{port}"
    credentials = {"aws_access_key_id": "local", "aws_secret_access_key": "local"}
    try:
        server.wait_until_ready(f"{address}/_{service}/health", INSTALL_SECONDS)
        yield boto3.client(service, endpoint_url=address, region_name="us-east-1", **credentials)  # type: ignore[call-overload]
    finally:
        server.stop(10)
