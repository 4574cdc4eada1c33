"""Environments as they are read: what is missing, or was never filled in, stops a deploy before it starts."""

from pathlib import Path

import pytest

from infra.deploy import environment
from infra.deploy.errors import DeployError


def test_an_unknown_environment_lists_the_known_ones() -> None:
    """A typing mistake is mended at once."""
    with pytest.raises(DeployError, match=r"no environment 'pord'\. There are dev, prod, staging"):
        environment.read("pord")


def test_no_environment_is_a_question() -> None:
    """`make deploy` alone changes nothing."""
    with pytest.raises(DeployError, match=r"Which environment\? There are dev.*make deploy ENV=dev"):
        environment.read("")


def test_examples_are_not_deployed() -> None:
    """A production that nobody filled in names every value to replace."""
    with pytest.raises(DeployError) as refused:
        environment.read("prod")

    assert "infra/environments/prod.yaml still has examples" in str(refused.value)
    assert "frontend.HostedZoneId: Z0000000000EXAMPLE" in str(refused.value)
    assert "delivery.ConnectionArn" in str(refused.value)


def test_the_site_lives_where_certificates_do(tmp_path: Path) -> None:
    """CloudFront takes certificates of us-east-1 only, wherever the data is."""
    (tmp_path / "eu.yaml").write_text("region: eu-central-1\nstacks: { api: {}, frontend: { A: 1 } }\n")

    eu = environment.read("eu", tmp_path)

    assert eu.region_of("frontend") == "us-east-1"
    assert eu.region_of("api") == "eu-central-1"
    assert eu.stacks["frontend"] == {"A": "1"}
