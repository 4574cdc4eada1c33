"""Test cards, and the form that they are typed into."""

import pytest

from payments_local.cards import CARDS, INCORRECT_NUMBER, NOT_A_TEST_CARD, Decline, _passes_luhn, find_card
from payments_local.payment import CardForm, check_form

NOW = 1_900_000_000  # 17 March 2030
VALID = CardForm("ada@waymark.example", "4242 4242 4242 4242", "03/30", "123", "Ada")


def test_every_test_card_has_a_right_check_digit() -> None:
    assert [number for number in CARDS if not _passes_luhn(number)] == []


@pytest.mark.parametrize(
    ("number", "refusal"),
    [
        ("4242424242424241", INCORRECT_NUMBER),
        ("4111111111111111", NOT_A_TEST_CARD),
        ("", INCORRECT_NUMBER),
        ("४२४२", INCORRECT_NUMBER),
    ],
)
def test_other_numbers_are_refused(number: str, refusal: Decline) -> None:
    assert find_card(number) == refusal


def test_a_whole_form_has_no_problems() -> None:
    assert check_form(VALID, NOW) == {}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("expiry", text) for text in ("", "02/30", "13/30", "00/31", "3/1", "12/2130", "03/81")),
        *(("cvc", text) for text in ("", "12", "1234", "abc", "١٢٣")),
        *(("email", text) for text in ("", "ada", "ada@", "@x", "a b@c")),
        ("name", " "),
        ("number", "4111 1111 1111 1111"),
    ],
)
def test_each_field_is_checked(field: str, value: str) -> None:
    form = CardForm(**(vars(VALID) | {field: value}))

    assert list(check_form(form, NOW)) == [field]


@pytest.mark.parametrize("expiry", ["03/30", "3/30", "03/2030", " 04 / 30 ", "0430", "12/79"])
def test_months_are_read_as_people_write_them(expiry: str) -> None:
    """A card is good until the end of its month."""
    assert check_form(CardForm(**(vars(VALID) | {"expiry": expiry})), NOW) == {}


def test_american_express_has_four_digits() -> None:
    amex = CardForm(**(vars(VALID) | {"number": "3782-822463-10005"}))

    assert list(check_form(amex, NOW)) == ["cvc"]
