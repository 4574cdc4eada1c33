"""Signs access to a folder of media through CloudFront: one custom policy for all its files.

Source: CloudFront Developer Guide, "Set signed cookies using a custom policy".
"""

import json
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import Any, Final, NamedTuple

from botocore.signers import CloudFrontSigner
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from resolvers.core import secret, storage
from resolvers.core.model import now
from resolvers.core.settings import settings
from resolvers.video.grants.model import MediaCookie, MediaGrant

_COOKIE_PREFIX: Final = "CloudFront-"


class SigningKey(NamedTuple):
    """A private key, and the ID by which CloudFront knows its public half."""

    key_pair_id: str
    sign: Callable[[bytes], bytes]


def sign_folder(folder: str) -> MediaGrant | None:
    """Sign access to a folder of the media bucket for 5 minutes; None where no distribution serves media.

    Call it only after the right to read was checked.
    """
    if not settings().media_key_secret_arn:
        return None
    expires_at = now() + timedelta(seconds=storage.PLAYBACK_SECONDS)
    key = _read_key(secret.read_cached_text(settings().media_key_secret_arn))
    signer: Any = CloudFrontSigner(key.key_pair_id, key.sign)
    path = f"/{folder.strip('/')}/"
    policy = signer.build_policy(f"{settings().site_origin}{path}*", expires_at)
    query = signer.generate_presigned_url("", policy=policy).removeprefix("?")
    pairs = (each.partition("=") for each in query.split("&"))
    cookies = [MediaCookie(name=f"{_COOKIE_PREFIX}{name}", value=value) for name, _, value in pairs]
    return MediaGrant(path=path, cookies=cookies, query=query, expires_at=expires_at)


def sign_file(key: str, grant: MediaGrant | None) -> str:
    """Return a URL that reads a file of a folder: by the folder's grant, or from the bucket where there is none.

    Call it only after the right to read was checked.
    """
    if grant is None:
        return storage.read_url(key, seconds=storage.PLAYBACK_SECONDS)
    return f"{settings().site_origin}/{key}?{grant.query}"


@cache
def _read_key(text: str) -> SigningKey:
    """Return the key of a secret's text; kept, because loading one takes longer than signing."""
    found = json.loads(text)
    key = load_pem_private_key(found["privateKey"].encode(), password=None)
    assert isinstance(key, rsa.RSAPrivateKey)
    # CloudFront verifies SHA-1 of signers that name no other algorithm.
    return SigningKey(found["keyPairId"], lambda policy: key.sign(policy, padding.PKCS1v15(), hashes.SHA1()))  # noqa: S303
