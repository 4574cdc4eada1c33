"""Signatures of tokens: what `cryptography` signed holds, whatever the algorithm, and nothing else does."""

import hashlib
import hmac
import json
import subprocess
import sys
from base64 import urlsafe_b64encode
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from hypothesis import given, settings
from hypothesis import strategies as st
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

from appsync_local.auth import jws
from appsync_local.auth.caller import Unauthorized
from tests.fakes.issuer import KEYS

_CURVES = {"ES256": ec.SECP256R1(), "ES384": ec.SECP384R1(), "ES512": ec.SECP521R1()}
_RSA = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512")
REFUSED = "The token's signature is not the key's."
CLAIMS = {"iss": "https://id.example.com", "sub": "ada-1"}


def signer(algorithm: str) -> tuple[Any, str]:
    """A private key for an algorithm, and its public half as the JSON of a JSON Web Key."""
    if algorithm in _RSA:
        return KEYS["k1"], RSAAlgorithm.to_jwk(KEYS["k1"].public_key())
    if algorithm in _CURVES:
        curve = ec.generate_private_key(_CURVES[algorithm])
        return curve, ECAlgorithm.to_jwk(curve.public_key())
    edwards = ed25519.Ed25519PrivateKey.generate()
    return edwards, OKPAlgorithm.to_jwk(edwards.public_key())


def reason(token: str, key: str) -> str:
    """Why a token is refused."""
    with pytest.raises(Unauthorized) as refused:
        jws.verify_token(token, key)
    return refused.value.reason


def make_token(message: str, signature: bytes | bytearray) -> str:
    """A token of what was signed and a signature."""
    return f"{message}.{urlsafe_b64encode(signature).decode().rstrip('=')}"


@pytest.mark.parametrize("algorithm", [*_RSA, *_CURVES, "EdDSA"])
def test_what_a_key_signed_holds_and_what_was_altered_does_not(algorithm: str) -> None:
    """Every algorithm of RFC 7518 that has a public key."""
    private, public = signer(algorithm)
    token = jwt.encode(CLAIMS, private, algorithm)
    head, body, signature = token.split(".")
    altered = urlsafe_b64encode(json.dumps({**CLAIMS, "sub": "eve"}).encode()).decode().rstrip("=")

    jws.verify_token(token, public)
    for forged in (f"{head}.{altered}.{signature}", f"{head}.{body}.", f"{head}.{body}.{signature[:-8]}"):
        with pytest.raises(Unauthorized):
            jws.verify_token(forged, public)


@given(st.integers(0, 255), st.integers(1, 255))
@settings(max_examples=60)
def test_no_bit_of_a_signature_is_spare(place: int, flipped: int) -> None:
    """One altered byte, wherever it stands, and the signature is another's."""
    private, public = signer("RS256")
    token = jwt.encode(CLAIMS, private, "RS256")
    signature = bytearray(jws.parse_token(token).signature)
    signature[place] ^= flipped

    assert reason(make_token(token.rpartition(".")[0], signature), public) == REFUSED


def test_padding_is_compared_whole() -> None:
    """A digest after short padding, with anything behind it, is a forgery that an exponent of 3 makes easy."""
    private = rsa.generate_private_key(public_exponent=3, key_size=2048)
    message = jwt.encode(CLAIMS, private, "RS256").rpartition(".")[0]
    digest = hashlib.sha256(message.encode()).digest()
    block = b"\0\1\xff\0" + bytes.fromhex("3031300d060960864801650304020105000420") + digest
    cube = cube_root(int.from_bytes(block.ljust(256, b"\0"))) + 1
    assert (cube**3).to_bytes(256).startswith(block)

    assert reason(make_token(message, cube.to_bytes(256)), RSAAlgorithm.to_jwk(private.public_key())) == REFUSED


def cube_root(number: int) -> int:
    """The greatest integer whose cube is no greater, bit by bit."""
    root = 0
    for bit in reversed(range(number.bit_length() // 3 + 1)):
        if (root | 1 << bit) ** 3 <= number:
            root |= 1 << bit
    return root


def test_what_a_key_is_not_for_is_refused() -> None:
    """Extensions, no signature at all, and another algorithm than the one that the key names."""
    private, public = signer("RS256")
    named = json.dumps({**json.loads(public), "alg": "RS256"})

    jws.verify_token(jwt.encode(CLAIMS, private, "RS512"), public)
    assert "its key is one of RS256" in reason(jwt.encode(CLAIMS, private, "RS512"), named)
    assert "extensions" in reason(jwt.encode(CLAIMS, private, "RS256", headers={"crit": ["exp"], "exp": 1}), public)
    assert "'none'" in reason(jwt.encode(CLAIMS, "", "none"), public)


def test_a_public_key_is_no_secret() -> None:
    """RFC 8725 section 2.1: anybody who knows the public key could sign with it if it were taken for a secret."""
    public = signer("RS256")[1]
    message = jwt.encode(CLAIMS, "x" * 32, "HS256").rpartition(".")[0]

    assert "'HS256'" in reason(make_token(message, hmac.digest(public.encode(), message.encode(), "sha256")), public)


def test_a_short_key_is_told() -> None:
    """RFC 7518 wants 2048 bits of RSA."""
    short = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505 - the test is of its length
    message = jwt.encode(CLAIMS, KEYS["k1"], "RS256").rpartition(".")[0]
    token = make_token(message, short.sign(message.encode(), PKCS1v15(), SHA256()))

    assert "1024 bits" in reason(token, RSAAlgorithm.to_jwk(short.public_key()))


def test_a_user_pool_s_token_loads_no_cryptography() -> None:
    """The package alone would take a quarter of the data plane's memory."""
    private, public = signer("RS256")
    code = "import sys; from appsync_local.auth import jws; jws.verify_token(*sys.argv[1:]); print(*sys.modules)"
    command = [sys.executable, "-c", code, jwt.encode(CLAIMS, private, "RS256"), public]

    loaded = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()  # noqa: S603

    assert "appsync_local.auth.jws" in loaded
    assert not {"jwt", "cryptography", "urllib.request"} & set(loaded)
