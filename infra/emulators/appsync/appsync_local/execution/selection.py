"""Selections compiled for execution: the fields chosen of a concrete type, and the places where their values go."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from graphql import FieldNode, GraphQLField, get_named_type

from appsync_local.execution.coercion import CoerceArguments, compile_arguments, source_location

Place = tuple[Any, Any, Any, bool, int]  # (parent Place | None, key, holder, nullable, order)


class ExecutionContext(Protocol):
    """What CompleteValue reports to the execution."""

    object_selections: dict[int, "Selection"] | None
    deferred: defaultdict["Field", list[tuple[Any, Place]]]  # the parents of fields with resolvers

    def report_error(self, place: Place, field: "Field", message: str) -> None: ...
    def refuse_field(self, place: Place, field: "Field") -> None: ...


Complete = Callable[[ExecutionContext, Any, Place], Any]
CompleteObject = Callable[[ExecutionContext, Any, Place | None], Any]
InterpretObject = Callable[[ExecutionContext, "Selection", Any, Place | None], Any]
USES_UNTIL_COMPILED = 100


@dataclass(eq=False, slots=True)
class Field:
    """A field of a selection: one response key of one concrete parent type."""

    key: str
    name: str
    parent: str
    index: int
    definition: GraphQLField
    nodes: tuple[FieldNode, ...]
    nullable: bool
    expected: type  # values of exactly this class are complete as they are
    complete: Complete
    depth: int
    has_resolver: bool = False
    refusal: str | None = None  # the errorType of a field that is refused
    select: Callable[[str], "Selection"] | None = None
    possible: frozenset[str] = frozenset()  # the object types of an abstract type
    coerce: CoerceArguments | None = None  # compiled when first needed
    compiled: Complete | None = None  # the generated code of the objects that it is or lists
    memo: dict[str, Any] = field(default_factory=dict)  # derived on demand

    @property
    def type_name(self) -> str:
        return str(get_named_type(self.definition.type).name)

    @property
    def locations(self) -> list[dict[str, Any]]:
        return [source_location(self.nodes[0])]

    def coerce_arguments(self, variables: Mapping[str, Any]) -> dict[str, Any]:
        """Return this field's arguments for one request's variables."""
        if self.coerce is None:
            given = {node.name.value: node.value for node in self.nodes[0].arguments or ()}
            self.coerce = compile_arguments(self.definition.args, given)
        return self.coerce(variables)


@dataclass(eq=False, slots=True)
class Selection:
    """The fields chosen of one concrete type: `source_fields` are read from the parent value."""

    type_name: str
    template: dict[str, Any]  # every key in order; `__typename` has its value
    source_fields: list[Any] = field(default_factory=list)
    resolver_fields: list[Field] = field(default_factory=list)
    refused_fields: list[Field] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)  # all fields in order
    uses_left: int = USES_UNTIL_COMPILED
    coerce: CoerceArguments | None = None  # compiled when first needed
    compiled: CompleteObject | None = None  # generated code, once it has been used so often
