"""What `make deploy` builds before it deploys, by make's own plan."""

import subprocess

import pytest


@pytest.mark.parametrize(("environment", "builds"), [("dev", False), ("staging", True), ("prod", True)])
def test_the_site_is_built_where_there_is_one(environment: str, builds: bool) -> None:
    """Even if its sources have changed, dev needs no Node for a deploy."""
    command = ["make", "--dry-run", "--what-if=frontend/index.html", "deploy", f"ENV={environment}"]

    plan = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603

    assert "infra.deploy deploy" in plan
    assert ("building the frontend" in plan) == builds
