"""Who signed a request: its signature is verified with the secret of its access key."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Protocol

from aws_wire.errors import MissingAuthenticationToken, ServiceError, UnrecognizedClient
from aws_wire.messages import Request
from aws_wire.signature import (
    CLOCK_SKEW,
    Signature,
    SignatureRefused,
    SigningKey,
    check_scope,
    is_signed,
    parse_signature,
    verify_signature,
)


class KeyStore(Protocol):
    """Where secrets are found."""

    async def find_key(self, access_key: str) -> SigningKey | None:
        """Return the key with its secret, or None if nobody knows it."""


class Authenticator:
    """Verifies signatures.

    Without `keys` a request must be signed for the service, but by anyone: what an emulator on a laptop usually wants.
    `region` None accepts every region; `clock_skew` is in seconds, and None accepts signatures of any age.
    """

    def __init__(
        self, keys: KeyStore | None = None, *, region: str | None = None, clock_skew: float | None = CLOCK_SKEW
    ) -> None:
        self._keys = keys
        self._region = region
        self._clock_skew = clock_skew

    async def authenticate(self, request: Request, services: Collection[str]) -> Signature:
        """Return the signature of a request that is signed for one of the services, or raise `ServiceError`."""
        if not is_signed(request.headers):
            raise MissingAuthenticationToken
        try:
            signature = parse_signature(request.headers)
            check_scope(signature, services=services, region=self._region)
            if self._keys is not None:
                await self._verify(request, signature, self._keys)
        except SignatureRefused as refusal:
            raise ServiceError(refusal.code, refusal.message, status=403) from refusal
        return signature

    async def _verify(self, request: Request, signature: Signature, keys: KeyStore) -> None:
        key = await keys.find_key(signature.access_key)
        if key is None or key.session_token != request.headers.get("x-amz-security-token"):
            raise UnrecognizedClient
        verify_signature(
            request,
            signature,
            key.secret,
            now=datetime.now(UTC),
            clock_skew=self._clock_skew,
            allow_unsigned_payload=True,
        )
