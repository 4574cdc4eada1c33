"""How events are published: each under its field's own name, because AppSync announces no aliased mutation."""

from collections.abc import Iterator

import pytest
from graphql import FieldNode, Node, Visitor, parse, visit

from resolvers import rooms
from resolvers.platform.event_log.declarations import event_types
from resolvers.platform.event_log.model import AccessRevoked
from subscriptions import publisher

rooms.load_declarations()
DOCUMENTS = {
    **{
        each.mutation: publisher.document((each.mutation,), publisher.input_name(each.model), each.model)
        for each in event_types.values()
    },
    "revoke": publisher.document(publisher.revoke_fields(), "RevokeAccessInput", AccessRevoked),
}


def aliases(document: str) -> Iterator[str]:
    found: list[str] = []

    class Aliases(Visitor):
        def enter_field(self, node: FieldNode, *_: Node | None) -> None:
            if node.alias:
                found.append(node.alias.value)

    visit(parse(document), Aliases())
    yield from found


@pytest.mark.parametrize("mutation", DOCUMENTS)
def test_no_event_is_published_under_an_alias(mutation: str) -> None:
    """Neither the mutation nor what it selects: listeners would hear nothing, or nulls."""
    assert list(aliases(DOCUMENTS[mutation])) == []


def test_an_alias_would_be_found() -> None:
    """At any depth."""
    assert list(aliases("mutation { a: publish { id  b: at } }")) == ["a", "b"]
