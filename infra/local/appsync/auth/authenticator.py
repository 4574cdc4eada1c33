"""Who is calling: the mode is chosen from the headers, and its credentials are verified.

Source: AppSync Developer Guide, "Configuring authorization and authentication".
"""

import time
from functools import cached_property
from typing import TYPE_CHECKING

from infra.local.appsync import datasources
from infra.local.appsync.auth.caller import EXPIRED, NO_HEADER, SIGNED, UNPARSEABLE, Caller, Request, Unauthorized
from infra.local.appsync.auth.settings import Settings
from infra.local.appsync.catalog import Api, AuthMode, AuthProvider
from infra.local.appsync.client import Client

if TYPE_CHECKING:
    from infra.local.appsync.auth.authorizer import Authorizer, Invoke
    from infra.local.appsync.auth.signers import Signers
    from infra.local.appsync.auth.tokens import Tokens

REFETCH_AFTER = 5.0  # seconds between two readings of a key set that lacks a token's key
_TOKEN_MODES: tuple[AuthMode, ...] = ("AMAZON_COGNITO_USER_POOLS", "OPENID_CONNECT")


class Authenticator:
    """Authenticates requests to any API; keeps keys, secrets and authorizers' answers between them.

    What verifies a mode is loaded by the first request that comes by it.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        invoke: "Invoke" = datasources.invoke_lambda,
        refetch_after: float = REFETCH_AFTER,
    ) -> None:
        self._settings = settings or Settings()
        self._client = Client()
        self._invoke = invoke
        self._refetch_after = refetch_after

    async def authenticate(self, api: Api, request: Request) -> Caller:
        """Return the caller of a request, or raise `Unauthorized`.

        An API key wins over a token that stands beside it. No mode is tried after another has refused.
        """
        header = request.headers.get("authorization", "")
        key = request.headers.get("x-api-key")
        signed = header.startswith(SIGNED) and "AWS_IAM" in api.auth
        keyed = key is not None and "API_KEY" in api.auth
        if signed and (self._settings.signature_first or not keyed):
            return await self._signers.authenticate(api, request)
        if key is not None and keyed:
            return _by_key(api, key, request)
        if not header:
            raise Unauthorized() if key is not None or set(api.auth) == {"API_KEY"} else Unauthorized(NO_HEADER)
        issuers = [each for each in providers(api) if each.mode in _TOKEN_MODES]
        if issuers and self._tokens.recognises(header):
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
        """Close the connections to key sets and to the credentials' URL."""
        await self._client.close()

    @cached_property
    def _tokens(self) -> "Tokens":
        from infra.local.appsync.auth import keys, tokens  # noqa: PLC0415

        return tokens.Tokens(self._settings, keys.Keys(self._client, refetch_after=self._refetch_after))

    @cached_property
    def _signers(self) -> "Signers":
        from infra.local.appsync.auth import credentials, signers  # noqa: PLC0415

        return signers.Signers(self._settings, credentials.Credentials(self._settings, self._client))

    @cached_property
    def _authorizer(self) -> "Authorizer":
        from infra.local.appsync.auth import authorizer  # noqa: PLC0415

        return authorizer.Authorizer(self._settings, self._invoke)


def providers(api: Api) -> tuple[AuthProvider, ...]:
    """Return the ways into an API, the default first."""
    return (api.default_auth, *api.additional_auth)


def _by_key(api: Api, key: str, request: Request) -> Caller:
    known = api.keys.get(key)
    if known is None:
        raise Unauthorized(reason=f"The API has no key {key[:8]}….")
    if known.expires <= time.time():
        raise Unauthorized(reason=f"The API key {key[:8]}… has expired.")
    return Caller(mode="API_KEY", source_ip=tuple(request.addresses))
