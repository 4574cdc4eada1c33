"""Introspection fields."""

from collections.abc import Awaitable, Mapping
from typing import Any

from graphql import DocumentNode, OperationDefinitionNode, SelectionSetNode, execute_sync

from appsync_local.execution.execution import Outcomes, Resolve
from appsync_local.execution.plan import INTROSPECTION, Plan
from appsync_local.execution.selection import Field


class Introspection:
    """Resolves `__schema` and `__type`, and passes every other field on."""

    def __init__(self, next_resolve: Resolve, plan: Plan, variables: Mapping[str, Any]) -> None:
        self._next = next_resolve
        self._plan = plan
        self._variables = variables

    def __call__(
        self, field: Field, arguments: Mapping[str, Any], sources: list[Any]
    ) -> "Outcomes | Awaitable[Outcomes]":
        if field.name not in INTROSPECTION:
            return self._next(field, arguments, sources)
        operation = self._plan.operation
        single = OperationDefinitionNode(
            operation=operation.operation,
            variable_definitions=operation.variable_definitions,
            selection_set=SelectionSetNode(selections=field.nodes),
        )
        document = DocumentNode(definitions=(single, *self._plan.fragments.values()))
        result = execute_sync(self._plan.schema, document, variable_values=dict(self._variables))
        return [(result.data or {}).get(field.key)] * len(sources)
