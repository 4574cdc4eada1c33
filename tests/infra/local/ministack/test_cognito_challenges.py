"""Nobody signs in without the password and, where they chose it, a code: on the embedded user pool as on Cognito."""

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.emulator import Emulator
from tests.infra.local.ministack.user_pool import AuthenticatorApp, Pool, create_pool

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


def refusal(error: "pytest.ExceptionInfo[ClientError]") -> str:
    return str(error.value.response["Error"]["Code"])


def set_up_codes(pool: Pool) -> AuthenticatorApp:
    token = pool.token(ADA)
    app = AuthenticatorApp(pool.cognito.associate_software_token(AccessToken=token)["SecretCode"])
    pool.cognito.verify_software_token(AccessToken=token, UserCode=app.code())
    turn_codes(pool, token, on=True)
    return app


def turn_codes(pool: Pool, token: str, *, on: bool) -> None:
    pool.cognito.set_user_mfa_preference(AccessToken=token, SoftwareTokenMfaSettings={"Enabled": on})


def respond(pool: Pool, name: str, session: str | None, **responses: str) -> Any:
    given = {"Session": session} if session else {}
    return pool.cognito.respond_to_auth_challenge(
        ClientId=pool.client_id, ChallengeName=name, ChallengeResponses={"USERNAME": ADA} | responses, **given
    )


@pytest.mark.parametrize("name", ["SOFTWARE_TOKEN_MFA", "SMS_MFA", "MFA_SETUP", "NEW_PASSWORD_REQUIRED"])
@pytest.mark.parametrize("session", [None, "s" * 44])
def test_a_challenge_that_nobody_was_given_opens_nothing(pool: Pool, name: str, session: str | None) -> None:
    """Naming somebody and a step is no proof of the steps before."""
    with pytest.raises(ClientError) as unproven:
        respond(pool, name, session, SOFTWARE_TOKEN_MFA_CODE="000000", NEW_PASSWORD="Wrong-Battery-8")

    assert refusal(unproven) == "NotAuthorizedException"
    assert pool.token(ADA)


def test_who_set_up_codes_is_asked_for_one(pool: Pool) -> None:
    """A wrong one is refused; a right one opens, once."""
    app = set_up_codes(pool)
    code = app.code(1)

    with pytest.raises(ClientError) as wrong:
        pool.sign_in(ADA, app.code(10))
    tokens = pool.sign_in(ADA, code)
    with pytest.raises(ClientError) as again:
        pool.sign_in(ADA, code)

    assert refusal(wrong) == "CodeMismatchException"
    assert tokens.refresh
    assert refusal(again) == "ExpiredCodeException"


def test_codes_that_were_turned_off_are_not_asked_for(pool: Pool) -> None:
    """By a person who is signed in, which took a code."""
    app = set_up_codes(pool)

    turn_codes(pool, pool.sign_in(ADA, app.code(1)).access, on=False)

    assert pool.sign_in(ADA).access


def test_an_administrator_lets_somebody_in_who_lost_their_app(pool: Pool) -> None:
    """The way of docs/deploy.md: what was signed in ends, and codes can be set up again."""
    app = set_up_codes(pool)
    signed_in = pool.sign_in(ADA, app.code(1))

    pool.cognito.admin_set_user_mfa_preference(
        UserPoolId=pool.pool_id, Username=ADA, SoftwareTokenMfaSettings={"Enabled": False}
    )
    pool.cognito.admin_user_global_sign_out(UserPoolId=pool.pool_id, Username=ADA)

    with pytest.raises(ClientError) as ended:
        pool.cognito.get_tokens_from_refresh_token(ClientId=pool.client_id, RefreshToken=signed_in.refresh)
    assert refusal(ended) == "NotAuthorizedException"
    assert pool.sign_in(ADA).access
    again = set_up_codes(pool)
    assert pool.sign_in(ADA, again.code(1)).access


def test_codes_are_asked_for_only_once_they_were_verified(pool: Pool) -> None:
    """Who scanned nothing yet is not locked out."""
    token = pool.token(ADA)
    pool.cognito.associate_software_token(AccessToken=token)

    with pytest.raises(ClientError) as unverified:
        turn_codes(pool, token, on=True)
    with pytest.raises(ClientError) as mismatch:
        pool.cognito.verify_software_token(AccessToken=token, UserCode="abcdef")

    assert refusal(unverified) == "InvalidParameterException"
    assert refusal(mismatch) == "EnableSoftwareTokenMFAException"
    assert pool.sign_in(ADA).access


def test_a_session_is_one_persons_and_takes_few_wrong_codes(pool: Pool) -> None:
    """Neither somebody else's password nor patience leads to a code."""
    app = set_up_codes(pool)
    asking = first_step(pool)

    with pytest.raises(ClientError) as another:
        respond(pool, "SOFTWARE_TOKEN_MFA", asking, USERNAME="eve@example.org", SOFTWARE_TOKEN_MFA_CODE=app.code(1))
    wrong = [app.code(10 + step) for step in range(5)]
    for code in wrong:
        with pytest.raises(ClientError):
            respond(pool, "SOFTWARE_TOKEN_MFA", asking, SOFTWARE_TOKEN_MFA_CODE=code)
    with pytest.raises(ClientError) as ended:
        respond(pool, "SOFTWARE_TOKEN_MFA", asking, SOFTWARE_TOKEN_MFA_CODE=app.code(1))

    assert {refusal(another), refusal(ended)} == {"NotAuthorizedException"}


def first_step(pool: Pool) -> str:
    """Sign in up to the code, and return the session."""
    seen: list[str] = []

    class Stopped:
        initiate_auth = staticmethod(pool.cognito.initiate_auth)

        @staticmethod
        def respond_to_auth_challenge(**given: Any) -> Any:
            if given["ChallengeName"] == "SOFTWARE_TOKEN_MFA":
                seen.append(given["Session"])
                return {"AuthenticationResult": dict.fromkeys(("AccessToken", "IdToken", "RefreshToken"), "")}
            return pool.cognito.respond_to_auth_challenge(**given)

    Pool(Stopped, pool.pool_id, pool.client_id).sign_in(ADA)
    return seen[0]
