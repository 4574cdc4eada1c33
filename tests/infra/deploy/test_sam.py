"""The command that deploys one stack."""

import sys
from pathlib import Path

import pytest

from infra.deploy import sam
from infra.deploy.environment import Environment
from infra.deploy.errors import DeployError
from infra.deploy.sam import Means

EU = Environment("eu", "eu-central-1", None, {})


def command(stack: str, means: Means, *, asks: bool = False) -> list[str]:
    return sam.command(EU, stack, Path("api.yaml"), {"A": "1", "B": ""}, means, asks=asks)


def test_a_person_is_asked_after_the_change_set() -> None:
    """A pipeline is not: its change set stands in its log."""
    assert "--confirm-changeset" in command("api", Means(), asks=True)
    assert "--no-confirm-changeset" in command("api", Means())


def test_the_pipeline_brings_its_bucket_and_its_role() -> None:
    """So that the build itself needs no rights on what is deployed."""
    told = command("api", Means("bundles", "arn:aws:iam::123456789012:role/x"))

    assert told[told.index("--s3-bucket") + 1] == "bundles"
    assert told[told.index("--role-arn") + 1] == "arn:aws:iam::123456789012:role/x"
    assert "--resolve-s3" not in told


def test_a_bucket_serves_its_own_region() -> None:
    """The site's stack lives elsewhere, brings no files, and needs none."""
    told = command("frontend", Means("bundles", ""))

    assert told[told.index("--region") + 1] == "us-east-1"
    assert not {"--s3-bucket", "--resolve-s3"} & set(told)


def test_an_empty_value_stays_a_value() -> None:
    """SAM reads a bare `B=` as nothing."""
    assert command("api", Means())[-2:] == ['A="1"', 'B=""']


def test_a_missing_sam_says_how_to_get_it(tmp_path: Path) -> None:
    """It is installed on demand, by make."""
    with pytest.raises(DeployError, match="AWS SAM is not installed"):
        sam.require_installed(tmp_path / "sam")


def test_what_sam_complains_of_is_shown_and_kept(capsys: pytest.CaptureFixture[str]) -> None:
    """The person sees it, and the advice is made from it."""
    code, said = sam.run([sys.executable, "-c", "import sys; sys.exit('Error: no bucket')"])

    assert (code, said) == (1, "Error: no bucket\n")
    assert "Error: no bucket" in capsys.readouterr().err
