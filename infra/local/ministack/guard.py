"""Refuses what only an attacker would send: a web page of another origin, a rebound host, a forged root.

ministack trusts its machine: it answers any origin with CORS `*`, any Host, its own reset path to everybody, and
takes the key `test` without checking the signature. A page that the developer happens to visit could so read and
change everything. AWS has none of these doors.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import parse_qs

from ministack.core import sigv4
from ministack.core.iam_evaluator import is_root_access_key
from ministack.core.router import extract_access_key_id

from infra.local.ministack.paths import is_closed

ROOT_KEY: Final = "test"
ROOT_SECRET: Final = "test"  # noqa: S105 (the emulator's fixed root key)
SIGNED: Final = "AWS4-HMAC-SHA256"

Message = Mapping[str, Any]


@dataclass(frozen=True)
class Refusal:
    """An answer of 403, in AWS's form."""

    code: str
    message: str
    status: int = HTTPStatus.FORBIDDEN


@dataclass(frozen=True)
class Guard:
    """Judges requests by their heads, and root's by their signatures; `origins` are the pages that may call."""

    port: int
    origins: frozenset[str]

    def refuse(self, scope: Message) -> Refusal | None:
        """Return why a request is refused before its body is read, or None."""
        headers = read_headers(scope)
        if headers.get("host", "").lower() not in self._hosts():
            return Refusal("InvalidHost", f"This is 127.0.0.1:{self.port}; address it by that name.")
        origin = headers.get("origin")
        if origin is not None and origin not in self.origins:
            return Refusal("InvalidOrigin", f"Pages of {origin} may not call this AWS.")
        if is_closed(scope["path"]):
            return Refusal("AccessDenied", "The emulator's own paths are closed, except its health.")
        key = _read_access_key(scope)
        if is_root_access_key(key) and key not in {"", ROOT_KEY}:
            return Refusal("InvalidClientTokenId", "The security token included in the request is invalid.")
        if not key and _concerns_all_buckets(scope):
            return Refusal("AccessDenied", "Access Denied")
        return None

    def _hosts(self) -> set[str]:
        return {f"{name}:{self.port}" for name in ("127.0.0.1", "localhost")}


def claims_root(scope: Message) -> bool:
    """Return whether a request says that root sent it."""
    return _read_access_key(scope) == ROOT_KEY


def refuse_forged(scope: Message, body: bytes) -> Refusal | None:
    """Return why a request that claims to be root's is refused, or None where its signature is root's."""
    headers, query = read_headers(scope), _read_query(scope)
    is_in_header = headers.get("authorization", "").startswith(SIGNED)
    signature = sigv4.parse_header_signature(headers) if is_in_header else sigv4.parse_query_signature(query)
    if isinstance(signature, tuple):
        return Refusal(*signature)
    # How long a presigned URL lasts is in the URL, and S3 looks.
    is_presigned_s3 = not is_in_header and signature.service == "s3"
    late = None if is_presigned_s3 else sigv4.request_time_failure(signature)
    failure = late or sigv4.header_signature_failure(
        signature, ROOT_SECRET, scope["method"], scope["raw_path"].decode("latin-1"), query, headers, body,
        presigned=not is_in_header,
    )  # fmt: skip
    return Refusal(*failure) if failure else None


def read_headers(scope: Message) -> dict[str, str]:
    """Return the headers by their lower-case names; repeated ones are joined as a signature joins them."""
    headers: dict[str, str] = {}
    for name, value in scope["headers"]:
        key, text = name.decode("latin-1").lower(), sigv4.decode_header_value(value)
        headers[key] = f"{headers[key]},{text}" if key in headers else text
    return headers


def allow_origin(headers: Sequence[tuple[bytes, bytes]], origin: str | None) -> list[tuple[bytes, bytes]]:
    """Return response headers that name the caller's origin in place of `*`, and none where a page did not ask."""
    kept = [(name, value) for name, value in headers if (name.lower(), value) != (b"access-control-allow-origin", b"*")]
    if origin is None or len(kept) == len(headers):
        return kept
    return [*kept, (b"access-control-allow-origin", origin.encode()), (b"vary", b"Origin")]


def _concerns_all_buckets(scope: Message) -> bool:
    """Return whether a request lists or creates buckets, which S3 lets nobody do unsigned."""
    bucket, _, rest = scope["path"].strip("/").partition("/")
    if scope["method"] == "PUT":
        return bool(bucket) and not rest
    return scope["method"] in {"GET", "HEAD"} and not bucket and "Action" not in _read_query(scope)


def _read_access_key(scope: Message) -> str:
    return str(extract_access_key_id(read_headers(scope), _read_query(scope)) or "")


def _read_query(scope: Message) -> dict[str, list[str]]:
    return parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
