"""Amounts as Stripe writes them, where its minor units are not those of ISO 4217.

Source: https://docs.stripe.com/currencies (zero-decimal and three-decimal currencies, special cases).
"""

from typing import Final

from resolvers.shop.money.currencies import THREE_DECIMALS
from resolvers.shop.money.model import Money, MoneyError

# ISO 4217 gives the ariary two decimals, Stripe none.
WITHOUT_DECIMALS: Final = frozenset({"MGA"})
# ISO 4217 gives these none; Stripe writes two, which must be 00.
WITH_TWO_ZEROS: Final = frozenset({"ISK", "UGX"})


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
