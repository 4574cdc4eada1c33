"""Accounts by the public calls of the user pool: sign up, confirm, sign in by SRP."""

from typing import Final

from botocore.exceptions import ClientError

from infra.local.signin import sign_in
from infra.local.world.running import Running

# The embedded Cognito sends no mail and takes any code.
CODE: Final = "123456"


def obtain_token(running: Running, email: str, password: str) -> str:
    """Return an access token; sign up and confirm first where the person is new or never confirmed."""
    try:
        return _sign_in(running, email, password)
    except ClientError as refusal:
        kind = refusal.response["Error"]["Code"]
        if kind not in {"NotAuthorizedException", "UserNotFoundException", "UserNotConfirmedException"}:
            raise
    sign_up(running, email, password)
    confirm(running, email)
    return _sign_in(running, email, password)


def sign_up(running: Running, email: str, password: str) -> None:
    """Register an address; one that is registered already stays as it is."""
    cognito = running.cognito
    try:
        cognito.sign_up(
            ClientId=running.user_pool_client_id,
            Username=email,
            Password=password,
            UserAttributes=[{"Name": "email", "Value": email}],
        )
    except cognito.exceptions.UsernameExistsException:
        return


def confirm(running: Running, email: str) -> None:
    """Confirm an address; one that is confirmed already stays as it is.

    A trigger that fails leaves the person confirmed; their first `viewer` makes the profile then.
    """
    cognito = running.cognito
    try:
        cognito.confirm_sign_up(ClientId=running.user_pool_client_id, Username=email, ConfirmationCode=CODE)
    except (cognito.exceptions.NotAuthorizedException, cognito.exceptions.UserLambdaValidationException):
        return


def _sign_in(running: Running, email: str, password: str) -> str:
    pool, client = running.user_pool_id, running.user_pool_client_id
    return sign_in(running.cognito, pool, client, email, password).access
