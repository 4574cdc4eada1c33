"""A selection compiled for one operation: what each field is called, where its value comes from, how it is completed.

A plan is made once for a document, an operation, the outcome of its `@skip` and `@include`, and the set of fields
that the caller may not see; running it needs no syntax tree.
Rules: GraphQL specification, "Execution" (collecting fields, merging selections, completing values).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLBoolean,
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    get_named_type,
    is_abstract_type,
    is_composite_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
)

from infra.local.appsync.coercion import arguments, literal, location
from infra.local.appsync.completion import NEVER, Complete, Running, completer, exact

Coordinate = tuple[str, str]
INTROSPECTION = ("__schema", "__type")


@dataclass(eq=False, slots=True)
class Field:
    """One response key of one concrete parent type."""

    key: str
    name: str
    parent: str
    index: int
    definition: GraphQLField
    nodes: tuple[FieldNode, ...]
    nullable: bool
    expected: type  # values of exactly this class need no further work
    complete: Complete
    depth: int
    resolved: bool = False  # a resolver is attached
    refusal: str | None = None  # the errorType of a field that gives only an error
    select: Callable[[str], "Selection"] | None = None
    possible: frozenset[str] = frozenset()  # the object types that an abstract type may be
    facts: dict[str, Any] = field(default_factory=dict)  # what is derived on demand and kept

    @property
    def type_name(self) -> str:
        return str(get_named_type(self.definition.type).name)

    @property
    def locations(self) -> list[dict[str, Any]]:
        return [location(self.nodes[0])]

    def arguments(self, variables: Mapping[str, Any]) -> dict[str, Any]:
        """Return this field's arguments for one request's variables."""
        given = {node.name.value: node.value for node in self.nodes[0].arguments or ()}
        return arguments(self.definition.args, given, variables)


@dataclass(eq=False, slots=True)
class Selection:
    """The fields chosen of one concrete type: `steps` are read off the parent, `resolved` have resolvers."""

    type_name: str
    template: dict[str, Any]  # every key in order, with the constants filled in
    steps: list[Any] = field(default_factory=list)
    resolved: list[Field] = field(default_factory=list)
    refused: list[Field] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)  # all of them in order


@dataclass(eq=False, slots=True)
class Plan:
    """One operation, ready to run."""

    schema: GraphQLSchema
    operation: OperationDefinitionNode
    fragments: Mapping[str, FragmentDefinitionNode]
    resolvers: Mapping[Coordinate, Any]
    denied: frozenset[Coordinate] = frozenset()
    depth_limit: int = 0
    conditions: Mapping[str, Any] = field(default_factory=dict)  # variables that @skip and @include read
    root: Selection = field(init=False)
    introspects: bool = field(init=False)  # asks for the schema itself
    projections: dict[bool, "Plan"] = field(default_factory=dict)  # without resolvers, for the events of a subscription

    def __post_init__(self) -> None:
        root = self.schema.get_root_type(self.operation.operation)
        assert root is not None
        self.root = self.selection(root, [self.operation.selection_set], 1)
        self.introspects = any(found.name in INTROSPECTION for found in self.root.fields)

    def selection(self, kind: GraphQLObjectType, sets: Iterable[SelectionSetNode], depth: int) -> Selection:
        """Compile the merged selection sets for one concrete type."""
        selection = Selection(kind.name, {})
        for index, (key, nodes) in enumerate(self.collected(kind, sets).items()):
            name = nodes[0].name.value
            selection.template[key] = kind.name if name == "__typename" else None
            if name != "__typename":
                self._add(selection, self._field(kind, key, index, tuple(nodes), depth))
        return selection

    def collected(self, kind: Any, sets: Iterable[SelectionSetNode]) -> dict[str, list[FieldNode]]:
        """Return the field nodes of merged selection sets by response key, for an object or abstract type."""
        found: dict[str, list[FieldNode]] = {}
        visited: set[str] = set()
        for chosen in sets:
            self._collect(kind, chosen, found, visited)
        return found

    def _add(self, selection: Selection, made: Field) -> None:
        selection.fields.append(made)
        if made.refusal:
            selection.refused.append(made)
        elif made.resolved:
            selection.resolved.append(made)
        else:
            selection.steps.append((made.key, made.name, made.expected, made))

    def _field(self, kind: GraphQLObjectType, key: str, index: int, nodes: tuple[FieldNode, ...], depth: int) -> Field:
        name = nodes[0].name.value
        definition = self.schema.get_field(kind, name)
        assert definition is not None
        return_type = definition.type
        nullable = not is_non_null_type(return_type)
        bare: Any = return_type if nullable else return_type.of_type  # type: ignore[union-attr]
        made = Field(
            key=key, name=name, parent=kind.name, index=index, definition=definition, nodes=nodes, nullable=nullable,
            expected=NEVER, complete=_as_it_is, depth=depth,
            resolved=(kind.name, name) in self.resolvers or name in INTROSPECTION,
        )  # fmt: skip
        made.refusal = self._refusal(made)
        if name in INTROSPECTION or made.refusal:
            return made
        if not is_leaf_type(bare):
            made.select = self._selector(bare, nodes, depth)
            made.possible = self._possible(bare)
        made.expected, made.complete = exact(bare), completer(bare, made)
        return made

    def _refusal(self, made: Field) -> str | None:
        if (made.parent, made.name) in self.denied:
            return "Unauthorized"
        return "QueryDepthLimitReached" if self.depth_limit and made.depth > self.depth_limit else None

    def _possible(self, kind: Any) -> frozenset[str]:
        named: Any = get_named_type(kind)
        if not is_abstract_type(named):
            return frozenset()
        return frozenset(found.name for found in self.schema.get_possible_types(named))

    def _selector(self, kind: Any, nodes: tuple[FieldNode, ...], depth: int) -> Callable[[str], Selection]:
        """Return what finds the selection of a concrete type by its name, compiled when first met."""
        sets = [node.selection_set for node in nodes if node.selection_set]
        named = get_named_type(kind)
        if is_list_type(kind) and not is_composite_type(named):
            return lambda _: Selection("", {})
        known: dict[str, Selection] = {}

        def select(type_name: str) -> Selection:
            found = known.get(type_name)
            if found is None:
                concrete: Any = self.schema.type_map[type_name]
                found = known[type_name] = self.selection(concrete, sets, depth + 1)
            return found

        return select

    def _collect(
        self,
        kind: Any,
        chosen: SelectionSetNode,
        into: dict[str, list[FieldNode]],
        visited: set[str],
    ) -> None:
        """Collect the fields that apply to a concrete type, fragments expanded, directives obeyed."""
        for node in chosen.selections:
            if not self._included(node):
                continue
            if isinstance(node, FieldNode):
                key = node.alias.value if node.alias else node.name.value
                into.setdefault(key, []).append(node)
            elif isinstance(node, InlineFragmentNode):
                if self._applies(kind, node.type_condition):
                    self._collect(kind, node.selection_set, into, visited)
            elif isinstance(node, FragmentSpreadNode) and node.name.value not in visited:
                visited.add(node.name.value)
                fragment = self.fragments.get(node.name.value)
                if fragment and self._applies(kind, fragment.type_condition):
                    self._collect(kind, fragment.selection_set, into, visited)

    def _applies(self, kind: Any, condition: Any) -> bool:
        if condition is None or condition.name.value == kind.name:
            return True
        target = self.schema.type_map.get(condition.name.value)
        return is_abstract_type(target) and self.schema.is_sub_type(target, kind)

    def _included(self, node: Any) -> bool:
        for directive in node.directives or ():
            if directive.name.value in ("skip", "include"):
                condition = literal(GraphQLBoolean, directive.arguments[0].value, self.conditions)
                if (condition is True) == (directive.name.value == "skip"):
                    return False
        return True


def _as_it_is(_: Running, value: Any, __: Any) -> Any:
    return value


def fragments_of(document: DocumentNode) -> dict[str, FragmentDefinitionNode]:
    return {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
