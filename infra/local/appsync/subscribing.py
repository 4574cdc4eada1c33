"""`@aws_subscribe` when a schema is read: which mutations a subscription field names, and whether it may.

Source: AppSync Developer Guide, "Subscription operations": both fields have the same type, and arguments are compared
with fields of the result.
"""

from collections.abc import Iterator

from graphql import (
    GraphQLField,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    ListValueNode,
    StringValueNode,
    get_named_type,
    is_list_type,
    is_non_null_type,
)
from graphql.language import ConstDirectiveNode

from infra.local.appsync import wording


def mutations_of(field: GraphQLField) -> tuple[str, ...]:
    """Return the mutations that a subscription field names by `@aws_subscribe`, in their order."""
    node = _directive(field)
    names: list[str] = []
    for argument in (node.arguments or ()) if node else ():
        values = argument.value.values if isinstance(argument.value, ListValueNode) else (argument.value,)
        names += [value.value for value in values if isinstance(value, StringValueNode)]
    return tuple(names)


def problems(schema: GraphQLSchema) -> Iterator[str]:
    """Yield what AppSync does not take of the schema's subscriptions."""
    mutations = schema.mutation_type.fields if schema.mutation_type else {}
    for name, field in _subscriptions(schema):
        for mutation in mutations_of(field):
            if mutation not in mutations:
                yield wording.UNKNOWN_MUTATION.format(subscription=name, mutation=mutation)
            elif not _agree(field.type, mutations[mutation].type):
                yield wording.INVALID_OUTPUT


def unfilterable(schema: GraphQLSchema, filtered: frozenset[str]) -> Iterator[str]:
    """Yield a sentence per argument that no event can match; `filtered` are the fields whose code sets a filter."""
    for name, field in _subscriptions(schema):
        result = get_named_type(field.type)
        if name in filtered or not mutations_of(field) or not isinstance(result, GraphQLObjectType):
            continue
        for argument in field.args.keys() - result.fields.keys():
            yield (
                f"Subscription.{name}({argument}:) can match no event: {result.name} has no field {argument}, and no"
                " code of the subscription sets a filter (extensions.setSubscriptionFilter)."
            )


def _subscriptions(schema: GraphQLSchema) -> Iterator[tuple[str, GraphQLField]]:
    kind = schema.subscription_type
    yield from kind.fields.items() if kind else ()


def _directive(field: GraphQLField) -> ConstDirectiveNode | None:
    node = field.ast_node
    return (
        next((found for found in (node.directives or ()) if found.name.value == "aws_subscribe"), None)
        if node
        else None
    )


def _agree(one: GraphQLOutputType, other: GraphQLOutputType) -> bool:
    """Return whether two types are the same, their non-null marks aside."""
    one = one.of_type if is_non_null_type(one) else one
    other = other.of_type if is_non_null_type(other) else other
    if is_list_type(one) and is_list_type(other):
        return _agree(one.of_type, other.of_type)
    return one is other
