"""IAM callers: the signature is verified with the secret of its access key."""

from typing import Any

from appsync_local.api.model import Api
from appsync_local.auth.caller import AuthRequest, Caller, Unauthorized
from appsync_local.auth.credential_store import Credential, CredentialStore
from appsync_local.auth.settings import AuthSettings
from aws_wire.signature import SignatureRefused, check_scope, parse_signature, verify_signature

# Amplify signs for execute-api if its endpoint is a custom one, as every local endpoint is.
_SERVICES = ("appsync", "execute-api")


class IamAuthenticator:
    """Authenticates requests that are signed with Signature Version 4."""

    def __init__(self, settings: AuthSettings, credentials: CredentialStore) -> None:
        self._settings = settings
        self._credentials = credentials

    async def authenticate(self, api: Api, request: AuthRequest) -> Caller:
        """Return the caller who signed a request, or raise `Unauthorized`."""
        try:
            signature = parse_signature(request.headers)
            check_scope(signature, services=_SERVICES, region=api.region)
            credential = await self._credentials.find(signature.access_key)
            if credential is None:
                return self._trust_unknown(api, request, signature.access_key)
            token = credential.session_token
            if token is not None and request.headers.get("x-amz-security-token") != token:
                raise Unauthorized(reason="The security token is not the one of these credentials.")
            verify_signature(request, signature, credential.secret, clock_skew=self._settings.clock_skew)
        except SignatureRefused as refusal:
            raise Unauthorized(reason=refusal.message) from refusal
        return self._build_caller(credential, request)

    def _trust_unknown(self, api: Api, request: AuthRequest, access_key: str) -> Caller:
        if not self._settings.trust_unknown_signers:
            raise Unauthorized(reason=f"The secret of {access_key} is unknown; see the switch trust_unknown_signers.")
        arn = f"arn:aws:iam::{api.account_id}:user/{access_key}"
        return self._build_caller(Credential(access_key, "", arn, api.account_id, access_key), request)

    def _build_caller(self, credential: Credential, request: AuthRequest) -> Caller:
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
