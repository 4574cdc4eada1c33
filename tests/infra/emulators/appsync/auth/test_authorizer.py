"""The Lambda authorizer: what it is asked, what counts as a yes, how long its word is kept."""

from dataclasses import replace
from typing import Any

import pytest

from appsync_local.auth import Authenticator, Caller
from tests.fakes.auth_requests import LAMBDA, api, refusal, request
from tests.fakes.issuer import Issuer
from tests.fakes.lambda_endpoint import FakeLambdaEndpoint, FunctionError


async def test_the_authorizer_sees_the_request(authenticator: Authenticator, issuer: Issuer) -> None:
    """Its event has AppSync's keys; its answer becomes resolverContext and denied fields."""
    seen: list[dict[str, Any]] = []

    def guard(event: dict[str, Any]) -> dict[str, Any]:
        seen.append(event)
        arn = "arn:aws:appsync:eu-west-1:111122223333:apis/{}/types/Story/fields/{}"
        denied = ["Story.title", arn.format("newsroom", "desk"), arn.format("another", "tags")]
        return {"isAuthorized": True, "resolverContext": {"tier": "gold"}, "deniedFields": denied}

    caller = await authenticator.authenticate(api(issuer, LAMBDA, guard=guard), request("open sesame"))

    request_id = seen[0]["requestContext"].pop("requestId")
    assert request_id
    assert seen == [
        {
            "authorizationToken": "open sesame",
            "requestContext": {
                "apiId": "newsroom",
                "accountId": "111122223333",
                "queryString": "query Hello { hello }",
                "operationName": "Hello",
                "variables": {"a": 1},
            },
            "requestHeaders": {"authorization": "open sesame"},
        }
    ]
    assert caller.identity == {"resolverContext": {"tier": "gold"}}
    assert caller.denied_fields == {"Story.title", "Story.desk"}


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"isAuthorized": False},
        {"isAuthorized": "true"},
        None,
        [],
        {"isAuthorized": True, "resolverContext": {"a": {}}},
    ],
)
async def test_anything_but_a_yes_is_a_no(authenticator: Authenticator, issuer: Issuer, answer: Any) -> None:
    """An empty, odd or nested answer of the authorizer opens nothing."""
    of = api(issuer, LAMBDA, guard=lambda _: answer)

    await refusal(authenticator, of, request("token"))


async def test_a_failing_authorizer_opens_nothing(authenticator: Authenticator, issuer: Issuer) -> None:
    """An exception in the function is a refusal, whose reason stands in the log."""

    def guard(_: Any) -> Any:
        raise FunctionError("ValueError", "boom")

    refused = await refusal(authenticator, api(issuer, LAMBDA, guard=guard), request("token"))

    assert refused.message == "You are not authorized to make this call."
    assert "boom" in refused.reason


@pytest.mark.parametrize(("ttl", "override", "calls"), [(0, None, 2), (60, None, 1), (60, 0, 2), (0, 60, 1)])
async def test_answers_are_kept_as_long_as_they_say(
    authenticator: Authenticator, issuer: Issuer, ttl: int, override: int | None, calls: int
) -> None:
    """The API's ttl holds unless the answer overrides it; another token is always asked about."""
    answer = {"isAuthorized": True} | ({} if override is None else {"ttlOverride": override})
    of = api(issuer, replace(LAMBDA, ttl=ttl), guard=lambda _: answer)
    assert isinstance(of.endpoint, FakeLambdaEndpoint)

    for _ in range(2):
        await authenticator.authenticate(of, request("token"))
    await authenticator.authenticate(of, request("another"))

    assert len(of.endpoint.events) == calls + 1


async def test_a_token_must_fit_the_pattern_first(authenticator: Authenticator, issuer: Issuer) -> None:
    """The validation expression is judged before the function is called."""
    of = api(issuer, replace(LAMBDA, validation_regex="custom-.*"), guard=lambda _: {"isAuthorized": True})
    assert isinstance(of.endpoint, FakeLambdaEndpoint)

    caller = await authenticator.authenticate(of, request("custom-1"))
    await refusal(authenticator, of, request("x-custom-1"))

    assert caller == Caller(mode="AWS_LAMBDA", identity={"resolverContext": {}}, source_ip=("10.0.0.9",))
    assert len(of.endpoint.events) == 1
