"""Mistakes as they show where they are deployed: one for each class of the rules that the embedded AWS enforces."""

from collections.abc import Iterator
from typing import Any

import pytest
import urllib3
from botocore.exceptions import ClientError

from infra.deploy.errors import DeployError
from tests.emulator import ORIGIN, Emulator
from tests.trial import Trial

pytestmark = pytest.mark.emulator


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    emulator = Emulator(tmp_path_factory.mktemp("aws"))
    made = Trial(emulator)
    for stack in ("foundation", "api", "platform", "social"):
        made.deploy(stack)
    yield made
    emulator.stop()


def preflight(trial: Trial, origin: str) -> int:
    """What the media bucket answers a browser that asks whether a page may upload."""
    headers = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    bucket = trial.resource("MediaBucket", "foundation")
    return urllib3.request("OPTIONS", f"{trial.aws.url}/{bucket}", headers=headers, retries=False).status


def test_the_clean_stacks_work(trial: Trial) -> None:
    """What the mistakes below break is whole before."""
    trial.deploy("platform")

    assert "errorMessage" not in trial.asks("user", handle="nobody")
    assert preflight(trial, ORIGIN) == 200


def test_a_missing_grant_is_denied_when_it_is_used(trial: Trial) -> None:
    """P01: the deploy is fine, the first read is not; its caller is told no more than that."""

    def without_reads(resources: dict[str, Any]) -> None:
        (statement,) = (
            each
            for each in resources["PlatformFunction"]["Properties"]["Policies"][0]["Statement"]
            if each["Sid"] == "ReadAndWriteItems"
        )
        reads = {"dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query"}
        statement["Action"] = [each for each in statement["Action"] if each not in reads]

    trial.deploy("platform", without_reads)

    assert trial.asks("user", handle="nobody")["error"]["type"] == "InternalError"


def test_a_wrong_handler_fails_every_call(trial: Trial) -> None:
    """C01: nothing at deploy time looks into the bundle."""

    def elsewhere(resources: dict[str, Any]) -> None:
        resources["PlatformFunction"]["Properties"]["Handler"] = "resolvers.apis.lambda_handler"

    trial.deploy("platform", elsewhere)

    assert "apis" in trial.asks("user", handle="nobody")["errorMessage"]


def test_a_misspelled_setting_is_named_at_the_start(trial: Trial) -> None:
    """C02: the function says which variable it misses, here to a person who signs up."""

    def misspell_variable(resources: dict[str, Any]) -> None:
        variables = resources["ProfileFunction"]["Properties"]["Environment"]["Variables"]
        variables["TABEL_NAME"] = variables.pop("TABLE_NAME")

    trial.deploy("foundation", misspell_variable)
    with pytest.raises(ClientError, match="The environment lacks TABLE_NAME"):
        trial.signs_up("ada@example.org")
    trial.deploy("foundation")

    assert trial.signs_up("grace@example.org")


def test_a_reference_to_nothing_stops_the_deploy(trial: Trial) -> None:
    """E1010: and the stack is as it was."""
    trial.deploy("platform")
    trial.deploy("social")

    def nothing(resources: dict[str, Any]) -> None:
        resources["UploadDeadLettersNameLink"]["Properties"]["Value"] = {"Fn::GetAtt": ["UploadDeadLetters", "Nothing"]}

    with pytest.raises(DeployError, match="UploadDeadLettersNameLink"):
        trial.deploy("social", nothing)

    assert "errorMessage" not in trial.asks("user", handle="nobody")


def test_a_bucket_without_cors_refuses_the_site(trial: Trial) -> None:
    """S02: uploads fail in the browser alone."""

    def remove_cors(resources: dict[str, Any]) -> None:
        del resources["MediaBucket"]["Properties"]["CorsConfiguration"]

    trial.deploy("foundation", remove_cors)
    refused = preflight(trial, ORIGIN)
    trial.deploy("foundation")

    assert refused == 403
    assert preflight(trial, ORIGIN) == 200


def test_a_link_that_nobody_makes_stops_the_deploy(trial: Trial) -> None:
    """N01: told by its name."""

    def remove_link(resources: dict[str, Any]) -> None:
        del resources["UploadDeadLettersNameLink"]

    for stack in ("learning", "network", "database", "orders", "payments", "shop", "video"):
        trial.deploy(stack)
    trial.deploy("social", remove_link)
    with pytest.raises(DeployError, match="/waymark/trial/upload-dead-letters"):
        trial.deploy("observability")
