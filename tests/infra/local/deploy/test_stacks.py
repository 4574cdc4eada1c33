"""Every stack on the embedded AWS: made in order, updated, rolled back, deleted and made again."""

from collections.abc import Iterator
from typing import Any

import pytest

from infra import templates
from infra.deploy.deployment import PROTECTED
from infra.deploy.errors import DeployError
from tests.emulator import Emulator
from tests.trial import Trial

pytestmark = pytest.mark.emulator

ORDER = templates.deploy_order(templates.compose())


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    emulator = Emulator(tmp_path_factory.mktemp("aws"))
    yield Trial(emulator)
    emulator.stop()


@pytest.fixture(scope="module")
def everything(trial: Trial) -> Trial:
    """All stacks, deployed in the order of their links."""
    for stack in ORDER:
        trial.deploy(stack)
    return trial


@pytest.fixture(scope="module")
def handle(everything: Trial) -> str:
    """Somebody who has signed up."""
    return everything.signs_up("ada@example.org")


def retention(trial: Trial) -> int:
    """How long the API function's log is kept."""
    groups = trial.aws.client("logs").describe_log_groups()["logGroups"]
    return int(
        next(each for each in groups if each["logGroupName"] == trial.resource("SocialFunctionLogs"))["retentionInDays"]
    )


@pytest.mark.parametrize("stack", ORDER)
def test_every_stack_can_be_made(everything: Trial, stack: str) -> None:
    """From an empty account, one after the other."""
    assert everything.status(stack) == "CREATE_COMPLETE"


def test_what_is_left_out_is_said(everything: Trial) -> None:
    """Each with the reason; nothing is dropped in silence."""
    left_out = [line for line in everything.said if "without" in line]

    firewall = "security: without FirewallLogging (AWS::WAFv2::LoggingConfiguration: "
    assert any(line.startswith(firewall) for line in left_out)
    assert all(line.endswith(")") and ": " in line.partition("(")[2] for line in left_out)


def test_an_update_goes_through_and_data_stays(everything: Trial, handle: str) -> None:
    """A changed parameter reaches the log, a changed setting the function; API and people are the same."""
    before = everything.outputs("api")

    def quieter(resources: dict[str, Any]) -> None:
        resources["SocialFunction"]["Properties"]["Environment"]["Variables"]["POWERTOOLS_LOG_LEVEL"] = "WARNING"

    everything.deploy("social", quieter, LogRetentionDays="3")

    function = everything.aws.client("lambda").get_function_configuration(
        FunctionName=everything.resource("SocialFunction")
    )
    assert everything.status("social") == "UPDATE_COMPLETE"
    assert retention(everything) == 3
    assert function["Environment"]["Variables"]["POWERTOOLS_LOG_LEVEL"] == "WARNING"
    assert everything.outputs("api") == before
    assert everything.asks("user", handle=handle)["data"]["handle"] == handle


def test_what_fails_midway_is_rolled_back(everything: Trial, handle: str) -> None:
    """The reason is told, the stack is as it was, and the next deploy goes through."""
    everything.deploy("social", LogRetentionDays="3")

    def wrong(resources: dict[str, Any]) -> None:
        resources["UploadQueuePolicy"]["Properties"]["Queues"] = [{"Fn::GetAtt": ["UploadQueue", "Nothing"]}]

    with pytest.raises(DeployError, match="UPDATE_ROLLBACK_COMPLETE"):
        everything.deploy("social", wrong, LogRetentionDays="5")

    assert everything.status("social") == "UPDATE_ROLLBACK_COMPLETE"
    assert retention(everything) == 3
    assert everything.asks("user", handle=handle)["data"]["handle"] == handle

    everything.deploy("social", LogRetentionDays="5")
    assert retention(everything) == 5


@pytest.mark.parametrize("stack", [each for each in reversed(ORDER) if each not in PROTECTED])
def test_a_stateless_stack_is_deleted_and_made_again(everything: Trial, handle: str, stack: str) -> None:
    """No name, export or leftover stands in its way; the new API finds the people of before."""
    everything.delete(stack)

    everything.deploy(stack)

    assert everything.status(stack) == "CREATE_COMPLETE"
    assert everything.asks("user", handle=handle)["data"]["handle"] == handle
