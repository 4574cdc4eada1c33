"""Lets go of the document that a schema was built from, which takes more memory than the schema itself.

Of its nodes only directives and default values are asked later.
"""

from dataclasses import replace
from typing import Any, Final

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
)

# graphql-core computes them when they are first asked, by functions that hold on to the whole document.
_COMPUTED: Final = ("fields", "interfaces", "types")


def release_document(schema: GraphQLSchema) -> None:
    """Replace the nodes of a built schema by what is still asked of them."""
    for kind in schema.type_map.values():
        for name in _COMPUTED:
            if f"_{name}" in vars(kind):
                vars(kind)[f"_{name}"] = getattr(kind, name)
        _release_type(kind)


def _release_type(kind: GraphQLNamedType) -> None:
    if isinstance(kind, (GraphQLObjectType, GraphQLInterfaceType)):
        for field in kind.fields.values():
            _release_field(field)
    if isinstance(kind, GraphQLInputObjectType):
        for field in kind.fields.values():
            _keep_default(field)
    if isinstance(kind, GraphQLEnumType):
        for value in kind.values.values():
            value.ast_node = None
    if kind.ast_node and hasattr(kind.ast_node, "fields"):
        kind.ast_node = replace(kind.ast_node, fields=(), description=None)  # type: ignore[call-arg]


def _release_field(field: GraphQLField) -> None:
    for argument in field.args.values():
        _keep_default(argument)
    node = field.ast_node
    field.ast_node = replace(node, arguments=(), description=None) if node and node.directives else None


def _keep_default(definition: Any) -> None:
    """Keep the node of an argument or an input field that has a default value."""
    if definition.ast_node and not definition.ast_node.default_value:
        definition.ast_node = None
