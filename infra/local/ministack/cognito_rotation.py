"""Lets ministack's app clients rotate refresh tokens, which it does not know.

Sources: the API reference of RefreshTokenRotationType and GetTokensFromRefreshToken, and the guide's "Refresh tokens":
a new token ends when the first one would have, and the one before it works on for the grace period.
"""

import json
import time
import uuid
from collections.abc import Callable
from typing import Any, Final

from ministack.core.responses import error_response_json, json_response
from ministack.services import cognito
from ministack.services.cloudformation import provisioners

Data = dict[str, Any]
Response = tuple[int, dict[str, str], bytes]
Handler = Callable[[Data], Response]

REFRESH_FLOWS: Final = ("REFRESH_TOKEN_AUTH", "REFRESH_TOKEN")
SETTING: Final = "RefreshTokenRotation"


def install() -> None:
    """Replace ministack's functions, and let its CloudFormation pass the setting on."""
    for name in ("_create_user_pool_client", "_update_user_pool_client"):
        setattr(cognito, name, _keep_setting_of(getattr(cognito, name)))
    for name in ("_initiate_auth", "_admin_initiate_auth"):
        setattr(cognito, name, _refuse_refresh_by(getattr(cognito, name)))
    cognito._get_tokens_from_refresh_token = _rotate_with(cognito._get_tokens_from_refresh_token)  # noqa: SLF001
    provisioners._COGNITO_USER_POOL_CLIENT_UPDATABLE[SETTING] = {"Feature": "DISABLED"}  # noqa: SLF001


def _keep_setting_of(handler: Handler) -> Handler:
    def handle(data: Data) -> Response:
        pool = cognito._user_pools.get(data.get("UserPoolId")) or {}  # noqa: SLF001
        refusal = _find_refusal(pool, data)
        if refusal:
            return refusal
        response = handler(data)
        client = json.loads(response[2]).get("UserPoolClient")
        if not client or SETTING not in data:
            return response
        pool["_clients"][client["ClientId"]][SETTING] = data[SETTING]
        return _respond(json_response({"UserPoolClient": client | {SETTING: data[SETTING]}}))

    return handle


def _find_refusal(pool: Data, data: Data) -> Response | None:
    if data.get(SETTING, {}).get("Feature") != "ENABLED":
        return None
    if pool.get("UserPoolTier") == "LITE":
        code, message = "FeatureUnavailableInTierException", "Refresh token rotation needs Essentials or Plus."
        return _respond(error_response_json(code, message, 400))
    if "ALLOW_REFRESH_TOKEN_AUTH" in data.get("ExplicitAuthFlows", []):
        message = "ALLOW_REFRESH_TOKEN_AUTH cannot be combined with refresh token rotation."
        return _respond(error_response_json("InvalidParameterException", message, 400))
    return None


def _refuse_refresh_by(initiate: Handler) -> Handler:
    """With rotation, only GetTokensFromRefreshToken refreshes."""

    def handle(data: Data) -> Response:
        if data.get("AuthFlow") in REFRESH_FLOWS and _rotates(_find_client(data)):
            message = "REFRESH_TOKEN_AUTH is not enabled for the client."
            return _respond(error_response_json("InvalidParameterException", message, 400))
        return initiate(data)

    return handle


def _rotate_with(refresh: Handler) -> Handler:
    def handle(data: Data) -> Response:
        client = _find_client(data)
        token = data.get("RefreshToken", "")
        if not _rotates(client):
            return refresh(data)
        pool, pool_id = cognito._pool_for_client(data["ClientId"])  # noqa: SLF001
        user = cognito._user_from_token(token, pool)  # noqa: SLF001
        if user and _is_rotated_out(user, token, client):
            message = "The refresh token was rotated out and cannot be used again."
            return _respond(error_response_json("RefreshTokenReuseException", message, 400))
        response = refresh(data)
        result = json.loads(response[2]).get("AuthenticationResult")
        if not result:
            return response
        _rotate_out(user, token)
        return _respond(json_response({"AuthenticationResult": result | {"RefreshToken": _renew(token, pool_id)}}))

    return handle


def _find_client(data: Data) -> Data:
    pool, _ = cognito._pool_for_client(data.get("ClientId"))  # noqa: SLF001
    client: Data = pool["_clients"][data["ClientId"]] if pool else {}
    return client


def _rotates(client: Data) -> bool:
    return bool(client.get(SETTING, {}).get("Feature") == "ENABLED")


def _is_rotated_out(user: Data, token: str, client: Data) -> bool:
    used = user.get("_rotated_tokens", {}).get(_claims(token).get("jti"))
    return bool(used) and time.time() > used["at"] + int(client[SETTING].get("RetryGracePeriodSeconds", 0))


def _rotate_out(user: Data, token: str) -> None:
    """Note when a token was first used; forget those that have expired."""
    claims, now = _claims(token), time.time()
    kept = {jti: used for jti, used in user.get("_rotated_tokens", {}).items() if used["ends_at"] > now}
    user["_rotated_tokens"] = {claims["jti"]: {"at": now, "ends_at": claims["exp"]}} | kept


def _renew(token: str, pool_id: str) -> str:
    """Return a token of the same sign-in and end."""
    claims = _claims(token) | {"jti": str(uuid.uuid4()), "iat": int(time.time())}
    return str(cognito._signed_jwt(claims, pool_id, "access"))  # noqa: SLF001


def _claims(token: str) -> Data:
    return dict(cognito._token_claims(token))  # noqa: SLF001


def _respond(response: Any) -> Response:
    status, headers, body = response
    return status, headers, body
