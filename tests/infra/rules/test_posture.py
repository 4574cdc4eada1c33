"""checkov's word on the templates: it is asked, it can fail, and what was accepted has to be needed."""

import shutil
from pathlib import Path

import pytest

from infra.rules.posture import ACCEPTED, Accepted, CheckovError, disagreements
from infra.rules.project import STACKS


def test_a_mistake_is_found_by_name(tmp_path: Path) -> None:
    """The site's bucket readable by everybody who lists it: a valid template all the same."""
    written = (STACKS / "frontend.yaml").read_text()
    closed = "BlockPublicPolicy: true"
    assert closed in written
    (tmp_path / "frontend.yaml").write_text(written.replace(closed, "BlockPublicPolicy: false"))

    found = [(each.code, each.where) for each in disagreements(tmp_path)]

    assert ("CKV_AWS_54", "frontend.SiteBucket") in found


def test_what_was_accepted_for_nothing_has_to_go(tmp_path: Path) -> None:
    """A skip that outlives its reason would hide the next mistake."""
    shutil.copy(STACKS / "security.yaml", tmp_path)
    needless = Accepted("CKV_AWS_28", "foundation.Table", "It was so once.")

    found = [(each.code, each.where) for each in disagreements(tmp_path, (*ACCEPTED, needless))]

    assert ("CKV_AWS_28", "foundation.Table") in found


def test_a_template_that_checkov_cannot_read_is_no_clean_one(tmp_path: Path) -> None:
    """Silence about a template that was left out is not agreement."""
    (tmp_path / "backend.yaml").write_text("Resources: [")

    with pytest.raises(CheckovError):
        list(disagreements(tmp_path))


def test_every_exception_has_a_reason() -> None:
    """In a sentence."""
    assert all(each.reason.endswith(".") and " " in each.reason for each in ACCEPTED)
