"""The contract and what is expected of each of its fields, as the tests of security read them."""

from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
    get_named_type,
    is_leaf_type,
)

import schema

ROOTS: Final = ("Query", "Mutation", "Subscription")
CONTRACT: Final[GraphQLSchema] = build_schema(schema.client_sdl())
FRAMES: Final = ("Payload", "Connection", "Edge")
# Further down only the words of these are selected: an API runs a limited number of resolvers in a request.
FURTHEST: Final = 2
WORDS_ONLY: Final = ("User", "Channel", "Stream", "Video", "Product")
DEEPEST: Final = 5  # levels of a selection: each type is the first level of some query

_TABLE: Final = Path(__file__).with_name("expectations.yaml")


@cache
def expectations() -> dict[str, dict[str, str]]:
    """Return the rule of each field, by type and field."""
    table: dict[str, dict[str, str]] = yaml.safe_load(_TABLE.read_text())
    return {
        kind: {name: rule for rule, names in rules.items() for name in names.split()} for kind, rules in table.items()
    }


def fields_of(type_name: str) -> dict[str, GraphQLField]:
    """Return the fields of an object type."""
    kind = CONTRACT.type_map[type_name]
    assert isinstance(kind, GraphQLObjectType)
    fields: dict[str, GraphQLField] = kind.fields
    return fields


def is_frame(kind: Any) -> bool:
    """Tell whether a type only carries others: a page, an edge, a payload, an error."""
    return kind.name.endswith(FRAMES) or any(each.name == "UserError" for each in kind.interfaces)


def select_everything(kind: Any, path: tuple[str, ...] = ()) -> str:
    """Return a selection of every field and edge under a type, each type once on every path, as deep as allowed."""
    named = get_named_type(kind)
    if is_leaf_type(named):
        return ""
    if isinstance(named, GraphQLInterfaceType):
        inner = (f"... on {each.name} {_select(each, path, each.name)}" for each in CONTRACT.get_possible_types(named))
        return f"{{ __typename {' '.join(inner)} }}"
    return _select(named, path)


def _select(kind: Any, path: tuple[str, ...], alias: str = "") -> str:
    """Return a selection of all fields of an object; aliases keep fragments of one interface apart."""
    found = [
        f"{f'{alias}_{name}: ' if alias else ''}{name} {selection}".strip()
        for name, each in kind.fields.items()
        if (selection := _below(get_named_type(each.type), (*path, kind.name))) is not None
    ]
    return f"{{ __typename {' '.join(found)} }}"


def _below(kind: Any, path: tuple[str, ...]) -> str | None:
    """Return the selection under a field, or None where the path must end."""
    if is_leaf_type(kind):
        return ""
    if kind.name in path or len(path) >= DEEPEST:
        return None
    if kind.name in WORDS_ONLY and len(path) > FURTHEST:
        words = (name for name, each in kind.fields.items() if is_leaf_type(get_named_type(each.type)))
        return f"{{ __typename {' '.join(words)} }}"
    return select_everything(kind, path)
