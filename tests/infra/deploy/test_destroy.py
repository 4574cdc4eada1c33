"""An environment taken away: what goes, what is emptied, and what nobody deletes by mistake."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from infra.deploy.confirm import Answers
from infra.deploy.destroy import Destruction
from infra.deploy.environment import Environment
from infra.deploy.errors import DeployError
from tests.fakes.aws_account import Account

STACKS: dict[str, dict[str, str]] = {
    "foundation": {},
    "api": {},
    "platform": {},
    "social": {},
    "learning": {},
    "observability": {},
    "frontend": {},
}
DEV = Environment("dev", "us-east-1", None, STACKS)


@pytest.fixture
def account() -> Account:
    made = Account()
    for stack in STACKS:
        made.holds(f"waymark-dev-{stack}")
    made.resources = {
        "waymark-dev-frontend": {"SiteBucket": "site", "Certificate": "arn:aws:acm:x"},
        "waymark-dev-foundation": {"Table": "waymark-table", "MediaBucket": "media"},
    }
    return made


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    with mock_aws():
        client = boto3.client("s3", region_name="us-east-1")
        for name in ("site", "media"):
            client.create_bucket(Bucket=name)
            client.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
            client.put_object(Bucket=name, Key="a", Body=b"1")
            client.put_object(Bucket=name, Key="a", Body=b"2")
            client.delete_object(Bucket=name, Key="a")
        yield client


@pytest.fixture
def destroy(account: Account, s3: Any, stack_folder: Path) -> Callable[..., list[str]]:
    def clients(service: str, region: str) -> Any:
        return s3 if service == "s3" else account

    def of(*only: str, answers: Answers = Answers("yes")) -> list[str]:  # noqa: B008
        said: list[str] = []
        Destruction(DEV, answers, said.append, clients, stack_folder, pause=lambda _: None).destroy(only)
        return said

    return of


def buckets(s3: Any) -> list[str]:
    return sorted(each["Name"] for each in s3.list_buckets()["Buckets"])


def test_stateless_stacks_go_in_reverse_order(destroy: Callable[..., Any], account: Account) -> None:
    """Readers before what they read; the foundation is not among them."""
    destroy()

    gone = [name.removeprefix("waymark-dev-") for action, name in account.done if action == "delete_stack"]
    assert gone.index("observability") < gone.index("social") < gone.index("api")
    assert list(account.stacks) == ["waymark-dev-foundation"]


def test_only_what_can_be_filled_again_is_emptied(destroy: Callable[..., Any], s3: Any) -> None:
    """Every version of the site's files, none of people's photos."""
    destroy()

    assert buckets(s3) == ["media"]
    assert len(s3.list_object_versions(Bucket="media")["Versions"]) == 2


@pytest.mark.parametrize("given", ["yes", "dev"])
def test_the_foundation_wants_a_word_of_its_own(destroy: Callable[..., Any], account: Account, given: str) -> None:
    """What deletes the rest is not enough."""
    destroy()
    account.done.clear()

    with pytest.raises(DeployError, match="say CONFIRM=let-go-of-dev"):
        destroy("foundation", answers=Answers(given))

    assert account.done == []


def test_even_let_go_of_data_stays(destroy: Callable[..., Any], account: Account, s3: Any) -> None:
    """The stack goes; what it retained is named, and touched by nobody."""
    destroy()

    said = destroy("foundation", answers=Answers("let-go-of-dev"))

    assert account.stacks == {}
    assert buckets(s3) == ["media"]
    assert "foundation: Table stays in AWS (AWS::DynamoDB::Table waymark-table)" in said
    assert ("protect", "waymark-dev-foundation", False) in account.done


def test_the_foundation_stays_while_something_reads_it(destroy: Callable[..., Any], account: Account) -> None:
    """Nobody pulls the table from under the API."""
    with pytest.raises(DeployError, match="api still reads foundation"):
        destroy("foundation", answers=Answers("let-go-of-dev"))

    assert account.done == []


def test_a_stack_that_does_not_go_says_why(destroy: Callable[..., Any], account: Account) -> None:
    """With what is in its way."""
    account.undeletable = frozenset({"waymark-dev-observability"})
    account.events = [("TopicKey", "User is not authorized to perform: kms:ScheduleKeyDeletion")]

    with pytest.raises(DeployError) as refused:
        destroy("observability")

    assert "observability could not be deleted" in str(refused.value)
    assert "→ Your identity may not do this" in str(refused.value)


def test_nothing_there_is_nothing_to_do(destroy: Callable[..., Any], account: Account) -> None:
    """Destroying twice is no mistake."""
    destroy()

    assert "nothing to delete" in destroy()[0]
