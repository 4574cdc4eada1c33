"""The site's own operations, read from its code and run as AppSync runs them: nested fields once for all parents."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    ListTypeNode,
    NonNullTypeNode,
    OperationDefinitionNode,
    SelectionSetNode,
    TypeNode,
    parse,
)
from graphql.utilities import value_from_ast_untyped

from infra.resolvers import object_fields
from resolvers import rooms
from tests.people import Person

SITE: Final = Path("frontend/src")
WRITTEN: Final = re.compile(r"\bgraphql\(\s*`([^`]+)`")
# shared/graphql/cache.ts composes it of the events' own fragments.
EVENTS_SINCE: Final = """query EventsSince($cursor: ID!) { eventsSince(cursor: $cursor) {
  edges { node { __typename id sequence ...CommentEventFields ...LikesEventFields } } pageInfo { endCursor } } }"""

_WITH_MYSQL: Final = frozenset({"orders", "payments"})

Variables = Mapping[str, Any]
Objects = list[dict[str, Any]]


@cache
def read_definitions() -> list[OperationDefinitionNode | FragmentDefinitionNode]:
    """Return every operation and fragment that the site's code writes; tests' own are left out."""
    paths = [path for path in sorted(SITE.rglob("*.ts*")) if ".test." not in path.name]
    texts = [text for path in paths for text in WRITTEN.findall(path.read_text())]
    found = [each for text in [*texts, EVENTS_SINCE] for each in parse(text).definitions]
    return [each for each in found if isinstance(each, OperationDefinitionNode | FragmentDefinitionNode)]


def operations() -> dict[str, OperationDefinitionNode]:
    """Return the site's operations by name."""
    return {
        each.name.value: each for each in read_definitions() if isinstance(each, OperationDefinitionNode) and each.name
    }


def concerns_orders(operation: OperationDefinitionNode) -> bool:
    """Tell whether orders or payments answer one of its fields: they need MySQL, which the table in memory is not."""
    functions = rooms.registry()
    root = operation.operation.value.capitalize()
    fields = _list_fields(root, operation.selection_set)
    return any(functions[field].product in _WITH_MYSQL for field in fields if field in functions)


def _list_fields(type_name: str, selection: SelectionSetNode | None) -> Iterator[tuple[str, str]]:
    for each in selection.selections if selection else ():
        if isinstance(each, FieldNode):
            yield type_name, each.name.value
            yield from _list_fields(find_type(type_name, each.name.value), each.selection_set)


@dataclass(frozen=True)
class Request:
    """One request of somebody: an operation with its variables."""

    person: Person
    name: str
    variables: Variables

    def send(self) -> dict[str, Any]:
        """Run the operation and return the root fields' answers as their functions gave them. Raises `Refused`."""
        operation = operations()[self.name]
        root = operation.operation.value.capitalize()
        answers: dict[str, Any] = {}
        for key, field in self._collect(root, [operation.selection_set]):
            with self._selecting(field):
                answers[key] = self.person.asks(root, field.name.value, **self._arguments(field))
            if root != "Subscription":
                self._complete(find_type(root, field.name.value), _flatten(answers[key]), [field.selection_set])
        return answers

    def _complete(self, declared: str, values: Objects, selections: Sequence[SelectionSetNode | None]) -> None:
        """Resolve the fields of objects, level by level; an interface's members are told apart by their names."""
        for name in sorted({each.get("__typename", declared) for each in values}):
            objects = [each for each in values if each.get("__typename", declared) == name]
            for _, field in self._collect(name, selections):
                kind = find_type(name, field.name.value)
                found = self._resolve(name, field, objects)
                self._complete(kind, [each for value in found for each in _flatten(value)], [field.selection_set])

    def _resolve(self, type_name: str, field: FieldNode, parents: Objects) -> list[Any]:
        if (type_name, field.name.value) not in rooms.registry():
            return [each.get(field.name.value) for each in parents]
        # What came with the parent is answered by the shared function (infra/appsync/lambda-field.js).
        lacking = [each for each in parents if each.get(field.name.value) is None]
        with self._selecting(field):
            found = (
                self.person.asks_each(type_name, field.name.value, lacking, **self._arguments(field)) if lacking else []
            )
        answers = iter(found)
        return [next(answers) if each.get(field.name.value) is None else each[field.name.value] for each in parents]

    def _collect(
        self, type_name: str, selections: Sequence[SelectionSetNode | None]
    ) -> Iterator[tuple[str, FieldNode]]:
        """Return the fields of a type by response key; one that is selected in several places is asked for once.

        CollectFields and MergeSelectionSets of the GraphQL specification.
        """
        found: dict[str, list[FieldNode]] = {}
        for key, field in self._list_selected(type_name, selections):
            found.setdefault(key, []).append(field)
        for key, fields in found.items():
            yield key, _merge_fields(fields)

    def _list_selected(
        self, type_name: str, selections: Sequence[SelectionSetNode | None]
    ) -> Iterator[tuple[str, FieldNode]]:
        for each in (node for selection in selections if selection for node in selection.selections):
            if not self._is_included(each):
                continue
            if isinstance(each, FieldNode):
                yield (each.alias or each.name).value, each
            elif isinstance(each, FragmentSpreadNode):
                yield from self._of_fragment(type_name, _fragments()[each.name.value])
            elif isinstance(each, InlineFragmentNode):
                yield from self._of_fragment(type_name, each)

    def _of_fragment(
        self, type_name: str, fragment: FragmentDefinitionNode | InlineFragmentNode
    ) -> Iterator[tuple[str, FieldNode]]:
        condition = fragment.type_condition
        if not condition or condition.name.value == type_name:
            yield from self._list_selected(type_name, [fragment.selection_set])

    def _is_included(self, node: Any) -> bool:
        asked = {each.name.value: self._value(each.arguments[0].value) for each in node.directives or ()}
        return bool(asked.get("include", True)) and not asked.get("skip", False)

    def _arguments(self, field: FieldNode) -> dict[str, Any]:
        return {each.name.value: self._value(each.value) for each in field.arguments or ()}

    def _value(self, node: Any) -> Any:
        return value_from_ast_untyped(node, dict(self.variables))

    def _selecting(self, field: FieldNode) -> "_Selecting":
        return _Selecting(self.person, list(self._paths("", field.selection_set)))

    def _paths(self, above: str, selection: SelectionSetNode | None) -> Iterator[str]:
        """Return AppSync's selectionSetList of a field."""
        for each in selection.selections if selection else ():
            if not self._is_included(each):
                continue
            if isinstance(each, FieldNode):
                path = f"{above}{(each.alias or each.name).value}"
                yield path
                yield from self._paths(f"{path}/", each.selection_set)
            elif isinstance(each, FragmentSpreadNode):
                yield from self._paths(above, _fragments()[each.name.value].selection_set)
            elif isinstance(each, InlineFragmentNode):
                yield from self._paths(above, each.selection_set)


def _merge_fields(fields: Sequence[FieldNode]) -> FieldNode:
    """Return one field that selects what all of these select; they have the same name and arguments."""
    first, *others = fields
    if not others or not first.selection_set:
        return first
    selections = tuple(node for each in fields if each.selection_set for node in each.selection_set.selections)
    return FieldNode(
        alias=first.alias,
        name=first.name,
        arguments=first.arguments,
        directives=first.directives,
        selection_set=SelectionSetNode(selections=selections),
    )


@dataclass(frozen=True)
class _Selecting:
    """While it is entered, a person's calls carry this selectionSetList."""

    person: Person
    paths: list[str]

    def __enter__(self) -> None:
        self.person.selecting = self.paths

    def __exit__(self, *_: object) -> None:
        self.person.selecting = []


def _flatten(value: Any) -> Objects:
    """Return the objects in a value: itself, or those of a list; scalars and nulls are none."""
    if isinstance(value, list):
        return [each for inner in value for each in _flatten(inner)]
    return [value] if isinstance(value, dict) else []


@cache
def _fragments() -> dict[str, FragmentDefinitionNode]:
    return {each.name.value: each for each in read_definitions() if isinstance(each, FragmentDefinitionNode)}


@cache
def _types() -> dict[tuple[str, str], str]:
    fields = object_fields(parse(Path("schema.graphql").read_text()))
    return {field: _get_name(node.type) for field, node in fields.items()}


def find_type(type_name: str, field_name: str) -> str:
    """Return the named type of a field; empty if there is no such field."""
    return _types().get((type_name, field_name), "")


def _get_name(node: TypeNode) -> str:
    if isinstance(node, NonNullTypeNode | ListTypeNode):
        return _get_name(node.type)
    return str(node.name.value)  # type: ignore[attr-defined]
