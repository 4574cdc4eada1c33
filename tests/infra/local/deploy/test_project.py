"""Which stacks the local deploy makes: those of the environment, in the order of their links, and no others."""

from collections.abc import Iterator

import pytest

from infra import templates
from infra.deploy.errors import DeployError
from infra.local.deploy.project import Project
from tests.emulator import Emulator

pytestmark = pytest.mark.emulator

STRANGER = '{"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}'


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    running = Emulator(tmp_path_factory.mktemp("aws"))
    yield running
    running.stop()


def test_the_environments_stacks_come_in_the_order_of_their_links(emulator: Emulator) -> None:
    """As on AWS; what reads a link comes after what makes it."""
    project = Project(emulator.url, lambda _: None)
    made: set[str] = set()

    for stack in project.list_chosen_stacks():
        assert set(templates.list_consumed_links(project.bodies[stack]).values()) <= made
        made |= set(templates.list_produced_links(project.bodies[stack]))
    assert made


def test_a_stack_that_no_template_makes_is_refused(emulator: Emulator) -> None:
    """It is of another version; the one command that drops it is named. Other projects' stacks are left alone."""
    formation = emulator.client("cloudformation")
    project = Project(emulator.url, lambda _: None)
    formation.create_stack(StackName="somebody-elses", TemplateBody=STRANGER)
    project.require_known_stacks()

    formation.create_stack(StackName="waymark-dev-backend", TemplateBody=STRANGER)

    with pytest.raises(DeployError, match=r"waymark-dev-backend.*make clean"):
        project.require_known_stacks()
