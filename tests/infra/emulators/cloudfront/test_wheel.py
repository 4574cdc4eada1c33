"""The package by itself: built as a wheel and run by uvx in a folder that has nothing of Waymark."""

import contextlib
import json
from pathlib import Path

import urllib3
from cryptography.hazmat.primitives.asymmetric import rsa

from infra.local.run.child import Child
from tests.fakes.data_plane import free_port
from tests.infra.emulators.cloudfront.conftest import describe, write_public_key
from tests.packages import EMULATORS, INSTALL_SECONDS, build_wheel, clean_environment, uvx


def test_the_wheel_verifies_in_a_foreign_folder(tmp_path: Path, key: rsa.RSAPrivateKey) -> None:
    """Its console script and its dependencies are all in it."""
    distribution = describe("http://127.0.0.1:9/bucket", {"KPLAYER": write_public_key(key)})
    (tmp_path / "distribution.json").write_text(json.dumps(distribution))
    port = free_port()
    wheel = build_wheel(EMULATORS / "cloudfront", tmp_path / "wheel")
    command = uvx([wheel], "cloudfront-local", "--port", str(port), "--distribution", "distribution.json")
    with contextlib.chdir(tmp_path):
        server = Child("cloudfront", command, clean_environment(), tmp_path)
    try:
        server.wait_until_ready(f"http://127.0.0.1:{port}/_cloudfront/health", INSTALL_SECONDS)
        answer = urllib3.request("GET", f"http://127.0.0.1:{port}/media/film", retries=False, timeout=10)
    finally:
        server.stop(10)

    assert (answer.status, b"MissingKey" in answer.data) == (403, True)
