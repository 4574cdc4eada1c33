"""Signatures of webhooks: what the provider's SDK signs is accepted, and nothing else is."""

import pytest
import stripe
from hypothesis import given
from hypothesis import strategies as st

from payments_local.sender import sign_payload
from resolvers.shop.payments.signature import SignatureError, verify_signature

NOW = 1_800_000_000
SECRET = "whsec_secret"
BODY = '{"name": "Grüße aus Huế",  "blanks": "  "}\n'.encode()


def sign(payload: bytes = BODY, secret: str = SECRET, at: int = NOW) -> str:
    header: str = stripe.WebhookSignature.generate_signature_header(payload.decode(), secret, at)
    return header


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_the_sdk_signs_is_accepted(text: str) -> None:
    """Bodies of any text, blanks and letters beyond ASCII as they are."""
    verify_signature(text.encode(), sign(text.encode()), [SECRET], NOW)


@pytest.mark.parametrize("seconds", [-300, -299, 0, 299, 300])
def test_a_clock_may_be_off_by_five_minutes(seconds: int) -> None:
    verify_signature(BODY, sign(at=NOW + seconds), [SECRET], NOW)


@pytest.mark.parametrize("seconds", [-301, 301, 3600, -3600])
def test_old_and_future_times_are_refused(seconds: int) -> None:
    """The SDK's own check would take one of the next hour."""
    with pytest.raises(SignatureError, match="300 seconds"):
        verify_signature(BODY, sign(at=NOW + seconds), [SECRET], NOW)


@pytest.mark.parametrize("position", range(0, len(BODY), 5))
def test_one_changed_byte_is_refused(position: int) -> None:
    changed = BODY[:position] + bytes([BODY[position] ^ 1]) + BODY[position + 1 :]

    with pytest.raises(SignatureError):
        verify_signature(changed, sign(), [SECRET], NOW)


def test_a_secret_that_is_being_replaced_is_accepted_beside_the_new_one() -> None:
    """On either side: two signatures in the header, or two secrets here."""
    both = sign_payload(BODY, ["whsec_old", "whsec_new"], NOW)
    for secrets in (["whsec_old"], ["whsec_new"], ["whsec_new", "whsec_old"]):
        verify_signature(BODY, both, secrets, NOW)
    verify_signature(BODY, sign(secret="whsec_old"), ["whsec_new", "whsec_old"], NOW)


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "v1=",
        f"t={NOW}",
        f"t={NOW},v1=",
        f"t={NOW},v1=ü",
        sign().replace("v1=", "v0="),
        sign().replace("t=", "T="),
        sign(secret="whsec_other"),
        sign().replace(f"t={NOW}", f"t={NOW + 1}"),
        sign().replace(f"t={NOW}", f"t=+{NOW}"),
        sign().replace(f"t={NOW}", "t=٣"),
        f"t={NOW},{sign()}",
        sign().upper(),
    ],
)
def test_any_other_header_is_refused(header: str | None) -> None:
    """Missing, of another scheme, of another secret, of a time that was not signed, or with two times."""
    with pytest.raises(SignatureError):
        verify_signature(BODY, header, [SECRET], NOW)


@pytest.mark.parametrize("secrets", [[], [""]])
def test_without_a_secret_nothing_is_accepted(secrets: list[str]) -> None:
    with pytest.raises(SignatureError):
        verify_signature(BODY, sign(secret="x"), secrets, NOW)
    with pytest.raises(SignatureError):
        verify_signature(BODY, sign_payload(BODY, [""], NOW), secrets, NOW)
