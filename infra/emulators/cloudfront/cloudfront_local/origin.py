"""Reads from an S3 bucket as CloudFront does with an origin access control: signed, without what viewers signed."""

from typing import Final

import botocore.session
from aiohttp import ClientResponse, ClientSession
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from yarl import URL

from cloudfront_local.distribution import Origin

_PASSED_ON: Final = ("If-Match", "If-Modified-Since", "If-None-Match", "If-Range", "If-Unmodified-Since", "Range")
_EMPTY_SHA256: Final = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


class Bucket:
    """The bucket behind a distribution; credentials are those of the environment."""

    def __init__(self) -> None:
        self._credentials = botocore.session.get_session().get_credentials()
        self._session: ClientSession | None = None

    async def read(self, origin: Origin, method: str, target: str, asked: dict[str, str]) -> ClientResponse:
        """Ask for a raw path and query; `asked` are the viewer's headers, of which ranges and conditions pass."""
        if self._session is None:
            self._session = ClientSession(auto_decompress=False)
        url = f"{origin.url}{target}"
        headers: dict[str, str] = {name: asked[name] for name in _PASSED_ON if name in asked}
        signed = AWSRequest(method, url, headers | {"X-Amz-Content-SHA256": _EMPTY_SHA256})
        if self._credentials:
            S3SigV4Auth(self._credentials.get_frozen_credentials(), "s3", origin.region).add_auth(signed)
        # As it is: what was signed must be what is sent, byte for byte.
        sent = {**dict(signed.headers), "Accept-Encoding": "identity"}
        return await self._session.request(method, URL(url, encoded=True), headers=sent, allow_redirects=False)

    async def close(self) -> None:
        if self._session:
            await self._session.close()
