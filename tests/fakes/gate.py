"""The newsroom's gate: its API with chosen modes, requests to it, and how they are refused."""

from typing import Any

import pytest

from infra.local.appsync.auth import Authenticator, Request, Unauthorized
from infra.local.appsync.catalog import Api, AuthProvider
from tests.fakes.issuer import OIDC_ISSUER, Issuer
from tests.fakes.lambda_endpoint import FakeLambdaEndpoint
from tests.fakes.newsroom import newsroom

LAMBDA = AuthProvider("AWS_LAMBDA", lambda_uri="guard")
OIDC = AuthProvider("OPENID_CONNECT", issuer=OIDC_ISSUER, client_id="web|app")


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
