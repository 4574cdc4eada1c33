"""Signatures made by botocore, verified without it: a caller without the secret is refused."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from appsync_local.api.model import AuthProvider
from appsync_local.auth import Authenticator, AuthRequest, AuthSettings, Unauthorized
from tests.fakes.issuer import Issuer, issuing
from tests.fakes.news_api import KEY, make_news_api

API = make_news_api(default_auth=AuthProvider("AWS_IAM"), additional_auth=(AuthProvider("API_KEY"),))
URL = "http://localhost:4201/graphql"
REALTIME = {
    "accept": "application/json, text/javascript",
    "content-encoding": "amz-1.0",
    "content-type": "application/json; charset=UTF-8",
}


@pytest.fixture
async def issuer() -> AsyncIterator[Issuer]:
    async with issuing() as found:
        yield found


@pytest.fixture
async def authenticator(issuer: Issuer) -> AsyncIterator[Authenticator]:
    made = Authenticator(AuthSettings(credentials_url=f"{issuer.url}/credentials"))
    yield made
    await made.close()


def sign_request(
    url: str = URL,
    body: bytes = b"{}",
    secret: str = "hush",  # noqa: S107
    key: str = "AKIDREPORTER",
    token: str | None = None,
    service: str = "appsync",
    method: str = "POST",
    region: str = "eu-west-1",
    **headers: str,
) -> AuthRequest:
    """A request as botocore signs it."""
    made = AWSRequest(method, url, headers={"host": "localhost:4201", **headers}, data=body)
    SigV4Auth(Credentials(key, secret, token), service, region).add_auth(made)
    path = "/" + url.split("/", 3)[3]
    return AuthRequest(method, path, {name.lower(): value for name, value in made.headers.items()}, body, "10.0.0.9")


@pytest.mark.parametrize(
    "asked",
    [
        {"body": b'{"query":"{ hello }"}', "content-type": "application/json"},
        {"url": URL + "/connect", **REALTIME},
        {"body": b'{"query":"subscription { onStory { id } }","variables":{}}', **REALTIME},
        {"url": URL + "?query=%7B%20hello%20%7D&b=2&a=x%2By&empty=", "method": "GET", "body": b""},
        {"url": "http://localhost:4201/apis/a%20b/graphql"},
        {"service": "execute-api", "x-odd": "  two   spaces "},
    ],
)
async def test_botocore_s_signature_is_recognised(authenticator: Authenticator, asked: dict[str, Any]) -> None:
    """HTTP requests, the socket's connect and start, query strings, and Amplify's execute-api all verify."""
    caller = await authenticator.authenticate(API, sign_request(**asked))

    assert caller.mode == "AWS_IAM"
    assert caller.identity == {
        "accountId": "111122223333",
        "cognitoIdentityPoolId": None,
        "cognitoIdentityId": None,
        "sourceIp": ["10.0.0.9"],
        "username": "AIDAREPORTER",
        "userArn": "arn:aws:iam::111122223333:user/reporter",
        "cognitoIdentityAuthType": None,
        "cognitoIdentityAuthProvider": None,
    }


async def test_what_was_not_signed_is_refused(authenticator: Authenticator) -> None:
    """Another secret, body, path, method or header breaks the signature."""
    good = sign_request(body=b"{}")
    forgeries = [
        sign_request(secret="guess"),
        AuthRequest("POST", good.path, good.headers, b"{ }"),
        AuthRequest("POST", "/graphql/connect", good.headers, b"{}"),
        AuthRequest("GET", good.path, good.headers, b"{}"),
        AuthRequest("POST", good.path, {**good.headers, "host": "elsewhere"}, b"{}"),
        AuthRequest("POST", good.path, {**good.headers, "authorization": "AWS4-HMAC-SHA256 nonsense"}, b"{}"),
        AuthRequest("POST", good.path, {**good.headers, "x-amz-date": "yesterday"}, b"{}"),
        AuthRequest("POST", good.path, {**good.headers, "x-amz-date": "20200101T000000Z"}, b"{}"),
    ]

    for forged in forgeries:
        with pytest.raises(Unauthorized, match="You are not authorized to make this call"):
            await authenticator.authenticate(API, forged)


@pytest.mark.parametrize("scope", [{"service": "s3"}, {"region": "us-east-1"}])
async def test_a_signature_is_for_this_service_and_region(authenticator: Authenticator, scope: dict[str, Any]) -> None:
    """What was signed for S3, or for an API elsewhere, opens nothing here."""
    with pytest.raises(Unauthorized) as refused:
        await authenticator.authenticate(API, sign_request(**scope))

    assert "should be scoped to" in refused.value.reason


@pytest.mark.parametrize(("minutes", "taken"), [(4, True), (-4, True), (6, False), (-6, False)])
async def test_a_signature_holds_for_five_minutes(
    authenticator: Authenticator, monkeypatch: pytest.MonkeyPatch, minutes: int, taken: bool
) -> None:
    """Clocks may differ by five minutes, not by more."""
    moment = datetime.now(UTC) + timedelta(minutes=minutes)
    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda **_: moment.replace(tzinfo=None))
    asked = sign_request()

    if taken:
        assert (await authenticator.authenticate(API, asked)).mode == "AWS_IAM"
    else:
        with pytest.raises(Unauthorized):
            await authenticator.authenticate(API, asked)


async def test_temporary_credentials_need_their_token(authenticator: Authenticator, issuer: Issuer) -> None:
    """The security token must be the one that belongs to the access key."""
    role = "arn:aws:sts::111122223333:assumed-role/publisher/session-1"
    issuer.secrets["ASIA1"] = {
        "secretAccessKey": "s", "sessionToken": "t", "arn": role, "accountId": "111122223333",
    }  # fmt: skip

    caller = await authenticator.authenticate(API, sign_request(key="ASIA1", secret="s", token="t"))
    for token in ("other", None):
        with pytest.raises(Unauthorized):
            await authenticator.authenticate(API, sign_request(key="ASIA1", secret="s", token=token))

    assert caller.identity is not None
    assert (caller.identity["username"], caller.identity["userArn"]) == ("session-1", role)


async def test_an_unknown_signer_is_refused_unless_the_switch_says_otherwise(authenticator: Authenticator) -> None:
    """Where nobody knows the secret the call is refused; `trust_unknown_signers` lets it pass under its key's name."""
    trusting = Authenticator(AuthSettings(trust_unknown_signers=True))
    asked = sign_request(key="AKIDNOBODY")

    with pytest.raises(Unauthorized) as refused:
        await authenticator.authenticate(API, asked)
    caller = await trusting.authenticate(API, asked)
    await trusting.close()

    assert "AKIDNOBODY" in refused.value.reason
    assert caller.identity is not None
    assert caller.identity["userArn"] == "arn:aws:iam::111122223333:user/AKIDNOBODY"


async def test_secrets_are_asked_for_once_in_a_while(authenticator: Authenticator, issuer: Issuer) -> None:
    """A known secret is kept; an unknown key is asked for each time, because it may be made any moment."""
    for _ in range(3):
        await authenticator.authenticate(API, sign_request())
    assert issuer.asked == ["/credentials"]

    for _ in range(2):
        with pytest.raises(Unauthorized):
            await authenticator.authenticate(API, sign_request(key="AKIDNEW"))
    assert len(issuer.asked) == 3


async def test_a_signature_decides_even_beside_a_key(authenticator: Authenticator) -> None:
    """A signed request is judged by its signature where IAM is on."""
    good = sign_request()

    caller = await authenticator.authenticate(
        API, AuthRequest("POST", good.path, {**good.headers, "x-api-key": KEY}, b"{}")
    )

    assert caller.mode == "AWS_IAM"
