"""Gathers the rooms' types and prints schema.graphql, the contract AppSync loads.

`python schema.py` writes schema.graphql (for AppSync: AWS scalars and directives used, not defined) and, for each
product, `resolvers/<product>/fields.py`, which says which room answers a field;
`python schema.py --client PATH` writes the same with both declared, for clients' tools.
"""

import argparse
import dataclasses
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import strawberry
from graphql import GraphQLID
from graphql.language import DocumentNode, EnumTypeDefinitionNode, StringValueNode, parse, print_ast, visit
from graphql.language.visitor import REMOVE, Visitor
from strawberry.schema.config import StrawberryConfig
from strawberry.tools import merge_types

from resolvers import rooms
from resolvers.core.directives import nested_field
from resolvers.core.ids import ID, OpaqueID
from resolvers.core.schema import ERRORS
from resolvers.platform.subjects.registry import subjects
from subscriptions import schema as subscriptions

ROOT = Path(__file__).parent
APPSYNC = ROOT / "schema.graphql"
ROOMS: tuple[Any, ...] = (*rooms.load("schema"), subscriptions)

# What the platform answers for every kind of subject, without knowing any of them.
for subject in subjects():
    for room in ROOMS:
        for handler in getattr(room, "SUBJECT_FIELDS", ()):
            nested_field(subject.model, handler)

_AWS = """\
scalar AWSDateTime
scalar AWSURL
scalar AWSEmail
directive @aws_api_key on OBJECT | FIELD_DEFINITION
directive @aws_cognito_user_pools(cognito_groups: [String!]) on OBJECT | FIELD_DEFINITION
directive @aws_iam on OBJECT | FIELD_DEFINITION
directive @aws_subscribe(mutations: [String!]!) on FIELD_DEFINITION
"""
_ROOMS_OF_FIELDS = '''\
"""Which room answers each field of this product. Printed by `make schema`: change the handlers instead."""

from typing import Final

'''
_SENTENCES = {
    "Query": "The read operations.",
    "Mutation": "The write operations. If a mutation is refused, its payload has `errors` that say why; "
    "nothing was changed.",
    "Subscription": "The subscriptions. After each start, read `eventsSince` to get the events you missed.",
}


def build() -> strawberry.Schema:
    """Build the whole schema from the rooms' types."""
    return strawberry.Schema(
        query=_root("Query"),
        mutation=_root("Mutation"),
        subscription=_root("Subscription"),
        types=[*ERRORS, *(each for room in ROOMS for each in getattr(room, "TYPES", ()))],
        config=StrawberryConfig(
            scalar_map={
                **dict.fromkeys((ID, OpaqueID), _graphql_id()),
                datetime: strawberry.scalar(name="AWSDateTime", serialize=str),
            }
        ),
    )


def print_contract() -> str:
    """Return the contract as AppSync loads it."""
    return _print(visit(_document(), _MoveValueDescriptions()))


def print_files() -> dict[Path, str]:
    """Return what `make schema` prints, by file: the contract, and which room answers each field of a product."""
    fields = {ROOT / "resolvers" / product / "fields.py": print_rooms(product) for product in rooms.ROOMS}
    return {APPSYNC: print_contract(), **fields}


def client_sdl() -> str:
    """Return the contract with AWS's scalars and directives declared, for tools of clients."""
    return f"{_AWS}\n{_print(_document())}"


def print_rooms(product: str) -> str:
    """Return the module that says which room of a product answers each field."""
    rows = sorted(
        (f"{each.type_name}.{each.field_name}", each.function.__module__.split(".")[2])
        for each in rooms.list_registered()
        if each.product == product
    )
    listed = "".join(f'    "{field}": "{room}",\n' for field, room in rows)
    return f"{_ROOMS_OF_FIELDS}ROOMS: Final = {{\n{listed}}}\n"


def _document() -> DocumentNode:
    document: DocumentNode = visit(parse(build().as_str()), _ForAppSync())
    return document


def _print(document: DocumentNode) -> str:
    return f"{_roots()}\n{print_ast(document)}\n"


class _ForAppSync(Visitor):
    """Take out what AppSync refuses: definitions of directives and of its own scalars, `= null`."""

    def enter_directive_definition(self, *_: Any) -> Any:
        return REMOVE

    def enter_scalar_type_definition(self, *_: Any) -> Any:
        return REMOVE

    def enter_schema_definition(self, *_: Any) -> Any:
        return REMOVE

    def enter_input_value_definition(self, node: Any, *_: Any) -> Any:
        if node.default_value is not None and node.default_value.kind == "null_value":
            return dataclasses.replace(node, default_value=None)
        return None


class _MoveValueDescriptions(Visitor):
    """Put the descriptions of an enum's values into the enum's own, because AppSync loses them at the values."""

    def enter_enum_type_definition(self, node: EnumTypeDefinitionNode, *_: Any) -> EnumTypeDefinitionNode:
        values = node.values or ()
        lines = [f"- `{each.name.value}`: {each.description.value}" for each in values if each.description]
        told = node.description.value if node.description else ""
        return dataclasses.replace(
            node,
            description=StringValueNode(value="\n".join([told, "", *lines]), block=True),
            values=tuple(dataclasses.replace(each, description=None) for each in values),
        )


def _roots() -> str:
    named = (f"  {name.lower()}: {name}\n" for name in _SENTENCES if _root(name))
    return f"schema {{\n{''.join(named)}}}\n"


def _graphql_id() -> Any:
    """Return GraphQL's own scalar ID; what an id looks like is the handlers' to judge."""
    return dataclasses.replace(strawberry.scalar(name="ID", serialize=str), implementation=GraphQLID)


def _root(name: str) -> Any:
    parts = tuple(getattr(room, name) for room in ROOMS if hasattr(room, name))
    if not parts:
        return None
    root = merge_types(name, parts)
    root.__strawberry_definition__.description = _SENTENCES[name]  # type: ignore[attr-defined]
    return root


def main() -> int:
    parser = argparse.ArgumentParser(description="Print the contract.")
    parser.add_argument("--client", type=Path, metavar="PATH", help="write only the SDL for clients' tools, to PATH")
    client: Path | None = parser.parse_args().client
    if client:
        client.write_text(client_sdl())
    else:
        for path, text in print_files().items():
            path.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
