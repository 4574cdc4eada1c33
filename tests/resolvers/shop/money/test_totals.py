"""Orders whose lines, taxes and refunds come to what was paid."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from resolvers.shop.money.model import LARGEST, MoneyError
from resolvers.shop.money.refunds import RefundableLine, RefundError, refund_amount, refund_lines, share_refund
from resolvers.shop.money.totals import PricedLine, spread_discount, total_line, total_order

LINES = st.lists(
    st.builds(
        lambda quantity, unit_price, tax_rate: PricedLine(quantity=quantity, unit_price=unit_price, tax_rate=tax_rate),
        st.integers(1, 99),
        st.integers(0, 200_000),
        st.sampled_from([0, 500, 700, 1900, 2000, 2550, 10_000]),
    ),
    min_size=1,
    max_size=12,
)
BASKET = [
    PricedLine(quantity=3, unit_price=1999, tax_rate=1900),
    PricedLine(quantity=7, unit_price=333, tax_rate=1900),
    PricedLine(quantity=1, unit_price=2490, tax_rate=1900),
]


@pytest.mark.parametrize(("prices_include_tax", "tax", "total"), [(False, 2055, 12873), (True, 1728, 10818)])
def test_taxes_are_rounded_on_every_line(prices_include_tax: bool, tax: int, total: int) -> None:
    """The worked example: 20.55 where it is added, 17.28 where it is included."""
    totals = total_order([total_line(line, prices_include_tax=prices_include_tax) for line in BASKET])

    assert (totals.tax, totals.total) == (tax, total)


@given(LINES, st.booleans(), st.integers(0, 5000))
def test_totals_are_sums_of_what_is_shown(lines: list[PricedLine], prices_include_tax: bool, shipping: int) -> None:
    kept = [total_line(line, prices_include_tax=prices_include_tax) for line in lines]
    totals = total_order(kept, shipping)

    assert totals.total == sum(line.total for line in kept) + shipping
    assert totals.total == totals.items + totals.tax + totals.shipping
    if prices_include_tax:
        assert [line.total for line in kept] == [line.price for line in lines]


@given(LINES, st.data())
def test_a_discount_is_taken_off_the_lines_exactly(lines: list[PricedLine], data: st.DataObject) -> None:
    whole = sum(line.price for line in lines)
    discount = data.draw(st.integers(0, whole))
    reduced = spread_discount(discount, lines)

    assert sum(line.price for line in reduced) == whole - discount
    assert all(line.price >= 0 for line in reduced)
    with pytest.raises(MoneyError):
        spread_discount(whole + 1, lines)


def test_refunding_every_line_refunds_exactly_the_rest() -> None:
    """1,000 orders with discounts, taxes and shipping, in any steps: never over what was paid, in the end all of it."""
    for seed in range(1000):
        paid, refunded = _refund_in_steps(Random(seed))  # noqa: S311 - repeatable
        assert refunded == paid, f"seed {seed}"


def _refund_in_steps(random: Random) -> tuple[int, int]:
    """Refund an order by lines and by amounts until no piece is left; return what was paid, and what went back."""
    lines = [
        PricedLine(
            quantity=random.randint(1, 9), unit_price=random.randint(1, 20_000), tax_rate=random.randint(0, 3000)
        )
        for _ in range(random.randint(1, 6))
    ]
    reduced = spread_discount(random.randint(0, sum(line.price for line in lines) // 2), lines)
    kept = [total_line(line, prices_include_tax=random.random() < 0.5) for line in reduced]
    paid, refunded = total_order(kept, random.randint(0, 900)).total, 0
    left = [RefundableLine(total=each.total, quantity=line.quantity) for each, line in zip(kept, lines, strict=True)]
    while any(line.quantity > line.refunded_quantity for line in left) and refunded < paid:
        if random.random() < 0.3:
            amount = random.randint(1, max(1, (paid - refunded) // 2))
            refunded += refund_amount(amount, paid=paid, refunded=refunded)
            assert refunded <= paid
        elif quantities := _choose_pieces(random, left):
            refunded += refund_lines(left, quantities, paid=paid, refunded=refunded) if paid > refunded else 0
            assert refunded <= paid
            left = [
                line.model_copy(update={"refunded_quantity": line.refunded_quantity + quantities.get(index, 0)})
                for index, line in enumerate(left)
            ]
    return paid, refunded


def test_a_refund_is_shared_by_its_lines_exactly() -> None:
    """500 parts of orders refunded in any steps: each refund comes from its lines, never more than is left of one."""
    for seed in range(500):
        random = Random(seed)  # noqa: S311 - repeatable
        lines = [
            RefundableLine(total=random.randint(1, 20_000), quantity=random.randint(1, 9))
            for _ in range(random.randint(1, 6))
        ]
        paid, refunded = sum(line.total for line in lines), 0
        while refunded < paid:
            quantities = {} if random.random() < 0.5 else _choose_pieces(random, lines)
            amount = (
                refund_lines(lines, quantities, paid=paid, refunded=refunded)
                if quantities
                else random.randint(1, paid - refunded)
            )
            shares = share_refund(lines, quantities, amount)
            refunded += amount
            lines = [
                line.model_copy(
                    update={
                        "refunded": line.refunded + share,
                        "refunded_quantity": line.refunded_quantity + quantities.get(index, 0),
                    }
                )
                for index, (line, share) in enumerate(zip(lines, shares, strict=True))
            ]
            assert sum(line.refunded for line in lines) == refunded, f"seed {seed}"
            assert all(share >= 0 and line.refunded <= line.total for line, share in zip(lines, shares, strict=True))


def test_a_refund_of_pieces_comes_from_their_lines() -> None:
    """Where an amount was given back before, from what is left of them, and only then from others."""
    lines = [RefundableLine(total=1000, quantity=2), RefundableLine(total=300, quantity=1, refunded=200)]

    assert share_refund(lines, {0: 1}, 500) == [500, 0]
    assert share_refund(lines, {1: 1}, 300) == [200, 100]
    assert share_refund(lines, {}, 110) == [100, 10]
    assert share_refund(lines, {0: 2, 1: 1}, 550) == [500, 50]


def _choose_pieces(random: Random, lines: list[RefundableLine]) -> dict[int, int]:
    chosen = {index: random.randint(0, line.quantity - line.refunded_quantity) for index, line in enumerate(lines)}
    worth = {index: quantity for index, quantity in chosen.items() if quantity}
    # Pieces that a discount has made free can't be refunded by themselves.
    return worth if sum(lines[index].total for index in worth) >= sum(worth.values()) else {}


@pytest.mark.parametrize("quantities", [{0: 4}, {0: 0}, {0: -1}, {3: 1}, {-1: 1}])
def test_pieces_that_are_not_there_are_not_refunded(quantities: dict[int, int]) -> None:
    lines = [RefundableLine(total=100, quantity=5, refunded_quantity=2)]

    with pytest.raises(RefundError):
        refund_lines(lines, quantities, paid=100, refunded=40)


@pytest.mark.parametrize("amount", [0, -1, 61])
def test_more_than_is_left_is_not_refunded(amount: int) -> None:
    with pytest.raises(RefundError):
        refund_amount(amount, paid=100, refunded=40)


@pytest.mark.parametrize("quantity", [0, -1, 100, 2**31, 1.5, "2", True])
def test_quantities_are_whole_and_few(quantity: object) -> None:
    with pytest.raises(ValidationError):
        PricedLine.model_validate({"quantity": quantity, "unit_price": 100})


def test_an_order_that_cannot_be_shown_is_refused() -> None:
    line = total_line(PricedLine(quantity=1, unit_price=LARGEST), prices_include_tax=False)

    assert total_order([line]).total == LARGEST
    with pytest.raises(MoneyError):
        total_order([line], shipping=1)
