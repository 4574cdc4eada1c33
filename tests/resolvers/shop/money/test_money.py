"""Money in the minor units of its currency, by literal amounts."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from resolvers.shop.money.currencies import DECIMALS, NO_DECIMALS, THREE_DECIMALS, TWO_DECIMALS
from resolvers.shop.money.model import LARGEST, Money, MoneyError

AMOUNTS = st.builds(
    Money, amount=st.integers(-LARGEST, LARGEST), currency=st.sampled_from(["EUR", "JPY", "KWD", "HUF", "VND"])
)


@pytest.mark.parametrize(
    ("text", "currency", "amount"),
    [
        ("19.99", "EUR", 1999),
        ("0.05", "EUR", 5),
        ("1200", "JPY", 1200),
        ("1.230", "KWD", 1230),
        ("1.23", "KWD", 1230),
        ("3499", "HUF", 349900),
        ("250000", "VND", 250000),
        ("1E+3", "JPY", 1000),
    ],
)
def test_an_amount_is_whole_minor_units(text: str, currency: str, amount: int) -> None:
    """The yen has none, the forint two, the dinar three: no hundredfold price in any of them."""
    money = Money.parse(text, currency)

    assert money.amount == amount
    assert money.to_decimal() == Decimal(text)


@pytest.mark.parametrize(
    ("text", "currency"),
    [("19.999", "EUR"), ("1200.5", "JPY"), ("1.2345", "KWD"), ("", "EUR"), ("NaN", "EUR"), ("Infinity", "EUR"),
     ("1,5", "EUR"), ("1", "eur"), ("1", "XYZ"), ("1", "")],
)  # fmt: skip
def test_what_is_no_amount_is_refused(text: str, currency: str) -> None:
    with pytest.raises((MoneyError, ValidationError)):
        Money.parse(text, currency)


@pytest.mark.parametrize("amount", [1.5, 1.0, "1", True, LARGEST + 1, None])
def test_only_whole_numbers_are_amounts(amount: object) -> None:
    """A float is refused even where it is whole: 19.99 * 100 is 1998.9999999999998."""
    with pytest.raises(ValidationError):
        Money.model_validate({"amount": amount, "currency": "EUR"})


@given(AMOUNTS)
def test_an_amount_and_its_text_are_the_same(money: Money) -> None:
    assert Money.parse(str(money.to_decimal()), money.currency) == money
    assert str(money).endswith(f" {money.currency}")


def test_currencies_do_not_mix() -> None:
    euro, yen = Money(amount=100, currency="EUR"), Money(amount=100, currency="JPY")
    for mix in (lambda: euro + yen, lambda: euro - yen, lambda: euro < yen, lambda: euro <= yen):
        with pytest.raises(MoneyError):
            mix()


@given(AMOUNTS, st.integers(0, 3))
def test_sums_and_products_agree(money: Money, quantity: int) -> None:
    small = Money(amount=money.amount // 4, currency=money.currency)
    total = Money(amount=0, currency=money.currency)
    for _ in range(quantity):
        total += small

    assert small * quantity == total
    assert total - total == Money(amount=0, currency=money.currency)


def test_a_sum_that_cannot_be_shown_is_refused() -> None:
    """GraphQL's Int ends soon after."""
    with pytest.raises(ValidationError):
        Money(amount=LARGEST, currency="EUR") + Money(amount=1, currency="EUR")


def test_the_table_is_that_of_iso_4217() -> None:
    """Where it differs from CLDR, and where a mistake costs a factor of a hundred."""
    decimals = {"HUF": 2, "IDR": 2, "COP": 2, "MGA": 2, "JPY": 0, "VND": 0, "KRW": 0, "ISK": 0, "UGX": 0, "KWD": 3}

    assert {code: DECIMALS[code] for code in decimals} == decimals
    assert len(DECIMALS) == len(NO_DECIMALS) + len(TWO_DECIMALS) + len(THREE_DECIMALS)
    assert all(len(code) == 3 and code.isupper() for code in DECIMALS)
