"""Which subscription fields a mutation triggers, by `@aws_subscribe`."""

from collections.abc import Mapping
from weakref import WeakKeyDictionary

from graphql import ListValueNode, StringValueNode

from infra.local.appsync.catalog import Api
from infra.local.appsync.schema import directive

_known: WeakKeyDictionary[Api, Mapping[str, tuple[str, ...]]] = WeakKeyDictionary()


def triggered(api: Api, mutation_field: str) -> tuple[str, ...]:
    """Return the subscription fields that name a mutation, in the schema's order."""
    found = _known.get(api)
    if found is None:
        found = _known[api] = _read(api)
    return found.get(mutation_field, ())


def _read(api: Api) -> Mapping[str, tuple[str, ...]]:
    kind = api.schema.subscription_type
    found: dict[str, tuple[str, ...]] = {}
    for name, field in kind.fields.items() if kind else ():
        node = directive(field.ast_node, "aws_subscribe")
        for argument in (node.arguments or ()) if node else ():
            values = argument.value.values if isinstance(argument.value, ListValueNode) else (argument.value,)
            for value in values:
                if isinstance(value, StringValueNode):
                    found[value.value] = (*found.get(value.value, ()), name)
    return found
