"""A whole environment deployed: order, links, regions, and what stops it."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError, NoCredentialsError

from infra import templates
from infra.deploy import deployment, withdrawal
from infra.deploy.confirm import Answers
from infra.deploy.deployment import Deployment
from infra.deploy.environment import Environment
from infra.deploy.errors import DeployError
from infra.deploy.media_key import MediaKey
from infra.deploy.sam import Means
from tests.fakes.aws_account import Account, Sam

STACKS: dict[str, dict[str, str]] = {
    "security": {},
    "observability": {},
    "shop": {},
    "network": {},
    "database": {},
    "orders": {},
    "payments": {},
    "social": {"LogRetentionDays": "8"},
    "learning": {},
    "video": {},
    "platform": {},
    "api": {"LogRetentionDays": "7"},
    "foundation": {},
}
ORDER = (
    "foundation",
    "api",
    "platform",
    "social",
    "learning",
    "video",
    "shop",
    "network",
    "database",
    "orders",
    "payments",
    "security",
    "observability",
)
DEV = Environment("dev", "eu-central-1", None, STACKS)


@pytest.fixture
def account() -> Account:
    return Account()


@pytest.fixture
def sam(account: Account) -> Sam:
    return Sam(account)


@pytest.fixture
def deploy(account: Account, sam: Sam, stack_folder: Path) -> Callable[..., Any]:
    def of(
        *only: str,
        environment: Environment = DEV,
        answers: Answers = Answers("yes"),  # noqa: B008
        folder: Path = stack_folder,
        means: Means = Means(),  # noqa: B008
    ) -> None:
        Deployment(environment, answers, print, account, sam, means, folder).deploy(only)

    return of


def test_stacks_stand_in_the_order_of_their_links(deploy: Callable[..., Any], sam: Sam) -> None:
    """Whatever the order in the environment's file."""
    deploy()

    assert sam.stacks == [f"waymark-dev-{each}" for each in ORDER]


def test_the_pipeline_is_deployed_by_hand(deploy: Callable[..., Any], sam: Sam) -> None:
    """By its name: a push must not widen the rights it is deployed with."""
    prod = Environment("dev", "eu-central-1", None, {**STACKS, "deployer": {}, "delivery": {}})

    deploy(environment=prod)
    assert not {"waymark-dev-deployer", "waymark-dev-delivery"} & {*sam.stacks}

    deploy("delivery", "deployer", environment=prod)
    assert sam.stacks[-2:] == ["waymark-dev-deployer", "waymark-dev-delivery"]


def test_every_stack_is_told_its_environment_and_its_links(deploy: Callable[..., Any], sam: Sam) -> None:
    """Links carry the environment's name; parameters of its file win."""
    deploy(environment=Environment("staging", "eu-central-1", None, STACKS))

    told = dict(each.split("=", 1) for each in sam.commands[1] if "=" in each)
    assert told["Environment"] == '"staging"'
    assert told["UserPoolId"] == '"/waymark/staging/user-pool-id"'
    assert told["LogRetentionDays"] == '"7"'
    assert int(told["ApiKeyExpires"].strip('"')) > 1_700_000_000


def test_a_boundary_stays_once_it_is_set(deploy: Callable[..., Any], account: Account, sam: Sam) -> None:
    """The pipeline names it; a person who deploys between does not take it away."""
    deploy(means=Means("bundles", "role", "boundary"))
    account.links = set(templates.list_consumed_links(templates.load_all()["api"]).values())
    account.stacks["waymark-dev-api"]["Parameters"] = [{"ParameterKey": "RoleBoundary", "ParameterValue": "boundary"}]

    deploy("api")

    assert 'RoleBoundary="boundary"' in sam.commands[1]
    assert 'RoleBoundary="boundary"' in sam.commands[-1]


def test_only_one_stack_can_be_deployed(deploy: Callable[..., Any], sam: Sam, account: Account) -> None:
    """Where what it reads is there."""
    account.links = set(templates.list_consumed_links(templates.load_all()["api"]).values())

    deploy("api")

    assert sam.stacks == ["waymark-dev-api"]


def test_a_missing_foundation_is_told_before_anything_is_deployed(deploy: Callable[..., Any], sam: Sam) -> None:
    """With the command that makes what is missing."""
    with pytest.raises(DeployError) as refused:
        deploy("api")

    assert "/waymark/dev/user-pool-id" in str(refused.value)
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

    assert len(sam.commands) == len(STACKS)


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


def test_the_tables_are_brought_up_to_date_before_the_orders_functions(
    deploy: Callable[..., Any], account: Account, sam: Sam, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the function that the database's stack has just got; what it applied is said."""
    account.answer = ["orders", "order_lines"]
    account.links = {*templates.list_consumed_links(templates.load_all()["database"]).values()}

    deploy("database")

    assert ("invoke", "waymark-dev-database-MigratorFunction", b"{}") in account.done
    assert ("protect", "waymark-dev-database", True) in account.done
    assert "waymark-dev-database: order_lines" in capsys.readouterr().out
    assert sam.stacks == ["waymark-dev-database"]


def test_a_failed_migration_stops_the_deploy(deploy: Callable[..., Any], account: Account, sam: Sam) -> None:
    """The functions that need the new tables are not deployed."""
    account.answer = {"errorMessage": "Migration 3 (order_parts) was edited after it was applied."}
    account.function_error = {"FunctionError": "Unhandled"}

    with pytest.raises(DeployError, match=r"Migration 3 .* was edited") as refused:
        deploy()

    assert "Mend what it names, then repeat" in str(refused.value)
    assert sam.stacks[-1] == "waymark-dev-database"


def test_the_foundation_is_protected_from_deletion(deploy: Callable[..., Any], account: Account) -> None:
    """By CloudFormation itself, also from the console; so are the orders, and the network that they are in."""
    deploy()

    protected = [name for action, name, *_ in account.done if action == "protect"]
    assert protected == ["waymark-dev-foundation", "waymark-dev-network", "waymark-dev-database"]


def test_a_guest_key_is_renewed_in_its_last_month() -> None:
    """It does not change with every deploy: open pages hold it."""
    now, month = 1_800_000_000, 30 * 86_400

    assert deployment.guest_key_end({"ApiKeyExpires": str(now + month + 1)}, now) == str(now + month + 1)
    assert deployment.guest_key_end({"ApiKeyExpires": str(now + month)}, now) == str(now + 360 * 86_400)
    assert deployment.guest_key_end({}, now) == str(now + 360 * 86_400)


def without(folder: Path, stack: str, field: tuple[str, str]) -> None:
    """Take a field's resolver out of a composed template."""
    body = templates.load(folder / f"{stack}.yaml")
    kept = {
        name: each
        for name, each in body["Resources"].items()
        if (each["Properties"].get("TypeName"), each["Properties"].get("FieldName")) != field
    }
    (folder / f"{stack}.yaml").write_text(templates.dump({**body, "Resources": kept}))


def test_a_field_that_goes_leaves_its_product_before_the_api(
    deploy: Callable[..., Any], sam: Sam, account: Account, stack_folder: Path, tmp_path: Path
) -> None:
    """AppSync refuses a schema without a field that a resolver answers; a field that comes waits for the schema."""
    before = Path(shutil.copytree(stack_folder, tmp_path / "before"))
    after = Path(shutil.copytree(stack_folder, tmp_path / "after"))
    without(before, "social", ("Query", "feed"))
    without(after, "social", ("Query", "post"))
    deploy(folder=before)
    sam.commands.clear()

    deploy(folder=after)

    assert [each.removeprefix("waymark-dev-") for each in sam.stacks] == ["social", *ORDER]
    narrowed = withdrawal.list_resolved_fields(templates.load(Path(sam.value(0, "--template-file"))))
    whole = withdrawal.list_resolved_fields(templates.parse(account.templates["waymark-dev-social"]))
    assert narrowed == whole - {("Query", "feed")}
    assert ("Query", "feed") in whole
    assert ("Query", "post") not in whole


def test_a_field_that_goes_takes_its_product_along(
    deploy: Callable[..., Any], sam: Sam, account: Account, stack_folder: Path, tmp_path: Path
) -> None:
    """The API by itself is refused, with the command that deploys both."""
    after = Path(shutil.copytree(stack_folder, tmp_path / "after"))
    without(after, "social", ("Query", "post"))
    deploy()
    sam.commands.clear()
    account.links = set(templates.list_consumed_links(templates.load_all()["api"]).values())

    with pytest.raises(DeployError, match=r"social still answers fields .*STACKS=api,social"):
        deploy("api", folder=after)

    assert sam.commands == []


def test_the_site_gets_the_media_bucket_and_the_key_that_signs(
    deploy: Callable[..., Any], account: Account, sam: Sam, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same key for the function that signs and for the edge; an environment without a site has none."""
    monkeypatch.setattr("infra.deploy.deployment.prepare_media_key", lambda *_: MediaKey("arn:key", ["K2", "K1"]))
    monkeypatch.setattr("infra.deploy.site.publish", lambda *_: None)
    account.holds("waymark-staging-foundation", MediaBucketName="media")
    account.links = {*templates.list_consumed_links(templates.load_all()["video"], "staging").values()}

    deploy("video", "frontend", environment=Environment("staging", "eu-central-1", None, {**STACKS, "frontend": {}}))

    video, frontend = (dict(part.split("=", 1) for part in each if "=" in part) for each in sam.commands)
    assert video["MediaKeySecretArn"] == '"arn:key"'
    assert frontend["MediaPublicKeys"] == '"K2,K1"'
    assert frontend["MediaBucketName"] == '"media"'
