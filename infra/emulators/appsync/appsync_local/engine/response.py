"""The response of an executed request: its data, its errors, and how many cache entries it deleted."""

from collections.abc import Awaitable
from typing import Any

from appsync_local.engine import errors
from appsync_local.execution.execution import Execution
from appsync_local.resolvers import cache
from appsync_local.resolvers.context import RequestContext


async def await_response(request: RequestContext, execution: Execution, waiting: Awaitable[None]) -> dict[str, Any]:
    """Return the response once everything is resolved that waits, or that it took too long."""
    try:
        await waiting
    except TimeoutError:
        return {"data": None, "errors": [errors.timeout_error(request.plan.operation)]}
    return build_response(request, execution)


def build_response(request: RequestContext, execution: Execution) -> dict[str, Any]:
    """Return the data, the errors of fields and of the request as a whole, and what a mutation evicted."""
    response: dict[str, Any] = {"data": execution.data}
    if execution.has_errors:
        response["errors"] = execution.errors
    if request.has_effects:
        effects = request.effects
        if effects.errors:
            response["errors"] = [*response.get("errors", ()), *effects.errors]
        if effects.evictions and not request.is_query:
            response["extensions"] = {"apiCacheEntriesDeleted": _evict_entries(request)}
    return response


def _evict_entries(request: RequestContext) -> int:
    """Evict what the request's code evicts, and return how many entries were removed."""
    kept = cache.get_cache(request.api)
    return sum(
        kept.evict(item.get("typeName", ""), item.get("fieldName", ""), item.get("keyValuePair") or {})
        for item in request.effects.evictions
    )
