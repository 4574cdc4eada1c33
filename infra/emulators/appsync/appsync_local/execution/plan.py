"""An operation compiled for execution (CollectFields): each field's name, source and completion.

A plan is compiled once for an operation, the outcome of its `@skip` and `@include`, and the set of fields that the
caller may not see; executing it needs no syntax tree.
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
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    get_named_type,
    is_abstract_type,
    is_composite_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
)

from appsync_local.execution.coercion import coerce_literal
from appsync_local.execution.complete_value import NoClass, build_completer, exact_class
from appsync_local.execution.selection import USES_UNTIL_COMPILED, ExecutionContext, Field, Selection

Coordinate = tuple[str, str]
INTROSPECTION = ("__schema", "__type")


@dataclass(eq=False, slots=True)
class Plan:
    """One operation, ready to execute."""

    schema: GraphQLSchema
    operation: OperationDefinitionNode
    fragments: Mapping[str, FragmentDefinitionNode]
    resolvers: Mapping[Coordinate, Any]
    denied: frozenset[Coordinate] = frozenset()
    depth_limit: int = 0
    conditions: Mapping[str, Any] = field(default_factory=dict)  # the variables of @skip and @include
    uses_until_compiled: int = USES_UNTIL_COMPILED  # of each selection
    root: Selection = field(init=False)
    has_introspection: bool = field(init=False)  # selects __schema or __type
    is_mutation: bool = field(init=False)
    title: str = field(init=False)  # for the log
    projections: dict[bool, "Plan"] = field(default_factory=dict)  # without resolvers, for the events of a subscription

    def __post_init__(self) -> None:
        root = self.schema.get_root_type(self.operation.operation)
        assert root is not None
        self.root = self.compile_selection(root, [self.operation.selection_set], 1)
        self.is_mutation = self.operation.operation is OperationType.MUTATION
        self.has_introspection = any(found.name in INTROSPECTION for found in self.root.fields)
        name = f" {self.operation.name.value}" if self.operation.name else ""
        fields = ", ".join(found.key for found in self.root.fields)
        self.title = f"{self.operation.operation.value}{name} {{{fields}}}"

    def compile_selection(self, kind: GraphQLObjectType, sets: Iterable[SelectionSetNode], depth: int) -> Selection:
        """Compile the merged selection sets for one concrete type."""
        selection = Selection(kind.name, {}, uses_left=self.uses_until_compiled)
        for index, (key, nodes) in enumerate(self.collect_fields(kind, sets).items()):
            name = nodes[0].name.value
            selection.template[key] = kind.name if name == "__typename" else None
            if name != "__typename":
                self._add_field(selection, self._compile_field(kind, key, index, tuple(nodes), depth))
        return selection

    def collect_fields(self, kind: Any, sets: Iterable[SelectionSetNode]) -> dict[str, list[FieldNode]]:
        """Return the field nodes of merged selection sets by response key, for an object or abstract type."""
        found: dict[str, list[FieldNode]] = {}
        visited: set[str] = set()
        for chosen in sets:
            self._collect_selection_set(kind, chosen, found, visited)
        return found

    def _add_field(self, selection: Selection, compiled: Field) -> None:
        selection.fields.append(compiled)
        if compiled.refusal:
            selection.refused_fields.append(compiled)
        elif compiled.has_resolver:
            selection.resolver_fields.append(compiled)
        else:
            selection.source_fields.append((compiled.key, compiled.name, compiled.expected, compiled))

    def _compile_field(
        self, kind: GraphQLObjectType, key: str, index: int, nodes: tuple[FieldNode, ...], depth: int
    ) -> Field:
        name = nodes[0].name.value
        definition = self.schema.get_field(kind, name)
        assert definition is not None
        return_type = definition.type
        nullable = not is_non_null_type(return_type)
        bare: Any = return_type if nullable else return_type.of_type  # type: ignore[union-attr]
        compiled = Field(
            key=key, name=name, parent=kind.name, index=index, definition=definition, nodes=nodes, nullable=nullable,
            expected=NoClass, complete=_return_value, depth=depth,
            has_resolver=(kind.name, name) in self.resolvers or name in INTROSPECTION,
        )  # fmt: skip
        compiled.refusal = self._find_refusal(compiled)
        if name in INTROSPECTION or compiled.refusal:
            return compiled
        if not is_leaf_type(bare):
            compiled.select = self._build_selector(bare, nodes, depth)
            compiled.possible = self._possible_types(bare)
        compiled.expected, compiled.complete = exact_class(bare), build_completer(bare, compiled)
        return compiled

    def _find_refusal(self, compiled: Field) -> str | None:
        if (compiled.parent, compiled.name) in self.denied:
            return "Unauthorized"
        return "QueryDepthLimitReached" if self.depth_limit and compiled.depth > self.depth_limit else None

    def _possible_types(self, kind: Any) -> frozenset[str]:
        named: Any = get_named_type(kind)
        if not is_abstract_type(named):
            return frozenset()
        return frozenset(found.name for found in self.schema.get_possible_types(named))

    def _build_selector(self, kind: Any, nodes: tuple[FieldNode, ...], depth: int) -> Callable[[str], Selection]:
        """Return the function that finds the selection of a concrete type, compiled when first needed."""
        sets = [node.selection_set for node in nodes if node.selection_set]
        named = get_named_type(kind)
        if is_list_type(kind) and not is_composite_type(named):
            return lambda _: Selection("", {})
        known: dict[str, Selection] = {}

        def select(type_name: str) -> Selection:
            found = known.get(type_name)
            if found is None:
                concrete: Any = self.schema.type_map[type_name]
                found = known[type_name] = self.compile_selection(concrete, sets, depth + 1)
            return found

        return select

    def _collect_selection_set(
        self,
        kind: Any,
        chosen: SelectionSetNode,
        into: dict[str, list[FieldNode]],
        visited: set[str],
    ) -> None:
        """Collect the fields that apply to a concrete type, by fragments and directives."""
        for node in chosen.selections:
            if not self._is_included(node):
                continue
            if isinstance(node, FieldNode):
                key = node.alias.value if node.alias else node.name.value
                into.setdefault(key, []).append(node)
            elif isinstance(node, InlineFragmentNode):
                if self._type_condition_applies(kind, node.type_condition):
                    self._collect_selection_set(kind, node.selection_set, into, visited)
            elif isinstance(node, FragmentSpreadNode) and node.name.value not in visited:
                visited.add(node.name.value)
                fragment = self.fragments.get(node.name.value)
                if fragment and self._type_condition_applies(kind, fragment.type_condition):
                    self._collect_selection_set(kind, fragment.selection_set, into, visited)

    def _type_condition_applies(self, kind: Any, condition: Any) -> bool:
        if condition is None or condition.name.value == kind.name:
            return True
        target = self.schema.type_map.get(condition.name.value)
        return is_abstract_type(target) and self.schema.is_sub_type(target, kind)

    def _is_included(self, node: Any) -> bool:
        for directive in node.directives or ():
            if directive.name.value in ("skip", "include"):
                condition = coerce_literal(GraphQLBoolean, directive.arguments[0].value, self.conditions)
                if (condition is True) == (directive.name.value == "skip"):
                    return False
        return True


def _return_value(_: ExecutionContext, value: Any, __: Any) -> Any:
    return value


def find_fragments(document: DocumentNode) -> dict[str, FragmentDefinitionNode]:
    return {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
