"""Sign-in with a password that never leaves its owner: Cognito's USER_SRP_AUTH, as its browser libraries do it.

The protocol is SRP-6a (RFC 5054) over the 3072-bit group of RFC 3526 with Cognito's key derivation.
"""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any, Final

GENERATOR: Final = 2
WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class Tokens:
    """What a person who signed in holds; AppSync takes the access token."""

    access: str
    id: str
    refresh: str


def sign_in(cognito: Any, pool_id: str, client_id: str, email: str, password: str, code: str = "") -> Tokens:
    """Sign in by SRP; `cognito` is a boto3 `cognito-idp` client. Raises its `ClientError` on a wrong password or code.

    The code is that of an authenticator app, for people who chose to be asked for one.
    """
    secret = secrets.randbits(256)
    public = pow(GENERATOR, secret, prime())
    challenge = cognito.initiate_auth(
        ClientId=client_id,
        AuthFlow="USER_SRP_AUTH",
        AuthParameters={"USERNAME": email, "SRP_A": f"{public:x}"},
    )["ChallengeParameters"]
    answer = cognito.respond_to_auth_challenge(
        ClientId=client_id,
        ChallengeName="PASSWORD_VERIFIER",
        ChallengeResponses=_proof(challenge, pool_id, password, secret, public),
    )
    if answer.get("ChallengeName") == "SOFTWARE_TOKEN_MFA":
        answer = cognito.respond_to_auth_challenge(
            ClientId=client_id,
            ChallengeName="SOFTWARE_TOKEN_MFA",
            Session=answer["Session"],
            ChallengeResponses={"USERNAME": challenge["USER_ID_FOR_SRP"], "SOFTWARE_TOKEN_MFA_CODE": code},
        )
    tokens = answer["AuthenticationResult"]
    return Tokens(tokens["AccessToken"], tokens["IdToken"], tokens["RefreshToken"])


@cache
def prime() -> int:
    """Return RFC 3526's 3072-bit prime, 2^3072 - 2^3008 - 1 + 2^64 (⌊2^2942 π⌋ + 1690314)."""
    return int(2**3072 - 2**3008 - 1 + 2**64 * (_pi_bits(2942) + 1690314))


def _proof(challenge: dict[str, str], pool_id: str, password: str, secret: int, public: int) -> dict[str, str]:
    user = challenge["USER_ID_FOR_SRP"]
    key = _session_key(challenge, f"{pool_id.partition('_')[2]}{user}:{password}", secret, public)
    block = base64.b64decode(challenge["SECRET_BLOCK"])
    time = _timestamp(datetime.now(UTC))
    signed = pool_id.partition("_")[2].encode() + user.encode() + block + time.encode()
    return {
        "USERNAME": user,
        "PASSWORD_CLAIM_SECRET_BLOCK": challenge["SECRET_BLOCK"],
        "PASSWORD_CLAIM_SIGNATURE": base64.b64encode(_hmac(key, signed)).decode(),
        "TIMESTAMP": time,
    }


def _session_key(challenge: dict[str, str], identity: str, secret: int, public: int) -> bytes:
    modulus, theirs = prime(), int(challenge["SRP_B"], 16)
    multiplier = _hash_to_int(_to_bytes(modulus), _to_bytes(GENERATOR))
    scramble = _hash_to_int(_to_bytes(public), _to_bytes(theirs))
    private = _hash_to_int(_to_bytes(int(challenge["SALT"], 16)), hashlib.sha256(identity.encode()).digest())
    base = theirs - multiplier * pow(GENERATOR, private, modulus)
    shared = pow(base, secret + scramble * private, modulus)
    derived = _hmac(_to_bytes(scramble), _to_bytes(shared))
    return _hmac(derived, b"Caldera Derived Key\x01")[:16]


def _hash_to_int(*parts: bytes) -> int:
    return int.from_bytes(hashlib.sha256(b"".join(parts)).digest(), "big")


def _hmac(key: bytes, message: bytes) -> bytes:
    return hmac.new(key, message, hashlib.sha256).digest()


def _to_bytes(number: int) -> bytes:
    """Return big-endian bytes; a leading zero keeps a set highest bit from reading as a sign."""
    return number.to_bytes(number.bit_length() // 8 + 1, "big")


def _timestamp(moment: datetime) -> str:
    """Say the moment as Cognito reads it, in English whatever the locale: `Tue Jan 7 10:05:09 UTC 2025`."""
    day = f"{WEEKDAYS[moment.weekday()]} {MONTHS[moment.month - 1]} {moment.day}"
    return f"{day} {moment:%H:%M:%S} UTC {moment.year}"


def _pi_bits(bits: int) -> int:
    """Return ⌊2^bits π⌋ by Machin's formula, with guard bits against rounding."""
    guard = 64
    one = 1 << (bits + guard)
    return (16 * _arctan_of_inverse(5, one) - 4 * _arctan_of_inverse(239, one)) >> guard


def _arctan_of_inverse(number: int, one: int) -> int:
    power = total = one // number
    divisor, sign = 3, -1
    while power:
        power //= number * number
        total += sign * (power // divisor)
        divisor, sign = divisor + 2, -sign
    return total
