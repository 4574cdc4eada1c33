"""Signature Version 4, verified: the signer's secret must give the signature that the request carries.

Source: IAM User Guide, "AWS Signature Version 4 for API requests".
"""

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import parse_qsl, quote, urlsplit

from infra.local.appsync.auth.caller import SIGNED, Request, Unauthorized

_PARTS = re.compile(r"(\w+)=([^,\s]+)")
_CREDENTIAL = re.compile(r"([^/]+)/(\d{8}/[^/]+/[^/]+/aws4_request)")


@dataclass(frozen=True, slots=True)
class Signature:
    """The parts of an `Authorization: AWS4-HMAC-SHA256 …` header."""

    access_key: str
    scope: str  # date/region/service/aws4_request
    signed_headers: tuple[str, ...]
    value: str


def read(headers: Mapping[str, str]) -> Signature:
    """Return the signature of a request, or raise `Unauthorized` where the header is malformed."""
    parts = dict(_PARTS.findall(headers.get("authorization", "")))
    credential = _CREDENTIAL.fullmatch(parts.get("Credential", ""))
    signed = tuple(name.lower() for name in parts.get("SignedHeaders", "").split(";") if name)
    if credential is None or not signed or "Signature" not in parts:
        raise Unauthorized(reason="The SigV4 header is malformed.")
    access_key, scope = credential.groups()
    return Signature(access_key, scope, signed, parts["Signature"])


def verify(request: Request, signature: Signature, secret: str, *, clock_skew: float, now: datetime) -> None:
    """Raise `Unauthorized` unless the signature is the secret's, over this request, and of this moment."""
    stamp = request.headers.get("x-amz-date", "")
    try:
        made = datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        raise Unauthorized(reason="x-amz-date is missing or malformed.") from None
    if abs((now - made).total_seconds()) > clock_skew:
        raise Unauthorized(reason=f"The signature is of {stamp}, more than {clock_skew:.0f} s from now.")
    if not signature.scope.startswith(f"{stamp[:8]}/"):
        raise Unauthorized(reason="The credential's date is not the one of x-amz-date.")
    if "host" not in signature.signed_headers:
        raise Unauthorized(reason="The signature leaves out the host.")
    expected = sign(request, signature, secret, stamp)
    if not hmac.compare_digest(expected, signature.value):
        raise Unauthorized(reason=f"The signature does not match {request.method} {request.path}.")


def sign(request: Request, signature: Signature, secret: str, stamp: str) -> str:
    """Return the signature that the secret gives to a request."""
    canonical = hashlib.sha256(_canonical(request, signature.signed_headers).encode()).hexdigest()
    text = f"{SIGNED}\n{stamp}\n{signature.scope}\n{canonical}"
    key = f"AWS4{secret}".encode()
    for part in signature.scope.split("/"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def _canonical(request: Request, signed: tuple[str, ...]) -> str:
    parts = urlsplit(request.path)
    headers = [f"{name}:{' '.join(request.headers.get(name, '').split())}" for name in signed]
    body = hashlib.sha256(request.body).hexdigest()
    lines = [request.method, quote(parts.path or "/", safe="/-_.~"), _query(parts.query), *headers]
    return "\n".join([*lines, "", ";".join(signed), body])


def _query(query: str) -> str:
    pairs = parse_qsl(query, keep_blank_values=True)
    return "&".join(sorted(f"{quote(name, safe='-_.~')}={quote(value, safe='-_.~')}" for name, value in pairs))
