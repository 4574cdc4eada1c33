"""An update of the stream reader while people listen: their sockets stay, and what happens afterwards reaches them."""

import asyncio
from uuid import uuid4

import pytest

from infra.deploy.formation import describe_stack, parameters
from infra.local.deploy.project import Project
from tests.e2e.test_live import COMMENT, ON_COMMENT, _does, _publish, listening
from tests.stack import Person, Stack

pytestmark = pytest.mark.emulator

PLATFORM = "waymark-dev-platform"


@pytest.fixture(scope="module")
def ada(stack: Stack) -> Person:
    return stack.sign_up(f"ada-{uuid4().hex[:8]}@example.org")


def update(stack: Stack) -> None:
    """Deploy a changed function and a changed parameter."""
    told = parameters(describe_stack(stack.client("cloudformation"), PLATFORM))
    project = Project(stack.system.ministack_url, print)
    ready = project.localise("platform")
    ready.body["Resources"]["StreamFunction"]["Properties"]["Description"] += " Deployed again."
    kinds = ready.body["Parameters"]
    own = {name: value for name, value in told.items() if not kinds[name]["Type"].startswith("AWS::SSM::")}
    project.apply("platform", ready, own | {"LogRetentionDays": "31"})


async def test_a_deploy_leaves_open_sockets_alone(stack: Stack, ada: Person) -> None:
    """A guest who listens hears the comment that comes after the update, on the socket of before."""
    post_id = await asyncio.to_thread(_publish, stack, ada)

    async with listening(stack, None, ON_COMMENT, post_id) as comments:
        await asyncio.to_thread(update, stack)
        assert (describe_stack(stack.client("cloudformation"), PLATFORM) or {})["StackStatus"] == "UPDATE_COMPLETE"
        await asyncio.to_thread(_does, stack, COMMENT, ada, subjectId=post_id, body="Still here")
        await comments.until(lambda ear: ear.heard)

        assert not comments.ended
    assert [each["body"] for each in comments.heard] == ["Still here"]
