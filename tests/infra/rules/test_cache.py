"""Findings of slow checkers: computed once for the same inputs, and again for others."""

from pathlib import Path

import pytest

from infra.rules.cache import find_once
from infra.rules.finding import Finding

FINDING = Finding("E1010", "social.Queue", "It names nothing.")


def test_the_same_inputs_are_checked_once(tmp_path: Path) -> None:
    """And the finding is told each time: a mistake does not go away by being known."""
    calls: list[int] = []

    def find() -> list[Finding]:
        calls.append(1)
        return [FINDING]

    first = find_once("lint", [b"a", b"b"], find, tmp_path)
    second = find_once("lint", [b"a", b"b"], find, tmp_path)

    assert first == second == [FINDING]
    assert len(calls) == 1


def test_other_inputs_are_checked_again(tmp_path: Path) -> None:
    """Another text, another version, another checker, or the same bytes cut elsewhere."""
    find_once("lint", [b"a", b"b"], list, tmp_path)

    for checker, inputs in (("lint", [b"a", b"c"]), ("lint", [b"ab"]), ("posture", [b"a", b"b"])):
        assert find_once(checker, inputs, lambda: [FINDING], tmp_path) == [FINDING]


def test_a_checker_that_fails_is_asked_again(tmp_path: Path) -> None:
    """Its failure is no result."""

    def fail() -> list[Finding]:
        raise RuntimeError

    for _ in range(2):
        with pytest.raises(RuntimeError):
            find_once("lint", [b"a"], fail, tmp_path)
