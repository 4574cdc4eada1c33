"""Requests to the news API in chosen authorisation modes, and how they are refused."""

from typing import Any

import pytest

from appsync_local.api.model import Api, AuthProvider
from appsync_local.auth import Authenticator, AuthRequest, Unauthorized
from tests.fakes.issuer import OIDC_ISSUER, Issuer
from tests.fakes.lambda_endpoint import FakeLambdaEndpoint
from tests.fakes.news_api import make_news_api

LAMBDA = AuthProvider("AWS_LAMBDA", lambda_uri="guard")
OIDC = AuthProvider("OPENID_CONNECT", issuer=OIDC_ISSUER, client_id="web|app")


def api(issuer: Issuer, *modes: AuthProvider, **functions: Any) -> Api:
    """Return the news API with these modes, the first of them the default."""
    endpoint = FakeLambdaEndpoint(url=issuer.url, functions=functions)
    return make_news_api(endpoint, default_auth=modes[0], additional_auth=modes[1:])


def request(authorization: str | None = None, **headers: str) -> AuthRequest:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    if authorization is not None:
        named["authorization"] = authorization
    return AuthRequest("POST", "/graphql", named, b"{}", "10.0.0.9", "Hello", {"a": 1}, "query Hello { hello }")


async def refusal(authenticator: Authenticator, of: Api, asked: AuthRequest) -> Unauthorized:
    with pytest.raises(Unauthorized) as caught:
        await authenticator.authenticate(of, asked)
    return caught.value
