"""Puts Cognito's rules about attributes and addresses into ministack, which lets everybody write everything.

On its own, ministack lets a person take another's `sub` or address by UpdateUserAttributes, and be that person from
the next token on.
"""

import time
from collections.abc import Callable
from typing import Any

from ministack.core.responses import error_response_json, json_response
from ministack.services import cognito

from infra.local.ministack import cognito_attributes as attributes
from infra.local.ministack.cognito_attributes import Pool, Refusal, User

Data = dict[str, Any]
Response = tuple[int, dict[str, str], bytes]
Handler = Callable[[Data], Response]

_USER_NOT_FOUND = error_response_json("UserNotFoundException", "User does not exist.", 400)


def install() -> None:
    """Replace what ministack does where Cognito has a rule; its dispatch looks each function up by its name."""
    cognito._update_user_attributes = _answer_refusals(_update_user_attributes)  # noqa: SLF001
    cognito._admin_update_user_attributes = _answer_refusals(_admin_update_user_attributes)  # noqa: SLF001
    cognito._sign_up = _answer_refusals(_sign_up_with(cognito._sign_up))  # noqa: SLF001
    cognito._resolve_user = _resolve_user  # noqa: SLF001
    cognito._new_user_error = _new_user_error_with(cognito._new_user_error)  # noqa: SLF001
    cognito._dispatch_idp = _dispatch_with(cognito._dispatch_idp)  # noqa: SLF001
    cognito._UNSIGNED_IDP_ACTIONS |= set(_OWN_ACTIONS)  # noqa: SLF001


def _answer_refusals(handler: Handler) -> Handler:
    def handle(data: Data) -> Response:
        try:
            return handler(data)
        except Refusal as refusal:
            return _respond(error_response_json(refusal.code, refusal.message, 400))

    return handle


def _update_user_attributes(data: Data) -> Response:
    user, pool = _find_token_owner(data)
    changes = _read_changes(data)
    attributes.require_writable(pool, _find_client(pool, data), changes)
    sent = attributes.change_own_attributes(pool, user, changes)
    user["UserLastModifiedDate"] = time.time()
    return _respond(json_response({"CodeDeliveryDetailsList": [_describe_delivery(user, name) for name in sent]}))


def _admin_update_user_attributes(data: Data) -> Response:
    pool, error = cognito._resolve_pool(data.get("UserPoolId"))  # noqa: SLF001
    user = None if error else attributes.find_user(pool, data.get("Username", ""))
    if error or not user:
        return _respond(error or _USER_NOT_FOUND)
    changes = _read_changes(data)
    attributes.require_writable(pool, None, changes)
    attributes.change_as_administrator(pool, user, changes)
    user["UserLastModifiedDate"] = time.time()
    return _respond(json_response({}))


def _sign_up_with(sign_up: Handler) -> Handler:
    def handle(data: Data) -> Response:
        pool, _ = cognito._pool_for_client(data.get("ClientId"))  # noqa: SLF001
        if pool:
            attributes.require_writable(pool, pool["_clients"][data["ClientId"]], _read_changes(data))
        return sign_up(data)

    return handle


def _get_user_attribute_verification_code(data: Data) -> Response:
    user, _ = _find_token_owner(data)
    attributes.send_code(user, data.get("AttributeName", ""))
    return _respond(json_response({"CodeDeliveryDetails": _describe_delivery(user, data["AttributeName"])}))


def _verify_user_attribute(data: Data) -> Response:
    user, pool = _find_token_owner(data)
    attributes.verify(pool, user, data.get("AttributeName", ""), data.get("Code", ""))
    return _respond(json_response({}))


# What ministack does not know.
_OWN_ACTIONS = {
    "GetUserAttributeVerificationCode": _answer_refusals(_get_user_attribute_verification_code),
    "VerifyUserAttribute": _answer_refusals(_verify_user_attribute),
}


def _dispatch_with(dispatch: Callable[[str, Data], Any]) -> Callable[[str, Data], Any]:
    async def handle(action: str, data: Data) -> Any:
        own = _OWN_ACTIONS.get(action)
        return cognito._run_idp_handler(own, action, data) if own else await dispatch(action, data)  # noqa: SLF001

    return handle


def _resolve_user(pool: Pool, username: str | None) -> tuple[Any, Any]:
    """Return the user that a name means, and the error where it means nobody."""
    user = attributes.find_user(pool, username) if username else None
    return user, None if user else _USER_NOT_FOUND


def _new_user_error_with(new_user_error: Callable[[Pool, str, dict[str, str]], Any]) -> Callable[..., Any]:
    """Let the address of a new user differ from the user name in the case of its letters only."""

    def find_error(pool: Pool, username: str, given: dict[str, str]) -> Any:
        same = {
            name: username for name in given if attributes.fold(pool, given[name]) == attributes.fold(pool, username)
        }
        return new_user_error(pool, username, given | same)

    return find_error


def _find_token_owner(data: Data) -> tuple[User, Pool]:
    user, pool = cognito._user_pool_for_access_token(data.get("AccessToken", ""))  # noqa: SLF001
    if not user:
        raise Refusal("NotAuthorizedException", "Invalid Access Token")
    return user, pool


def _find_client(pool: Pool, data: Data) -> dict[str, Any]:
    claims = cognito._token_claims(data["AccessToken"])  # noqa: SLF001
    return dict(pool["_clients"].get(claims.get("client_id"), {}))


def _read_changes(data: Data) -> dict[str, str]:
    return {each["Name"]: str(each.get("Value", "")) for each in data.get("UserAttributes", [])}


def _describe_delivery(user: User, name: str) -> dict[str, str]:
    masked = cognito._masked_destination(user["_pending"][name])  # noqa: SLF001
    medium = "EMAIL" if name == "email" else "SMS"
    return {"Destination": masked, "DeliveryMedium": medium, "AttributeName": name}


def _respond(response: Any) -> Response:
    status, headers, body = response
    return status, headers, body
