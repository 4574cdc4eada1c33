"""What an order comes to: taxes rounded once on every line, and totals that are sums of what is shown.

Three pieces at 19.99 net, seven at 3.33 and one at 24.90 have 20.55 of tax at 19 % by line, 20.54 by piece: the line
decides, each line's tax is kept, and nothing is computed again from a total.
"""

from collections.abc import Sequence
from typing import Self

from pydantic import Field, model_validator

from resolvers.core.model import Model
from resolvers.shop.money.model import LARGEST, MoneyError
from resolvers.shop.money.rounding import BASIS_POINTS, extract_rate, split, take_rate


class PricedLine(Model):
    """What is ordered of one variant, in minor units; `discount` is taken off the line before its tax."""

    quantity: int = Field(strict=True, ge=1, le=99)
    unit_price: int = Field(strict=True, ge=0, le=LARGEST)
    discount: int = Field(default=0, strict=True, ge=0)
    tax_rate: int = Field(default=0, strict=True, ge=0, le=BASIS_POINTS, description="Basis points: 1900 for 19 %.")

    @model_validator(mode="after")
    def _require_price(self) -> Self:
        if self.discount > self.quantity * self.unit_price:
            raise MoneyError("A discount can't be more than its line.")
        return self

    @property
    def price(self) -> int:
        """What the line is offered for, with or without its tax, as the shop shows prices."""
        return self.quantity * self.unit_price - self.discount


class LineTotals(Model):
    """A line as the order keeps it."""

    net: int
    tax: int

    @property
    def total(self) -> int:
        return self.net + self.tax


class Totals(Model):
    """An order as it is shown: `total` is the sum of the three others."""

    items: int
    shipping: int
    tax: int

    @property
    def total(self) -> int:
        return self.items + self.shipping + self.tax


def total_line(line: PricedLine, *, prices_include_tax: bool) -> LineTotals:
    """Return a line's net price and tax."""
    if prices_include_tax:
        tax = extract_rate(line.price, line.tax_rate)
        return LineTotals(net=line.price - tax, tax=tax)
    return LineTotals(net=line.price, tax=take_rate(line.price, line.tax_rate))


def total_order(lines: Sequence[LineTotals], shipping: int = 0) -> Totals:
    """Return an order's totals; raise `MoneyError` where they are more than can be shown."""
    totals = Totals(items=sum(line.net for line in lines), shipping=shipping, tax=sum(line.tax for line in lines))
    if totals.total > LARGEST:
        raise MoneyError(f"An order can come to {LARGEST} minor units at most.")
    return totals


def spread_discount(discount: int, lines: Sequence[PricedLine]) -> list[PricedLine]:
    """Take a discount on a whole order off its lines, by their prices; raise `MoneyError` where it is more."""
    if discount > sum(line.price for line in lines):
        raise MoneyError("A discount can't be more than what it is taken off.")
    parts = split(discount, [line.price for line in lines])
    return [
        PricedLine.model_validate(line.model_dump() | {"discount": line.discount + part})
        for line, part in zip(lines, parts, strict=True)
    ]
