"""The contract's fields say of their answers what the handlers' types say."""

from typing import Any

import strawberry

from resolvers.core.directives import field, nested_field, outputs
from resolvers.core.model import Model


class Harbour(Model):
    """A place for ships."""

    name: str


def harbour(name: str) -> Harbour:
    """Every name has one."""
    raise NotImplementedError(name)


def nearest(name: str) -> Harbour | None:
    """Null if there is none."""
    raise NotImplementedError(name)


def berths(harbours: list[dict[str, Any]]) -> list[int]:
    """The number of berths."""
    raise NotImplementedError(harbours)


def pilots(harbours: list[dict[str, Any]]) -> list[list[str] | None]:
    """Null if they are not known."""
    raise NotImplementedError(harbours)


def test_a_field_is_nullable_exactly_where_its_handler_says_so() -> None:
    """For root fields and for nested ones, whose handlers answer a list with one value for each parent."""
    outputs(Harbour)
    nested_field(Harbour, berths)
    nested_field(Harbour, pilots)
    root = strawberry.type(type("Query", (), {"harbour": field(harbour), "nearest": field(nearest)}))

    printed = strawberry.Schema(query=root).as_str()

    assert "harbour(name: String!): Harbour!\n" in printed
    assert "nearest(name: String!): Harbour\n" in printed
    assert "berths: Int!\n" in printed
    assert "pilots: [String!]\n" in printed
