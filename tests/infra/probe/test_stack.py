"""The throw-away stack: made only by a word, deleted whatever happens, clear about what prevents it."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError, NoCredentialsError

from infra.deploy.confirm import Answers
from infra.deploy.environment import Environment
from infra.deploy.errors import DeployError
from infra.probe import stack
from infra.probe.bench import Bench
from infra.probe.probe import Means, Probe
from infra.probe.question import Answer, Question
from infra.rules.lint import lint_template
from tests.fakes.aws_account import Account

ELSEWHERE = Environment("dev", "eu-west-1", None, {})


@pytest.fixture
def account() -> Account:
    return Account()


@pytest.fixture
def probe(account: Account, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Run a probe of one question, and return what it said."""
    monkeypatch.setattr(Bench, "require_ready", lambda _: None)

    def run(
        ask: Callable[[Bench], Answer] | None = None, environment: Environment = ELSEWHERE, given: str = "yes"
    ) -> Any:
        questions = (Question("one", "One?", ask or (lambda _: Answer("so it is"))),)
        said: list[str] = []
        Probe(environment, Answers(given), said.append, Means("http://x"), account, questions, lambda _: None).run()
        return said

    return run


def test_the_account_and_region_are_named_before_anything_is_made(account: Account, probe: Any) -> None:
    """And nothing is left at the end."""
    said = probe()

    assert said[0] == "account 123456789012, region eu-west-1, as arn:aws:iam::123456789012:user/ada"
    assert account.done == [("create_stack", "waymark-probe"), ("delete_stack", "waymark-probe")]
    assert account.stacks == {}


@pytest.mark.parametrize("given", ["", "no", "dev"])
def test_without_the_word_nothing_is_made(account: Account, probe: Any, given: str) -> None:
    """Neither by silence nor by another word."""
    with pytest.raises(DeployError, match="CONFIRM=yes"):
        probe(given=given)

    assert account.done == []


def test_another_account_than_the_environments_is_refused(account: Account, probe: Any) -> None:
    """Before the question is put."""
    with pytest.raises(DeployError, match="belongs to account 999999999999"):
        probe(environment=Environment("dev", "eu-west-1", "999999999999", {}))

    assert account.done == []


def test_without_credentials_the_next_step_is_told(account: Account, probe: Any) -> None:
    """As `make deploy` tells it."""
    account.refusal = NoCredentialsError()

    with pytest.raises(DeployError, match=r"There are no AWS credentials\. Sign in"):
        probe()


@pytest.mark.parametrize("end", [KeyboardInterrupt, AssertionError])
def test_whatever_ends_the_questions_the_stack_goes(account: Account, probe: Any, end: type[BaseException]) -> None:
    """Ctrl-C, and a defect of a question."""

    def ends(_: Bench) -> Answer:
        raise end

    with pytest.raises(end):
        probe(ends)

    assert account.stacks == {}


def test_a_question_that_cannot_be_asked_stops_no_other(account: Account, probe: Any) -> None:
    """It is said in its place."""

    def fails(_: Bench) -> Answer:
        raise ConnectionRefusedError("nobody there")

    assert "  one: could not be asked: ConnectionRefusedError: nobody there" in probe(fails)


def test_what_a_killed_run_left_is_deleted_first(account: Account, probe: Any) -> None:
    """So that a probe can be repeated."""
    account.holds("waymark-probe")

    probe()

    kinds = [kind for kind, *_ in account.done]
    assert kinds == ["delete_stack", "create_stack", "delete_stack"]


def test_two_probes_do_not_meet(account: Account, probe: Any) -> None:
    """The second waits for the first, by its own word."""
    account.holds("waymark-probe", "CREATE_IN_PROGRESS")

    with pytest.raises(DeployError, match="another probe is at work in eu-west-1"):
        probe()

    assert account.done == []


def test_a_used_up_quota_is_told_and_nothing_is_left(account: Account, probe: Any) -> None:
    """With CloudFormation's reason and the next step."""
    account.events = [("Api", "Too many APIs (HandlerErrorCode: ServiceLimitExceeded)")]

    with pytest.raises(DeployError, match=r"(?s)could not be made.*Api: Too many APIs.*A quota of this account"):
        probe()

    assert account.stacks == {}


def test_a_region_without_appsync_is_told(account: Account, probe: Any) -> None:
    """CloudFormation refuses the template before it makes anything."""
    said = "Template format error: Unrecognized resource types: [AWS::AppSync::GraphQLApi]"
    account.refusal_to_make = ClientError({"Error": {"Code": "ValidationError", "Message": said}}, "CreateStack")

    with pytest.raises(DeployError, match="This region lacks a service that is needed"):
        probe()


def test_a_stack_that_will_not_go_is_named_with_the_command(account: Account, probe: Any) -> None:
    """Nobody pays for something that they do not know of."""
    account.undeletable = frozenset({"waymark-probe"})

    with pytest.raises(
        DeployError, match="aws cloudformation delete-stack --stack-name waymark-probe --region eu-west-1"
    ):
        probe()


def test_nothing_of_it_is_kept_and_the_template_is_sound() -> None:
    """cfn-lint finds nothing; no resource is retained; it fits into a request."""
    text = json.dumps(stack.body(300), indent=1)

    assert [str(each) for each in lint_template("probe", text)] == []
    assert "Retain" not in text
    assert len(json.dumps(stack.body(300))) < 51_200
