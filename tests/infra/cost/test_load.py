"""Who reaches which limit first: sums, and the page that tells of it."""

from pathlib import Path

import pytest

from infra.cost import load


def test_a_limit_is_reached_in_proportion() -> None:
    """Ten a second for a million people, a limit of fifty: five million."""
    assert load.Limit("things", 50, "a second", 10, "").reached_at == pytest.approx(5e6)


def test_the_first_to_break_stands_first() -> None:
    """An operator reads from the top."""
    reached = [each.reached_at for each in load.limits()]

    assert reached == sorted(reached)
    assert len(reached) > 5


def test_the_page_has_the_table_as_it_is_computed() -> None:
    """Run `python -m infra.cost` when it has not."""
    assert load.table() in Path("docs/scale.md").read_text()
