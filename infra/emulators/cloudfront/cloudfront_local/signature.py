"""CloudFront's base64, and signatures by the keys that CloudFront takes: RSA and ECDSA, of the text's SHA-1."""

import base64
import binascii

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import load_pem_public_key

PublicKey = rsa.RSAPublicKey | ec.EllipticCurvePublicKey


def decode(text: str) -> bytes:
    """Return what CloudFront's base64 says; raises `ValueError`."""
    try:
        return base64.b64decode(text.translate(str.maketrans("-_~", "+=/")), validate=True)
    except binascii.Error as error:
        raise ValueError("no base64") from error


def load_key(pem: str) -> PublicKey:
    """Return a public key of a PEM text; raises `ValueError` for one that CloudFront does not take."""
    key = load_pem_public_key(pem.encode())
    if not isinstance(key, PublicKey):
        raise ValueError("A public key must be of RSA or ECDSA.")  # noqa: TRY004 - one error for every wrong key
    return key


def is_signed(text: bytes, signature: bytes, key: PublicKey) -> bool:
    """Tell whether a signature of a text is by the key's owner."""
    try:
        # SHA-1, because it is what CloudFront's documentation has signers use.
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, text, padding.PKCS1v15(), hashes.SHA1())  # noqa: S303
        else:
            key.verify(signature, text, ec.ECDSA(hashes.SHA1()))  # noqa: S303
    except InvalidSignature:
        return False
    return True
