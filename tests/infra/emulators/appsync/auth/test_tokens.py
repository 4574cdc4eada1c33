"""Tokens of user pools and OpenID Connect issuers: what must hold, and the identity they give."""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from appsync_local.auth import Authenticator
from tests.fakes.auth_requests import OIDC, api, refusal, request
from tests.fakes.issuer import OIDC_ISSUER, POOL_ISSUER, Issuer
from tests.fakes.news_api import POOL_PROVIDER


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
        (lambda now: {"exp": now - 1}, "Token has expired."),
        (lambda _: {"iss": POOL_ISSUER + "x"}, "You are not authorized to make this call."),
        (lambda _: {"token_use": "refresh"}, "You are not authorized to make this call."),
        (lambda _: {"client_id": "webs"}, "You are not authorized to make this call."),
        (lambda _: {"exp": None}, "You are not authorized to make this call."),
        (lambda now: {"iat": now + 600}, "You are not authorized to make this call."),
    ],
)
async def test_a_pool_s_token_must_hold(
    authenticator: Authenticator, issuer: Issuer, claims: Callable[[int], dict[str, Any]], message: str
) -> None:
    """Expiry, issuer, use, client and time of issue are checked, each by itself."""
    of = api(issuer, replace(POOL_PROVIDER, client_regex="web|app"))

    refused = await refusal(authenticator, of, request(issuer.token(**claims(int(time.time())))))

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


async def test_keys_that_cannot_be_fetched_open_nothing(authenticator: Authenticator, issuer: Issuer) -> None:
    """A key set that nobody serves is a refusal with a reason, not a fault."""
    of = api(issuer, POOL_PROVIDER)
    of.endpoint.url = "http://127.0.0.1:1"

    refused = await refusal(authenticator, of, request(issuer.token()))

    assert "gave no answer" in refused.reason
