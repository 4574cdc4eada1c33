"""checkov's word on the templates: it is asked, it can fail, and what was accepted has to be needed."""

from pathlib import Path

import pytest

from infra.rules.finding import Finding
from infra.rules.posture import ACCEPTED, Accepted, CheckovError, find_unaccepted, run_checkov
from infra.templates import STACKS


@pytest.fixture(scope="module")
def every(tmp_path_factory: pytest.TempPathFactory) -> list[Finding]:
    """What checkov finds where everybody may list the site's bucket: a valid template all the same."""
    folder = tmp_path_factory.mktemp("stacks")
    written = (STACKS / "frontend.yaml").read_text()
    closed = "BlockPublicPolicy: true"
    assert closed in written
    (folder / "frontend.yaml").write_text(written.replace(closed, "BlockPublicPolicy: false"))
    return list(run_checkov(folder))


def test_a_mistake_is_found_by_name(every: list[Finding]) -> None:
    """And what the template has for a reason is not."""
    told = [(each.code, each.where) for each in find_unaccepted(every)]

    assert ("CKV_AWS_54", "frontend.SiteBucket") in told
    assert ("CKV_AWS_86", "frontend.Distribution") not in told


def test_what_was_accepted_for_nothing_has_to_go(every: list[Finding]) -> None:
    """A skip that outlives its reason would hide the next mistake."""
    needless = Accepted("CKV_AWS_28", "foundation.Table", "It was so once.")

    told = [(each.code, each.where) for each in find_unaccepted(every, (*ACCEPTED, needless))]

    assert ("CKV_AWS_28", "foundation.Table") in told


def test_a_template_that_checkov_cannot_read_is_no_clean_one(tmp_path: Path) -> None:
    """Silence about a template that was left out is not agreement."""
    (tmp_path / "social.yaml").write_text("Resources: [")

    with pytest.raises(CheckovError):
        list(run_checkov(tmp_path))


def test_every_exception_has_a_reason() -> None:
    """In a sentence."""
    assert all(each.reason.endswith(".") and " " in each.reason for each in ACCEPTED)
