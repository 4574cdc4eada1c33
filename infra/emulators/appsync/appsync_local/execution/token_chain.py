"""Drops the tokens of a parsed document, which take twice the memory of its nodes; lines and columns are kept."""

from collections.abc import Iterator
from typing import Any

from graphql import DocumentNode, FieldNode, OperationDefinitionNode
from graphql.language import Location, Node, Token, VariableDefinitionNode

# The nodes whose place an error may name once the document is valid.
_LOCATED = (FieldNode, OperationDefinitionNode, VariableDefinitionNode)


def drop_tokens(document: DocumentNode) -> None:
    """Replace the locations of a document, each of which holds the chain of all its tokens."""
    pending: list[Node] = [document]
    while pending:
        node = pending.pop()
        place = _copy_place(node.loc) if isinstance(node, _LOCATED) and node.loc else None
        object.__setattr__(node, "loc", place)  # nodes are frozen, and nobody else has these yet
        pending += _find_children(node)


def _copy_place(location: Location) -> Location:
    first = location.start_token
    alone = Token(first.kind, first.start, first.end, first.line, first.column)
    return Location(alone, alone, location.source)


def _find_children(node: Node) -> Iterator[Node]:
    for name in node.keys:
        value: Any = getattr(node, name)
        for child in value if isinstance(value, (tuple, list)) else (value,):
            if isinstance(child, Node) and name != "loc":
                yield child
