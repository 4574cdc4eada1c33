"""The bill: tiers, sums, and a page that says what its sources say."""

from math import inf
from pathlib import Path

import pytest

from infra.cost.bill import Price, bill, fixed_costs, per_person, read_measurements, total
from infra.cost.page import page


@pytest.mark.parametrize(
    ("amount", "dollars"), [(0, 0), (1_000_000, 0), (3_000_000, 4.0), (5_000_000, 8.0), (6_000_000, 9.0)]
)
def test_each_tier_is_paid_at_its_own_price(amount: float, dollars: float) -> None:
    """A million free, four at two dollars a million, the others at one."""
    price = Price("things", 1_000_000, [(1_000_000, 0), (5_000_000, 2.0), (inf, 1.0)], "published")

    assert price.of(amount) == pytest.approx(dollars)


def test_every_price_is_used_and_every_use_has_a_price() -> None:
    """Nothing is left out of the bill."""
    assert {line.price for line in bill(1)} == {*per_person(), *fixed_costs()}


def test_more_people_never_pay_less_in_all_and_never_more_each() -> None:
    """What stands still is shared, and tiers fall; free tiers alone make the few cheaper."""
    small, large = total(bill(1_000_000)), total(bill(100_000_000))

    assert small < large <= 100 * small


def test_the_measured_actions_are_those_people_have_habits_of() -> None:
    """An action that is measured and never counted would be free."""
    assert per_person()["dynamodb_reads"] > max(used.get("read units", 0) for used in read_measurements().values())


def test_the_page_is_what_the_script_writes() -> None:
    """Run `python -m infra.cost` when it is not."""
    assert Path("docs/cost.md").read_text() == page()
