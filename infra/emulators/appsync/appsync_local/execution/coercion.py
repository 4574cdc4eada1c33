"""CoerceVariableValues and CoerceArgumentValues: what clients send becomes what resolvers receive."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLScalarType,
    GraphQLSchema,
    OperationDefinitionNode,
    type_from_ast,
)
from graphql.language import (
    BooleanValueNode,
    EnumValueNode,
    FloatValueNode,
    IntValueNode,
    ListValueNode,
    NullValueNode,
    ObjectValueNode,
    StringValueNode,
    ValueNode,
    VariableDefinitionNode,
    VariableNode,
)
from graphql.utilities import value_from_ast_untyped

from appsync_local import messages
from appsync_local.schema import scalars
from appsync_local.schema.scalars import InvalidValue

type_cache = lru_cache(maxsize=4096)
ABSENT: Any = object()
Parser = Callable[[Any], Any]
CoerceArguments = Callable[[Mapping[str, Any]], dict[str, Any]]
_MUTABLE = (list, dict)
_SIMPLE = (
    VariableNode, NullValueNode, StringValueNode, IntValueNode, FloatValueNode, BooleanValueNode, EnumValueNode
)  # fmt: skip


class NullNotAllowed(ValueError):  # noqa: N818
    """A null for a non-null type; the text is the type."""


class Variables:
    """The variables of one operation."""

    def __init__(self, schema: GraphQLSchema, operation: OperationDefinitionNode) -> None:
        self._parsers = [
            (
                definition.variable.name.value,
                _exact_class(type_from_ast(schema, definition.type)),
                definition,
                _variable_parser(schema, definition),
            )
            for definition in operation.variable_definitions or ()
        ]

    def coerce(self, given: Mapping[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """Return the coerced variables (absent ones stay absent) and one error object for each that does not fit."""
        values: dict[str, Any] = {}
        errors: list[dict[str, Any]] = []
        for name, exact, definition, parse_given in self._parsers:
            value = given.get(name, ABSENT)
            if value.__class__ is exact:
                values[name] = value
                continue
            try:
                value = parse_given(value)
            except NullNotAllowed as refusal:
                errors.append(_variable_error(definition, messages.null_variable(name, str(refusal))))
            except InvalidValue as reason:
                errors.append(_variable_error(definition, messages.invalid_variable(name, str(reason))))
            else:
                if value is not ABSENT:
                    values[name] = value
        return values, errors


def coerce_arguments(
    definitions: Mapping[str, GraphQLArgument],
    given: Mapping[str, ValueNode],
    variable_values: Mapping[str, Any],
) -> dict[str, Any]:
    """Return a field's arguments, with defaults; an omitted argument is absent.

    Raises `NullNotAllowed` if a variable leaves a non-null argument without a value.
    """
    values: dict[str, Any] = {}
    for name, definition in definitions.items():
        node = given.get(name)
        value = ABSENT if node is None else coerce_literal(definition.type, node, variable_values)
        if value is ABSENT:
            value = default_value(definition)
        if isinstance(definition.type, GraphQLNonNull) and (value is ABSENT or value is None):
            raise NullNotAllowed(str(definition.type))
        if value is not ABSENT:
            values[name] = value
    return values


def compile_arguments(definitions: Mapping[str, GraphQLArgument], given: Mapping[str, ValueNode]) -> CoerceArguments:
    """Return the function that coerces a field's arguments from variables, as `coerce_arguments` does.

    Variables and leaves, which are most arguments, need no look at the syntax tree; lists and objects are made anew.
    """
    if not definitions:
        return _coerce_nothing
    steps = []
    for name, definition in definitions.items():
        node, default = given.get(name), default_value(definition)
        if default.__class__ in _MUTABLE or not (node is None or isinstance(node, _SIMPLE)):
            return partial(coerce_arguments, definitions, given)
        variable = node.name.value if isinstance(node, VariableNode) else None
        value = default if node is None or variable else coerce_literal(definition.type, node, {})
        if value.__class__ in _MUTABLE:  # one item for a list
            return partial(coerce_arguments, definitions, given)
        steps.append((name, variable, value, definition.type if isinstance(definition.type, GraphQLNonNull) else None))

    def coerce(variables: Mapping[str, Any]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name, variable, value, non_null in steps:
            if variable is not None:
                value = variables.get(variable, value)  # noqa: PLW2901 - the default, if it was not supplied
            if non_null is not None and (value is ABSENT or value is None):
                raise NullNotAllowed(str(non_null))
            if value is not ABSENT:
                values[name] = value
        return values

    return coerce


def _coerce_nothing(_: Mapping[str, Any]) -> dict[str, Any]:
    return {}


def coerce_literal(kind: GraphQLInputType, node: ValueNode, variable_values: Mapping[str, Any]) -> Any:
    """Return the value of a validated literal, or `ABSENT` for a variable that was not supplied."""
    if isinstance(node, VariableNode):
        return variable_values.get(node.name.value, ABSENT)
    if isinstance(node, NullValueNode):
        return None
    if isinstance(kind, GraphQLNonNull):
        return coerce_literal(kind.of_type, node, variable_values)
    if isinstance(kind, GraphQLList):
        nodes: Sequence[ValueNode] = node.values if isinstance(node, ListValueNode) else (node,)
        items = [coerce_literal(kind.of_type, item, variable_values) for item in nodes]
        return [None if item is ABSENT else item for item in items]
    if isinstance(kind, GraphQLInputObjectType):
        assert isinstance(node, ObjectValueNode)
        supplied = {item.name.value: item.value for item in node.fields}
        return _coerce_object_literal(kind, supplied, variable_values)
    plain = node.value if isinstance(node, StringValueNode) else value_from_ast_untyped(node, dict(variable_values))
    return input_parser(kind)(plain)


def default_value(definition: GraphQLArgument | GraphQLInputField) -> Any:
    """Return the default of an argument or input field, or `ABSENT`."""
    node = definition.ast_node and definition.ast_node.default_value
    return coerce_literal(definition.type, node, {}) if node else ABSENT


@type_cache
def input_parser(kind: GraphQLInputType) -> Parser:
    """Return the function that parses JSON values of an input type; it raises `InvalidValue` or `NullNotAllowed`."""
    if isinstance(kind, GraphQLNonNull):
        return _non_null_parser(kind)
    if isinstance(kind, GraphQLList):
        return _list_parser(kind)
    if isinstance(kind, GraphQLEnumType):
        return _enum_parser(kind)
    if isinstance(kind, GraphQLInputObjectType):
        return _object_parser(kind)
    scalar = scalars.get_scalar(kind)
    return lambda value: None if value is None else scalar.parse(value)


def _exact_class(kind: Any) -> type | None:
    """Return the class whose values are what a resolver receives for a variable of this type, or None."""
    named = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
    return scalars.get_scalar(named).exact if isinstance(named, GraphQLScalarType) else None


def _variable_parser(schema: GraphQLSchema, definition: VariableDefinitionNode) -> Parser:
    """Return the function that parses a variable's value, or `ABSENT` if the client omitted it."""
    kind: Any = type_from_ast(schema, definition.type)
    parse = input_parser(kind)

    def parse_given(given: Any) -> Any:
        if given is not ABSENT:
            return parse(given)
        if definition.default_value is not None:
            return coerce_literal(kind, definition.default_value, {})
        if isinstance(kind, GraphQLNonNull):
            raise NullNotAllowed(str(kind))
        return ABSENT

    return parse_given


def _variable_error(definition: VariableDefinitionNode, message: str) -> dict[str, Any]:
    return {"path": None, "locations": [source_location(definition)], "message": message}


def source_location(node: Any) -> dict[str, Any]:
    """Return a node's location in AppSync's form."""
    start = node.loc.start_token
    return {"line": start.line, "column": start.column, "sourceName": None}


def _non_null_parser(kind: GraphQLNonNull[Any]) -> Parser:
    inner = input_parser(kind.of_type)

    def parse(value: Any) -> Any:
        if value is None:
            raise NullNotAllowed(str(kind))
        return inner(value)

    return parse


def _list_parser(kind: GraphQLList[Any]) -> Parser:
    inner = input_parser(kind.of_type)

    def parse(value: Any) -> Any:
        if value is None:
            return None
        return [inner(item) for item in value] if isinstance(value, list) else [inner(value)]

    return parse


def _enum_parser(kind: GraphQLEnumType) -> Parser:
    def parse(value: Any) -> Any:
        if value is not None and (not isinstance(value, str) or value not in kind.values):
            raise InvalidValue(messages.unknown_enum_name(kind.name, value))
        return value

    return parse


def _object_parser(kind: GraphQLInputObjectType) -> Parser:
    def parse(value: Any) -> Any:
        if value is None:
            return None
        if not isinstance(value, dict):
            raise InvalidValue(messages.not_a_map(value))
        for name in value:
            if name not in kind.fields:
                raise InvalidValue(messages.surplus_variable_field(name, kind.name))
        return _parse_fields(kind, value)

    return parse


def _parse_fields(kind: GraphQLInputObjectType, value: dict[str, Any]) -> dict[str, Any]:
    parsed: dict[str, Any] = {}
    for name, field in kind.fields.items():
        if name in value:
            parsed[name] = input_parser(field.type)(value[name])
        elif (fallback := default_value(field)) is not ABSENT:
            parsed[name] = fallback
        elif isinstance(field.type, GraphQLNonNull):
            raise NullNotAllowed(str(field.type))
    return parsed


def _coerce_object_literal(
    kind: GraphQLInputObjectType, supplied: Mapping[str, ValueNode], variable_values: Mapping[str, Any]
) -> dict[str, Any]:
    parsed: dict[str, Any] = {}
    for name, field in kind.fields.items():
        value = coerce_literal(field.type, supplied[name], variable_values) if name in supplied else ABSENT
        if value is ABSENT:
            value = default_value(field)
        if isinstance(field.type, GraphQLNonNull) and (value is ABSENT or value is None):
            raise NullNotAllowed(str(field.type))
        if value is not ABSENT:
            parsed[name] = value
    return parsed
