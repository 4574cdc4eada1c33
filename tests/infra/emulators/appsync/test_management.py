"""Reading what is deployed: all pages, all parts, and again only when something changed."""

import json
from typing import Any

import pytest

from appsync_local.api.deployments import NO_SOURCES, SETTLING_READINGS, Deployments, Unreachable
from appsync_local.api.model import AuthProvider
from appsync_local.auth import Authenticator
from appsync_local.engine.engine import Engine
from appsync_local.engine.hub import SilentHub
from appsync_local.http.graphql_endpoint import answer_graphql
from appsync_local.http_message import HttpRequest
from appsync_local.state import State
from tests.fakes.http_request import make_request
from tests.fakes.management_api import FakeManagementApi

BASE = "/v1/apis/shop"
RESOLVERS = f"{BASE}/types/Query/resolvers"


def answers() -> dict[str, Any]:
    """A deployed API with two pages of resolvers, two ways to sign in, and a cache."""
    pool = {"userPoolId": "eu_1", "awsRegion": "eu-west-1", "appIdClientRegex": "c.*", "defaultAction": "ALLOW"}
    api = {
        "apiId": "shop",
        "name": "Shop",
        "arn": "arn:aws:appsync:eu-west-1:111122223333:apis/shop",
        "authenticationType": "AMAZON_COGNITO_USER_POOLS",
        "userPoolConfig": pool,
        "additionalAuthenticationProviders": [
            {
                "authenticationType": "AWS_LAMBDA",
                "lambdaAuthorizerConfig": {"authorizerUri": "arn:f", "authorizerResultTtlInSeconds": 60},
            }
        ],
        "queryDepthLimit": 7,
        "introspectionConfig": "DISABLED",
    }
    return {
        "/v1/apis": {"graphqlApis": [api]},
        f"{BASE}/schema?format=SDL&includeDirectives=true": "type Query { a: Int b: Int }",
        f"{BASE}/datasources": {"dataSources": [{"name": "N", "type": "NONE"}]},
        f"{BASE}/functions": {"functions": [{"functionId": "f1", "name": "f", "dataSourceName": "N", "code": "c"}]},
        f"{BASE}/apikeys": {"apiKeys": [{"id": "da2-x", "expires": 5}]},
        f"{BASE}/environmentVariables": {"environmentVariables": {"STAGE": "test"}},
        f"{BASE}/ApiCaches": {"apiCache": {"apiCachingBehavior": "PER_RESOLVER_CACHING", "ttl": 30}},
        RESOLVERS: {"resolvers": [resolver("a")], "nextToken": "p/2"},
        f"{RESOLVERS}?nextToken=p%2F2": {"resolvers": [resolver("b")]},
    }


def resolver(name: str) -> dict[str, Any]:
    return {"typeName": "Query", "fieldName": name, "dataSourceName": "N", "maxBatchSize": 3, "code": "x"}


async def test_every_part_of_an_api_is_read() -> None:
    """Pages are followed; settings, sources, functions, keys, environment and cache are in the API."""
    deployments = Deployments(FakeManagementApi(answers=answers()))

    await deployments.refresh()

    api = deployments.apis["shop"]
    assert set(api.resolvers) == {("Query", "a"), ("Query", "b")}
    assert api.resolvers["Query", "a"].max_batch_size == 3
    assert api.default_auth == AuthProvider(
        "AMAZON_COGNITO_USER_POOLS", user_pool_id="eu_1", region="eu-west-1", client_regex="c.*", default_action="ALLOW"
    )
    assert api.additional_auth == (AuthProvider("AWS_LAMBDA", lambda_uri="arn:f", ttl=60),)
    assert (api.region, api.account_id) == ("eu-west-1", "111122223333")
    assert (api.depth_limit, api.introspection, api.caching, api.caching_ttl) == (7, False, "PER_RESOLVER_CACHING", 30)
    assert api.environment == {"STAGE": "test"}
    assert api.functions["f1"].data_source == "N"


async def test_an_unchanged_deployment_stays_the_same_object() -> None:
    """Nothing is built again, so what was cached for the API stays cached."""
    deployments = Deployments(FakeManagementApi(answers=answers()))

    await deployments.refresh()
    before = deployments.apis["shop"]
    changed = await deployments.refresh()

    assert not changed
    assert deployments.apis["shop"] is before


async def test_a_glance_leaves_resolvers_unread_once_all_has_settled() -> None:
    """Glances read all for a while after a change, and then no resolvers until something else changed."""
    endpoint = FakeManagementApi(answers=answers())
    deployments = Deployments(endpoint)
    await deployments.refresh()
    for _ in range(SETTLING_READINGS + 1):
        await deployments.refresh(full=False)
    endpoint.reads.clear()

    await deployments.refresh(full=False)
    unread = endpoint.reads[RESOLVERS]
    endpoint.answers[f"{BASE}/datasources"] = {"dataSources": [{"name": "M", "type": "NONE"}]}
    changed = await deployments.refresh(full=False)

    assert (unread, changed) == (0, True)
    assert list(deployments.apis["shop"].data_sources) == ["M"]


async def test_a_deleted_api_is_served_no_more_and_a_refused_one_says_why() -> None:
    """What is gone is gone; SDL that AppSync would refuse is told in `refused`."""
    endpoint = FakeManagementApi(answers=answers())
    deployments = Deployments(endpoint)
    await deployments.refresh()

    endpoint.answers[f"{BASE}/schema?format=SDL&includeDirectives=true"] = "scalar Date type Query { a: Date }"
    await deployments.refresh()
    refused = dict(deployments.refused)
    endpoint.answers["/v1/apis"] = {"graphqlApis": []}
    await deployments.refresh()

    assert refused == {"shop": "Custom scalars are not supported: 'Date'."}
    assert (deployments.apis, deployments.refused) == ({}, {})


PRINTED = """
directive @aws_subscribe(mutations: [String!]!) on FIELD_DEFINITION
directive @deprecated(reason: String!) on INPUT_FIELD_DEFINITION | ENUM
scalar AWSJSON
scalar AWSTime
scalar BigInt
type Query { a: AWSJSON }
"""


async def test_an_endpoint_without_resolvers_serves_its_schemas(caplog: pytest.LogCaptureFixture) -> None:
    """moto prints what AppSync declares itself, and knows neither sources nor resolvers: the log says what follows."""
    schema = f"{BASE}/schema?format=SDL&includeDirectives=true"
    kept = {path: answer for path, answer in answers().items() if path in ("/v1/apis", f"{BASE}/apikeys")}
    endpoint = FakeManagementApi(answers={**kept, schema: PRINTED})
    deployments = Deployments(endpoint)

    await deployments.refresh()
    served = dict(deployments.apis)
    endpoint.answers[schema] = ""
    await deployments.refresh()

    assert served["shop"].sdl.split() == "type Query { a: AWSJSON }".split()  # noqa: SIM905
    assert caplog.messages == [f"Shop (shop): {NO_SOURCES}"]
    assert deployments.refused == {"shop": "No schema was uploaded yet."}


async def test_an_endpoint_that_is_away_leaves_everything_served() -> None:
    """Its absence is an error for whoever asked; the APIs that were read stay."""
    endpoint = FakeManagementApi(answers=answers())
    deployments = Deployments(endpoint)
    await deployments.refresh()
    endpoint.down = True

    with pytest.raises(Unreachable, match=r"management\.invalid does not answer"):
        await deployments.refresh()

    assert list(deployments.apis) == ["shop"]


async def test_until_the_apis_were_read_requests_are_asked_to_come_back() -> None:
    """Clients take a 404 as final, so it is not answered before the data plane knows its APIs."""
    deployments = Deployments(FakeManagementApi(answers=answers()))
    state = State(deployments, Authenticator(), Engine(), SilentHub())
    request = make_request("POST", "/graphql", [("x-api-key", "da2-x")], b'{"query": "{ a }"}')

    early = await answer_graphql(state, request)
    await deployments.refresh()
    later = await answer_graphql(state, request)

    assert (early.status, early.headers["retry-after"]) == (503, "1")
    assert b"ServiceUnavailableException" in early.body
    assert later.status == 401  # it is known now, and wants another way in


def web_acl(limit: int) -> dict[str, Any]:
    """A web ACL with a rate and no words of its own, as WAFv2 answers it."""
    statement = {"RateBasedStatement": {"Limit": limit, "AggregateKeyType": "IP"}}
    rule = {"Name": "Rate", "Priority": 1, "Action": {"Block": {}}, "Statement": statement}
    return {"WebACL": {"Name": "acl", "DefaultAction": {"Allow": {}}, "Rules": [rule]}}


def serve(deployments: Deployments) -> State:
    return State(deployments, Authenticator(), Engine(), SilentHub())


def guest() -> HttpRequest:
    return make_request("POST", "/graphql", [], b'{"query": "{ a }"}', "192.0.2.7")


async def test_a_blocked_request_gets_the_words_of_the_service_before_anybody_is_authenticated() -> None:
    """AppSync's shape of a block; the request before it only lacked credentials."""
    deployments = Deployments(FakeManagementApi(answers=answers() | {"/": web_acl(1)}))
    await deployments.refresh()
    state = serve(deployments)

    first, second = [await answer_graphql(state, guest()) for _ in range(2)]

    assert (first.status, second.status) == (401, 403)
    assert json.loads(second.body) == {"errors": [{"errorType": "WAFForbiddenException", "message": "403 Forbidden"}]}
    assert "access-control-allow-origin" not in second.headers


async def test_a_deployment_begins_no_new_count_and_a_new_rule_does() -> None:
    """The web ACL is kept with its rates while it is described alike."""
    management = FakeManagementApi(answers=answers() | {"/": web_acl(1)})
    deployments = Deployments(management)
    await deployments.refresh()
    state = serve(deployments)
    await answer_graphql(state, guest())

    management.answers[RESOLVERS] = {"resolvers": []}
    assert await deployments.refresh()
    assert (await answer_graphql(state, guest())).status == 403

    management.answers["/"] = web_acl(5)
    assert await deployments.refresh()
    assert (await answer_graphql(state, guest())).status == 401

    del management.answers["/"]
    assert await deployments.refresh()
    assert deployments.apis["shop"].web_acl is None
