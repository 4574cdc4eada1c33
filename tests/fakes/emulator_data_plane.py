"""A data plane beside a test's own embedded AWS, with switches of its own."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from infra.local.run.child import Child
from tests.emulator import TOKEN, Emulator
from tests.fakes.data_plane import free_port


@contextmanager
def serve_emulator_apis(aws: Emulator, logs: Path, **switches: str) -> Iterator[str]:
    """Serve what is deployed there, and give the address."""
    port = free_port()
    options = ("--endpoint", aws.url, "--port", str(port), "--poll", "0.2")
    known = ("--credentials-url", f"{aws.url}/_waymark/credentials")
    told = (part for name, value in switches.items() for part in ("--switch", f"{name}={value}"))
    command = (sys.executable, "-m", "appsync_local", *options, *known, *told)
    child = Child(f"plane-{port}", command, {**environment(aws), "APPSYNC_CREDENTIALS_TOKEN": TOKEN}, logs)
    try:
        child.wait_until_ready(f"http://127.0.0.1:{port}/_appsync/health", 60)
        yield f"http://127.0.0.1:{port}"
    finally:
        child.stop(5)


def environment(aws: Emulator) -> dict[str, str]:
    """What a process sees for which that AWS is the only one."""
    return {
        "PATH": "/usr/bin:/bin",
        "AWS_ENDPOINT_URL": aws.url,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
    }
