"""Signed calls to the AWS endpoint that holds the deployment: Signature Version 4, without an SDK."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import quote, urlsplit

from infra.local.appsync.client import Client, Reply


@dataclass(eq=False)
class Endpoint:
    """One AWS endpoint, its region and the credentials that the data plane itself uses there."""

    url: str
    region: str = "us-east-1"
    access_key: str = "test"
    secret_key: str = "test"  # noqa: S105
    session_token: str | None = None
    client: Client = field(default_factory=Client, repr=False)

    async def request(
        self,
        service: str,
        method: str,
        path: str,
        *,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        timeout: float = 30,  # noqa: ASYNC109
        region: str | None = None,
        url: str | None = None,
    ) -> Reply:
        """Send one signed request to `path` (already percent-encoded) and return whatever answer comes.

        `url` replaces the endpoint's own address, for data sources that live elsewhere.
        Raises `client.NoAnswer` when nobody answers and `TimeoutError` after `timeout` seconds.
        """
        target = (url or self.url).rstrip("/") + path
        signed = self.sign(service, method, target, body=body, headers=headers or {}, region=region)
        return await self.client.request(method, target, headers=signed, body=body, timeout=timeout)

    async def close(self) -> None:
        await self.client.close()

    def sign(
        self,
        service: str,
        method: str,
        url: str,
        *,
        body: bytes,
        headers: Mapping[str, str],
        region: str | None = None,
    ) -> dict[str, str]:
        """Return `headers` with a Signature Version 4 (https://docs.aws.amazon.com/IAM, "AWS API request signing")."""
        parts = urlsplit(url)
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        scope = f"{stamp[:8]}/{region or self.region}/{service}/aws4_request"
        sent = {**headers, "host": parts.netloc, "x-amz-date": stamp}
        if self.session_token:
            sent["x-amz-security-token"] = self.session_token
        canonical, names = _canonical(method, parts.path, parts.query, sent, body)
        text = f"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
        signature = hmac.new(self._key(scope), text.encode(), hashlib.sha256).hexdigest()
        credential = f"Credential={self.access_key}/{scope}"
        sent["authorization"] = f"AWS4-HMAC-SHA256 {credential}, SignedHeaders={names}, Signature={signature}"
        return sent

    def _key(self, scope: str) -> bytes:
        key = f"AWS4{self.secret_key}".encode()
        for part in scope.split("/"):
            key = hmac.new(key, part.encode(), hashlib.sha256).digest()
        return key


def _canonical(method: str, path: str, query: str, headers: Mapping[str, str], body: bytes) -> tuple[str, str]:
    """Return the canonical request and the list of signed headers."""
    ordered = sorted((name.lower(), value.strip()) for name, value in headers.items())
    names = ";".join(name for name, _ in ordered)
    pairs = sorted(pair if "=" in pair else pair + "=" for pair in query.split("&") if pair)
    lines = [method, quote(path or "/", safe="/~"), "&".join(pairs)]
    lines += [f"{name}:{value}" for name, value in ordered]
    lines += ["", names, hashlib.sha256(body).hexdigest()]
    return "\n".join(lines), names
