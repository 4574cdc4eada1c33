"""The entries of the parts: what they name exists, and a start can always be finished."""

from graphlib import TopologicalSorter

from infra.local.parts import DEPLOY, PARTS, default_ports

BY_NAME = {part.name: part for part in PARTS}


def test_every_need_is_a_part_or_the_deploy() -> None:
    """A misspelt one would never be ready."""
    assert {need for part in PARTS for need in part.needs} <= {*BY_NAME, DEPLOY}


def test_the_needs_have_an_order() -> None:
    """Raises `CycleError` otherwise."""
    assert list(TopologicalSorter({part.name: part.needs for part in PARTS}).static_order())


def test_what_is_required_needs_nothing_optional() -> None:
    """Or the optional part would be required too."""
    optional = {part.name for part in PARTS if part.is_optional}

    assert not [part.name for part in PARTS if not part.is_optional and optional & set(part.needs)]


def test_every_port_has_one_name_and_one_default() -> None:
    """So that each can be changed by its variable."""
    names = [port for part in PARTS for port in part.ports]

    assert len(names) == len(set(names))
    assert len(set(default_ports().values())) == len(default_ports())
