"""The rules themselves: silent on the clean tree, and each seeded mistake found by name."""

import pytest

from infra.rules import Project, findings
from tests.infra.rules import seeds_api, seeds_delivery, seeds_functions, seeds_network, seeds_stacks
from tests.infra.rules.mistakes import MISTAKES, Mistake

SEEDED = (seeds_api, seeds_delivery, seeds_functions, seeds_network, seeds_stacks)


@pytest.fixture(scope="module")
def project() -> Project:
    return Project.load()


def test_the_clean_tree_has_no_finding(project: Project) -> None:
    """A rule that cries wolf is soon ignored."""
    assert [str(each) for each in findings(project)] == []


@pytest.mark.parametrize("seeded", MISTAKES, ids=str)
def test_a_mistake_is_found_by_name(project: Project, seeded: Mistake) -> None:
    """One mistake at a time, in a copy of the project."""
    wrong = seeded.make(project.copy())

    found = {each.code for each in findings(wrong)}

    assert seeded.code in found


def test_a_finding_says_where_and_what_to_do(project: Project) -> None:
    """Its line has a code, a place and a sentence."""
    wrong = project.copy()
    del wrong.stacks["social"]["Resources"]["UploadQueue"]["Properties"]["RedrivePolicy"]

    lines = [str(each) for each in findings(wrong)]

    assert "Q02 social.UploadQueue: It needs a RedrivePolicy, or poison comes back for days." in lines


def test_there_are_many_mistakes() -> None:
    """Forty at the least, and no two of the same name."""
    assert len(MISTAKES) >= 40
    assert len({str(each) for each in MISTAKES}) == len(MISTAKES)
