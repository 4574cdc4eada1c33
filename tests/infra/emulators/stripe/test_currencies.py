"""Amounts in the currencies' own decimals."""

import pytest

from payments_local.currencies import MINIMUM, SUPPORTED, require_chargeable, require_minimum, show_amount
from payments_local.errors import InvalidRequestError


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (123456, "eur", "1,234.56 EUR"),
        (5, "usd", "0.05 USD"),
        (1200, "jpy", "1,200 JPY"),
        (250000, "vnd", "250,000 VND"),
        (1230, "kwd", "1.230 KWD"),
        (349900, "huf", "3,499.00 HUF"),
    ],
)
def test_amounts_are_shown_in_whole_units(amount: int, currency: str, text: str) -> None:
    assert show_amount(amount, currency) == text


@pytest.mark.parametrize(("amount", "currency"), [(1235, "kwd"), (150, "isk"), (100_000_000, "eur")])
def test_what_cannot_be_charged_is_refused(amount: int, currency: str) -> None:
    with pytest.raises(InvalidRequestError):
        require_chargeable(amount, currency, "unit_amount")


def test_the_smallest_total_is_charged_and_less_is_not() -> None:
    """49 cents are too little, 50 are not, and nothing to pay is fine."""
    require_minimum(50, "eur")
    require_minimum(0, "eur")
    with pytest.raises(InvalidRequestError) as refused:
        require_minimum(49, "eur")

    assert refused.value.code == "amount_too_small"


def test_every_minimum_is_of_a_supported_currency() -> None:
    assert set(MINIMUM) <= SUPPORTED
