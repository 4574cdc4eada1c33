"""Amounts at the payment provider: the same money under another number."""

from decimal import Decimal

import pytest

from payments_local.currencies import MINIMUM, SUPPORTED, require_chargeable, show_amount
from resolvers.shop.money.currencies import DECIMALS
from resolvers.shop.money.model import Money, MoneyError
from resolvers.shop.payments.amounts import NOT_CHARGED, SMALLEST, from_provider, require_enough, to_provider


@pytest.mark.parametrize(
    ("text", "currency", "number"),
    [
        ("19.99", "EUR", 1999),
        ("1200", "JPY", 1200),
        ("12.340", "KWD", 12340),
        ("3499", "HUF", 349900),
        ("250000", "VND", 250000),
        ("150", "ISK", 15000),
        ("5000", "UGX", 500000),
        ("5", "MGA", 5),
    ],
)
def test_an_amount_is_the_same_money_there(text: str, currency: str, number: int) -> None:
    """By its literal number, by what the provider shows a buyer, and back again."""
    money = Money.parse(text, currency)

    assert to_provider(money) == number
    assert from_provider(number, currency.lower()) == money
    require_chargeable(number, currency.lower(), "amount")
    shown = show_amount(number, currency.lower()).removesuffix(f" {currency}").replace(",", "")
    assert Decimal(shown) == money.to_decimal()


@pytest.mark.parametrize(("text", "currency"), [("1.234", "KWD"), ("0.01", "MGA")])
def test_what_is_too_fine_to_charge_is_refused(text: str, currency: str) -> None:
    with pytest.raises(MoneyError):
        to_provider(Money.parse(text, currency))


def test_a_part_of_a_krona_does_not_come_back() -> None:
    with pytest.raises(MoneyError):
        from_provider(150, "isk")


def test_what_is_charged_is_what_the_provider_takes() -> None:
    """Its currencies, and the smallest amount of each where it says one."""
    assert {code.lower() for code in set(DECIMALS) - NOT_CHARGED} == SUPPORTED & {code.lower() for code in DECIMALS}
    smallest = {code: to_provider(Money(amount=amount, currency=code)) for code, amount in SMALLEST.items()}
    assert smallest == {code.upper(): least for code, least in MINIMUM.items() if code.upper() in DECIMALS}


@pytest.mark.parametrize(("text", "currency"), [("0.50", "EUR"), ("50", "JPY"), ("175.00", "HUF"), ("0.01", "KES")])
def test_less_than_can_be_paid_is_refused(text: str, currency: str) -> None:
    least = Money.parse(text, currency)

    require_enough(least)
    with pytest.raises(MoneyError, match=f"can be paid by card, {least}" if currency != "KES" else "0.01 KES"):
        require_enough(Money(amount=least.amount - 1, currency=currency))
