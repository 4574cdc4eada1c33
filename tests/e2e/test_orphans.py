"""The week's look for objects without a row, deployed: it runs, and its own role is enough for it and for no more."""

from datetime import timedelta
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from infra.local.deploy.aws import REGION
from resolvers.core import storage, table
from resolvers.core.model import now
from resolvers.core.settings import settings
from resolvers.platform.uploads import orphans
from resolvers.social import keys
from tests.stack import Stack

pytestmark = pytest.mark.emulator

# Not where people upload: the photos' worker would remove it first.
LOST = "variants/lost/400.webp"


@pytest.fixture
def as_the_function(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Act as the deployed function's role, and return its S3 client."""
    (role,) = [each for each in stack.client("iam").list_roles()["Roles"] if "OrphansFunctionRole" in each["RoleName"]]
    lent = stack.client("sts").assume_role(RoleArn=role["Arn"], RoleSessionName="test")["Credentials"]
    monkeypatch.setenv("AWS_ENDPOINT_URL", stack.system.ministack_url)
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", lent["AccessKeyId"])
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", lent["SecretAccessKey"])
    monkeypatch.setenv("AWS_SESSION_TOKEN", lent["SessionToken"])
    monkeypatch.setenv("TABLE_NAME", stack.deployed.table_name)
    monkeypatch.setenv("MEDIA_BUCKET", stack.deployed.media_bucket)
    # A session keeps the credentials that it found first, and an earlier test may have made one.
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    for cached in (storage.client, table.client, settings):
        cached.cache_clear()
    yield storage.client()
    for cached in (storage.client, table.client, settings):
        cached.cache_clear()


def test_it_runs_where_it_is_deployed(stack: Stack) -> None:
    """Its bundle, its settings and its schedule are there."""
    functions = stack.client("lambda").list_functions()["Functions"]
    (name,) = [each["FunctionName"] for each in functions if "OrphansFunction" in each["FunctionName"]]

    answer = stack.client("lambda").invoke(FunctionName=name)

    assert "FunctionError" not in answer, answer["Payload"].read()
    rules = stack.client("events").list_rules()["Rules"]
    (weekly,) = [each for each in rules if "OrphansWeek" in each["Name"]]
    assert (weekly["ScheduleExpression"], weekly["State"]) == ("rate(7 days)", "ENABLED")


def test_its_role_finds_and_removes_orphans_and_can_do_nothing_else(stack: Stack, as_the_function: Any) -> None:
    """The look of in two days, under the role's credentials."""
    bucket = stack.deployed.media_bucket
    stack.client("s3").put_object(Bucket=bucket, Key=LOST, Body=b"a picture")

    found = [each for each in orphans.find_orphans(now() + timedelta(days=2)) if each.key == LOST]
    orphans.remove(found)

    assert found
    assert "Versions" not in stack.client("s3").list_object_versions(Bucket=bucket, Prefix=LOST)
    for forbidden in (
        lambda: as_the_function.put_object(Bucket=bucket, Key=LOST, Body=b""),
        lambda: as_the_function.get_object(Bucket=bucket, Key=LOST),
        lambda: table.delete_many([keys.photo("photo_lost")]),
    ):
        with pytest.raises(ClientError, match=r"AccessDenied|403|Forbidden"):
            forbidden()
