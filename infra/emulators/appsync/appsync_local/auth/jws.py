"""JSON Web Signatures: parsed from their compact form and verified with a JSON Web Key.

User pools sign by RSA with PKCS #1 v1.5, which is verified here: loading `cryptography` for it would add a quarter to
the data plane's memory. PyJWT verifies the other algorithms.

Source: RFC 7515 (signatures), RFC 7517 (keys), RFC 7518 (algorithms), RFC 8017 section 8.2.2 (PKCS #1 v1.5).
"""

import binascii
import hashlib
import hmac
import json
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from appsync_local.auth.caller import UNPARSEABLE, Unauthorized

MAX_VERIFIED = 128  # verified signatures; each takes about two kilobytes
_MIN_KEY_BITS = 2048  # RFC 7518 section 3.3
_PYJWT_ALGORITHMS = frozenset({"PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"})
# The prefix of a digest in a signature, by the digest's name: RFC 8017 section 9.2, note 1.
_RSA = {
    "RS256": ("sha256", bytes.fromhex("3031300d060960864801650304020105000420")),
    "RS384": ("sha384", bytes.fromhex("3041300d060960864801650304020205000430")),
    "RS512": ("sha512", bytes.fromhex("3051300d060960864801650304020305000440")),
}


@dataclass(frozen=True, slots=True)
class SignedToken:
    """A token's parts, not to be trusted before the signature is verified."""

    header: Mapping[str, Any]
    claims: dict[str, Any]
    message: bytes  # what was signed
    signature: bytes


def parse_token(token: str) -> SignedToken:
    """Return a token's parts, or raise `Unauthorized`."""
    message, _, signature = token.rpartition(".")
    try:
        header, claims = (json.loads(_decode_base64(part)) for part in message.split("."))
        signed = SignedToken(header, claims, message.encode("ascii"), _decode_base64(signature))
    except (ValueError, RecursionError) as error:
        raise Unauthorized(UNPARSEABLE) from error
    if not isinstance(header, dict) or not isinstance(claims, dict) or not isinstance(header.get("kid", ""), str):
        raise Unauthorized(UNPARSEABLE)
    return signed


@lru_cache(MAX_VERIFIED)
def verify_token(token: str, key: str) -> None:
    """Raise `Unauthorized` unless a token's signature was made with a key, which is the JSON of a JSON Web Key."""
    signed, known = parse_token(token), json.loads(key)
    algorithm = signed.header.get("alg")
    if "crit" in signed.header or signed.header.get("b64", True) is not True:
        raise Unauthorized(reason="The token's header asks for extensions that nobody here knows.")
    if known.get("alg", algorithm) != algorithm:
        raise Unauthorized(reason=f"The token is signed by {algorithm!r}, its key is one of {known['alg']}.")
    if algorithm in _RSA and known.get("kty") == "RSA":
        is_valid = _verify_rsa(signed, known, *_RSA[algorithm])
    elif algorithm in _PYJWT_ALGORITHMS:
        is_valid = _verify_other(signed, known, algorithm)
    else:
        raise Unauthorized(reason=f"The token is signed by {algorithm!r}, which its key cannot verify.")
    if not is_valid:
        raise Unauthorized(reason="The token's signature is not the key's.")


def _verify_rsa(signed: SignedToken, key: Mapping[str, str], digest: str, prefix: bytes) -> bool:
    """Return whether an RSA signature is valid: raised to the key's exponent it is the padded digest of the message."""
    try:
        modulus, exponent = (int.from_bytes(_decode_base64(key[part])) for part in "ne")
    except (KeyError, ValueError, AttributeError) as error:
        raise Unauthorized(reason="The token's key is no RSA key.") from error
    if modulus.bit_length() < _MIN_KEY_BITS:
        raise Unauthorized(reason=f"The token's key has {modulus.bit_length()} bits; RSA takes {_MIN_KEY_BITS}.")
    size = (modulus.bit_length() + 7) // 8
    value = int.from_bytes(signed.signature)
    if len(signed.signature) != size or value >= modulus:
        return False
    tail = b"\0" + prefix + hashlib.new(digest, signed.message).digest()
    padded = b"\0\1".ljust(size - len(tail), b"\xff") + tail
    return hmac.compare_digest(pow(value, exponent, modulus).to_bytes(size), padded)


def _verify_other(signed: SignedToken, key: dict[str, Any], algorithm: str) -> bool:
    from jwt import PyJWK, PyJWTError  # noqa: PLC0415  (10 MB, and no user pool needs it)

    try:
        known = PyJWK(key, algorithm)
        return known.Algorithm.verify(signed.message, known.key, signed.signature)
    except (PyJWTError, ValueError, TypeError) as error:
        raise Unauthorized(reason=f"The token's key cannot verify {algorithm}: {error}.") from error


def _decode_base64(part: str) -> bytes:
    """Decode base64url without padding, or raise `ValueError`."""
    try:
        return b64decode(part + "=" * (-len(part) % 4), b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError(str(error)) from error
