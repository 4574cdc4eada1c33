"""A REST API that CloudFormation imports from OpenAPI answers preflights and refusals as its document says."""

import json
from collections.abc import Iterator

import pytest

from infra.local.ministack.paths import REST_APIS
from tests.emulator import ORIGIN, Emulator

pytestmark = pytest.mark.emulator

ALLOW = "Access-Control-Allow-Origin"
PREFLIGHT = {
    "type": "mock",
    "requestTemplates": {"application/json": '{"statusCode" : 200}'},
    "responses": {
        "default": {
            "statusCode": "204",
            "responseParameters": {f"method.response.header.{ALLOW}": f"'{ORIGIN}'"},
            "responseTemplates": {"application/json": "{}"},
        }
    },
}
BODY = {
    "openapi": "3.0.1",
    "info": {"title": "walks", "version": "1"},
    "paths": {"/walks": {"options": {"x-amazon-apigateway-integration": PREFLIGHT}}},
    "x-amazon-apigateway-gateway-responses": {
        "MISSING_AUTHENTICATION_TOKEN": {
            "statusCode": "404",
            "responseParameters": {f"gatewayresponse.header.{ALLOW}": f"'{ORIGIN}'"},
            "responseTemplates": {"application/json": '{"code": "NOT_FOUND"}'},
        }
    },
}
TEMPLATE = {
    "Resources": {
        "Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Body": BODY}},
        "Deployment": {"Type": "AWS::ApiGateway::Deployment", "Properties": {"RestApiId": {"Ref": "Api"}}},
        "Stage": {
            "Type": "AWS::ApiGateway::Stage",
            "Properties": {
                "RestApiId": {"Ref": "Api"},
                "DeploymentId": {"Ref": "Deployment"},
                "StageName": "v1",
            },
        },
    },
    "Outputs": {"ApiId": {"Value": {"Ref": "Api"}}},
}


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    running = Emulator(tmp_path_factory.mktemp("aws"))
    yield running
    running.stop()


@pytest.fixture(scope="module")
def stage(emulator: Emulator) -> str:
    formation = emulator.client("cloudformation")
    formation.create_stack(StackName="walks", TemplateBody=json.dumps(TEMPLATE))
    formation.get_waiter("stack_create_complete").wait(StackName="walks", WaiterConfig={"Delay": 1})
    (output,) = formation.describe_stacks(StackName="walks")["Stacks"][0]["Outputs"]
    return f"{REST_APIS}{output['OutputValue']}/v1"


def test_a_preflight_is_answered_with_its_headers(emulator: Emulator, stage: str) -> None:
    answer = emulator.send("OPTIONS", f"{stage}/walks", {"Origin": ORIGIN})

    assert (answer.status, answer.headers[ALLOW]) == (204, ORIGIN)


def test_what_the_gateway_refuses_has_the_documents_words(emulator: Emulator, stage: str) -> None:
    answer = emulator.send("GET", f"{stage}/nowhere", {"Origin": ORIGIN})

    assert (answer.status, answer.headers[ALLOW], answer.json()) == (404, ORIGIN, {"code": "NOT_FOUND"})


def test_a_foreign_page_may_not_call_it(emulator: Emulator, stage: str) -> None:
    assert emulator.send("GET", f"{stage}/nowhere", {"Origin": "https://evil.example"}).status == 403
