"""Introspection fields, answered from the schema itself."""

from collections.abc import Awaitable, Mapping
from typing import Any

from graphql import DocumentNode, OperationDefinitionNode, SelectionSetNode, execute_sync

from infra.local.appsync.execution import Outcome, Outcomes, Resolve
from infra.local.appsync.plan import INTROSPECTION, Field, Plan


class Introspection:
    """Resolves `__schema` and `__type`; leaves every other field to the next."""

    def __init__(self, others: Resolve, plan: Plan, variables: Mapping[str, Any]) -> None:
        self._others = others
        self._plan = plan
        self._variables = variables

    def __call__(
        self, field: Field, arguments: Mapping[str, Any], sources: list[Any]
    ) -> "Outcomes | Awaitable[Outcomes]":
        if field.name not in INTROSPECTION:
            return self._others(field, arguments, sources)
        operation = self._plan.operation
        alone = OperationDefinitionNode(
            operation=operation.operation,
            variable_definitions=operation.variable_definitions,
            selection_set=SelectionSetNode(selections=field.nodes),
        )
        document = DocumentNode(definitions=(alone, *self._plan.fragments.values()))
        result = execute_sync(self._plan.schema, document, variable_values=dict(self._variables))
        return [Outcome((result.data or {}).get(field.key))] * len(sources)
