"""A refresh token works once: on the embedded user pool as on Cognito."""

import base64
import json
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.emulator import Emulator
from tests.infra.local.ministack.user_pool import Pool, create_pool

pytestmark = pytest.mark.emulator

ADA = "ada@example.org"


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    running = Emulator(tmp_path_factory.mktemp("aws"))
    yield running
    running.stop()


@pytest.fixture
def pool(emulator: Emulator) -> Pool:
    pool = create_pool(emulator)
    pool.sign_up(ADA)
    return pool


def refresh(pool: Pool, token: str) -> str:
    """Return the token that takes the place of this one."""
    answer = pool.cognito.get_tokens_from_refresh_token(ClientId=pool.client_id, RefreshToken=token)
    return str(answer["AuthenticationResult"]["RefreshToken"])


def refusal(error: "pytest.ExceptionInfo[ClientError]") -> str:
    return str(error.value.response["Error"]["Code"])


def claims(token: str) -> dict[str, Any]:
    payload = token.split(".")[1]
    return dict(json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))))


def set_grace_period(pool: Pool, seconds: int) -> None:
    pool.cognito.update_user_pool_client(
        UserPoolId=pool.pool_id,
        ClientId=pool.client_id,
        RefreshTokenRotation={"Feature": "ENABLED", "RetryGracePeriodSeconds": seconds},
    )


def test_a_refresh_token_works_once(pool: Pool) -> None:
    """Each renewal answers the next token, which ends when the first would have."""
    first = pool.sign_in(ADA).refresh

    second = refresh(pool, first)
    with pytest.raises(ClientError) as reused:
        refresh(pool, first)
    third = refresh(pool, second)

    assert refusal(reused) == "RefreshTokenReuseException"
    assert len({first, second, third}) == 3
    assert claims(third)["exp"] == claims(first)["exp"]


def test_a_lost_response_is_asked_for_again_within_the_grace_period(pool: Pool) -> None:
    """Two tabs that renew at once both go on."""
    set_grace_period(pool, 60)
    first = pool.sign_in(ADA).refresh

    assert refresh(pool, first) != refresh(pool, first)


def test_signing_out_ends_every_token_of_the_sign_in(pool: Pool) -> None:
    """Also those that were rotated out within the grace period; other sign-ins go on."""
    set_grace_period(pool, 60)
    first, other = pool.sign_in(ADA).refresh, pool.sign_in(ADA).refresh
    second = refresh(pool, first)

    pool.cognito.revoke_token(ClientId=pool.client_id, Token=second)

    for token in (first, second):
        with pytest.raises(ClientError) as revoked:
            refresh(pool, token)
        assert refusal(revoked) == "NotAuthorizedException"
    assert refresh(pool, other)


def test_the_flow_that_does_not_rotate_is_closed(pool: Pool) -> None:
    """Otherwise a copied token would work by it for 30 days."""
    with pytest.raises(ClientError) as closed:
        pool.cognito.initiate_auth(
            ClientId=pool.client_id,
            AuthFlow="REFRESH_TOKEN_AUTH",
            AuthParameters={"REFRESH_TOKEN": pool.sign_in(ADA).refresh},
        )

    assert refusal(closed) == "InvalidParameterException"


def test_what_cognito_refuses_with_rotation_is_refused(pool: Pool) -> None:
    """The other flow beside it, and a pool of the tier Lite."""
    lite = pool.cognito.create_user_pool(PoolName="lite", UserPoolTier="LITE")["UserPool"]["Id"]
    rotation = {"Feature": "ENABLED"}

    with pytest.raises(ClientError) as both:
        pool.cognito.create_user_pool_client(
            UserPoolId=pool.pool_id,
            ClientName="both",
            ExplicitAuthFlows=["ALLOW_REFRESH_TOKEN_AUTH"],
            RefreshTokenRotation=rotation,
        )
    with pytest.raises(ClientError) as tier:
        pool.cognito.create_user_pool_client(UserPoolId=lite, ClientName="lite", RefreshTokenRotation=rotation)

    assert (refusal(both), refusal(tier)) == ("InvalidParameterException", "FeatureUnavailableInTierException")
