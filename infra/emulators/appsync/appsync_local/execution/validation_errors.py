"""Validation errors in graphql-java's words: type, message and path of field names."""

from collections.abc import Iterable
from typing import Any

from graphql import (
    ArgumentNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLEnumType,
    GraphQLError,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSchema,
    Node,
    TypeInfo,
    TypeInfoVisitor,
    VariableDefinitionNode,
    Visitor,
    print_ast,
    visit,
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
    VariableNode,
)

from appsync_local import messages
from appsync_local.execution.coercion import source_location

_JAVA_NODES = {
    StringValueNode: "StringValue",
    IntValueNode: "IntValue",
    FloatValueNode: "FloatValue",
    BooleanValueNode: "BooleanValue",
}


def format_errors(
    schema: GraphQLSchema, document: DocumentNode, problems: Iterable[GraphQLError]
) -> list[dict[str, Any]]:
    """Return graphql-core's validation errors as AppSync's error objects."""
    places = _Places(schema, document)
    return [_format_error(problem, places) for problem in problems]


def print_java_value(node: ValueNode) -> str:
    """Return a literal as graphql-java's `toString` prints its node."""
    if isinstance(node, ListValueNode):
        return "ArrayValue{values=[" + ", ".join(print_java_value(item) for item in node.values) + "]}"
    if isinstance(node, ObjectValueNode):
        fields = (
            f"ObjectField{{name='{item.name.value}', value={print_java_value(item.value)}}}" for item in node.fields
        )
        return "ObjectValue{objectFields=[" + ", ".join(fields) + "]}"
    if isinstance(node, (EnumValueNode, VariableNode)):
        name = node.value if isinstance(node, EnumValueNode) else node.name.value
        return f"{'EnumValue' if isinstance(node, EnumValueNode) else 'VariableReference'}{{name='{name}'}}"
    if isinstance(node, NullValueNode):
        return "NullValue{}"
    value = getattr(node, "value", "")
    text = f"'{value}'" if isinstance(node, StringValueNode) else messages.java_text(value)
    return f"{_JAVA_NODES[type(node)]}{{value={text}}}"


def _format_error(problem: GraphQLError, places: "_Places") -> dict[str, Any]:
    nodes = problem.nodes or []
    node = nodes[-1 if "used in position" in problem.message else 0] if nodes else None
    path, argument = places.find(node)
    sentence = None
    if isinstance(argument, VariableDefinitionNode):
        assert argument.default_value is not None
        sentence = messages.bad_default(print_java_value(argument.default_value), print_ast(argument.type))
    elif argument is not None:
        sentence = _describe_wrong_value(*argument)
    kind, text = sentence or messages.translate(problem.message)
    where = [source_location(node)] if node is not None and node.loc else []
    return {"path": None, "locations": where, "message": messages.validation_error(kind, text, path)}


def _describe_wrong_value(node: ArgumentNode, kind: GraphQLInputType) -> tuple[str, str] | None:
    """Return the error of an argument's literal, in graphql-java's words."""
    return _find_mismatch(node.name.value, node.value, node.value, kind)


def _find_mismatch(name: str, whole: ValueNode, node: ValueNode, kind: Any) -> tuple[str, str] | None:
    if isinstance(node, VariableNode):
        return None
    printed = print_java_value(whole)
    bare = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
    if isinstance(node, NullValueNode):
        refused = isinstance(kind, GraphQLNonNull)
        return ("WrongType", f"argument '{name}' with value '{printed}' must not be null") if refused else None
    if isinstance(bare, GraphQLList):
        items = node.values if isinstance(node, ListValueNode) else (node,)
        return next((f for item in items if (f := _find_mismatch(name, whole, item, bare.of_type))), None)
    if isinstance(bare, GraphQLInputObjectType):
        return _find_object_mismatch(name, whole, node, bare)
    if isinstance(bare, GraphQLEnumType):
        fits = isinstance(node, EnumValueNode) and node.value in bare.values
    else:
        fits = _accepts_literal(bare, node)
    return None if fits else messages.wrong_argument(name, printed, bare.name)


def _find_object_mismatch(
    name: str, whole: ValueNode, node: ValueNode, kind: GraphQLInputObjectType
) -> tuple[str, str] | None:
    printed = print_java_value(whole)
    if not isinstance(node, ObjectValueNode):
        return messages.wrong_argument(name, printed, kind.name)
    supplied = {item.name.value: item.value for item in node.fields}
    required = [n for n, f in kind.fields.items() if isinstance(f.type, GraphQLNonNull) and not _has_default(f)]
    missing = [n for n in required if n not in supplied]
    if missing:
        return messages.missing_fields(name, printed, ", ".join(missing))
    for field, value in supplied.items():
        if field not in kind.fields:
            return messages.surplus_field(name, printed, kind.name, field)
        if found := _find_mismatch(name, whole, value, kind.fields[field].type):
            return found
    return None


def _has_default(field: Any) -> bool:
    return bool(field.ast_node and field.ast_node.default_value)


def _accepts_literal(scalar: Any, node: ValueNode) -> bool:
    try:
        coerce = scalar.coerce_input_literal or scalar.parse_literal
        coerce(node)
    except (GraphQLError, TypeError, ValueError):
        return False
    return True


_Holder = (
    tuple[ArgumentNode, GraphQLInputType] | VariableDefinitionNode | None
)  # the argument or variable definition of a literal


class _Places(Visitor):
    """The path of field names of each node of a document, and the argument that it belongs to."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode) -> None:
        super().__init__()
        self._types = TypeInfo(schema)
        self._path: list[str] = []
        self._argument: _Holder = None
        self._found: dict[int, tuple[str, Any]] = {}
        visit(document, TypeInfoVisitor(self._types, self))

    def find(self, node: Node | None) -> tuple[str, "_Holder"]:
        found: tuple[str, Any] = self._found.get(id(node), ("", None))
        return found

    def enter(self, node: Node, *_: Any) -> None:
        if isinstance(node, (FieldNode, FragmentDefinitionNode)):
            self._path.append(node.name.value)
        if isinstance(node, ArgumentNode):
            kind = self._types.get_input_type()
            self._argument = (node, kind) if kind is not None else None
        if isinstance(node, VariableDefinitionNode) and node.default_value is not None:
            self._argument = node
        inside = self._argument if isinstance(node, ValueNode) or hasattr(node, "value") else None
        self._found[id(node)] = (
            "/".join(self._path),
            None if isinstance(node, (ArgumentNode, VariableDefinitionNode)) else inside,
        )

    def leave(self, node: Node, *_: Any) -> None:
        if isinstance(node, (FieldNode, FragmentDefinitionNode)):
            self._path.pop()
        if isinstance(node, (ArgumentNode, VariableDefinitionNode)):
            self._argument = None
