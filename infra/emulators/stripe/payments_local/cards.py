"""Test cards and what they do, by https://docs.stripe.com/testing. No other number is ever accepted."""

from dataclasses import dataclass
from typing import Final, Literal

Refunding = Literal["succeeds", "pends", "fails"]


@dataclass(frozen=True)
class Decline:
    """Why a charge fails: the error's code, the bank's reason, and the sentence a buyer reads."""

    code: str
    message: str
    decline_code: str | None = None


def _make_decline(decline_code: str, message: str = "Your card was declined.") -> Decline:
    return Decline("card_declined", message, decline_code)


INSUFFICIENT_FUNDS: Final = _make_decline("insufficient_funds", "Your card has insufficient funds.")
NOT_A_TEST_CARD: Final = _make_decline(
    "test_mode_live_card",
    "Your card was declined. Your request was in test mode, but used a non test card.",
)
INCORRECT_NUMBER: Final = Decline("incorrect_number", "Your card number is incorrect.")
AUTHENTICATION_FAILED: Final = Decline(
    "payment_intent_authentication_failure",
    "We are unable to authenticate your payment method. Please choose a different payment method and try again.",
)


@dataclass(frozen=True)
class Card:
    """What a test card number does when it is charged and refunded."""

    brand: str = "visa"
    authenticates: bool = False
    decline: Decline | None = None
    refunding: Refunding = "succeeds"


CARDS: Final[dict[str, Card]] = {
    "4242424242424242": Card(),
    "4000056655665556": Card(),
    "5555555555554444": Card("mastercard"),
    "2223003122003222": Card("mastercard"),
    "5200828282828210": Card("mastercard"),
    "378282246310005": Card("amex"),
    "371449635398431": Card("amex"),
    "6011111111111117": Card("discover"),
    "3056930009020004": Card("diners"),
    "36227206271667": Card("diners"),
    "3566002020360505": Card("jcb"),
    "6200000000000005": Card("unionpay"),
    # Declined by the issuer
    "4000000000000002": Card(decline=_make_decline("generic_decline")),
    "4000000000009995": Card(decline=INSUFFICIENT_FUNDS),
    "4000000000009987": Card(decline=_make_decline("lost_card")),
    "4000000000009979": Card(decline=_make_decline("stolen_card")),
    "4000000000000069": Card(decline=Decline("expired_card", "Your card has expired.")),
    "4000000000000127": Card(decline=Decline("incorrect_cvc", "Your card's security code is incorrect.")),
    "4000000000000119": Card(
        decline=Decline("processing_error", "An error occurred while processing your card. Try again in a little bit.")
    ),
    "4000000000006975": Card(
        decline=_make_decline(
            "card_velocity_exceeded",
            "Your card was declined for making repeated attempts too frequently or exceeding its amount limit.",
        )
    ),
    "4100000000000019": Card(decline=_make_decline("fraudulent")),
    # 3-D Secure
    "4000002500003155": Card(authenticates=True),
    "4000002760003184": Card(authenticates=True),
    "4000000000003220": Card(authenticates=True),
    "4000008260003178": Card(authenticates=True, decline=INSUFFICIENT_FUNDS),
    "4000008400001629": Card(authenticates=True, decline=_make_decline("generic_decline")),
    "4000008400001280": Card(decline=_make_decline("generic_decline")),  # its 3-D Secure lookup fails
    "4000000000003055": Card(),  # 3-D Secure is supported, not required
    "4000000000003097": Card(),  # as above, and looking it up fails, which is no reason to decline
    # Refunds that are not done at once
    "4000000000007726": Card(refunding="pends"),
    "4000000000005126": Card(refunding="fails"),
}


def find_card(number: str) -> Card | Decline:
    """Return the test card of a number, or why the number is refused."""
    if number in CARDS:
        return CARDS[number]
    return NOT_A_TEST_CARD if _passes_luhn(number) else INCORRECT_NUMBER


def _passes_luhn(number: str) -> bool:
    """Return whether the check digit is right (ISO/IEC 7812-1, annex B)."""
    if not (number.isascii() and number.isdecimal()):
        return False
    doubled = (int(digit) * (1 + index % 2) for index, digit in enumerate(reversed(number)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0  # noqa: PLR2004 - a digit's cross sum
