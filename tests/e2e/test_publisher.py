"""Who may announce events: the stream function's role, on the publish fields alone."""

import json
import urllib.error
import urllib.request
from typing import Any

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from tests.stack import Stack

pytestmark = pytest.mark.emulator

PUBLISH = """mutation($input: LikesEventInput!) { publishLikes(input: $input) { id likes } }"""
EVENT = {
    "id": "likes:post_x:1",
    "sequence": 1,
    "at": "2026-01-01T00:00:00.000Z",
    "audience": "PUBLIC",
    "subjectId": "post_x",
    "likedId": "post_x",
    "likes": 1,
}


def _as_role(stack: Stack, part_of_its_name: str) -> Credentials:
    roles = stack.client("iam").list_roles()["Roles"]
    arn, *_ = [role["Arn"] for role in roles if part_of_its_name in role["RoleName"]]  # each product has a worker
    found = stack.client("sts").assume_role(RoleArn=arn, RoleSessionName="test")["Credentials"]
    return Credentials(found["AccessKeyId"], found["SecretAccessKey"], found["SessionToken"])


def _send_signed(stack: Stack, who: Credentials, query: str, **variables: Any) -> dict[str, Any]:
    body = json.dumps({"query": query, "variables": variables})
    request = AWSRequest("POST", stack.graphql_url, {"content-type": "application/json"}, body)
    SigV4Auth(who, "appsync", "us-east-1").add_auth(request)
    sent = urllib.request.Request(stack.graphql_url, body.encode(), dict(request.headers))  # noqa: S310  our own
    try:
        with urllib.request.urlopen(sent, timeout=30) as answer:  # noqa: S310
            return dict(json.load(answer))
    except urllib.error.HTTPError as error:
        return dict(json.load(error))


def test_the_stream_functions_role_may_publish(stack: Stack) -> None:
    """Its policy names the field, the field is open to IAM, the signature is right."""
    answer = _send_signed(stack, _as_role(stack, "StreamFunctionRole"), PUBLISH, input=EVENT)

    assert answer == {"data": {"publishLikes": {"id": EVENT["id"], "likes": 1}}}


def test_another_functions_role_may_not(stack: Stack) -> None:
    """A right signature is not enough: the worker's policy does not name the field."""
    answer = _send_signed(stack, _as_role(stack, "WorkerFunctionRole"), PUBLISH, input=EVENT)

    assert answer["data"] == {"publishLikes": None}
    assert [error["errorType"] for error in answer["errors"]] == ["Unauthorized"]


def test_the_publisher_may_do_nothing_else(stack: Stack) -> None:
    """Its role reads no feed: the field is not open to IAM."""
    answer = _send_signed(stack, _as_role(stack, "StreamFunctionRole"), "{ feed { edges { cursor } } }")

    assert [error["errorType"] for error in answer["errors"]] == ["Unauthorized"]


def test_a_wrong_secret_is_refused(stack: Stack) -> None:
    """The signature is verified, not believed."""
    real = _as_role(stack, "StreamFunctionRole")
    forged = Credentials(real.access_key, "not-the-secret", real.token)

    answer = _send_signed(stack, forged, PUBLISH, input=EVENT)

    assert "data" not in answer
    assert [error["errorType"] for error in answer["errors"]] == ["UnauthorizedException"]


@pytest.mark.parametrize("kind", ["person", "guest"])
def test_nobody_else_may_publish(stack: Stack, kind: str) -> None:
    """People and guests cannot announce what is not true."""
    who = stack.guest if kind == "guest" else stack.sign_up("publisher@example.org").headers

    answer = stack.query(PUBLISH, who, input=EVENT)

    assert answer["data"] == {"publishLikes": None}
    assert [error["errorType"] for error in answer["errors"]] == ["Unauthorized"]
