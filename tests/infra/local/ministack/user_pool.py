"""A user pool on an emulator, as the foundation makes it, and the authenticator app of somebody in it."""

import base64
import time
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from infra.local.signin import Tokens, sign_in
from tests.emulator import Emulator

PASSWORD = "Correct-Horse-9"
CODE = "123456"


STEP_SECONDS = 30


@dataclass(frozen=True)
class AuthenticatorApp:
    """What shows the codes of a secret, by RFC 6238."""

    secret: str

    def code(self, step: int = 0) -> str:
        """Return the code of now, or of some steps later."""
        totp = TOTP(base64.b32decode(self.secret), 6, SHA1(), STEP_SECONDS)  # noqa: S303 (what RFC 6238 and apps use)
        return totp.generate(int(time.time()) + step * STEP_SECONDS).decode()


@dataclass(frozen=True)
class Pool:
    """A user pool and its one app client."""

    cognito: Any
    pool_id: str
    client_id: str

    def sign_up(self, email: str, **attributes: str) -> str:
        """Sign somebody up, confirm them, and return their `sub`."""
        given = [{"Name": name, "Value": value} for name, value in attributes.items()]
        who = {"ClientId": self.client_id, "Username": email}
        sub = self.cognito.sign_up(**who, Password=PASSWORD, UserAttributes=given)["UserSub"]
        self.cognito.confirm_sign_up(**who, ConfirmationCode=CODE)
        return str(sub)

    def sign_in(self, email: str, code: str = "") -> Tokens:
        return sign_in(self.cognito, self.pool_id, self.client_id, email, PASSWORD, code)

    def token(self, email: str) -> str:
        return self.sign_in(email).access

    def update(self, token: str, **attributes: str) -> Any:
        given = [{"Name": name, "Value": value} for name, value in attributes.items()]
        return self.cognito.update_user_attributes(AccessToken=token, UserAttributes=given)

    def attributes(self, token: str) -> dict[str, str]:
        return {each["Name"]: each["Value"] for each in self.cognito.get_user(AccessToken=token)["UserAttributes"]}


def create_pool(emulator: Emulator) -> Pool:
    cognito = emulator.client("cognito-idp")
    pool_id = cognito.create_user_pool(
        PoolName="people",
        UsernameAttributes=["email"],
        UsernameConfiguration={"CaseSensitive": False},
        AutoVerifiedAttributes=["email"],
        UserAttributeUpdateSettings={"AttributesRequireVerificationBeforeUpdate": ["email"]},
        MfaConfiguration="OFF",
    )["UserPool"]["Id"]
    cognito.set_user_pool_mfa_config(
        UserPoolId=pool_id, MfaConfiguration="OPTIONAL", SoftwareTokenMfaConfiguration={"Enabled": True}
    )
    client_id = cognito.create_user_pool_client(
        UserPoolId=pool_id,
        ClientName="web",
        ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH"],
        RefreshTokenRotation={"Feature": "ENABLED", "RetryGracePeriodSeconds": 0},
    )["UserPoolClient"]["ClientId"]
    return Pool(cognito, pool_id, client_id)
