"""The local payment provider calls the deployed webhook, signed by the secret that the functions read."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infra.local import payments
from infra.local.deploy.secrets import read_secret
from tests.emulator import Emulator
from tests.fakes import payments as fake
from tests.fakes.payments import Buyer, Payments

pytestmark = pytest.mark.emulator

TRUST = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
# As SAM writes a function with a URL.
STACK: dict[str, Any] = {
    "Resources": {
        "Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": [TRUST]}}},
        "Webhook": {
            "Type": "AWS::Lambda::Function",
            "Properties": {
                "Runtime": "python3.13",
                "Handler": "index.handler",
                "Role": {"Fn::GetAtt": ["Role", "Arn"]},
                "Code": {"ZipFile": "def handler(event, context): return {'statusCode': 200}"},
            },
        },
        "WebhookUrl": {
            "Type": "AWS::Lambda::Url",
            "Properties": {"AuthType": "NONE", "TargetFunctionArn": {"Ref": "Webhook"}},
        },
        "Everybody": {
            "Type": "AWS::Lambda::Permission",
            "Properties": {
                "Action": "lambda:InvokeFunctionUrl",
                "FunctionName": {"Ref": "Webhook"},
                "FunctionUrlAuthType": "NONE",
                "Principal": "*",
            },
        },
    },
    "Outputs": {"PaymentsWebhookUrl": {"Value": {"Fn::GetAtt": ["WebhookUrl", "FunctionUrl"]}}},
}


@pytest.fixture
def provider(tmp_path: Path) -> Iterator[Payments]:
    with fake.running(tmp_path / "payments") as started:
        yield started


@pytest.fixture
def emulator(tmp_path: Path) -> Iterator[Emulator]:
    running = Emulator(tmp_path / "aws")
    formation = running.client("cloudformation")
    formation.create_stack(StackName=payments.STACK, TemplateBody=json.dumps(STACK), Capabilities=["CAPABILITY_IAM"])
    formation.get_waiter("stack_create_complete").wait(StackName=payments.STACK, WaiterConfig={"Delay": 1})
    yield running
    running.stop()


def test_the_provider_reaches_the_function_at_its_url(emulator: Emulator, provider: Payments) -> None:
    """Registered once, however often the system starts; its secret signs what is sent."""
    payments.prepare_secret(emulator.url)
    for _ in range(2):
        payments.register_webhook(emulator.url, provider.url)
        payments.prepare_secret(emulator.url)
    Buyer(fake.open_session(provider.client())).pays()

    (endpoint,) = provider.client().v1.webhook_endpoints.list().data
    assert endpoint.url == payments.find_webhook(emulator.url)
    (secret,) = json.loads(read_secret(emulator.url, payments.SECRET) or "")["webhookSecrets"]
    assert secret.startswith("whsec_")
    _wait_until_delivered(provider)


def _wait_until_delivered(provider: Payments) -> None:
    end = time.monotonic() + 60
    while (event := provider.client().v1.events.list({"type": "checkout.session.completed"}).data[0]).pending_webhooks:
        assert time.monotonic() < end, event
        time.sleep(0.1)
