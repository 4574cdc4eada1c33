"""JSON Web Tokens of Cognito user pools and OpenID Connect issuers: signature, expiry, issuer, client, groups.

Source: AppSync Developer Guide, "Configuring authorization and authentication";
Cognito Developer Guide, "Verifying JSON web tokens".
"""

import math
import re
import time
from collections.abc import Mapping
from typing import Any

from appsync_local.api.model import Api, AuthProvider
from appsync_local.auth import jws
from appsync_local.auth.caller import EXPIRED, AuthRequest, Caller, Unauthorized
from appsync_local.auth.key_sets import KeySets
from appsync_local.auth.settings import AuthSettings

_TOKEN_SHAPE = re.compile(r"[\w-]+\.[\w-]+\.[\w-]*")


def strip_bearer(header: str) -> str:
    """Return the token of an Authorization header, without an optional `Bearer`."""
    return header[7:].strip() if header[:7].lower() == "bearer " else header.strip()


def issuer_of(provider: AuthProvider, api: Api) -> str:
    """Return the issuer of a provider's tokens."""
    if provider.mode == "AMAZON_COGNITO_USER_POOLS":
        return f"https://cognito-idp.{provider.region or api.region}.amazonaws.com/{provider.user_pool_id}"
    return (provider.issuer or "").rstrip("/")


class TokenAuthenticator:
    """Authenticates JSON Web Tokens by the providers of an API."""

    def __init__(self, settings: AuthSettings, keys: KeySets) -> None:
        self._settings = settings
        self._keys = keys

    @staticmethod
    def is_token(header: str) -> bool:
        """Return whether a header has the shape of a JSON Web Token."""
        return _TOKEN_SHAPE.fullmatch(strip_bearer(header)) is not None

    async def authenticate(self, api: Api, request: AuthRequest, providers: list[AuthProvider]) -> Caller:
        """Return the caller of a request's token, or raise `Unauthorized`."""
        token = strip_bearer(request.headers.get("authorization", ""))
        signed = jws.parse_token(token)
        claimed = str(signed.claims.get("iss", "")).rstrip("/")
        provider = next((each for each in providers if issuer_of(each, api) == claimed), None)
        if provider is None:
            raise Unauthorized(reason=f"No provider of this API has the issuer {claimed!r}.")
        jws.verify_token(token, await self._keys.find(await self._key_set_url(api, provider), signed.header.get("kid")))
        _check_claims(signed.claims)
        if provider.mode == "AMAZON_COGNITO_USER_POOLS":
            return _user_pool_caller(provider, signed.claims, request)
        return _openid_caller(provider, signed.claims, request)

    async def _key_set_url(self, api: Api, provider: AuthProvider) -> str:
        if provider.mode == "AMAZON_COGNITO_USER_POOLS":
            return f"{api.endpoint.url.rstrip('/')}/{provider.user_pool_id}/.well-known/jwks.json"
        named = provider.issuer or ""
        base = self._settings.issuers.get(named) or self._settings.issuers.get(named.rstrip("/")) or named
        return await self._keys.find_key_set_url(base)


def _check_claims(claims: Mapping[str, Any]) -> None:
    """Raise `Unauthorized` if a token is expired, not yet valid or malformed (RFC 7519; times are in seconds)."""
    texts = [claim for claim in ("iss", "sub", "jti") if not isinstance(claims.get(claim, ""), str)]
    if texts:
        raise Unauthorized(reason=f"The token's {texts[0]} is no text.")
    now = time.time()
    for claim in ("exp", "nbf", "iat"):
        at = claims.get(claim)
        if at is None and claim != "exp":
            continue
        if isinstance(at, bool) or not isinstance(at, (int, float)) or not math.isfinite(at):
            raise Unauthorized(reason=f"The token's {claim} is {at!r}, no time.")
        if claim == "exp" and at <= now:
            raise Unauthorized(EXPIRED)
        if claim != "exp" and int(at) > now:
            raise Unauthorized(reason=f"The token is not valid before {claim} {at}.")


def _user_pool_caller(provider: AuthProvider, claims: dict[str, Any], request: AuthRequest) -> Caller:
    use = claims.get("token_use")
    if use not in ("id", "access"):
        raise Unauthorized(reason=f"token_use is {use!r}, neither id nor access.")
    client = claims.get("aud") if use == "id" else claims.get("client_id")
    _check_client(provider.client_regex, [client])
    groups = claims.get("cognito:groups")
    identity = {
        "sub": claims.get("sub"),
        "issuer": claims["iss"],
        "username": claims.get("cognito:username") or claims.get("username"),
        "claims": claims,
        "sourceIp": request.addresses,
        "defaultAuthStrategy": provider.default_action or "ALLOW",
        "groups": groups,
    }
    return Caller(
        mode="AMAZON_COGNITO_USER_POOLS",
        identity=identity,
        groups=frozenset(map(str, groups or ())),
        source_ip=tuple(request.addresses),
        until=claims["exp"],
    )


def _openid_caller(provider: AuthProvider, claims: dict[str, Any], request: AuthRequest) -> Caller:
    audience = claims.get("aud")
    named = audience if isinstance(audience, list) else [audience]
    _check_client(provider.client_id, [*named, claims.get("azp")])
    ages = (("iat", provider.iat_ttl), ("auth_time", provider.auth_ttl))
    for claim, limit in ages:
        _check_age(claim, limit, claims)
    until = min([claims["exp"], *(claims[claim] + limit / 1000 for claim, limit in ages if limit)])
    identity = {"sub": claims.get("sub"), "issuer": claims["iss"], "claims": claims}
    return Caller(mode="OPENID_CONNECT", identity=identity, source_ip=tuple(request.addresses), until=until)


def _check_client(pattern: str | None, clients: list[Any]) -> None:
    if pattern and not any(isinstance(client, str) and re.fullmatch(pattern, client) for client in clients):
        raise Unauthorized(reason=f"The token's client {clients} does not match {pattern!r}.")


def _check_age(claim: str, limit: int | None, claims: Mapping[str, Any]) -> None:
    """Raise `Unauthorized` if a token is older than the provider's limit in milliseconds."""
    if not limit:
        return
    since = claims.get(claim)
    if not isinstance(since, (int, float)) or time.time() - since > limit / 1000:
        raise Unauthorized(EXPIRED, reason=f"The token's {claim} is {since!r}, older than {limit} ms.")
