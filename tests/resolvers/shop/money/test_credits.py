"""What refunds take back of an invoice's lines: never more than is left, and in the end exactly net and tax."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.shop.money.credits import CreditableLine, spread_credit
from resolvers.shop.money.model import MoneyError

LINES = st.lists(st.tuples(st.integers(0, 50_000), st.integers(0, 20_000)), min_size=1, max_size=6)


def test_returned_pieces_are_credited_before_the_rest_is_spread() -> None:
    """20.00 of which a piece cost 11.90: the rest comes from both lines by what is left of them."""
    lines = [CreditableLine(net=2000, tax=380), CreditableLine(net=1000, tax=70)]

    first, second = spread_credit(2000, lines, {0: 1190})

    assert (first.total, second.total) == (1190 + 427, 383)
    assert (first.tax, second.tax) == (258, 25)


def test_more_than_is_left_is_refused() -> None:
    with pytest.raises(MoneyError):
        spread_credit(3, [CreditableLine(net=2, tax=1, credited=1)], {})


@given(LINES, st.lists(st.tuples(st.integers(1, 40_000), st.dictionaries(st.integers(0, 5), st.integers(0, 30_000)))))
def test_credits_of_any_size_come_to_the_invoice(
    lines: list[tuple[int, int]], refunds: list[tuple[int, dict[int, int]]]
) -> None:
    """In any steps, of any pieces: no step takes more net or tax than there is, and all of them take all of both."""
    left = sum(net + tax for net, tax in lines)
    taken = [(0, 0) for _ in lines]
    for wanted, prices in (*refunds, (left, {})):
        if not (amount := min(wanted, left)):
            break
        before = [
            CreditableLine(net=net, tax=tax, credited=sum(each)) for (net, tax), each in zip(lines, taken, strict=True)
        ]

        credited = spread_credit(amount, before, prices)

        assert sum(each.total for each in credited) == amount
        assert all(min(each.net, each.tax) >= 0 for each in credited)
        taken = [(net + each.net, tax + each.tax) for (net, tax), each in zip(taken, credited, strict=True)]
        left -= amount
    assert taken == lines
