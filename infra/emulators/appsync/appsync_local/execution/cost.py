"""What a document costs, judged before it is planned: its characters, its tokens, and the fields of its plan."""

from collections.abc import Iterable
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSchema,
    OperationDefinitionNode,
    SelectionSetNode,
    get_named_type,
    is_abstract_type,
)

MAX_CHARACTERS = 1_000_000
MAX_TOKENS = 15_000
MAX_FIELDS = 10_000
MAX_COMPARISONS = 100_000  # of fields that are merged because they have the same name


class DocumentTooLarge(ValueError):  # noqa: N818
    """A document over a limit; the text names the limit."""


def count_fields(schema: GraphQLSchema, document: DocumentNode) -> int:
    """Return how many fields all operations select, with fragments spread and once for each possible type.

    The document must be valid: its fragments end, and nest as deeply as graphql-core allows.
    """
    counter = _Counter(schema, document)
    operations = [each for each in document.definitions if isinstance(each, OperationDefinitionNode)]
    return sum(counter.count(schema.get_root_type(each.operation), each.selection_set) for each in operations)


class _Counter:
    """Counts each pair of selection set and type once, so that counting stays linear where its result does not."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode) -> None:
        self._schema = schema
        self._fragments = {each.name.value: each for each in document.definitions
                           if isinstance(each, FragmentDefinitionNode)}  # fmt: skip
        self._known: dict[tuple[int, str], int] = {}

    def count(self, kind: Any, chosen: SelectionSetNode) -> int:
        """Return how many fields a selection set has on a concrete type and below."""
        key = (id(chosen), kind.name)
        if key not in self._known:
            self._known[key] = sum(self._count_selection(kind, node) for node in chosen.selections)
        return self._known[key]

    def _count_selection(self, kind: Any, node: Any) -> int:
        if isinstance(node, FieldNode):
            return 1 + self._count_below(kind, node)
        if isinstance(node, FragmentSpreadNode):
            node = self._fragments[node.name.value]
        condition = node.type_condition.name.value if node.type_condition else kind.name
        target = self._schema.type_map[condition]
        applies = target is kind or (is_abstract_type(target) and self._schema.is_sub_type(target, kind))
        return 1 + (self.count(kind, node.selection_set) if applies else 0)

    def _count_below(self, kind: Any, node: FieldNode) -> int:
        definition = self._schema.get_field(kind, node.name.value)
        if node.selection_set is None or definition is None:
            return 0
        named: Any = get_named_type(definition.type)
        possible: Iterable[Any] = self._schema.get_possible_types(named) if is_abstract_type(named) else (named,)
        return sum(self.count(each, node.selection_set) for each in possible)
