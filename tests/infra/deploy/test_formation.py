"""What a stack's state lets a deploy do."""

import pytest

from infra.deploy import formation
from infra.deploy.errors import DeployError
from tests.fakes.aws_account import Account

STUCK = {
    "ROLLBACK_COMPLETE": "`make destroy ENV=dev STACKS=api`, then deploy again",
    "ROLLBACK_FAILED": "`make destroy ENV=dev STACKS=api`, then deploy again",
    "DELETE_FAILED": "`make destroy ENV=dev STACKS=api` tries again",
    "UPDATE_ROLLBACK_FAILED": "continue-update-rollback --stack-name waymark-dev-api --region us-east-1",
    "UPDATE_IN_PROGRESS": "Wait until it ends",
    "UPDATE_ROLLBACK_IN_PROGRESS": "Wait until it ends",
    "DELETE_IN_PROGRESS": "Wait until it ends",
}


@pytest.mark.parametrize(("status", "way_out"), STUCK.items())
def test_a_stuck_stack_says_the_way_out(status: str, way_out: str) -> None:
    """Each state has its own."""
    stack = {"StackName": "waymark-dev-api", "StackStatus": status}

    with pytest.raises(DeployError) as refused:
        formation.require_deployable(stack, "us-east-1", "make destroy ENV=dev STACKS=api")

    assert f"waymark-dev-api is in {status}" in str(refused.value)
    assert way_out in str(refused.value)


@pytest.mark.parametrize(
    "status", ["CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "REVIEW_IN_PROGRESS"]
)
def test_a_sound_stack_is_deployed(status: str) -> None:
    """So is one that was only shown so far."""
    formation.require_deployable({"StackName": "x", "StackStatus": status}, "us-east-1", "")


def test_the_first_failure_is_told_first() -> None:
    """What was cancelled because of it comes after; what is told twice is told once."""
    account = Account(events=[("Queue", "Resource creation cancelled"), ("Role", "denied"), ("Role", "denied")])
    account.holds("waymark-dev-api")

    assert formation.failure_reasons(account, "waymark-dev-api") == [
        "Role: denied",
        "Queue: Resource creation cancelled",
    ]
