"""Signed calls to the AWS endpoint where the APIs are deployed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from appsync_local.aws.client import Client, Reply
from aws_wire.signature import SigningKey, sign_request


@dataclass(eq=False)
class Endpoint:
    """An AWS endpoint, its region, and the data plane's own credentials."""

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
        """Send a signed request to `path` (percent-encoded) and return the response, whatever its status.

        `url` replaces the endpoint's address for data sources that are elsewhere.
        Raises `client.NoAnswer` if no response comes and `TimeoutError` after `timeout` seconds.
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
        """Return `headers` with a Signature Version 4."""
        key = SigningKey(self.access_key, self.secret_key, self.session_token)
        return sign_request(key, method, url, service=service, region=region or self.region, headers=headers, body=body)
