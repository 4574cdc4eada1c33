"""Documents that clients send: parsed and validated once, remembered per API."""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any, Literal

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    parse,
    specified_rules,
    validate,
)
from graphql.validation import (
    ASTValidationRule,
    NoSchemaIntrospectionCustomRule,
)

from infra.local.appsync import complaints, wording
from infra.local.appsync.coercion import Variables

REMEMBERED = 1000
# Rules that are younger than AppSync's engine. Several root fields of a subscription are refused when it starts.
UNKNOWN_RULES = frozenset(
    {"SingleFieldSubscriptionsRule", "DeferStreamDirectiveOnRootField", "DeferStreamDirectiveOnValidOperationsRule",
     "DeferStreamDirectiveLabel", "StreamDirectiveOnListField", "MaxIntrospectionDepthRule"}
)  # fmt: skip
_LONGEST = 15_000
_CLOSED = "GraphQL introspection has been disabled"  # how graphql-core begins


class Unparseable(ValueError):  # noqa: N818
    """Text that is no GraphQL document."""


class MissingOperation(ValueError):  # noqa: N818
    """Several operations, or none of the name asked for."""


@dataclass(eq=False, slots=True)
class Document:
    """A parsed document; `errors` are its validation errors as AppSync words them, `plans` what was compiled of it."""

    schema: GraphQLSchema
    node: DocumentNode
    operations: dict[str | None, OperationDefinitionNode]
    errors: list[dict[str, Any]]
    plans: dict[Any, Any] = field(default_factory=dict)
    _variables: dict[int, Variables] = field(default_factory=dict)

    def operation(self, name: str | None) -> OperationDefinitionNode:
        """Return the operation to run, or raise `MissingOperation`."""
        if name:
            found = self.operations.get(name)
        else:
            found = next(iter(self.operations.values())) if len(self.operations) == 1 else None
        if found is None:
            raise MissingOperation(name or "")
        return found

    def variables(self, operation: OperationDefinitionNode) -> Variables:
        """Return what takes the variables of one of the operations."""
        found = self._variables.get(id(operation))
        if found is None:
            found = self._variables[id(operation)] = Variables(self.schema, operation)
        return found


class Documents:
    """The documents of one deployed API, least recently used forgotten first."""

    def __init__(
        self, schema: GraphQLSchema, *, introspection: bool = True, closed: Literal["field", "sentence"] = "field"
    ) -> None:
        self._schema = schema
        self._closed = closed
        self._rules = [rule for rule in specified_rules if rule.__name__ not in UNKNOWN_RULES]
        if not introspection:
            self._rules.append(NoSchemaIntrospectionCustomRule)
        self._known: OrderedDict[str, Document] = OrderedDict()

    def get(self, text: str) -> Document:
        """Return the document of a text, or raise `Unparseable`."""
        known = self._known.get(text)
        if known is not None:
            self._known.move_to_end(text)
            return known
        document = self._read(text, self._rules)
        if len(text) <= _LONGEST:
            self._known[text] = document
            if len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return document

    def _read(self, text: str, rules: list[type[ASTValidationRule]]) -> Document:
        try:
            node = parse(text)
        except (GraphQLError, RecursionError) as error:
            raise Unparseable(str(error)) from error
        operations: dict[str | None, OperationDefinitionNode] = {
            d.name.value if d.name else None: d for d in node.definitions if isinstance(d, OperationDefinitionNode)
        }
        problems = validate(self._schema, node, rules)
        errors = complaints.worded(self._schema, node, problems) if problems else []
        if self._closed == "sentence":
            for problem, worded in zip(problems, errors, strict=True):
                if problem.message.startswith(_CLOSED):
                    worded["message"] = wording.INTROSPECTION_DISABLED
        return Document(self._schema, node, operations, errors)
