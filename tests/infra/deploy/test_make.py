"""`make deploy` and `make destroy` themselves, by SAM, against an embedded AWS of their own."""

import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from infra import bundle, templates
from infra.deploy import environment, formation
from infra.local.deploy import template
from infra.local.deploy.recordings import NO_CONFIGURATION
from tests.emulator import VECTOR_INDEX, Emulator

pytestmark = pytest.mark.emulator

GUEST: dict[str, Any] = {"identity": None, "source": None, "request": {"headers": {}}, "prev": None, "stash": {}}


@dataclass(frozen=True)
class Operator:
    """Somebody who deploys from this checkout to the account that the emulator is."""

    aws: Emulator
    folder: Path

    def makes(self, target: str, *words: str) -> "subprocess.CompletedProcess[str]":
        own = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "MAKE"))}
        account = {
            "AWS_ENDPOINT_URL": self.aws.url,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "SAM_CLI_POLL_DELAY": "0.1",
        }
        command = ["make", target, "ENV=dev", *words, f"OPTIONS=--templates {self.folder}"]
        return subprocess.run(  # noqa: S603
            command, env=own | account, capture_output=True, text=True, timeout=900, check=False
        )

    def sees(self, stack: str) -> dict[str, Any] | None:
        return formation.describe_stack(self.aws.client("cloudformation"), f"waymark-dev-{stack}")

    def asks_the_api(self, field: str, **arguments: Any) -> Any:
        """Ask the deployed function as AppSync would, as a guest."""
        info = {"fieldName": field, "parentTypeName": "Query", "variables": {}, "selectionSetList": ["handle"]}
        name = formation.resource(self.aws.client("cloudformation"), "waymark-dev-platform", "PlatformFunction")
        event = json.dumps(GUEST | {"arguments": arguments, "info": info})
        answer = self.aws.client("lambda").invoke(FunctionName=name, Payload=event)
        return json.loads(answer["Payload"].read())


@pytest.fixture(scope="module")
def operator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Operator]:
    emulator = Emulator(tmp_path_factory.mktemp("account"))
    folder = tmp_path_factory.mktemp("templates")
    code = {path.name: str(path.absolute()) for path in bundle.build_local().values()}
    composed = templates.compose()
    composed["learning"]["Parameters"]["VectorIndexArn"]["Default"] = VECTOR_INDEX
    composed["video"]["Parameters"]["RecordingConfigurationArn"]["Default"] = NO_CONFIGURATION
    composed["orders"]["Parameters"]["DatabaseSignIn"]["Default"] = "secret"
    for stack, body in composed.items():
        (folder / f"{stack}.yaml").write_text(template.localise(body, code).text())
    yield Operator(emulator, folder)
    emulator.stop()


@pytest.fixture(scope="module")
def deploy_process(operator: Operator) -> "subprocess.CompletedProcess[str]":
    return operator.makes("deploy", "CONFIRM=yes")


@pytest.fixture
def handle(operator: Operator, deploy_process: Any) -> str:
    """The handle of somebody who signed up, by the deployed pool and its trigger."""
    told = formation.outputs(operator.sees("foundation"))
    cognito = operator.aws.client("cognito-idp")
    who = {"ClientId": told["WebClientId"], "Username": "ada@example.org"}
    cognito.sign_up(**who, Password="Correct-Horse-9", UserAttributes=[{"Name": "email", "Value": who["Username"]}])
    cognito.confirm_sign_up(**who, ConfirmationCode="123456")
    items = operator.aws.client("dynamodb").scan(TableName=told["TableName"])["Items"]
    return str(next(each["handle"]["S"] for each in items if "handle" in each))


def test_an_empty_account_gets_every_stack_in_order(operator: Operator, deploy_process: Any) -> None:
    """Each with its change set shown first; the foundation cannot be deleted by mistake."""
    assert deploy_process.returncode == 0, deploy_process.stdout + deploy_process.stderr

    said = deploy_process.stdout
    chosen = [stack for stack in templates.ORDER if stack in environment.read("dev").stacks]
    places = [said.index(f"{stack}: its change set") for stack in chosen]
    assert places == sorted(places)
    assert said.count("CloudFormation stack changeset") == len(chosen)
    assert (operator.sees("foundation") or {})["EnableTerminationProtection"] is True


def test_a_second_deploy_changes_nothing(operator: Operator, deploy_process: Any) -> None:
    """What is up to date is left alone."""
    before = operator.sees("observability")

    again = operator.makes("deploy", "STACKS=observability", "CONFIRM=yes")

    assert again.returncode == 0, again.stdout + again.stderr
    assert "No changes to deploy" in again.stdout + again.stderr
    assert operator.sees("observability") == before


def test_what_was_destroyed_is_made_again_and_finds_its_data(operator: Operator, handle: str) -> None:
    """The stateless stacks go; people stay; the new API knows them."""
    gone = operator.makes("destroy", "CONFIRM=yes")

    assert gone.returncode == 0, gone.stdout + gone.stderr
    assert operator.sees("social") is None
    assert operator.sees("observability") is None
    assert operator.sees("foundation") is not None

    stateless = [stack for stack in environment.read("dev").stacks if stack not in ("foundation", "observability")]
    made = operator.makes("deploy", f"STACKS={','.join(stateless)}", "CONFIRM=yes")

    assert made.returncode == 0, made.stdout + made.stderr
    assert operator.asks_the_api("user", handle=handle)["data"]["handle"] == handle


def test_a_failed_stack_says_why_and_what_next(operator: Operator, deploy_process: Any) -> None:
    """CloudFormation's reason, and at the next try the way out of the state it left."""
    template_of = operator.folder / "observability.yaml"
    wrong = json.loads(template_of.read_text())
    key = {"Type": "AWS::KMS::Key", "Properties": {"KeyPolicy": {"Version": "2012-10-17", "Statement": []}}}
    topic = {"Type": "AWS::SNS::Topic", "Properties": {"KmsMasterKeyId": {"Fn::GetAtt": ["Key", "Nothing"]}}}
    wrong["Resources"] |= {"Key": key, "Topic": topic}
    operator.makes("destroy", "STACKS=observability", "CONFIRM=yes")
    template_of.write_text(json.dumps(wrong))

    first = operator.makes("deploy", "STACKS=observability", "CONFIRM=yes")
    second = operator.makes("deploy", "STACKS=observability", "CONFIRM=yes")

    assert first.returncode != 0
    assert "observability was not deployed; every other stack is as it was.\n  Topic: " in first.stderr
    assert "is in ROLLBACK_COMPLETE" in second.stderr
    assert "`make destroy ENV=dev STACKS=observability`, then deploy again" in second.stderr
