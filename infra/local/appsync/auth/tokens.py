"""JSON Web Tokens of Cognito user pools and OpenID Connect issuers: signature, expiry, issuer, client, groups.

Source: AppSync Developer Guide, "Configuring authorization and authentication";
Cognito Developer Guide, "Verifying JSON web tokens".
"""

import math
import re
import time
from collections.abc import Mapping
from typing import Any

from infra.local.appsync.auth import jws
from infra.local.appsync.auth.caller import EXPIRED, Caller, Request, Unauthorized
from infra.local.appsync.auth.keys import Keys
from infra.local.appsync.auth.settings import Settings
from infra.local.appsync.catalog import Api, AuthProvider

_SHAPE = re.compile(r"[\w-]+\.[\w-]+\.[\w-]*")


def bearer(header: str) -> str:
    """Return the token of an Authorization header; the word Bearer may stand before it."""
    return header[7:].strip() if header[:7].lower() == "bearer " else header.strip()


def issuer(provider: AuthProvider, api: Api) -> str:
    """Return who signs the tokens of a provider."""
    if provider.mode == "AMAZON_COGNITO_USER_POOLS":
        return f"https://cognito-idp.{provider.region or api.region}.amazonaws.com/{provider.user_pool_id}"
    return (provider.issuer or "").rstrip("/")


class Tokens:
    """Turns a token into a caller, by the providers of an API."""

    def __init__(self, settings: Settings, keys: Keys) -> None:
        self._settings = settings
        self._keys = keys

    @staticmethod
    def recognises(header: str) -> bool:
        """Return whether a header has the shape of a JSON Web Token."""
        return _SHAPE.fullmatch(bearer(header)) is not None

    async def authenticate(self, api: Api, request: Request, providers: list[AuthProvider]) -> Caller:
        """Return the caller of a request's token, or raise `Unauthorized`."""
        token = bearer(request.headers.get("authorization", ""))
        signed = jws.read(token)
        claimed = str(signed.claims.get("iss", "")).rstrip("/")
        provider = next((each for each in providers if issuer(each, api) == claimed), None)
        if provider is None:
            raise Unauthorized(reason=f"No provider of this API has the issuer {claimed!r}.")
        jws.verify(token, await self._keys.find(await self._key_set(api, provider), signed.header.get("kid")))
        _check_claims(signed.claims)
        if provider.mode == "AMAZON_COGNITO_USER_POOLS":
            return _of_pool(provider, signed.claims, request)
        return _of_issuer(provider, signed.claims, request)

    async def _key_set(self, api: Api, provider: AuthProvider) -> str:
        if provider.mode == "AMAZON_COGNITO_USER_POOLS":
            return f"{api.endpoint.url.rstrip('/')}/{provider.user_pool_id}/.well-known/jwks.json"
        named = provider.issuer or ""
        base = self._settings.issuers.get(named) or self._settings.issuers.get(named.rstrip("/")) or named
        return await self._keys.discover(base)


def _check_claims(claims: Mapping[str, Any]) -> None:
    """Raise where a token is no longer true, not yet, or does not say; times are seconds since 1970 (RFC 7519)."""
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


def _of_pool(provider: AuthProvider, claims: dict[str, Any], request: Request) -> Caller:
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
    )


def _of_issuer(provider: AuthProvider, claims: dict[str, Any], request: Request) -> Caller:
    audience = claims.get("aud")
    named = audience if isinstance(audience, list) else [audience]
    _check_client(provider.client_id, [*named, claims.get("azp")])
    _check_age("iat", provider.iat_ttl, claims)
    _check_age("auth_time", provider.auth_ttl, claims)
    identity = {"sub": claims.get("sub"), "issuer": claims["iss"], "claims": claims}
    return Caller(mode="OPENID_CONNECT", identity=identity, source_ip=tuple(request.addresses))


def _check_client(pattern: str | None, clients: list[Any]) -> None:
    if pattern and not any(isinstance(client, str) and re.fullmatch(pattern, client) for client in clients):
        raise Unauthorized(reason=f"The token's client {clients} does not match {pattern!r}.")


def _check_age(claim: str, limit: int | None, claims: Mapping[str, Any]) -> None:
    """Raise where a token is older than the provider's limit, which is in milliseconds."""
    if not limit:
        return
    since = claims.get(claim)
    if not isinstance(since, (int, float)) or time.time() - since > limit / 1000:
        raise Unauthorized(EXPIRED, reason=f"The token's {claim} is {since!r}, older than {limit} ms.")
