"""`@aws_subscribe`: which mutations a subscription field names, and whether AppSync accepts that.

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

from appsync_local import messages


def find_mutations(field: GraphQLField) -> tuple[str, ...]:
    """Return the mutations that a subscription field names by `@aws_subscribe`, in their order."""
    node = _find_directive(field)
    names: list[str] = []
    for argument in (node.arguments or ()) if node else ():
        values = argument.value.values if isinstance(argument.value, ListValueNode) else (argument.value,)
        names += [value.value for value in values if isinstance(value, StringValueNode)]
    return tuple(names)


def find_subscriptions(schema: GraphQLSchema) -> dict[str, tuple[str, ...]]:
    """Return the subscription fields that name each mutation, in the schema's order."""
    found: dict[str, tuple[str, ...]] = {}
    for name, field in _list_subscription_fields(schema):
        for mutation in find_mutations(field):
            found[mutation] = (*found.get(mutation, ()), name)
    return found


def find_problems(schema: GraphQLSchema) -> Iterator[str]:
    """Yield why AppSync refuses the schema's subscriptions."""
    mutations = schema.mutation_type.fields if schema.mutation_type else {}
    for name, field in _list_subscription_fields(schema):
        for mutation in find_mutations(field):
            if mutation not in mutations:
                yield messages.UNKNOWN_MUTATION.format(subscription=name, mutation=mutation)
            elif not _same_type(field.type, mutations[mutation].type):
                yield messages.INVALID_OUTPUT


def find_unfilterable_arguments(schema: GraphQLSchema, filtered: frozenset[str]) -> Iterator[str]:
    """Yield a warning for each argument that no event can match; the code of `filtered` fields sets a filter."""
    for name, field in _list_subscription_fields(schema):
        result = get_named_type(field.type)
        if name in filtered or not find_mutations(field) or not isinstance(result, GraphQLObjectType):
            continue
        for argument in field.args.keys() - result.fields.keys():
            yield (
                f"Subscription.{name}({argument}:) can match no event: {result.name} has no field {argument}, and no"
                " code of the subscription sets a filter (extensions.setSubscriptionFilter)."
            )


def _list_subscription_fields(schema: GraphQLSchema) -> Iterator[tuple[str, GraphQLField]]:
    kind = schema.subscription_type
    yield from kind.fields.items() if kind else ()


def _find_directive(field: GraphQLField) -> ConstDirectiveNode | None:
    node = field.ast_node
    return (
        next((found for found in (node.directives or ()) if found.name.value == "aws_subscribe"), None)
        if node
        else None
    )


def _same_type(one: GraphQLOutputType, other: GraphQLOutputType) -> bool:
    """Return whether two types are the same apart from non-null."""
    one = one.of_type if is_non_null_type(one) else one
    other = other.of_type if is_non_null_type(other) else other
    if is_list_type(one) and is_list_type(other):
        return _same_type(one.of_type, other.of_type)
    return one is other
