"""Learning's functions, deployed: under its own role each may do its work, and nothing of another's."""

from collections.abc import Callable
from typing import Any, Final

import boto3
import pytest
from botocore.exceptions import ClientError

from infra.local.deploy.aws import REGION
from tests.stack import Stack

pytestmark = pytest.mark.emulator

Act = Callable[["Role"], Any]


class Role:
    """The role of a deployed function, and what others have that it may not touch."""

    def __init__(self, stack: Stack, name: str) -> None:
        self.stack = stack
        roles = stack.client("iam").list_roles()["Roles"]
        (arn,) = [each["Arn"] for each in roles if name in each["RoleName"]]
        lent = stack.client("sts").assume_role(RoleArn=arn, RoleSessionName="test")["Credentials"]
        self._session: Any = boto3.Session(
            aws_access_key_id=lent["AccessKeyId"],
            aws_secret_access_key=lent["SecretAccessKey"],
            aws_session_token=lent["SessionToken"],
            region_name=REGION,
        )

    def client(self, service: str) -> Any:
        return self._session.client(service, endpoint_url=self.stack.system.ministack_url)

    @property
    def table(self) -> Any:
        return self._session.resource("dynamodb", endpoint_url=self.stack.system.ministack_url).Table(
            self.stack.deployed.table_name
        )

    def find_queue(self, name: str) -> str:
        urls = self.stack.client("sqs").list_queues()["QueueUrls"]
        (url,) = [each for each in urls if name in each]
        return str(url)

    def find_cursor_secret(self) -> str:
        found = self.stack.client("secretsmanager").list_secrets()["SecretList"]
        return next(str(each["ARN"]) for each in found if "ursor" in each["Name"])

    def find_function(self) -> str:
        found = self.stack.client("lambda").list_functions()["Functions"]
        return next(str(each["FunctionName"]) for each in found if "WritingWorkerFunction" in each["FunctionName"])


_NOBODY: Final = {"PK": "POST#post_nobody", "SK": "POST"}


def _read_object(prefix: str) -> Act:
    return lambda role: role.client("s3").get_object(Bucket=role.stack.deployed.media_bucket, Key=f"{prefix}/x/y")


def _write_object(prefix: str) -> Act:
    return lambda role: role.client("s3").put_object(
        Bucket=role.stack.deployed.media_bucket, Key=f"{prefix}/role-test/y", Body=b""
    )


ACTS: Final[dict[str, Act]] = {
    "read an item": lambda role: role.table.get_item(Key=_NOBODY),
    "query items": lambda role: role.table.query(
        KeyConditionExpression="PK = :key", ExpressionAttributeValues={":key": _NOBODY["PK"]}
    ),
    "delete an item": lambda role: role.table.delete_item(Key=_NOBODY),
    "scan the table": lambda role: role.table.scan(Limit=1),
    "change the table": lambda role: role.client("dynamodb").delete_table(TableName="waymark-none"),
    "read an export": _read_object("exports"),
    "write an export": _write_object("exports"),
    "read a photo": _read_object("variants"),
    "read an upload": _read_object("uploads"),
    "read a recording": _read_object("recordings"),
    "read a sound": _read_object("speech"),
    "read an audio version": _read_object("narrations"),
    "write an audio version": _write_object("narrations"),
    "write a photo": _write_object("variants"),
    "write a recording": _write_object("recordings"),
    "write a sound": _write_object("speech"),
    "delete a file": lambda role: role.client("s3").delete_object(
        Bucket=role.stack.deployed.media_bucket, Key="exports/x/y"
    ),
    "list the bucket": lambda role: role.client("s3").list_objects_v2(Bucket=role.stack.deployed.media_bucket),
    "list versions": lambda role: role.client("s3").list_object_versions(Bucket=role.stack.deployed.media_bucket),
    "receive recordings": lambda role: role.client("sqs").get_queue_attributes(
        QueueUrl=role.find_queue("SpeakingQueue"), AttributeNames=["QueueArn"]
    ),
    "receive texts": lambda role: role.client("sqs").get_queue_attributes(
        QueueUrl=role.find_queue("WritingQueue"), AttributeNames=["QueueArn"]
    ),
    "receive articles": lambda role: role.client("sqs").get_queue_attributes(
        QueueUrl=role.find_queue("PassagesQueue"), AttributeNames=["QueueArn"]
    ),
    "receive articles to read aloud": lambda role: role.client("sqs").get_queue_attributes(
        QueueUrl=role.find_queue("NarrationsQueue"), AttributeNames=["QueueArn"]
    ),
    "empty a queue": lambda role: role.client("sqs").purge_queue(QueueUrl=role.find_queue("WritingDeadLetters")),
    "read the cursors' secret": lambda role: role.client("secretsmanager").get_secret_value(
        SecretId=role.find_cursor_secret()
    ),
    "look people up": lambda role: role.client("cognito-idp").list_users(UserPoolId=role.stack.deployed.user_pool_id),
    "call a function": lambda role: role.client("lambda").invoke(FunctionName=role.find_function()),
    "read parameters": lambda role: role.client("ssm").get_parameter(Name="/waymark/dev/table-name"),
    "become another": lambda role: role.client("iam").list_roles(),
}
_ANSWERS: Final = {
    "read an item",
    "query items",
    "delete an item",
    "read the cursors' secret",
    # They sign forms and addresses, and delete recordings.
    "write a recording",
    "read a sound",
    "list versions",
}
ALLOWED: Final[dict[str, set[str]]] = {
    "LearningFunctionRole": _ANSWERS | {"read an export", "write an export", "read an audio version"},
    "LearningRestFunctionRole": _ANSWERS,
    "WritingWorkerFunctionRole": {"read an item", "receive texts"},
    "SpeakingWorkerFunctionRole": {
        "read an item",
        "receive recordings",
        "read a recording",
        "read a sound",
        "write a sound",
        "list versions",
    },
    "NarrationsWorkerFunctionRole": {
        "read an item",
        "delete an item",
        "receive articles to read aloud",
        "read an audio version",
        "write an audio version",
        "list versions",
    },
    "PassagesWorkerFunctionRole": {"read an item", "delete an item", "receive articles"},
}


def _is_refused(role: Role, act: Act) -> bool:
    """Tell whether IAM refuses; what is allowed may still find nothing."""
    try:
        act(role)
    except ClientError as error:
        told = error.response["Error"]
        return told["Code"] in {"AccessDenied", "AccessDeniedException", "403", "AuthorizationError"}
    return False


@pytest.mark.parametrize("name", ALLOWED)
def test_a_role_may_do_its_own_work_and_is_refused_everything_else(stack: Stack, name: str) -> None:
    """By IAM, as the emulator enforces it: other people's pictures and recordings, queues, secrets and functions."""
    role = Role(stack, name)

    allowed = {what for what, act in ACTS.items() if not _is_refused(role, act)}

    assert allowed == ALLOWED[name]
