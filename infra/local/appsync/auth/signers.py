"""IAM callers: their signature is verified with the secret of their access key."""

from datetime import UTC, datetime
from typing import Any

from infra.local.appsync.auth import signature
from infra.local.appsync.auth.caller import Caller, Request, Unauthorized
from infra.local.appsync.auth.credentials import Credential, Credentials
from infra.local.appsync.auth.settings import Settings
from infra.local.appsync.catalog import Api


class Signers:
    """Turns a signed request into a caller."""

    def __init__(self, settings: Settings, credentials: Credentials) -> None:
        self._settings = settings
        self._credentials = credentials

    async def authenticate(self, api: Api, request: Request) -> Caller:
        """Return the caller who signed a request, or raise `Unauthorized`."""
        found = signature.read(request.headers)
        credential = await self._credentials.find(found.access_key)
        if credential is None:
            return self._unknown(api, request, found.access_key)
        token = credential.session_token
        if token is not None and request.headers.get("x-amz-security-token") != token:
            raise Unauthorized(reason="The security token is not the one of these credentials.")
        skew = self._settings.clock_skew
        signature.verify(request, found, credential.secret, clock_skew=skew, now=datetime.now(UTC))
        return self._caller(credential, request)

    def _unknown(self, api: Api, request: Request, access_key: str) -> Caller:
        if not self._settings.trust_unknown_signers:
            raise Unauthorized(reason=f"Nobody knows the secret of {access_key}; see trust_unknown_signers.")
        arn = f"arn:aws:iam::{api.account_id}:user/{access_key}"
        return self._caller(Credential(access_key, "", arn, api.account_id, access_key), request)

    def _caller(self, credential: Credential, request: Request) -> Caller:
        identity: dict[str, Any] = {
            "accountId": credential.account_id,
            "cognitoIdentityPoolId": None,
            "cognitoIdentityId": None,
            "sourceIp": request.addresses,
            "username": credential.user_id,
            "userArn": credential.arn,
            "cognitoIdentityAuthType": None,
            "cognitoIdentityAuthProvider": None,
        }
        return Caller(
            mode="AWS_IAM",
            identity=identity,
            source_ip=tuple(request.addresses),
            policies=credential.policies,
            policies_nest=self._settings.policy_on_nested_fields,
        )
