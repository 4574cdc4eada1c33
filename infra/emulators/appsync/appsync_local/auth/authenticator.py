"""Authentication: the headers decide the mode, and its credentials are verified.

Source: AppSync Developer Guide, "Configuring authorization and authentication".
"""

import time
from functools import cached_property
from typing import TYPE_CHECKING

from appsync_local.api.model import Api, AuthMode, AuthProvider
from appsync_local.auth.admissions import Admissions
from appsync_local.auth.caller import EXPIRED, NO_HEADER, SIGNED, UNPARSEABLE, AuthRequest, Caller, Unauthorized
from appsync_local.auth.settings import AuthSettings
from appsync_local.aws.client import Client
from appsync_local.http_message import RequestHead
from appsync_local.sources import lambda_function

if TYPE_CHECKING:
    from appsync_local.auth.iam import IamAuthenticator
    from appsync_local.auth.lambda_authorizer import Invoke, LambdaAuthorizer
    from appsync_local.auth.tokens import TokenAuthenticator

REFETCH_AFTER = 5.0  # seconds between two readings of a key set that lacks a token's key
_TOKEN_MODES: tuple[AuthMode, ...] = ("AMAZON_COGNITO_USER_POOLS", "OPENID_CONNECT")


class Authenticator:
    """Authenticates requests to any API; caches keys, secrets and authorizers' answers.

    The code of a mode is loaded by its first request.
    """

    def __init__(
        self,
        settings: AuthSettings | None = None,
        *,
        invoke: "Invoke" = lambda_function.invoke_lambda,
        refetch_after: float = REFETCH_AFTER,
    ) -> None:
        self._settings = settings or AuthSettings()
        self._client = Client()
        self._invoke = invoke
        self._refetch_after = refetch_after
        self._admissions = Admissions()

    def recall(self, api: Api, head: RequestHead, peer: str | None) -> Caller | None:
        """Return the caller who was authenticated before by the same head, until the credentials end."""
        return self._admissions.find(api, head, peer) if head.is_kept else None

    def remember(self, api: Api, head: RequestHead, peer: str | None, caller: Caller) -> None:
        """Keep the caller of a head that may come again, if its credentials say when they end."""
        if head.is_kept and caller.until:
            self._admissions.add(api, head, peer, caller)

    async def authenticate(self, api: Api, request: AuthRequest) -> Caller:
        """Return the caller of a request, or raise `Unauthorized`.

        An API key wins over a token. If a mode refuses the request, no other mode is tried.
        """
        header = request.headers.get("authorization", "")
        key = request.headers.get("x-api-key")
        is_signed = header.startswith(SIGNED) and "AWS_IAM" in api.auth
        has_key = key is not None and "API_KEY" in api.auth
        if is_signed and (self._settings.signature_first or not has_key):
            return await self._signers.authenticate(api, request)
        if key is not None and has_key:
            return _authenticate_api_key(api, key, request)
        if not header:
            raise Unauthorized() if key is not None or set(api.auth) == {"API_KEY"} else Unauthorized(NO_HEADER)
        issuers = [each for each in list_providers(api) if each.mode in _TOKEN_MODES]
        if issuers and self._tokens.is_token(header):
            try:
                return await self._tokens.authenticate(api, request, issuers)
            except Unauthorized as refusal:
                if refusal.message == EXPIRED:
                    refusal.message = self._settings.expiry_text
                raise
        authorizer = api.auth.get("AWS_LAMBDA")
        if authorizer is not None:
            return await self._authorizer.authenticate(api, request, authorizer)
        raise Unauthorized(UNPARSEABLE) if issuers else Unauthorized(NO_HEADER)

    async def close(self) -> None:
        """Close the HTTP client's connections."""
        await self._client.close()

    @cached_property
    def _tokens(self) -> "TokenAuthenticator":
        from appsync_local.auth import key_sets, tokens  # noqa: PLC0415

        return tokens.TokenAuthenticator(
            self._settings,
            key_sets.KeySets(self._client, refetch_after=self._refetch_after, on_change=self._admissions.clear),
        )

    @cached_property
    def _signers(self) -> "IamAuthenticator":
        from appsync_local.auth import credential_store, iam  # noqa: PLC0415

        return iam.IamAuthenticator(self._settings, credential_store.CredentialStore(self._settings, self._client))

    @cached_property
    def _authorizer(self) -> "LambdaAuthorizer":
        from appsync_local.auth import lambda_authorizer  # noqa: PLC0415

        return lambda_authorizer.LambdaAuthorizer(self._settings, self._invoke)


def list_providers(api: Api) -> tuple[AuthProvider, ...]:
    """Return the authorization providers of an API, the default first."""
    return (api.default_auth, *api.additional_auth)


def _authenticate_api_key(api: Api, key: str, request: AuthRequest) -> Caller:
    known = api.keys.get(key)
    if known is None:
        raise Unauthorized(reason=f"The API has no key {key[:8]}….")
    if known.expires <= time.time():
        raise Unauthorized(reason=f"The API key {key[:8]}… has expired.")
    return Caller(mode="API_KEY", source_ip=tuple(request.addresses), until=known.expires)
