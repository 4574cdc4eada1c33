"""Documents: parsed and validated, and cached for each API within a budget of memory."""

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
from graphql.validation.rules import overlapping_fields_can_be_merged

from appsync_local import messages
from appsync_local.execution import cost, validation_errors
from appsync_local.execution.coercion import Variables
from appsync_local.execution.cost import DocumentTooLarge
from appsync_local.execution.token_chain import drop_tokens

# How much of each API is cached, in characters: a document counts once, and once more for each of its plans. With its
# first plan a character takes 0.23 KB, and 0.28 once each of its selections has code, so that all together take less
# than 15 MB.
BUDGET = 85_000
_MAX_SIGHTINGS = 10_000  # hashes of texts that were seen once
# Rules that are newer than AppSync's engine. Several root fields of a subscription are refused when it starts.
UNKNOWN_RULES = frozenset(
    {"SingleFieldSubscriptionsRule", "DeferStreamDirectiveOnRootField", "DeferStreamDirectiveOnValidOperationsRule",
     "DeferStreamDirectiveLabel", "StreamDirectiveOnListField"}
)  # fmt: skip
_PARSING_ABORTED = "Parsing aborted."  # how graphql-core's message about a limit ends
_INTROSPECTION_DISABLED = "GraphQL introspection has been disabled"  # how graphql-core's message begins


# Its own 500,000 comparisons of fields with the same name take seconds.
overlapping_fields_can_be_merged.MAX_COMPLEXITY_BUDGET = cost.MAX_COMPARISONS


class Unparseable(ValueError):  # noqa: N818
    """Text that is not a GraphQL document."""


class OperationNotFound(ValueError):  # noqa: N818
    """No operation of the requested name, or several operations and no name."""


@dataclass(eq=False, slots=True)
class Document:
    """A parsed document; `errors` are its validation errors in AppSync's words, `plans` its compiled plans."""

    schema: GraphQLSchema
    node: DocumentNode
    operations: dict[str | None, OperationDefinitionNode]
    errors: list[dict[str, Any]]
    length: int
    plans: dict[Any, Any] = field(default_factory=dict)
    plan_count: int = 0  # several keys of `plans` may share one
    only_operation: OperationDefinitionNode | None = None  # if it is the only one
    condition_names: tuple[str, ...] | None = None  # the variables of @skip and @include, once they were looked for
    _variables: dict[int, Variables] = field(default_factory=dict)

    @property
    def weight(self) -> int:
        """What it takes of the cache's budget."""
        return self.length * (1 + self.plan_count)

    def find_operation(self, name: str | None) -> OperationDefinitionNode:
        """Return the operation to run, or raise `OperationNotFound`."""
        found = self.operations.get(name) if name else self.only_operation
        if found is None:
            raise OperationNotFound(name or "")
        return found

    def get_variables(self, operation: OperationDefinitionNode) -> Variables:
        """Return the variables of one of the operations."""
        found = self._variables.get(id(operation))
        if found is None:
            found = self._variables[id(operation)] = Variables(self.schema, operation)
        return found


class DocumentCache:
    """The documents of one deployed API; one is kept from its second sight on, and the least recently used goes first.

    Clients that write literals instead of variables send each document once.
    """

    def __init__(
        self,
        schema: GraphQLSchema,
        *,
        introspection: bool = True,
        disabled_message: Literal["field", "sentence"] = "field",
    ) -> None:
        self._schema = schema
        self._disabled_message = disabled_message
        self._rules = [rule for rule in specified_rules if rule.__name__ not in UNKNOWN_RULES]
        if not introspection:
            self._rules.append(NoSchemaIntrospectionCustomRule)
        self._documents: OrderedDict[str, tuple[Document, int]] = OrderedDict()  # with its weight when it was counted
        self._weight = 0
        self._seen: set[int] = set()

    def get(self, text: str) -> Document:
        """Return the document of a text, or raise `Unparseable` or `DocumentTooLarge`."""
        document, counted = self._documents.get(text, (None, 0))
        if document is None:
            document = self._parse_and_validate(text, self._rules)
            if not self._was_seen(text):
                return document
        if document.weight != counted:
            self._count(text, document, counted)
        else:
            self._documents.move_to_end(text)
        return document

    def _count(self, text: str, document: Document, counted: int) -> None:
        """Count a document's weight, and drop the least recently used where the budget is exceeded."""
        self._documents[text] = (document, document.weight)
        self._documents.move_to_end(text)
        self._weight += document.weight - counted
        while self._weight > BUDGET:
            _, (_, weight) = self._documents.popitem(last=False)
            self._weight -= weight

    def _was_seen(self, text: str) -> bool:
        """Return whether a text was seen before, and remember it."""
        mark = hash(text)
        if mark in self._seen:
            return True
        if len(self._seen) >= _MAX_SIGHTINGS:
            self._seen.clear()
        self._seen.add(mark)
        return False

    def _parse_and_validate(self, text: str, rules: list[type[ASTValidationRule]]) -> Document:
        node = _parse(text)
        operations: dict[str | None, OperationDefinitionNode] = {
            d.name.value if d.name else None: d for d in node.definitions if isinstance(d, OperationDefinitionNode)
        }
        problems = validate(self._schema, node, rules)
        errors = validation_errors.format_errors(self._schema, node, problems) if problems else []
        if self._disabled_message == "sentence":
            for problem, worded in zip(problems, errors, strict=True):
                if problem.message.startswith(_INTROSPECTION_DISABLED):
                    worded["message"] = messages.INTROSPECTION_DISABLED
        if not errors and cost.count_fields(self._schema, node) > cost.MAX_FIELDS:
            raise DocumentTooLarge(messages.TOO_MANY_FIELDS.format(limit=cost.MAX_FIELDS))
        drop_tokens(node)
        only = next(iter(operations.values())) if len(operations) == 1 else None
        return Document(self._schema, node, operations, errors, len(text), only_operation=only)


def _parse(text: str) -> DocumentNode:
    if len(text) > cost.MAX_CHARACTERS:
        raise DocumentTooLarge(messages.TOO_MANY_CHARACTERS.format(limit=cost.MAX_CHARACTERS))
    try:
        return parse(text, max_tokens=cost.MAX_TOKENS)
    except GraphQLError as error:
        if error.message.endswith(_PARSING_ABORTED):
            is_nesting = "nested" in error.message
            text = messages.TOO_DEEPLY_NESTED if is_nesting else messages.TOO_MANY_TOKENS.format(limit=cost.MAX_TOKENS)
            raise DocumentTooLarge(text) from error
        raise Unparseable(str(error)) from error
