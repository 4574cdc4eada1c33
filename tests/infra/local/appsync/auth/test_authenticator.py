"""Who may call: the choice of the mode, API keys, tokens, signers and the Lambda authorizer."""

import time
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from infra.local.appsync.auth import Authenticator, Caller, Request, Settings, Unauthorized
from infra.local.appsync.catalog import Api, ApiKey, AuthProvider
from tests.fakes.issuer import OIDC_ISSUER, POOL_ISSUER, Issuer, issuing
from tests.fakes.lambda_endpoint import FakeLambdaEndpoint, FunctionError
from tests.fakes.newsroom import KEY, POOL_PROVIDER, newsroom

LAMBDA = AuthProvider("AWS_LAMBDA", lambda_uri="guard")
OIDC = AuthProvider("OPENID_CONNECT", issuer=OIDC_ISSUER, client_id="web|app")


@pytest.fixture
async def issuer() -> AsyncIterator[Issuer]:
    async with issuing() as found:
        yield found


@pytest.fixture
async def authenticator(issuer: Issuer) -> AsyncIterator[Authenticator]:
    settings = Settings(issuers={OIDC_ISSUER: f"{issuer.url}/oidc"})
    made = Authenticator(settings, refetch_after=0)
    yield made
    await made.close()


def api(issuer: Issuer, *modes: AuthProvider, **functions: Any) -> Api:
    """The newsroom with these modes, the first of them the default."""
    endpoint = FakeLambdaEndpoint(url=issuer.url, functions=functions)
    return newsroom(endpoint, default_auth=modes[0], additional_auth=modes[1:])


def request(authorization: str | None = None, **headers: str) -> Request:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    if authorization is not None:
        named["authorization"] = authorization
    return Request("POST", "/graphql", named, b"{}", "10.0.0.9", "Hello", {"a": 1}, "query Hello { hello }")


async def refusal(authenticator: Authenticator, of: Api, asked: Request) -> Unauthorized:
    with pytest.raises(Unauthorized) as caught:
        await authenticator.authenticate(of, asked)
    return caught.value


async def test_a_key_opens_until_it_expires(authenticator: Authenticator, issuer: Issuer) -> None:
    """A known key is a caller without identity; an expired or unknown one is refused with AppSync's words."""
    of = replace(api(issuer, AuthProvider("API_KEY")), api_keys=(ApiKey(KEY, 4_000_000_000), ApiKey("old", 1)))

    caller = await authenticator.authenticate(of, request(x_api_key=KEY))
    refused = [await refusal(authenticator, of, request(x_api_key=key)) for key in ("old", "none", "")]

    assert (caller.mode, caller.identity) == ("API_KEY", None)
    assert {each.message for each in refused} == {"You are not authorized to make this call."}
    assert {each.error_type for each in refused} == {"UnauthorizedException"}


async def test_a_key_wins_over_a_token(authenticator: Authenticator, issuer: Issuer) -> None:
    """With both credentials in a request the key decides, and no other mode is tried after it refused."""
    of = api(issuer, AuthProvider("API_KEY"), POOL_PROVIDER)

    caller = await authenticator.authenticate(of, request(issuer.token(), x_api_key=KEY))
    await refusal(authenticator, of, request(issuer.token(), x_api_key="wrong"))

    assert caller.mode == "API_KEY"


async def test_without_credentials_there_is_no_call(authenticator: Authenticator, issuer: Issuer) -> None:
    """A request without a header is told so where tokens are taken."""
    tokens = await refusal(authenticator, api(issuer, POOL_PROVIDER), request())
    keys = await refusal(authenticator, api(issuer, AuthProvider("API_KEY")), request())

    assert tokens.message == "Valid authorization header not provided."
    assert keys.message == "You are not authorized to make this call."


@pytest.mark.parametrize("prefix", ["", "Bearer ", "bearer "])
async def test_a_pool_s_token_gives_its_identity(authenticator: Authenticator, issuer: Issuer, prefix: str) -> None:
    """The identity has exactly AppSync's keys, with the word Bearer or without."""
    token = issuer.token(groups=["editors"])

    caller = await authenticator.authenticate(
        api(issuer, POOL_PROVIDER), request(prefix + token, x_forwarded_for="1.2.3.4, 5.6.7.8")
    )

    assert caller.identity is not None
    claims = caller.identity.pop("claims")
    assert caller.identity == {
        "sub": "ada-1",
        "issuer": POOL_ISSUER,
        "username": "ada",
        "sourceIp": ["1.2.3.4", "5.6.7.8", "10.0.0.9"],
        "defaultAuthStrategy": "ALLOW",
        "groups": ["editors"],
    }
    assert claims["token_use"] == "access"
    assert caller.groups == {"editors"}


async def test_an_id_token_names_its_user(authenticator: Authenticator, issuer: Issuer) -> None:
    """An id token's user is cognito:username, its client the audience; groups are null where there are none."""
    of = api(issuer, replace(POOL_PROVIDER, client_regex="web|app"))
    token = issuer.token(token_use="id", aud="app", client_id=None, username=None, **{"cognito:username": "ada"})

    caller = await authenticator.authenticate(of, request(token))

    assert caller.identity is not None
    assert (caller.identity["username"], caller.identity["groups"]) == ("ada", None)


@pytest.mark.parametrize(
    ("claims", "message"),
    [
        ({"exp": int(time.time()) - 1}, "Token has expired."),
        ({"iss": POOL_ISSUER + "x"}, "You are not authorized to make this call."),
        ({"token_use": "refresh"}, "You are not authorized to make this call."),
        ({"client_id": "webs"}, "You are not authorized to make this call."),
        ({"exp": None}, "You are not authorized to make this call."),
        ({"iat": int(time.time()) + 600}, "You are not authorized to make this call."),
    ],
)
async def test_a_pool_s_token_must_hold(
    authenticator: Authenticator, issuer: Issuer, claims: dict[str, Any], message: str
) -> None:
    """Expiry, issuer, use, client and time of issue are checked, each by itself."""
    of = api(issuer, replace(POOL_PROVIDER, client_regex="web|app"))

    refused = await refusal(authenticator, of, request(issuer.token(**claims)))

    assert refused.message == message


async def test_a_forged_signature_is_refused(authenticator: Authenticator, issuer: Issuer) -> None:
    """A token signed by another key, or altered, or not signed at all, opens nothing."""
    of = api(issuer, POOL_PROVIDER)
    head, body, signature = issuer.token().split(".")
    _, other, _ = issuer.token(sub="eve").split(".")

    foreign = await refusal(authenticator, of, request(issuer.token(key="k2")))
    altered = await refusal(authenticator, of, request(f"{head}.{other}.{signature}"))
    unsigned = await refusal(authenticator, of, request(f"{head}.{body}."))

    assert {each.message for each in (foreign, altered, unsigned)} == {"You are not authorized to make this call."}


@pytest.mark.parametrize("junk", ["junk", "a.b.c", "Bearer a.b.c"])
async def test_what_is_no_token_is_called_so(authenticator: Authenticator, issuer: Issuer, junk: str) -> None:
    """Text that cannot be parsed as a token is told so."""
    refused = await refusal(authenticator, api(issuer, POOL_PROVIDER), request(junk))

    assert refused.message == "Unable to parse JWT token."


async def test_a_new_key_of_the_pool_is_fetched(authenticator: Authenticator, issuer: Issuer) -> None:
    """Keys are fetched once, and again when a token names one that is not known yet."""
    of = api(issuer, POOL_PROVIDER)

    for _ in range(3):
        await authenticator.authenticate(of, request(issuer.token()))
    issuer.published.append("k2")
    caller = await authenticator.authenticate(of, request(issuer.token(key="k2")))

    assert caller.mode == "AMAZON_COGNITO_USER_POOLS"
    assert len(issuer.asked) == 2


async def test_an_issuer_s_token_gives_its_identity(authenticator: Authenticator, issuer: Issuer) -> None:
    """OpenID Connect: keys by discovery, client by pattern, the identity is sub, issuer and claims."""
    token = issuer.token(issuer=OIDC_ISSUER + "/", aud=["other", "app"], token_use=None)

    caller = await authenticator.authenticate(api(issuer, OIDC), request(token))

    assert caller.mode == "OPENID_CONNECT"
    assert caller.identity is not None
    assert set(caller.identity) == {"sub", "issuer", "claims"}


@pytest.mark.parametrize(
    ("limits", "claims"),
    [
        ({}, {"aud": "stranger"}),
        ({"iat_ttl": 1000}, {"aud": "web", "iat": int(time.time()) - 5}),
        ({"auth_ttl": 1000}, {"aud": "web", "auth_time": int(time.time()) - 5}),
        ({"auth_ttl": 1000}, {"aud": "web"}),
    ],
)
async def test_an_issuer_s_token_must_be_young_and_ours(
    authenticator: Authenticator, issuer: Issuer, limits: dict[str, int], claims: dict[str, Any]
) -> None:
    """A foreign client, and tokens older than iatTTL or authTTL (milliseconds), are refused."""
    of = api(issuer, replace(OIDC, iat_ttl=limits.get("iat_ttl"), auth_ttl=limits.get("auth_ttl")))

    await refusal(authenticator, of, request(issuer.token(issuer=OIDC_ISSUER, **claims)))


async def test_several_issuers_are_told_apart(authenticator: Authenticator, issuer: Issuer) -> None:
    """With a pool and an issuer on one API the token's issuer chooses."""
    of = api(issuer, POOL_PROVIDER, OIDC)

    pool = await authenticator.authenticate(of, request(issuer.token()))
    oidc = await authenticator.authenticate(of, request(issuer.token(issuer=OIDC_ISSUER, aud="web")))

    assert (pool.mode, oidc.mode) == ("AMAZON_COGNITO_USER_POOLS", "OPENID_CONNECT")


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


async def test_a_token_beside_an_authorizer_is_the_pool_s(authenticator: Authenticator, issuer: Issuer) -> None:
    """With pool and authorizer on, text shaped like a token is the pool's, other text the function's."""
    of = api(issuer, POOL_PROVIDER, LAMBDA, guard=lambda _: {"isAuthorized": True})

    pool = await authenticator.authenticate(of, request(issuer.token()))
    opaque = await authenticator.authenticate(of, request("prefix " + issuer.token()))
    await refusal(authenticator, of, request(issuer.token(key="k2")))

    assert (pool.mode, opaque.mode) == ("AMAZON_COGNITO_USER_POOLS", "AWS_LAMBDA")


async def test_keys_that_cannot_be_fetched_open_nothing(authenticator: Authenticator, issuer: Issuer) -> None:
    """A key set that nobody serves is a refusal with a reason, not a fault."""
    of = api(issuer, POOL_PROVIDER)
    of.endpoint.url = "http://127.0.0.1:1"

    refused = await refusal(authenticator, of, request(issuer.token()))

    assert "gave no answer" in refused.reason
