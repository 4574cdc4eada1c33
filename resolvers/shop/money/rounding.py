"""Rounding and splitting of minor units, so that the parts always come to the whole."""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Final

BASIS_POINTS: Final = 10_000


def divide_half_up(numerator: int, denominator: int) -> int:
    """Return the quotient rounded to the nearest whole number, a half away from zero; the denominator is positive."""
    quotient = (2 * abs(numerator) + denominator) // (2 * denominator)
    return quotient if numerator >= 0 else -quotient


def take_rate(amount: int, rate: int) -> int:
    """Return a rate's share of an amount; the rate is in basis points, 1900 for 19 %."""
    return divide_half_up(amount * rate, BASIS_POINTS)


def extract_rate(amount: int, rate: int) -> int:
    """Return the share that a rate has in an amount which includes it."""
    return divide_half_up(amount * rate, BASIS_POINTS + rate)


def split(total: int, weights: Sequence[int]) -> list[int]:
    """Split a total by weights into parts that come to it exactly; equal weights where all are zero.

    By largest remainder, on the absolute amount: a negative total splits as the positive one does. The first of equal
    remainders gets the unit that is left. Raises `ValueError` for no weights or a negative one.
    """
    if not weights or min(weights) < 0:
        raise ValueError("A total is split by one weight or more, none of them negative.")
    shares = list(weights) if any(weights) else [1] * len(weights)
    whole, amount = sum(shares), abs(total)
    parts = [amount * share // whole for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda index: -(amount * shares[index] % whole))
    for index in by_remainder[: amount - sum(parts)]:
        parts[index] += 1
    return parts if total >= 0 else [-part for part in parts]


def split_evenly(total: int, pieces: int) -> list[int]:
    """Return what each piece of a total comes to, in the order in which pieces are given back."""
    shares = [divide_half_up(total * count, pieces) for count in range(pieces + 1)]
    return [after - before for before, after in pairwise(shares)]


def sum_first(parts: Sequence[int], count: int) -> int:
    """Return the sum of the first parts."""
    return list(accumulate(parts, initial=0))[count]
