"""The models, built once; the real server, started once; S3 beside it."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from rekognition_local import taxonomy as taxonomies
from rekognition_local.engine import CLASS_NAMES
from rekognition_local.models.build import build
from rekognition_local.taxonomy import Taxonomy

from tests.infra.emulators.rekognition.fakes import ObjectStore, object_store

PHOTOS = Path("infra/local/world/photos")
START_SECONDS = 60
KEYS = {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local"}


@pytest.fixture(scope="session")
def models() -> Path:
    folder = Path(".waymark/models")
    build(folder, print)
    return folder


@pytest.fixture(scope="session")
def taxonomy(models: Path) -> Taxonomy:
    return taxonomies.read(models / CLASS_NAMES)


@pytest.fixture(scope="session")
def store() -> Iterator[ObjectStore]:
    with object_store() as running:
        yield running


@pytest.fixture(scope="session")
def server(models: Path, store: ObjectStore, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the real process with the real models."""
    port = free_port()
    log = tmp_path_factory.mktemp("rekognition") / "log"
    command = [sys.executable, "-m", "rekognition_local", "serve", "--port", str(port), "--models", str(models)]
    environment = {**os.environ, **KEYS, "AWS_ENDPOINT_URL": store.address}
    with (
        log.open("w") as output,
        subprocess.Popen(  # noqa: S603
            command, env=environment, stdout=output, stderr=output
        ) as process,
    ):
        address = f"http://127.0.0.1:{port}"
        try:
            _wait_until_ready(process, address, log)
            yield address
        finally:
            process.terminate()


@pytest.fixture(scope="session")
def rekognition(server: str) -> Iterator[Any]:
    """An unmodified boto3 client."""
    client = boto3.client(
        "rekognition",
        endpoint_url=server,
        region_name="us-east-1",
        aws_access_key_id="local",
        aws_secret_access_key="local",
        config=Config(retries={"total_max_attempts": 1}),
    )
    yield client
    client.close()


@pytest.fixture(scope="session")
def photo() -> Any:
    """A real photo of the demo world, by name."""
    return lambda name: (PHOTOS / f"{name}.jpg").read_bytes()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_ready(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            pytest.fail(f"the server stopped:\n{log.read_text()}")
        try:
            with urllib.request.urlopen(f"{address}/_rekognition/health", timeout=2):  # noqa: S310
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    pytest.fail(f"the server was not ready in {START_SECONDS} s:\n{log.read_text()}")
