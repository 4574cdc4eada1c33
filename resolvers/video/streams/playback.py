"""Leave to watch: the token that IVS asks for before it plays a private channel, and the signed URL of a replay.

Source: Amazon IVS User Guide, "Generate and Sign Playback Tokens" (a JWT signed by ES384).
"""

import base64
import json
from datetime import timedelta
from functools import cache
from typing import Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from resolvers.core import secret, storage
from resolvers.core.model import now
from resolvers.core.settings import settings
from resolvers.video.grants.model import MediaGrant
from resolvers.video.grants.service import sign_file, sign_folder
from resolvers.video.streams import recordings
from resolvers.video.streams.model import Stream, StreamReplay, is_replayed

_SECONDS: Final = 900
_CURVE: Final = ec.SECP384R1()
_ORDER: Final = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973
_NUMBER_BYTES: Final = 48


def sign_url(address: str, channel_arn: str, *, viewer: str, version: int) -> str:
    """Return the address of a stream's playlist with leave to begin to play it within 15 minutes.

    Playback goes on until the sessions of this viewer up to this version are revoked.
    Call it only after the right to watch was checked.
    """
    claims = {
        "aws:channel-arn": channel_arn,
        "aws:viewer-id": viewer,
        "aws:viewer-session-version": version,
        "exp": int((now() + timedelta(seconds=_SECONDS)).timestamp()),
    }
    signed = b".".join(_encode(json.dumps(each).encode()) for each in ({"alg": "ES384", "typ": "JWT"}, claims))
    r, s = utils.decode_dss_signature(_read_key().sign(signed, ec.ECDSA(hashes.SHA384())))
    signature = _encode(r.to_bytes(_NUMBER_BYTES) + s.to_bytes(_NUMBER_BYTES))
    return f"{address}?token={(signed + b'.' + signature).decode()}"


def sign_replay(stream: Stream) -> StreamReplay | None:
    """Return a replay with the signed address of its playlist; None where there is none to watch.

    Call it only after the right to watch was checked.
    """
    if not is_replayed(stream):
        return None
    assert stream.replay_manifest
    assert stream.replay_seconds
    grant = grant_replay(stream)
    expires_at = grant.expires_at if grant else now() + timedelta(seconds=storage.PLAYBACK_SECONDS)
    url = sign_file(stream.replay_manifest, grant)
    return StreamReplay(url=url, seconds=stream.replay_seconds, expires_at=expires_at, grant=grant)


def grant_replay(stream: Stream) -> MediaGrant | None:
    """Return access to all files of a replay, or None until it has a folder of its own.

    Call it only after the right to watch was checked.
    """
    folder = recordings.find_own_folder(stream)
    return sign_folder(folder) if folder else None


def read_public_key() -> str:
    """Return the key that IVS checks tokens with, as PEM."""
    return _read_key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


@cache
def _read_key() -> ec.EllipticCurvePrivateKey:
    """Return the signing key. It is derived from a secret text, so that a template can make it."""
    text = secret.read_text(settings().playback_secret_arn)
    # Eight bytes more than the order has, so that every key is equally likely (FIPS 186-5, A.2.1).
    material = HKDF(hashes.SHA384(), length=56, salt=None, info=b"waymark playback").derive(text.encode())
    return ec.derive_private_key(int.from_bytes(material) % (_ORDER - 1) + 1, _CURVE)


def _encode(part: bytes) -> bytes:
    return base64.urlsafe_b64encode(part).rstrip(b"=")
