"""Which credentials open an API, and which of several are taken."""

from dataclasses import replace

from appsync_local.api.model import ApiKey, AuthProvider
from appsync_local.auth import Authenticator
from tests.fakes.auth_requests import LAMBDA, api, refusal, request
from tests.fakes.issuer import Issuer
from tests.fakes.news_api import KEY, POOL_PROVIDER


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


async def test_a_token_beside_an_authorizer_is_the_pool_s(authenticator: Authenticator, issuer: Issuer) -> None:
    """With pool and authorizer on, text shaped like a token is the pool's, other text the function's."""
    of = api(issuer, POOL_PROVIDER, LAMBDA, guard=lambda _: {"isAuthorized": True})

    pool = await authenticator.authenticate(of, request(issuer.token()))
    opaque = await authenticator.authenticate(of, request("prefix " + issuer.token()))
    await refusal(authenticator, of, request(issuer.token(key="k2")))

    assert (pool.mode, opaque.mode) == ("AMAZON_COGNITO_USER_POOLS", "AWS_LAMBDA")
