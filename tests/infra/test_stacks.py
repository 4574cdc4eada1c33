"""Laws of the templates: what is kept is protected, what is queued ends, what a function reads is given to it."""

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from infra.local.deploy.project import LINK
from infra.local.deploy.template import load
from resolvers.core.settings import Settings

STACKS = {path.stem: load(path) for path in sorted(Path("infra/stacks").glob("*.yaml"))}
RESOURCES = {(stack, name): each for stack, body in STACKS.items() for name, each in body["Resources"].items()}
FUNCTIONS = {key: each for key, each in RESOURCES.items() if each["Type"] == "AWS::Serverless::Function"}
KEPT = ("AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::Cognito::UserPool", "AWS::SecretsManager::Secret")


def of_type(kind: str) -> dict[tuple[str, str], dict[str, Any]]:
    return {key: each for key, each in RESOURCES.items() if each["Type"] == kind}


def variables(stack: str, function: dict[str, Any]) -> set[str]:
    everywhere = STACKS[stack]["Globals"]["Function"].get("Environment", {"Variables": {}})["Variables"]
    return {*everywhere, *function["Properties"]["Environment"]["Variables"]}


@pytest.mark.parametrize("key", [key for key, each in RESOURCES.items() if each["Type"] in KEPT])
def test_what_people_made_survives_its_stack(key: tuple[str, str]) -> None:
    """Deleting or replacing the stack leaves it where it is."""
    assert RESOURCES[key]["DeletionPolicy"] == RESOURCES[key]["UpdateReplacePolicy"] == "Retain"


@pytest.mark.parametrize("key", FUNCTIONS)
def test_a_handler_exists_where_the_template_says(key: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A renamed module would fail at its first event only."""
    for name in ("POWERTOOLS_METRICS_NAMESPACE", "POWERTOOLS_SERVICE_NAME", "AWS_DEFAULT_REGION"):
        monkeypatch.setenv(name, "us-east-1")
    module, _, name = FUNCTIONS[key]["Properties"]["Handler"].rpartition(".")

    assert callable(getattr(import_module(module), name))


@pytest.mark.parametrize("key", FUNCTIONS)
def test_a_function_gets_known_variables_and_keeps_its_logs_for_a_while(key: tuple[str, str]) -> None:
    """Each name is one that the settings, Powertools or boto3 read; each log group has an end."""
    known = {str(field.alias) for field in Settings.model_fields.values()}

    given = variables(key[0], FUNCTIONS[key])

    assert "TABLE_NAME" in given
    assert {name for name in given - known if not name.startswith(("POWERTOOLS_", "AWS_ENDPOINT_URL_"))} == set()
    group = FUNCTIONS[key]["Properties"]["LoggingConfig"]["LogGroup"]["Ref"]
    assert RESOURCES[key[0], group]["Properties"]["RetentionInDays"]


@pytest.mark.parametrize("key", of_type("AWS::Lambda::EventSourceMapping"))
def test_a_mapping_reports_failures_one_by_one(key: tuple[str, str]) -> None:
    """Else one bad message brings back its whole batch."""
    assert RESOURCES[key]["Properties"]["FunctionResponseTypes"] == ["ReportBatchItemFailures"]


def test_the_workers_queue_waits_long_enough_and_lets_go() -> None:
    """Six times the worker's timeout, and a dead-letter queue after as many tries as the worker knows of."""
    queue = RESOURCES["backend", "UploadQueue"]["Properties"]
    worker = RESOURCES["backend", "WorkerFunction"]["Properties"]

    assert queue["VisibilityTimeout"] >= 6 * worker["Timeout"]
    assert queue["RedrivePolicy"]["maxReceiveCount"] == int(worker["Environment"]["Variables"]["MAX_RECEIVES"])


def test_no_resource_has_a_name_of_its_own() -> None:
    """A fixed name refuses the next create; links and log groups of AppSync excepted, whose names are their use."""
    named = {
        (each["Type"], name)
        for each in RESOURCES.values()
        for name in ("BucketName", "TableName", "QueueName", "FunctionName", "RoleName", "UserPoolName")
        if name in each.get("Properties", {})
        and each["Type"] not in {"AWS::Lambda::Permission", "AWS::Lambda::EventSourceMapping"}
    }

    assert named == set()


def test_every_link_that_is_read_is_written() -> None:
    """CloudFormation finds a wrong name at deploy only."""
    read = {
        parameter["Default"]
        for body in STACKS.values()
        for parameter in body.get("Parameters", {}).values()
        if parameter["Type"] == LINK
    }
    written = {
        each["Properties"]["Name"]["Fn::Sub"].replace("${Environment}", "dev")
        for each in of_type("AWS::SSM::Parameter").values()
    }

    assert read <= written


def test_the_publisher_may_call_its_mutations_only() -> None:
    """Nothing else of the API is open to the stream reader's role."""
    statements = RESOURCES["backend", "StreamFunction"]["Properties"]["Policies"][0]["Statement"]
    allowed = next(each for each in statements if each["Action"] == "appsync:GraphQL")["Resource"]

    fields = {each["Fn::Sub"].rpartition("/")[2] for each in allowed}
    sources = {
        each["Properties"]["FieldName"]
        for each in of_type("AWS::AppSync::Resolver").values()
        if each["Properties"]["DataSourceName"] == {"Fn::GetAtt": ["NoSource", "Name"]}
    }
    assert fields == sources


def test_no_permission_is_a_wildcard() -> None:
    """Actions are named one by one, in every role."""
    text = str([each.get("Properties", {}).get("Policies") for each in RESOURCES.values()])

    assert ":*'" not in text
    assert "'Action': '*'" not in text


def test_the_backend_stays_within_one_stack() -> None:
    """Past 400 resources or 800 KB a room gets a stack of its own."""
    assert len(STACKS["backend"]["Resources"]) < 400
    assert Path("infra/stacks/backend.yaml").stat().st_size < 800_000
