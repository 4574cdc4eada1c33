"""The error objects of requests that the engine itself ends, and of subscriptions that it does not start."""

from typing import Any

from graphql import OperationDefinitionNode

from infra.local.appsync import wording
from infra.local.appsync.coercion import location
from infra.local.appsync.plan import Field, Plan


def root_problem(plan: Plan) -> dict[str, Any] | None:
    """Return why a subscription's root may not start: it has one field, which is open to the caller."""
    if (count := len(plan.root.fields)) != 1:
        kind = "DuplicatedOperationError" if count else "BadRequestException"
        return {"errorType": kind, "message": wording.SEVERAL_ROOT_FIELDS.format(count=count)}
    if plan.root.refused:
        refused = plan.root.refused[0]
        return {"errorType": "Unauthorized", "message": wording.denied(refused.parent, refused.name)}
    return None


def timed_out(operation: OperationDefinitionNode) -> dict[str, Any]:
    return {
        "path": None,
        "data": None,
        "errorType": "ExecutionTimeout",
        "errorInfo": None,
        "locations": [location(operation)],
        "message": wording.TIMED_OUT,
    }


def too_many(field: Field) -> dict[str, Any]:
    return {
        "path": [field.key],
        "data": None,
        "errorType": "InvalidationLimitExceeded",
        "errorInfo": None,
        "locations": field.locations,
        "message": wording.TOO_MANY_INVALIDATIONS,
    }
