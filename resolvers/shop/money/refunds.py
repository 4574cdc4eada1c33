"""How much goes back: by lines or by an amount, never more than was paid, and in the end exactly that."""

from collections.abc import Mapping, Sequence

from pydantic import Field

from resolvers.core.model import Model
from resolvers.shop.money.credits import CreditableLine, spread_credit
from resolvers.shop.money.rounding import split_evenly, sum_first


class RefundError(ValueError):
    """A refund that can't be made: of nothing, or of a line that is not there."""


class RefundTooLarge(RefundError):  # noqa: N818 - the name of the API's error
    """More money, or more pieces, than are left."""

    def __init__(self, refundable: int) -> None:
        super().__init__(f"{refundable} can be refunded.")
        self.refundable = refundable


class RefundableLine(Model):
    """A line of a paid order: what it came to with its tax, and how many pieces went back already."""

    total: int = Field(ge=0)
    quantity: int = Field(ge=1)
    refunded_quantity: int = Field(default=0, ge=0)
    refunded: int = Field(default=0, ge=0, description="What was given back of the total, for pieces or otherwise.")


def refund_amount(amount: int, *, paid: int, refunded: int) -> int:
    """Return an amount that may go back, or raise `RefundError` or `RefundTooLarge`."""
    if amount <= 0:
        raise RefundError("Nothing would be refunded.")
    if amount > paid - refunded:
        raise RefundTooLarge(paid - refunded)
    return amount


def refund_lines(lines: Sequence[RefundableLine], quantities: Mapping[int, int], *, paid: int, refunded: int) -> int:
    """Return what some pieces of some lines come to, by index; raise `RefundError` or `RefundTooLarge`.

    The pieces of a line come to its total whatever the order in which they go back. The refund that leaves no piece
    takes all that is left, shipping included; an earlier refund by amount leaves less than the pieces' prices.
    """
    left = paid - refunded
    for index, quantity in quantities.items():
        if not 0 <= index < len(lines) or quantity <= 0:
            raise RefundError("There is no such line.")
        if quantity > lines[index].quantity - lines[index].refunded_quantity:
            raise RefundTooLarge(left)
    shares = sum(price_pieces(lines[index], quantity) for index, quantity in quantities.items())
    pieces = sum(line.quantity - line.refunded_quantity for line in lines)
    amount = left if pieces == sum(quantities.values()) else min(shares, left)
    return refund_amount(amount, paid=paid, refunded=refunded)


def share_refund(lines: Sequence[RefundableLine], quantities: Mapping[int, int], amount: int) -> list[int]:
    """Return what each line gives of a refund, as credit notes spread it; one by amount has no pieces."""
    left = [CreditableLine(net=line.total, tax=0, credited=line.refunded) for line in lines]
    prices = {index: price_pieces(lines[index], quantity) for index, quantity in quantities.items()}
    return [each.total for each in spread_credit(amount, left, prices)]


def price_pieces(line: RefundableLine, quantity: int) -> int:
    """Return what the next pieces of a line that are given back come to."""
    pieces = split_evenly(line.total, line.quantity)
    return sum_first(pieces, line.refunded_quantity + quantity) - sum_first(pieces, line.refunded_quantity)
