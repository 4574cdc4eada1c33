"""A whole environment deployed: order, links, regions, and what stops it."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError, NoCredentialsError

from infra import templates
from infra.deploy import deployment
from infra.deploy.confirm import Answers
from infra.deploy.deployment import Deployment
from infra.deploy.environment import Environment
from infra.deploy.errors import DeployError
from infra.deploy.sam import Means
from tests.fakes.aws_account import Account, Sam

STACKS: dict[str, dict[str, str]] = {
    "security": {},
    "observability": {},
    "backend": {"LogRetentionDays": "7"},
    "foundation": {},
}
DEV = Environment("dev", "eu-central-1", None, STACKS)


@pytest.fixture
def account() -> Account:
    return Account()


@pytest.fixture
def sam(account: Account) -> Sam:
    return Sam(account)


@pytest.fixture
def deploy(account: Account, sam: Sam) -> Callable[..., Any]:
    def of(*only: str, environment: Environment = DEV, answers: Answers = Answers("yes")) -> None:  # noqa: B008
        Deployment(environment, answers, print, account, sam, Means()).deploy(only)

    return of


def test_stacks_stand_in_the_order_of_their_links(deploy: Callable[..., Any], sam: Sam) -> None:
    """Whatever the order in the environment's file."""
    deploy()

    assert sam.stacks == [f"waymark-dev-{each}" for each in ("foundation", "backend", "observability", "security")]


def test_the_pipeline_is_deployed_by_hand(deploy: Callable[..., Any], sam: Sam) -> None:
    """By its name: a push must not widen the rights it is deployed with."""
    prod = Environment("dev", "eu-central-1", None, {**STACKS, "delivery": {}})

    deploy(environment=prod)
    assert "waymark-dev-delivery" not in sam.stacks

    deploy("delivery", environment=prod)
    assert sam.stacks[-1] == "waymark-dev-delivery"


def test_every_stack_is_told_its_environment_and_its_links(deploy: Callable[..., Any], sam: Sam) -> None:
    """Links carry the environment's name; parameters of its file win."""
    deploy(environment=Environment("staging", "eu-central-1", None, STACKS))

    told = dict(each.split("=", 1) for each in sam.commands[1] if "=" in each)
    assert told["Environment"] == '"staging"'
    assert told["TableName"] == '"/waymark/staging/table-name"'
    assert told["LogRetentionDays"] == '"7"'
    assert int(told["ApiKeyExpires"].strip('"')) > 1_700_000_000


def test_a_boundary_stays_once_it_is_set(account: Account, sam: Sam) -> None:
    """The pipeline names it; a person who deploys between does not take it away."""
    Deployment(DEV, Answers("yes"), print, account, sam, Means("bundles", "role", "boundary")).deploy()
    account.links = set(templates.consumed(templates.every()["backend"]).values())
    account.stacks["waymark-dev-backend"]["Parameters"] = [
        {"ParameterKey": "RoleBoundary", "ParameterValue": "boundary"}
    ]

    Deployment(DEV, Answers("yes"), print, account, sam, Means()).deploy(["backend"])

    assert 'RoleBoundary="boundary"' in sam.commands[1]
    assert 'RoleBoundary="boundary"' in sam.commands[-1]


def test_only_one_stack_can_be_deployed(deploy: Callable[..., Any], sam: Sam, account: Account) -> None:
    """Where what it reads is there."""
    account.links = set(templates.consumed(templates.every()["backend"]).values())

    deploy("backend")

    assert sam.stacks == ["waymark-dev-backend"]


def test_a_missing_foundation_is_told_before_anything_is_deployed(deploy: Callable[..., Any], sam: Sam) -> None:
    """With the command that makes what is missing."""
    with pytest.raises(DeployError) as refused:
        deploy("backend")

    assert "/waymark/dev/table-name" in str(refused.value)
    assert "`make deploy ENV=dev STACKS=foundation`" in str(refused.value)
    assert sam.commands == []


def test_an_unknown_stack_is_refused(deploy: Callable[..., Any]) -> None:
    """With the names there are."""
    with pytest.raises(DeployError, match=r"dev has no stack bakend\. It has security"):
        deploy("bakend")


def test_no_credentials_say_how_to_sign_in(deploy: Callable[..., Any], account: Account) -> None:
    """Before anything is asked or built."""
    account.refusal = NoCredentialsError()

    with pytest.raises(DeployError, match="aws sso login"):
        deploy()


def test_an_ended_sign_in_says_so(deploy: Callable[..., Any], account: Account) -> None:
    """AWS's own words stand above."""
    message = "The security token included in the request is expired"
    account.refusal = ClientError({"Error": {"Code": "ExpiredToken", "Message": message}}, "GetCallerIdentity")

    with pytest.raises(DeployError, match="Your sign-in has ended"):
        deploy()


def test_another_account_is_refused(deploy: Callable[..., Any], sam: Sam) -> None:
    """An environment may name the account it belongs to."""
    with pytest.raises(DeployError, match="belongs to account 999999999999"):
        deploy(environment=Environment("dev", "eu-central-1", "999999999999", STACKS))

    assert sam.commands == []


def test_a_stuck_stack_stops_all(deploy: Callable[..., Any], account: Account, sam: Sam) -> None:
    """Before the first is touched."""
    account.holds("waymark-dev-security", "ROLLBACK_COMPLETE")

    with pytest.raises(DeployError, match="make destroy ENV=dev STACKS=security"):
        deploy()

    assert sam.commands == []


def test_production_wants_its_name(deploy: Callable[..., Any], sam: Sam) -> None:
    """A plain yes is not enough."""
    prod = Environment("prod", "eu-central-1", None, STACKS)

    with pytest.raises(DeployError, match="say CONFIRM=prod"):
        deploy(environment=prod)
    deploy(environment=prod, answers=Answers("prod"))

    assert len(sam.commands) == 4


def test_a_failed_stack_tells_why_and_what_next(deploy: Callable[..., Any], account: Account, sam: Sam) -> None:
    """CloudFormation's reason of the resource, and the step that follows."""
    account.holds("waymark-dev-foundation")
    account.events = [("MediaBucket", "You have attempted to create more buckets than allowed (TooManyBuckets)")]
    sam.code = 1

    with pytest.raises(DeployError) as refused:
        deploy()

    assert "foundation was not deployed" in str(refused.value)
    assert "MediaBucket: You have attempted" in str(refused.value)
    assert "→ A quota of this account" in str(refused.value)
    assert len(sam.commands) == 1


def test_a_no_ends_the_deploy(deploy: Callable[..., Any], account: Account, sam: Sam) -> None:
    """SAM ends well when a person says no; what it left is taken away, and no later stack is deployed."""
    account.change_sets = [{"ChangeSetName": "samcli-deploy1", "ExecutionStatus": "AVAILABLE"}]

    with pytest.raises(DeployError, match="foundation was left as it is"):
        deploy(answers=Answers(terminal=True))

    assert ("delete_change_set", "waymark-dev-foundation", "samcli-deploy1") in account.done
    assert len(sam.commands) == 1


def test_the_foundation_is_protected_from_deletion(deploy: Callable[..., Any], account: Account) -> None:
    """By CloudFormation itself, also from the console."""
    deploy()

    assert account.done == [("protect", "waymark-dev-foundation", True)]


def test_a_guest_key_is_renewed_in_its_last_month() -> None:
    """It does not change with every deploy: open pages hold it."""
    now, month = 1_800_000_000, 30 * 86_400

    assert deployment.guest_key_end({"ApiKeyExpires": str(now + month + 1)}, now) == str(now + month + 1)
    assert deployment.guest_key_end({"ApiKeyExpires": str(now + month)}, now) == str(now + 360 * 86_400)
    assert deployment.guest_key_end({}, now) == str(now + 360 * 86_400)
