"""Amounts as Stripe writes them, where its minor units are not those of ISO 4217, and those that it does not take.

Source: https://docs.stripe.com/currencies (supported currencies, zero-decimal and three-decimal currencies, special
cases, minimum charge amounts).
"""

from typing import Final

from resolvers.shop.money.currencies import THREE_DECIMALS, list_codes
from resolvers.shop.money.model import Money, MoneyError

# ISO 4217 gives the ariary two decimals, Stripe none.
WITHOUT_DECIMALS: Final = frozenset({"MGA"})
# ISO 4217 gives these none; Stripe writes two, which must be 00.
WITH_TWO_ZEROS: Final = frozenset({"ISK", "UGX"})
# Currencies of ISO 4217 in which nothing is charged.
NOT_CHARGED: Final = list_codes("BTN CUP ERN GHS IQD IRR KPW LYD MRU SDG SSP STN SVC SYP TMT VED VES XCG ZWG")
# In minor units; of other currencies it is the provider that knows.
SMALLEST: Final = {
    **dict.fromkeys(("AUD", "BRL", "CAD", "CHF", "EUR", "INR", "JPY", "NZD", "SGD", "USD"), 50),
    **dict.fromkeys(("AED", "MYR", "PLN", "RON"), 200),
    "CZK": 1500,
    "DKK": 250,
    "GBP": 30,
    "HKD": 400,
    "HUF": 17500,
    "MXN": 1000,
    "NOK": 300,
    "SEK": 300,
    "THB": 1000,
}


def require_enough(total: Money) -> None:
    """Raise `MoneyError` where a total is less than what can be paid by card."""
    if total.amount < (smallest := SMALLEST.get(total.currency, 1)):
        least = Money(amount=smallest, currency=total.currency)
        raise MoneyError(f"{total} is less than what can be paid by card, {least}. Order more at once.")


def to_provider(money: Money) -> int:
    """Return the number that Stripe takes for an amount, or raise `MoneyError` where it can't charge that finely."""
    if money.currency in WITHOUT_DECIMALS:
        return _divide(money, 100)
    if money.currency in WITH_TWO_ZEROS:
        return money.amount * 100
    if money.currency in THREE_DECIMALS:
        return _divide(money, 10) * 10
    return money.amount


def from_provider(amount: int, currency: str) -> Money:
    """Return what an amount of Stripe's means, the currency in its lower case; raise `MoneyError` for a part of one."""
    code = currency.upper()
    if code in WITHOUT_DECIMALS:
        return Money(amount=amount * 100, currency=code)
    if code in WITH_TWO_ZEROS:
        if amount % 100:
            raise MoneyError(f"{code} has no decimals; {amount} has some.")
        return Money(amount=amount // 100, currency=code)
    return Money(amount=amount, currency=code)


def _divide(money: Money, step: int) -> int:
    if money.amount % step:
        raise MoneyError(f"{money} is finer than what can be charged.")
    return money.amount // step
