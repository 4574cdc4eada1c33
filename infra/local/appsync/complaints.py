"""Validation errors in graphql-java's words: the kind, the sentence and the path of field names."""

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

from infra.local.appsync import wording
from infra.local.appsync.coercion import location

_JAVA_NODES = {
    StringValueNode: "StringValue",
    IntValueNode: "IntValue",
    FloatValueNode: "FloatValue",
    BooleanValueNode: "BooleanValue",
}


def worded(schema: GraphQLSchema, document: DocumentNode, problems: Iterable[GraphQLError]) -> list[dict[str, Any]]:
    """Return graphql-core's validation errors as AppSync's error objects."""
    places = _Places(schema, document)
    return [_worded(problem, places) for problem in problems]


def java_value(node: ValueNode) -> str:
    """Return a literal as graphql-java's `toString` prints its node."""
    if isinstance(node, ListValueNode):
        return "ArrayValue{values=[" + ", ".join(java_value(item) for item in node.values) + "]}"
    if isinstance(node, ObjectValueNode):
        fields = (f"ObjectField{{name='{item.name.value}', value={java_value(item.value)}}}" for item in node.fields)
        return "ObjectValue{objectFields=[" + ", ".join(fields) + "]}"
    if isinstance(node, (EnumValueNode, VariableNode)):
        name = node.value if isinstance(node, EnumValueNode) else node.name.value
        return f"{'EnumValue' if isinstance(node, EnumValueNode) else 'VariableReference'}{{name='{name}'}}"
    if isinstance(node, NullValueNode):
        return "NullValue{}"
    value = getattr(node, "value", "")
    text = f"'{value}'" if isinstance(node, StringValueNode) else wording.java_text(value)
    return f"{_JAVA_NODES[type(node)]}{{value={text}}}"


def _worded(problem: GraphQLError, places: "_Places") -> dict[str, Any]:
    nodes = problem.nodes or []
    node = nodes[-1 if "used in position" in problem.message else 0] if nodes else None
    path, argument = places.of(node)
    sentence = None
    if isinstance(argument, VariableDefinitionNode):
        assert argument.default_value is not None
        sentence = wording.bad_default(java_value(argument.default_value), print_ast(argument.type))
    elif argument is not None:
        sentence = _wrong_value(*argument)
    kind, text = sentence or wording.translated(problem.message)
    where = [location(node)] if node is not None and node.loc else []
    return {"path": None, "locations": where, "message": wording.validation(kind, text, path)}


def _wrong_value(node: ArgumentNode, kind: GraphQLInputType) -> tuple[str, str] | None:
    """Return what is wrong with an argument's literal, in graphql-java's words."""
    return _mismatch(node.name.value, node.value, node.value, kind)


def _mismatch(name: str, whole: ValueNode, node: ValueNode, kind: Any) -> tuple[str, str] | None:
    if isinstance(node, VariableNode):
        return None
    printed = java_value(whole)
    bare = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
    if isinstance(node, NullValueNode):
        refused = isinstance(kind, GraphQLNonNull)
        return ("WrongType", f"argument '{name}' with value '{printed}' must not be null") if refused else None
    if isinstance(bare, GraphQLList):
        items = node.values if isinstance(node, ListValueNode) else (node,)
        return next((f for item in items if (f := _mismatch(name, whole, item, bare.of_type))), None)
    if isinstance(bare, GraphQLInputObjectType):
        return _object_mismatch(name, whole, node, bare)
    if isinstance(bare, GraphQLEnumType):
        fits = isinstance(node, EnumValueNode) and node.value in bare.values
    else:
        fits = _takes(bare, node)
    return None if fits else wording.wrong_argument(name, printed, bare.name)


def _object_mismatch(
    name: str, whole: ValueNode, node: ValueNode, kind: GraphQLInputObjectType
) -> tuple[str, str] | None:
    printed = java_value(whole)
    if not isinstance(node, ObjectValueNode):
        return wording.wrong_argument(name, printed, kind.name)
    supplied = {item.name.value: item.value for item in node.fields}
    required = [n for n, f in kind.fields.items() if isinstance(f.type, GraphQLNonNull) and not _defaulted(f)]
    missing = [n for n in required if n not in supplied]
    if missing:
        return wording.missing_fields(name, printed, ", ".join(missing))
    for field, value in supplied.items():
        if field not in kind.fields:
            return wording.surplus_field(name, printed, kind.name, field)
        if found := _mismatch(name, whole, value, kind.fields[field].type):
            return found
    return None


def _defaulted(field: Any) -> bool:
    return bool(field.ast_node and field.ast_node.default_value)


def _takes(scalar: Any, node: ValueNode) -> bool:
    try:
        coerce = scalar.coerce_input_literal or scalar.parse_literal
        coerce(node)
    except (GraphQLError, TypeError, ValueError):
        return False
    return True


_Holder = tuple[ArgumentNode, GraphQLInputType] | VariableDefinitionNode | None  # what a literal belongs to


class _Places(Visitor):
    """Where each node of a document stands: its path of field names, and the argument it belongs to."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode) -> None:
        super().__init__()
        self._types = TypeInfo(schema)
        self._path: list[str] = []
        self._argument: _Holder = None
        self._found: dict[int, tuple[str, Any]] = {}
        visit(document, TypeInfoVisitor(self._types, self))

    def of(self, node: Node | None) -> tuple[str, "_Holder"]:
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
