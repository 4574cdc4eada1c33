"""Makes ministack's sign-in challenges prove what Cognito's do: the step before, and a code that works once.

On its own, ministack hands a user's tokens to any caller who names a challenge and the user.
Sources: the API reference of RespondToAuthChallenge and VerifySoftwareToken, and the guide's "TOTP software token MFA".
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from ministack.core.responses import error_response_json
from ministack.services import cognito

from infra.local.ministack import cognito_attributes as attributes
from infra.local.ministack.cognito_attributes import Pool, Refusal, User

Data = dict[str, Any]
Response = tuple[int, dict[str, str], bytes]
Handler = Callable[[Data], Response]

# ministack checks the sessions of these itself.
PROVEN_BY_MINISTACK: Final = ("PASSWORD_VERIFIER", "CUSTOM_CHALLENGE")
TOTP: Final = "SOFTWARE_TOKEN_MFA"
# How long a code stays within the drift that ministack accepts.
CODE_LIFETIME_SECONDS: Final = 90
# Cognito locks out as well, by a rule that it does not publish.
MOST_WRONG_CODES: Final = 5


@dataclass
class Challenge:
    """A step that somebody still has to take."""

    name: str
    client_id: str
    username: str
    ends_at: float
    wrong_codes: int = 0


_challenges: dict[str, Challenge] = {}


def install() -> None:
    """Replace ministack's functions; its dispatch looks each up by its name."""
    for name in ("_initiate_auth", "_admin_initiate_auth"):
        setattr(cognito, name, _record_challenge_of(getattr(cognito, name)))
    for name in ("_respond_to_auth_challenge", "_admin_respond_to_auth_challenge"):
        setattr(cognito, name, _answer_refusals(_record_challenge_of(_require_challenge_for(getattr(cognito, name)))))
    cognito._associate_software_token = _answer_refusals(_require_owner_for(cognito._associate_software_token))  # noqa: SLF001
    cognito._verify_software_token = _answer_refusals(_verify_software_token_with(cognito._verify_software_token))  # noqa: SLF001
    cognito._apply_mfa_preference = _apply_mfa_preference_with(cognito._apply_mfa_preference)  # noqa: SLF001
    for name in ("_set_user_mfa_preference", "_admin_set_user_mfa_preference"):
        setattr(cognito, name, _answer_refusals(getattr(cognito, name)))


def _answer_refusals(handler: Handler) -> Handler:
    def handle(data: Data) -> Response:
        try:
            return handler(data)
        except Refusal as refusal:
            status, headers, body = error_response_json(refusal.code, refusal.message, 400)
            return status, headers, body

    return handle


def _record_challenge_of(handler: Handler) -> Handler:
    """Remember the challenge that a response asks for, so that its answer can be held to it."""

    def handle(data: Data) -> Response:
        response = handler(data)
        told = json.loads(response[2] or b"{}")
        session = told.get("Session")
        if session and told.get("ChallengeName"):
            username = told["ChallengeParameters"]["USER_ID_FOR_SRP"]
            _drop_ended_challenges()
            _challenges[session] = Challenge(
                told["ChallengeName"], data["ClientId"], username, time.time() + _read_session_seconds(data["ClientId"])
            )
        return response

    return handle


def _require_challenge_for(respond: Handler) -> Handler:
    def handle(data: Data) -> Response:
        if data.get("ChallengeName") in PROVEN_BY_MINISTACK:
            return respond(data)
        challenge = _find_challenge(data)
        user = _find_user(challenge)
        if challenge.name == TOTP:
            _require_unused_code(user, data)
        response = respond(data | {"ChallengeResponses": data["ChallengeResponses"] | {"USERNAME": user["Username"]}})
        if response[0] == 200:  # noqa: PLR2004
            del _challenges[data["Session"]]
            _mark_code_used(user, data)
        elif challenge.name == TOTP:
            _count_wrong_code(challenge, data["Session"])
        return response

    return handle


def _find_challenge(data: Data) -> Challenge:
    """Return the challenge that a session stands for; raises `Refusal` for another's, an ended or an unknown one."""
    challenge = _challenges.get(data.get("Session") or "")
    wanted = (data.get("ChallengeName"), data.get("ClientId"))
    if challenge is None or (challenge.name, challenge.client_id) != wanted:
        raise Refusal("NotAuthorizedException", "Invalid session for the user.")
    if challenge.ends_at < time.time():
        raise Refusal("NotAuthorizedException", "Invalid session for the user, session is expired.")
    named = (data.get("ChallengeResponses") or {}).get("USERNAME", "")
    pool = _find_pool(challenge.client_id)
    if attributes.find_user(pool, named) is not attributes.find_user(pool, challenge.username):
        raise Refusal("NotAuthorizedException", "Invalid session for the user.")
    return challenge


def _find_user(challenge: Challenge) -> User:
    user = attributes.find_user(_find_pool(challenge.client_id), challenge.username)
    if user is None:
        raise Refusal("UserNotFoundException", "User does not exist.")
    return user


def _find_pool(client_id: str) -> Pool:
    pool, _ = cognito._pool_for_client(client_id)  # noqa: SLF001
    return dict(pool or {"_users": {}})


def _read_session_seconds(client_id: str) -> int:
    return int(_find_pool(client_id)["_clients"][client_id].get("AuthSessionValidity", 3)) * 60


def _drop_ended_challenges() -> None:
    for session in [each for each, challenge in _challenges.items() if challenge.ends_at < time.time()]:
        del _challenges[session]


def _require_unused_code(user: User, data: Data) -> None:
    if data["ChallengeResponses"].get("SOFTWARE_TOKEN_MFA_CODE") in _read_used_codes(user):
        raise Refusal("ExpiredCodeException", "Your software token has already been used once.")


def _mark_code_used(user: User, data: Data) -> None:
    code = data["ChallengeResponses"].get("SOFTWARE_TOKEN_MFA_CODE")
    if code:
        user["_used_codes"] = _read_used_codes(user) | {code: time.time()}


def _read_used_codes(user: User) -> dict[str, float]:
    oldest = time.time() - CODE_LIFETIME_SECONDS
    return {code: used_at for code, used_at in user.get("_used_codes", {}).items() if used_at > oldest}


def _count_wrong_code(challenge: Challenge, session: str) -> None:
    challenge.wrong_codes += 1
    if challenge.wrong_codes >= MOST_WRONG_CODES:
        del _challenges[session]


def _require_owner_for(associate: Handler) -> Handler:
    """Give a secret to a person who is signed in: nothing here asks anybody to set one up while signing in."""

    def handle(data: Data) -> Response:
        _find_token_owner(data)
        return associate(data)

    return handle


def _verify_software_token_with(verify: Handler) -> Handler:
    """Verify only: a second factor is asked for once SetUserMFAPreference says so."""

    def handle(data: Data) -> Response:
        user = _find_token_owner(data)
        before = {key: user[key] for key in ("_mfa_enabled", "_preferred_mfa") if key in user}
        enabled = list(before.get("_mfa_enabled", []))
        response = verify(data)
        user.update({"_mfa_enabled": enabled, "_preferred_mfa": before.get("_preferred_mfa", "")})
        return response

    return handle


def _apply_mfa_preference_with(apply: Callable[[User, Data], None]) -> Callable[[User, Data], None]:
    def handle(user: User, data: Data) -> None:
        if data.get("SoftwareTokenMfaSettings", {}).get("Enabled") and not user.get("_totp_secret"):
            raise Refusal("InvalidParameterException", "User has not verified software token mfa")
        apply(user, data)

    return handle


def _find_token_owner(data: Data) -> User:
    user, _ = cognito._user_pool_for_access_token(data.get("AccessToken", ""))  # noqa: SLF001
    if not user:
        raise Refusal("NotAuthorizedException", "Invalid Access Token")
    found: User = user
    return found
