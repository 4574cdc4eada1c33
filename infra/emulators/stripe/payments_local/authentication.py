"""API keys: a test mode secret key, as a bearer token or as the name of HTTP basic authentication."""

import base64
import binascii
import hmac

from payments_local.errors import AuthenticationError

PREFIXES = ("sk_test_", "rk_test_")


def require_key(authorization: str, accepted: list[str]) -> None:
    """Raise `AuthenticationError` unless a request has one of the accepted keys; none named accepts any test key."""
    key = _read_key(authorization)
    if not key:
        raise AuthenticationError(
            "You did not provide an API key. You need to provide your API key in the Authorization header, "
            "using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY')."
        )
    if key.startswith("pk_"):
        raise AuthenticationError(
            "This API call cannot be made with a publishable API key. Please use a secret API key.",
            code="secret_key_required",
        )
    if not key.startswith(PREFIXES):
        raise AuthenticationError(f"Invalid API Key provided: {_mask(key)}. payments-local takes test keys only.")
    if accepted and not any(hmac.compare_digest(key.encode(), each.encode()) for each in accepted):
        raise AuthenticationError(f"Invalid API Key provided: {_mask(key)}")


def _read_key(authorization: str) -> str:
    scheme, _, credentials = authorization.partition(" ")
    if scheme.lower() == "bearer":
        return credentials.strip()
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(credentials, validate=True).decode().partition(":")[0]
        except (binascii.Error, UnicodeDecodeError):
            return ""
    return ""


def _mask(key: str) -> str:
    return f"{key[:8]}{'*' * max(0, len(key) - 12)}{key[-4:]}" if len(key) > 12 else "*" * len(key)  # noqa: PLR2004
