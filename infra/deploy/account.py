"""The AWS account that a deploy goes to: clients, and who asks."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from infra.deploy import advice
from infra.deploy.environment import Environment
from infra.deploy.errors import DeployError

T = TypeVar("T")
Clients = Callable[[str, str], Any]

# A migration is waited for, and not begun again because its answer takes long.
CONFIG = Config(read_timeout=660)


@dataclass(frozen=True)
class Caller:
    """Who deploys, and where to."""

    account: str
    arn: str


def clients(service: str, region: str) -> Any:
    """Return a boto3 client of this process's credentials."""
    return boto3.session.Session(region_name=region).client(service, config=CONFIG)  # type: ignore[call-overload]


def identify(environment: Environment, make: Clients = clients) -> Caller:
    """Return who asks; raise `DeployError` without credentials, or for another account than the environment's."""
    found = call_aws(lambda: make("sts", environment.region).get_caller_identity())
    caller = Caller(found["Account"], found["Arn"])
    if environment.account and caller.account != environment.account:
        profile = os.environ.get("AWS_PROFILE", "the default profile")
        raise DeployError(
            f"{environment.name} belongs to account {environment.account}, and {profile} is signed in to "
            f"{caller.account}. Choose the right AWS_PROFILE, then repeat."
        )
    return caller


def call_aws(ask: Callable[[], T]) -> T:
    """Ask AWS something; its refusals become a `DeployError` with the next step."""
    try:
        return ask()
    except (BotoCoreError, ClientError) as error:
        raise DeployError(advice.add_next_steps(f"AWS refused: {error}", f"{type(error).__name__} {error}")) from error
