"""Whether a request may pass: by the signature in its URL, or else by the one in its cookies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self
from urllib.parse import unquote_plus

from cloudfront_local.errors import Refused, deny_access
from cloudfront_local.policy import Policy, parse_policy, write_canned_policy
from cloudfront_local.signature import PublicKey, decode, is_signed

PARAMETERS: Final = ("Expires", "Policy", "Signature", "Key-Pair-Id")
_COOKIE_PREFIX: Final = "CloudFront-"


@dataclass(frozen=True)
class Viewer:
    """Who asks, when, and for what: a URL without the parameters that sign it."""

    url: str
    address: str
    at: float


@dataclass(frozen=True)
class Grant:
    """What a request has to show, in its URL or its cookies."""

    key_pair_id: str | None
    signature: str | None
    policy: str | None
    expires: str | None

    @classmethod
    def of(cls, values: Mapping[str, str]) -> Self:
        """Return what is among values by the names that signed URLs have."""
        return cls(values.get("Key-Pair-Id"), values.get("Signature"), values.get("Policy"), values.get("Expires"))


def split_query(query: str) -> tuple[str, dict[str, str]]:
    """Return a raw query without the parameters that sign a URL, and those by their names."""
    kept: list[str] = []
    signing: dict[str, str] = {}
    for part in query.split("&") if query else []:
        name, _, value = part.partition("=")
        if name in PARAMETERS:
            signing.setdefault(name, unquote_plus(value))
        else:
            kept.append(part)
    return "&".join(kept), signing


def find_cookies(headers: Sequence[str]) -> dict[str, str]:
    """Return CloudFront's cookies by the names that signed URLs have, the first of each: its path is the longest."""
    found: dict[str, str] = {}
    for part in ";".join(headers).split(";"):
        name, _, value = part.strip().partition("=")
        if name.startswith(_COOKIE_PREFIX):
            found.setdefault(name.removeprefix(_COOKIE_PREFIX), value.strip('"'))
    return found


def require_access(grant: Grant, keys: Mapping[str, PublicKey], viewer: Viewer) -> None:
    """Let a request pass, or raise `Refused`."""
    if not grant.key_pair_id:
        raise Refused("MissingKey", "Missing Key-Pair-Id query parameter or cookie value")
    key = keys.get(grant.key_pair_id)
    if key is None:
        raise Refused("InvalidKey", "Unknown Key")
    signature = _read_signature(grant)
    text, policy = _read_policy(grant, viewer.url)
    if not is_signed(text, signature, key) or not policy.allows(viewer.url, viewer.address, viewer.at):
        raise deny_access()


def _read_signature(grant: Grant) -> bytes:
    if not grant.signature:
        raise deny_access()
    try:
        return decode(grant.signature)
    except ValueError as error:
        raise Refused("MalformedSignature", "Could not unencode Signature") from error


def _read_policy(grant: Grant, url: str) -> tuple[bytes, Policy]:
    """Return the text that was signed, and the policy that it is."""
    if grant.policy:
        try:
            text = decode(grant.policy)
        except ValueError as error:
            raise Refused("MalformedPolicy", "Malformed Policy") from error
        return text, parse_policy(text)
    if not grant.expires or not (grant.expires.isascii() and grant.expires.isdecimal()):
        raise deny_access()
    ends_at = int(grant.expires[:12])
    return write_canned_policy(url, ends_at), Policy(resource=None, ends_at=ends_at)
