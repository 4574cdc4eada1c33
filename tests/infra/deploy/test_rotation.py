"""A rotation of the media key, run by run: the edge's key group first, then what signs."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from infra.deploy import rotation
from infra.deploy.confirm import Answers
from infra.deploy.environment import Environment
from infra.deploy.errors import DeployError
from infra.deploy.media_key import MediaKey
from infra.deploy.rotation import rotate_media_key
from tests.fakes.aws_account import Account

PROD = Environment("prod", "eu-central-1", None, {"frontend": {}})


@dataclass
class Steps:
    """What was done, in order, in place of Secrets Manager and CloudFront."""

    is_rotating: bool = False
    done: list[Any] = field(default_factory=list)


class Edge(Account):
    """An account whose stacks can be updated."""

    def update_stack(self, **told: Any) -> None:
        self.done.append(("update", told["StackName"], told["UsePreviousTemplate"], told["Parameters"]))

    def get_waiter(self, _name: str) -> Any:
        return self

    def wait(self, StackName: str) -> None:  # noqa: N803 (AWS's name)
        self.done.append(("wait", StackName))


@pytest.fixture
def account() -> Edge:
    made = Edge()
    made.holds("waymark-prod-frontend")
    values = {"DomainName": "waymark.example", "MediaPublicKeys": "K1"}
    told = [{"ParameterKey": name, "ParameterValue": value} for name, value in values.items()]
    made.stacks["waymark-prod-frontend"]["Parameters"] = told
    return made


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> Steps:
    steps = Steps()
    fakes: dict[str, Callable[..., Any]] = {
        "is_rotating": lambda *_: steps.is_rotating,
        "begin_rotation": lambda *_: MediaKey("arn:key", ["K2", "K1"]),
        "finish_rotation": lambda *_: steps.done.append("signs"),
        "remove_unused_keys": lambda *told: steps.done.append(told[2]),
    }
    for name, fake in fakes.items():
        monkeypatch.setattr(rotation, name, fake)
    return steps


def test_the_first_run_lets_the_key_group_trust_the_next_key(account: Edge, steps: Steps) -> None:
    """By the template that is deployed, with every other parameter as it was."""
    rotate_media_key(PROD, Answers("prod"), print, account)

    kept = {"ParameterKey": "DomainName", "UsePreviousValue": True}
    changed = {"ParameterKey": "MediaPublicKeys", "ParameterValue": "K2,K1"}
    name = "waymark-prod-frontend"
    assert account.done == [("update", name, True, [kept, changed]), ("wait", name)]
    assert steps.done == [["K2", "K1"]]


def test_the_second_run_lets_it_sign(account: Edge, steps: Steps) -> None:
    steps.is_rotating = True

    rotate_media_key(PROD, Answers("prod"), print, account)

    assert (steps.done, account.done) == (["signs"], [])


def test_a_plain_yes_rotates_nothing_in_production(account: Edge, steps: Steps) -> None:
    with pytest.raises(DeployError):
        rotate_media_key(PROD, Answers("yes"), print, account)

    assert (steps.done, account.done) == ([], [])


def test_an_environment_without_a_site_has_no_key(steps: Steps) -> None:
    with pytest.raises(DeployError, match="no site"):
        rotate_media_key(PROD, Answers("prod"), print, Account())
