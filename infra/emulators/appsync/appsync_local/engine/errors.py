"""Refusals and error objects of the engine."""

from typing import Any

from graphql import OperationDefinitionNode

from appsync_local import messages
from appsync_local.execution.coercion import source_location
from appsync_local.execution.plan import Plan
from appsync_local.execution.selection import Field


class RequestRefused(ValueError):  # noqa: N818
    """A request that AppSync answers with an HTTP status of its own, because it names no operation to execute."""

    def __init__(self, error_type: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.error_type = error_type
        self.message = message
        self.status = status


def find_root_error(plan: Plan) -> dict[str, Any] | None:
    """Return why a subscription may not start: it needs exactly one root field, which is open to the caller."""
    if (count := len(plan.root.fields)) != 1:
        kind = "DuplicatedOperationError" if count else "BadRequestException"
        return {"errorType": kind, "message": messages.SEVERAL_ROOT_FIELDS.format(count=count)}
    if plan.root.refused_fields:
        refused = plan.root.refused_fields[0]
        return {"errorType": "Unauthorized", "message": messages.field_denied(refused.parent, refused.name)}
    return None


def timeout_error(operation: OperationDefinitionNode) -> dict[str, Any]:
    return {
        "path": None,
        "data": None,
        "errorType": "ExecutionTimeout",
        "errorInfo": None,
        "locations": [source_location(operation)],
        "message": messages.TIMED_OUT,
    }


def invalidation_limit_error(field: Field) -> dict[str, Any]:
    return {
        "path": [field.key],
        "data": None,
        "errorType": "InvalidationLimitExceeded",
        "errorInfo": None,
        "locations": field.locations,
        "message": messages.TOO_MANY_INVALIDATIONS,
    }
