"""Parts that come to the whole."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.shop.money.rounding import divide_half_up, extract_rate, split, split_evenly, take_rate

AMOUNTS = st.integers(-(10**12), 10**12)
WEIGHTS = st.lists(st.integers(0, 10**9), min_size=1, max_size=40)


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"), [(5, 2, 3), (-5, 2, -3), (4, 3, 1), (5, 3, 2), (0, 7, 0), (1, 2, 1)]
)
def test_halves_go_away_from_zero(numerator: int, denominator: int, rounded: int) -> None:
    """As invoices do; Python's round(2.5) is 2."""
    assert divide_half_up(numerator, denominator) == rounded


@given(AMOUNTS, st.integers(1, 10**9))
def test_rounding_is_off_by_half_a_unit_at_most(numerator: int, denominator: int) -> None:
    assert abs(divide_half_up(numerator, denominator) - Fraction(numerator, denominator)) <= Fraction(1, 2)


@given(AMOUNTS, WEIGHTS)
def test_a_split_comes_to_its_total(total: int, weights: list[int]) -> None:
    """Exactly, each part within a unit of its fair share, and a weight of zero gets nothing."""
    parts = split(total, weights)

    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        if any(weights):
            assert abs(part - Fraction(total * weight, sum(weights))) < 1
            assert weight or not part


@given(AMOUNTS, WEIGHTS)
def test_a_debt_splits_as_a_sum_does(total: int, weights: list[int]) -> None:
    """The plain recipe lost three cents below zero."""
    assert split(-total, weights) == [-part for part in split(total, weights)]


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [(-1000, [1, 1, 1], [-334, -333, -333]), (100, [0, 0], [50, 50]), (1, [1, 1], [1, 0]), (0, [5], [0])],
)
def test_splits_by_hand(total: int, weights: list[int], parts: list[int]) -> None:
    assert split(total, weights) == parts


@pytest.mark.parametrize("weights", [[], [-1, 2]])
def test_there_is_no_split_without_weights(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weight"):
        split(100, weights)


@given(st.integers(0, 10**9), st.integers(1, 99))
def test_pieces_come_to_their_line(total: int, pieces: int) -> None:
    """And no two of them differ by more than a unit."""
    parts = split_evenly(total, pieces)

    assert (len(parts), sum(parts)) == (pieces, total)
    assert max(parts) - min(parts) <= 1


@given(st.integers(0, 10**9), st.integers(0, 10_000))
def test_a_tax_that_is_included_is_that_of_the_rest(gross: int, rate: int) -> None:
    """Taken out and put on again, a price is the same within half a unit of tax."""
    tax = extract_rate(gross, rate)

    assert 0 <= tax <= gross
    assert abs(take_rate(gross - tax, rate) - tax) <= 1
