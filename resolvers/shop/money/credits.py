"""What a refund takes back of the lines of an invoice, with their taxes, and in the end exactly what was invoiced."""

from collections.abc import Mapping, Sequence

from pydantic import Field

from resolvers.core.model import Model
from resolvers.shop.money.model import MoneyError
from resolvers.shop.money.rounding import divide_half_up, split
from resolvers.shop.money.totals import LineTotals


class CreditableLine(Model):
    """A line of an invoice, and what earlier credit notes took back of its total."""

    net: int = Field(ge=0)
    tax: int = Field(ge=0)
    credited: int = Field(default=0, ge=0)

    @property
    def left(self) -> int:
        return self.net + self.tax - self.credited


def spread_credit(amount: int, lines: Sequence[CreditableLine], prices: Mapping[int, int]) -> list[LineTotals]:
    """Return what an amount takes back of each line; `prices` says by index what the returned pieces of lines cost.

    Returned pieces are credited first. What else goes back is spread over all lines by what is left of them. The tax
    is rounded on all credits of a line together, so the last of them takes exactly the tax that is left.
    Raises `MoneyError` where more is credited than is left.
    """
    if amount > sum(line.left for line in lines):
        raise MoneyError("More is credited than was invoiced.")
    first = [min(prices.get(index, 0), line.left) for index, line in enumerate(lines)]
    if sum(first) >= amount:
        totals = split(amount, first)
    else:
        rest = split(amount - sum(first), [line.left - taken for line, taken in zip(lines, first, strict=True)])
        totals = [taken + more for taken, more in zip(first, rest, strict=True)]
    return [_credit_line(line, total) for line, total in zip(lines, totals, strict=True)]


def _credit_line(line: CreditableLine, total: int) -> LineTotals:
    tax = _tax_of(line, line.credited + total) - _tax_of(line, line.credited)
    return LineTotals(net=total - tax, tax=tax)


def _tax_of(line: CreditableLine, credited: int) -> int:
    return divide_half_up(line.tax * credited, line.net + line.tax) if credited else 0
