"""The web ACL before the embedded user pool: made by CloudFormation, and asked by calls of real clients."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.emulator import Emulator
from tests.infra.local.ministack.user_pool import PASSWORD, Pool, create_pool

pytestmark = pytest.mark.emulator

SHOWN = {"CloudWatchMetricsEnabled": False, "MetricName": "m", "SampledRequestsEnabled": False}


def template(pool_id: str, limit: int) -> dict[str, Any]:
    """Unsigned calls of one address are limited, and the pool is protected."""
    signed = {
        "FieldToMatch": {"SingleHeader": {"Name": "authorization"}},
        "PositionalConstraint": "STARTS_WITH",
        "SearchString": "AWS4-HMAC-SHA256",
        "TextTransformations": [{"Priority": 0, "Type": "NONE"}],
    }
    unsigned = {"NotStatement": {"Statement": {"ByteMatchStatement": signed}}}
    rate = {"Limit": limit, "AggregateKeyType": "IP", "ScopeDownStatement": unsigned}
    rule = {
        "Name": "Rate",
        "Priority": 1,
        "Action": {"Block": {"CustomResponse": {"ResponseCode": 429, "CustomResponseBodyKey": "Slow"}}},
        "Statement": {"RateBasedStatement": rate},
        "VisibilityConfig": SHOWN,
    }
    bodies = {"Slow": {"ContentType": "TEXT_PLAIN", "Content": "slow down"}}
    web_acl = {
        "Scope": "REGIONAL",
        "DefaultAction": {"Allow": {}},
        "VisibilityConfig": SHOWN,
        "Rules": [rule],
        "CustomResponseBodies": bodies,
    }
    arn = f"arn:aws:cognito-idp:us-east-1:000000000000:userpool/{pool_id}"
    association = {"ResourceArn": arn, "WebACLArn": {"Fn::GetAtt": ["Firewall", "Arn"]}}
    return {
        "Resources": {
            "Firewall": {"Type": "AWS::WAFv2::WebACL", "Properties": web_acl},
            "Association": {"Type": "AWS::WAFv2::WebACLAssociation", "Properties": association},
        }
    }


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    running = Emulator(tmp_path_factory.mktemp("aws"))
    yield running
    running.stop()


class Stack:
    """The firewall of one pool."""

    def __init__(self, emulator: Emulator, pool: Pool) -> None:
        self._formation = emulator.client("cloudformation")
        self._pool_id = pool.pool_id
        self._name = f"firewall-{pool.pool_id.replace('_', '-')}"

    def create(self, limit: int) -> None:
        self._formation.create_stack(**self._arguments(limit))
        self._formation.get_waiter("stack_create_complete").wait(StackName=self._name, WaiterConfig={"Delay": 1})

    def update(self, limit: int) -> None:
        self._formation.update_stack(**self._arguments(limit))
        self._formation.get_waiter("stack_update_complete").wait(StackName=self._name, WaiterConfig={"Delay": 1})

    def delete(self) -> None:
        self._formation.delete_stack(StackName=self._name)
        self._formation.get_waiter("stack_delete_complete").wait(StackName=self._name, WaiterConfig={"Delay": 1})

    def _arguments(self, limit: int) -> dict[str, Any]:
        return {"StackName": self._name, "TemplateBody": json.dumps(template(self._pool_id, limit))}


def test_signing_up_without_end_is_blocked_in_cognitos_words(emulator: Emulator) -> None:
    """The limit signs up, the next one is refused; signed calls of administrators and other pools go on."""
    pool, other = create_pool(emulator), create_pool(emulator)
    stack = Stack(emulator, pool)
    stack.create(limit=10)

    for number in range(10):
        pool.cognito.sign_up(ClientId=pool.client_id, Username=f"a{number}@example.org", Password=PASSWORD)
    with pytest.raises(ClientError) as refused:
        pool.cognito.sign_up(ClientId=pool.client_id, Username="b@example.org", Password=PASSWORD)

    answer = refused.value.response
    assert answer["Error"] == {"Code": "ForbiddenException", "Message": "Request not allowed due to WAF block."}
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 403
    assert len(pool.cognito.list_users(UserPoolId=pool.pool_id)["Users"]) == 10
    assert other.sign_up("c@example.org")


def test_a_changed_limit_holds_at_once_and_a_deleted_firewall_lets_pass(emulator: Emulator) -> None:
    """Also for people who are signed in, by their token's pool."""
    pool = create_pool(emulator)
    pool.sign_up("ada@example.org")
    token = pool.token("ada@example.org")
    stack = Stack(emulator, pool)
    stack.create(limit=10)
    assert [pool.attributes(token)["email"] for _ in range(10)] == ["ada@example.org"] * 10
    with pytest.raises(pool.cognito.exceptions.ForbiddenException):
        pool.attributes(token)

    stack.update(limit=11)
    assert [pool.attributes(token)["email"] for _ in range(11)] == ["ada@example.org"] * 11
    with pytest.raises(pool.cognito.exceptions.ForbiddenException):
        pool.attributes(token)

    stack.delete()
    assert pool.attributes(token)["email"] == "ada@example.org"


def test_the_api_tells_what_a_template_said(emulator: Emulator) -> None:
    """What protects a resource, with patterns in base64 and the bodies of custom responses, as on AWS."""
    pool = create_pool(emulator)
    Stack(emulator, pool).create(limit=10)

    arn = f"arn:aws:cognito-idp:us-east-1:000000000000:userpool/{pool.pool_id}"
    described = emulator.client("wafv2").get_web_acl_for_resource(ResourceArn=arn)["WebACL"]

    rate = described["Rules"][0]["Statement"]["RateBasedStatement"]
    scope = rate["ScopeDownStatement"]["NotStatement"]["Statement"]["ByteMatchStatement"]
    assert scope["SearchString"] == b"AWS4-HMAC-SHA256"
    assert described["CustomResponseBodies"]["Slow"]["Content"] == "slow down"
