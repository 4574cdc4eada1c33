"""Money: a whole number of a currency's minor units. 19.99 EUR are 1999, 1,200 JPY are 1200, 1.230 KWD are 1230."""

from decimal import Decimal
from typing import Final, Self

from pydantic import Field, field_validator

from resolvers.core.model import Model
from resolvers.shop.money.currencies import DECIMALS

# GraphQL's Int ends at 2,147,483,647; sums of reports are texts.
LARGEST: Final = 2_000_000_000


class MoneyError(ValueError):
    """An amount that can't be: of no currency, of two, or finer than its minor unit."""


class Money(Model):
    """An amount in the minor units of its currency; below zero for what is given back."""

    amount: int = Field(strict=True, ge=-LARGEST, le=LARGEST, description="Minor units: 1999 for 19.99 EUR.")
    currency: str = Field(description="Three letters of ISO 4217.")

    @field_validator("currency")
    @classmethod
    def _require_currency(cls, currency: str) -> str:
        if currency not in DECIMALS:
            raise MoneyError(f"{currency!r} is no currency of ISO 4217.")
        return currency

    @classmethod
    def parse(cls, text: str, currency: str) -> Self:
        """Read a decimal number such as `19.99`; raise `MoneyError` where it is finer than the minor unit."""
        if currency not in DECIMALS:
            raise MoneyError(f"{currency!r} is no currency of ISO 4217.")
        try:
            minor = Decimal(text).scaleb(DECIMALS[currency])
            whole = int(minor)
        except (ArithmeticError, ValueError) as error:
            raise MoneyError(f"{text!r} is no amount.") from error
        if whole != minor:
            raise MoneyError(f"{currency} has {DECIMALS[currency]} decimals; {text} has more.")
        return cls(amount=whole, currency=currency)

    def to_decimal(self) -> Decimal:
        """Return the amount in whole units, with all decimals of the currency."""
        return Decimal(self.amount).scaleb(-DECIMALS[self.currency])

    def __str__(self) -> str:
        return f"{self.to_decimal()} {self.currency}"

    def __add__(self, other: Self) -> Self:
        return self._with(self.amount + self._require_same(other))

    def __sub__(self, other: Self) -> Self:
        return self._with(self.amount - self._require_same(other))

    def __mul__(self, quantity: int) -> Self:
        return self._with(self.amount * quantity)

    def __lt__(self, other: Self) -> bool:
        return self.amount < self._require_same(other)

    def __le__(self, other: Self) -> bool:
        return self.amount <= self._require_same(other)

    def _with(self, amount: int) -> Self:
        return type(self)(amount=amount, currency=self.currency)

    def _require_same(self, other: Self) -> int:
        if other.currency != self.currency:
            raise MoneyError(f"{self} and {other} are of two currencies.")
        return other.amount
