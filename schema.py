"""Gathers the rooms' types and prints schema.graphql, the contract AppSync loads.

`python schema.py` writes schema.graphql (for AppSync: AWS scalars and directives used, not defined) and
frontend/schema.client.graphql (for tools of clients: the same with both declared).
"""

import dataclasses
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import strawberry
from graphql import GraphQLID
from graphql.language import DocumentNode, parse, print_ast, visit
from graphql.language.visitor import REMOVE, Visitor
from strawberry.schema.config import StrawberryConfig
from strawberry.tools import merge_types

from resolvers.comments import schema as comments
from resolvers.core.ids import ID
from resolvers.core.schema import ERRORS
from resolvers.likes import schema as likes
from resolvers.media import schema as media
from resolvers.notifications import schema as notifications
from resolvers.pins import schema as pins
from resolvers.posts import schema as posts
from resolvers.users import schema as users
from subscriptions import schema as subscriptions

ROOT = Path(__file__).parent
APPSYNC = ROOT / "schema.graphql"
CLIENT = ROOT / "frontend" / "schema.client.graphql"
ROOMS: tuple[Any, ...] = (users, posts, media, pins, comments, likes, notifications, subscriptions)

_AWS = """\
scalar AWSDateTime
scalar AWSURL
scalar AWSEmail
directive @aws_api_key on OBJECT | FIELD_DEFINITION
directive @aws_cognito_user_pools(cognito_groups: [String!]) on OBJECT | FIELD_DEFINITION
directive @aws_iam on OBJECT | FIELD_DEFINITION
directive @aws_subscribe(mutations: [String!]!) on FIELD_DEFINITION
"""
_SENTENCES = {
    "Query": "Everything that can be read.",
    "Mutation": "Everything that can be changed. A refusal comes as data, in the payload's `errors`.",
    "Subscription": "Everything that can be listened to. Read `eventsSince` after each start to miss nothing.",
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
                ID: dataclasses.replace(strawberry.scalar(name="ID", serialize=str), implementation=GraphQLID),
                datetime: strawberry.scalar(name="AWSDateTime", serialize=str),
            }
        ),
    )


def printed() -> str:
    """Return the contract as AppSync loads it."""
    document: DocumentNode = visit(parse(build().as_str()), _ForAppSync())
    return f"{_roots()}\n{print_ast(document)}\n"


def client_sdl() -> str:
    """Return the contract with AWS's scalars and directives declared, for tools of clients."""
    return f"{_AWS}\n{printed()}"


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


def _roots() -> str:
    named = (f"  {name.lower()}: {name}\n" for name in _SENTENCES if _root(name))
    return f"schema {{\n{''.join(named)}}}\n"


def _root(name: str) -> Any:
    parts = tuple(getattr(room, name) for room in ROOMS if hasattr(room, name))
    if not parts:
        return None
    root = merge_types(name, parts)
    root.__strawberry_definition__.description = _SENTENCES[name]  # type: ignore[attr-defined]
    return root


def main() -> int:
    CLIENT.parent.mkdir(exist_ok=True)
    APPSYNC.write_text(printed())
    CLIENT.write_text(client_sdl())
    return 0


if __name__ == "__main__":
    sys.exit(main())
