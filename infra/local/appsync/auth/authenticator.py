"""Who is calling: the mode is chosen from the headers, and its credentials are verified.

Source: AppSync Developer Guide, "Configuring authorization and authentication".
"""

import time

from infra.local.appsync import datasources
from infra.local.appsync.auth import signature, tokens
from infra.local.appsync.auth.authorizer import Authorizer, Invoke
from infra.local.appsync.auth.caller import EXPIRED, NO_HEADER, UNPARSEABLE, Caller, Request, Unauthorized
from infra.local.appsync.auth.credentials import Credentials
from infra.local.appsync.auth.keys import REFETCH_AFTER, Keys
from infra.local.appsync.auth.settings import Settings
from infra.local.appsync.auth.signers import Signers
from infra.local.appsync.catalog import Api, AuthMode, AuthProvider
from infra.local.appsync.client import Client

_TOKEN_MODES: tuple[AuthMode, ...] = ("AMAZON_COGNITO_USER_POOLS", "OPENID_CONNECT")


class Authenticator:
    """Authenticates requests to any API; keeps keys, secrets and authorizers' answers between them."""

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        invoke: Invoke = datasources.invoke_lambda,
        refetch_after: float = REFETCH_AFTER,
    ) -> None:
        self._settings = settings or Settings()
        self._client = Client()
        self._tokens = tokens.Tokens(self._settings, Keys(self._client, refetch_after=refetch_after))
        self._signers = Signers(self._settings, Credentials(self._settings, self._client))
        self._authorizer = Authorizer(self._settings, invoke)

    async def authenticate(self, api: Api, request: Request) -> Caller:
        """Return the caller of a request, or raise `Unauthorized`.

        An API key wins over a token that stands beside it. No mode is tried after another has refused.
        """
        header = request.headers.get("authorization", "")
        key = request.headers.get("x-api-key")
        signed = signature.is_signed(request.headers) and _provider(api, "AWS_IAM") is not None
        keyed = key is not None and _provider(api, "API_KEY") is not None
        if signed and (self._settings.signature_first or not keyed):
            return await self._signers.authenticate(api, request)
        if key is not None and keyed:
            return _by_key(api, key, request)
        if not header:
            raise Unauthorized() if key is not None or _only_keys(api) else Unauthorized(NO_HEADER)
        issuers = [each for each in providers(api) if each.mode in _TOKEN_MODES]
        if issuers and tokens.is_token(header):
            try:
                return await self._tokens.authenticate(api, request, issuers)
            except Unauthorized as refusal:
                if refusal.message == EXPIRED:
                    refusal.message = self._settings.expiry_text
                raise
        authorizer = _provider(api, "AWS_LAMBDA")
        if authorizer is not None:
            return await self._authorizer.authenticate(api, request, authorizer)
        raise Unauthorized(UNPARSEABLE) if issuers else Unauthorized(NO_HEADER)

    async def close(self) -> None:
        """Close the connections to key sets and to the credentials' URL."""
        await self._client.close()


def providers(api: Api) -> tuple[AuthProvider, ...]:
    """Return the ways into an API, the default first."""
    return (api.default_auth, *api.additional_auth)


def _provider(api: Api, mode: AuthMode) -> AuthProvider | None:
    return next((each for each in providers(api) if each.mode == mode), None)


def _only_keys(api: Api) -> bool:
    return all(each.mode == "API_KEY" for each in providers(api))


def _by_key(api: Api, key: str, request: Request) -> Caller:
    known = next((each for each in api.api_keys if each.id == key), None)
    if known is None:
        raise Unauthorized(reason=f"The API has no key {key[:8]}….")
    if known.expires <= time.time():
        raise Unauthorized(reason=f"The API key {key[:8]}… has expired.")
    return Caller(mode="API_KEY", source_ip=tuple(request.addresses))
