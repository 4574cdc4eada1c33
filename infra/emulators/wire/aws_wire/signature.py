"""Signature Version 4: sign a request, and verify that one was signed with a secret.

Source: IAM User Guide, "Create a signed AWS API request".
"""

import hashlib
import hmac
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol
from urllib.parse import parse_qsl, quote, urlsplit

ALGORITHM = "AWS4-HMAC-SHA256"
CLOCK_SKEW = 300.0  # seconds that a signature may be older or newer than now
_UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD"
_FIELDS = re.compile(r"(\w+)=([^,\s]+)")
_CREDENTIAL = re.compile(r"([^/]+)/(\d{8})/([^/]+)/([^/]+)/aws4_request")


class SignatureRefused(Exception):  # noqa: N818
    """A signature that is malformed, out of date, out of scope or wrong; `code` is AWS's name of the error."""

    def __init__(self, message: str, code: str = "InvalidSignatureException") -> None:
        super().__init__(message)
        self.message = message
        self.code = code


class HttpRequest(Protocol):
    """The parts of a request that a signature covers.

    `path` is percent-encoded and may carry a query string; the names in `headers` are in lower case.
    """

    @property
    def method(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def headers(self) -> Mapping[str, str]: ...
    @property
    def body(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Signature:
    """The parts of an `Authorization: AWS4-HMAC-SHA256 …` header; `date` is YYYYMMDD, `value` is in hexadecimal."""

    access_key: str
    date: str
    region: str
    service: str
    signed_headers: tuple[str, ...]
    value: str = ""

    @property
    def scope(self) -> str:
        return f"{self.date}/{self.region}/{self.service}/aws4_request"


@dataclass(frozen=True, slots=True)
class SigningKey:
    """An access key with its secret and, for temporary credentials, their session token."""

    access_key: str
    secret: str
    session_token: str | None = None


def is_signed(headers: Mapping[str, str]) -> bool:
    """Return whether a request carries a Signature Version 4 in its Authorization header."""
    return headers.get("authorization", "").startswith(ALGORITHM)


def parse_signature(headers: Mapping[str, str]) -> Signature:
    """Return the signature of a request, or raise `SignatureRefused` if the header is malformed."""
    fields = dict(_FIELDS.findall(headers.get("authorization", "")))
    credential = _CREDENTIAL.fullmatch(fields.get("Credential", ""))
    signed = tuple(name.lower() for name in fields.get("SignedHeaders", "").split(";") if name)
    if credential is None or not signed or "Signature" not in fields:
        raise SignatureRefused("The SigV4 header is malformed.", "IncompleteSignatureException")
    access_key, date, region, service = credential.groups()
    return Signature(access_key, date, region, service, signed, fields["Signature"])


def check_scope(signature: Signature, *, services: Collection[str], region: str | None = None) -> None:
    """Raise `SignatureRefused` unless a signature is for one of the services and, if given, for the region."""
    if signature.service not in services:
        names = "' or '".join(services)
        raise SignatureRefused(f"Credential should be scoped to correct service: '{names}'.")
    if region is not None and signature.region != region:
        raise SignatureRefused(f"Credential should be scoped to a valid region, not '{signature.region}'.")


def verify_signature(
    request: HttpRequest,
    signature: Signature,
    secret: str,
    *,
    now: datetime | None = None,
    clock_skew: float | None = CLOCK_SKEW,
    allow_unsigned_payload: bool = False,
) -> None:
    """Raise `SignatureRefused` unless the secret gives this signature for this request.

    `clock_skew` is in seconds; None accepts a signature of any age.
    """
    stamp = request.headers.get("x-amz-date", "")
    _check_date(stamp, signature, now or datetime.now(UTC), clock_skew)
    if "host" not in signature.signed_headers:
        raise SignatureRefused("The signature leaves out the host.")
    digest = _payload_digest(request, allow_unsigned=allow_unsigned_payload)
    canonical = _canonical_request(request.method, request.path, request.headers, signature.signed_headers, digest)
    if not hmac.compare_digest(_compute(canonical, signature.scope, stamp, secret), signature.value):
        raise SignatureRefused(f"The signature does not match {request.method} {request.path}.")


def sign_request(
    key: SigningKey,
    method: str,
    url: str,
    *,
    service: str,
    region: str,
    headers: Mapping[str, str],
    body: bytes = b"",
    now: datetime | None = None,
) -> dict[str, str]:
    """Return the headers with a signature over all of them, the host, the date and the body.

    `url` is absolute and percent-encoded.
    """
    parts = urlsplit(url)
    stamp = (now or datetime.now(UTC)).strftime("%Y%m%dT%H%M%SZ")
    signed = {**headers, "host": parts.netloc, "x-amz-date": stamp}
    if key.session_token:
        signed["x-amz-security-token"] = key.session_token
    lowered = {name.lower(): value for name, value in signed.items()}
    signature = Signature(key.access_key, stamp[:8], region, service, tuple(sorted(lowered)))
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    canonical = _canonical_request(method, path, lowered, signature.signed_headers, hashlib.sha256(body).hexdigest())
    value = _compute(canonical, signature.scope, stamp, key.secret)
    names = ";".join(signature.signed_headers)
    credential = f"Credential={key.access_key}/{signature.scope}"
    signed["authorization"] = f"{ALGORITHM} {credential}, SignedHeaders={names}, Signature={value}"
    return signed


def _check_date(stamp: str, signature: Signature, now: datetime, clock_skew: float | None) -> None:
    try:
        moment = datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        raise SignatureRefused("x-amz-date is missing or malformed.", "IncompleteSignatureException") from None
    if clock_skew is not None and abs((now - moment).total_seconds()) > clock_skew:
        raise SignatureRefused(f"The signature is of {stamp}, more than {clock_skew:.0f} s from now.")
    if signature.date != stamp[:8]:
        raise SignatureRefused("The credential's date is not the one of x-amz-date.")


def _payload_digest(request: HttpRequest, *, allow_unsigned: bool) -> str:
    declared = request.headers.get("x-amz-content-sha256")
    if declared == _UNSIGNED_PAYLOAD and allow_unsigned:
        return declared
    actual = hashlib.sha256(request.body).hexdigest()
    if declared is not None and declared != actual:
        raise SignatureRefused("x-amz-content-sha256 is not the digest of the body.")
    return actual


def _canonical_request(
    method: str, path: str, headers: Mapping[str, str], signed_headers: tuple[str, ...], digest: str
) -> str:
    parts = urlsplit(path)
    lines = [f"{name}:{' '.join(headers.get(name, '').split())}" for name in signed_headers]
    # Every service but S3 signs a path whose percent signs are encoded once more.
    encoded = quote(parts.path or "/", safe="/-_.~")
    return "\n".join([method, encoded, _canonical_query(parts.query), *lines, "", ";".join(signed_headers), digest])


def _canonical_query(query: str) -> str:
    pairs = parse_qsl(query, keep_blank_values=True)
    return "&".join(sorted(f"{quote(name, safe='-_.~')}={quote(value, safe='-_.~')}" for name, value in pairs))


def _compute(canonical: str, scope: str, stamp: str, secret: str) -> str:
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    key = f"AWS4{secret}".encode()
    for part in scope.split("/"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return hmac.new(key, f"{ALGORITHM}\n{stamp}\n{scope}\n{digest}".encode(), hashlib.sha256).hexdigest()
