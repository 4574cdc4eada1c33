"""Values that clients send, turned into what resolvers receive: variables and arguments."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSchema,
    OperationDefinitionNode,
    type_from_ast,
)
from graphql.language import (
    ListValueNode,
    NullValueNode,
    ObjectValueNode,
    StringValueNode,
    ValueNode,
    VariableDefinitionNode,
    VariableNode,
)
from graphql.utilities import value_from_ast_untyped

from infra.local.appsync import scalars, wording
from infra.local.appsync.scalars import Unfit

type_cache = lru_cache(maxsize=4096)
ABSENT: Any = object()
Parser = Callable[[Any], Any]


class NullRefused(ValueError):  # noqa: N818
    """A null where the type allows none; the text is the type."""


class Variables:
    """The variables of one operation; what takes each of them is found once."""

    def __init__(self, schema: GraphQLSchema, operation: OperationDefinitionNode) -> None:
        self._taken = [
            (definition.variable.name.value, definition, _taking(schema, definition))
            for definition in operation.variable_definitions or ()
        ]

    def coerced(self, given: Mapping[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """Return the coerced variables (absent ones stay absent) and one error object for each that does not fit."""
        values: dict[str, Any] = {}
        errors: list[dict[str, Any]] = []
        for name, definition, take in self._taken:
            try:
                value = take(given.get(name, ABSENT))
            except NullRefused as refusal:
                errors.append(_error(definition, wording.null_variable(name, str(refusal))))
            except Unfit as reason:
                errors.append(_error(definition, wording.invalid_variable(name, str(reason))))
            else:
                if value is not ABSENT:
                    values[name] = value
        return values, errors


def arguments(
    definitions: Mapping[str, GraphQLArgument],
    given: Mapping[str, ValueNode],
    variable_values: Mapping[str, Any],
) -> dict[str, Any]:
    """Return a field's arguments: what was supplied and the defaults; an omitted one is absent.

    Raises `NullRefused` when a variable leaves a non-null argument without a value.
    """
    values: dict[str, Any] = {}
    for name, definition in definitions.items():
        node = given.get(name)
        value = ABSENT if node is None else literal(definition.type, node, variable_values)
        if value is ABSENT:
            value = default(definition)
        if isinstance(definition.type, GraphQLNonNull) and (value is ABSENT or value is None):
            raise NullRefused(str(definition.type))
        if value is not ABSENT:
            values[name] = value
    return values


def literal(kind: GraphQLInputType, node: ValueNode, variable_values: Mapping[str, Any]) -> Any:
    """Return the value of a validated literal, or `ABSENT` for a variable that was not supplied."""
    if isinstance(node, VariableNode):
        return variable_values.get(node.name.value, ABSENT)
    if isinstance(node, NullValueNode):
        return None
    if isinstance(kind, GraphQLNonNull):
        return literal(kind.of_type, node, variable_values)
    if isinstance(kind, GraphQLList):
        nodes: Sequence[ValueNode] = node.values if isinstance(node, ListValueNode) else (node,)
        items = [literal(kind.of_type, item, variable_values) for item in nodes]
        return [None if item is ABSENT else item for item in items]
    if isinstance(kind, GraphQLInputObjectType):
        assert isinstance(node, ObjectValueNode)
        supplied = {item.name.value: item.value for item in node.fields}
        return _literal_object(kind, supplied, variable_values)
    plain = node.value if isinstance(node, StringValueNode) else value_from_ast_untyped(node, dict(variable_values))
    return parser(kind)(plain)


def default(definition: GraphQLArgument | GraphQLInputField) -> Any:
    """Return the default of an argument or input field, or `ABSENT`."""
    node = definition.ast_node and definition.ast_node.default_value
    return literal(definition.type, node, {}) if node else ABSENT


@type_cache
def parser(kind: GraphQLInputType) -> Parser:
    """Return the function that takes JSON values of an input type; it raises `Unfit` or `NullRefused`."""
    if isinstance(kind, GraphQLNonNull):
        return _non_null(kind)
    if isinstance(kind, GraphQLList):
        return _list(kind)
    if isinstance(kind, GraphQLEnumType):
        return _enum(kind)
    if isinstance(kind, GraphQLInputObjectType):
        return _object(kind)
    scalar = scalars.of(kind)
    return lambda value: None if value is None else scalar.parse(value)


def _taking(schema: GraphQLSchema, definition: VariableDefinitionNode) -> Parser:
    """Return the function that takes a variable's value, or `ABSENT` where the client left it out."""
    kind: Any = type_from_ast(schema, definition.type)
    parse = parser(kind)

    def take(given: Any) -> Any:
        if given is not ABSENT:
            return parse(given)
        if definition.default_value is not None:
            return literal(kind, definition.default_value, {})
        if isinstance(kind, GraphQLNonNull):
            raise NullRefused(str(kind))
        return ABSENT

    return take


def _error(definition: VariableDefinitionNode, message: str) -> dict[str, Any]:
    return {"path": None, "locations": [location(definition)], "message": message}


def location(node: Any) -> dict[str, Any]:
    """Return where a node stands in its document, as AppSync writes it."""
    start = node.loc.start_token
    return {"line": start.line, "column": start.column, "sourceName": None}


def _non_null(kind: GraphQLNonNull[Any]) -> Parser:
    inner = parser(kind.of_type)

    def parse(value: Any) -> Any:
        if value is None:
            raise NullRefused(str(kind))
        return inner(value)

    return parse


def _list(kind: GraphQLList[Any]) -> Parser:
    inner = parser(kind.of_type)

    def parse(value: Any) -> Any:
        if value is None:
            return None
        return [inner(item) for item in value] if isinstance(value, list) else [inner(value)]

    return parse


def _enum(kind: GraphQLEnumType) -> Parser:
    def parse(value: Any) -> Any:
        if value is not None and (not isinstance(value, str) or value not in kind.values):
            raise Unfit(wording.unknown_enum_name(kind.name, value))
        return value

    return parse


def _object(kind: GraphQLInputObjectType) -> Parser:
    def parse(value: Any) -> Any:
        if value is None:
            return None
        if not isinstance(value, dict):
            raise Unfit(wording.not_a_map(value))
        for name in value:
            if name not in kind.fields:
                raise Unfit(wording.surplus_variable_field(name, kind.name))
        return _fields(kind, value)

    return parse


def _fields(kind: GraphQLInputObjectType, value: dict[str, Any]) -> dict[str, Any]:
    parsed: dict[str, Any] = {}
    for name, field in kind.fields.items():
        if name in value:
            parsed[name] = parser(field.type)(value[name])
        elif (fallback := default(field)) is not ABSENT:
            parsed[name] = fallback
        elif isinstance(field.type, GraphQLNonNull):
            raise NullRefused(str(field.type))
    return parsed


def _literal_object(
    kind: GraphQLInputObjectType, supplied: Mapping[str, ValueNode], variable_values: Mapping[str, Any]
) -> dict[str, Any]:
    parsed: dict[str, Any] = {}
    for name, field in kind.fields.items():
        value = literal(field.type, supplied[name], variable_values) if name in supplied else ABSENT
        if value is ABSENT:
            value = default(field)
        if isinstance(field.type, GraphQLNonNull) and (value is ABSENT or value is None):
            raise NullRefused(str(field.type))
        if value is not ABSENT:
            parsed[name] = value
    return parsed
