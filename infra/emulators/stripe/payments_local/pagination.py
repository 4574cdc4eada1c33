"""Lists in pages: newest first, by `limit` and the id that a page starts after or ends before."""

from typing import Any, Final

from payments_local.errors import InvalidRequestError, not_found
from payments_local.store import Resource

DEFAULT_LIMIT: Final = 10
LARGEST_LIMIT: Final = 100
COMPARISONS: Final = {
    "gt": int.__gt__,
    "gte": int.__ge__,
    "lt": int.__lt__,
    "lte": int.__le__,
}


def paginate(resources: list[Resource], parameters: dict[str, Any], url: str) -> dict[str, Any]:
    """Return one page as a list object, or raise `InvalidRequestError`."""
    limit = _require_limit(parameters.get("limit", DEFAULT_LIMIT))
    after, before = parameters.get("starting_after"), parameters.get("ending_before")
    if after and before:
        raise InvalidRequestError("You may only specify one of these parameters: starting_after, ending_before.")
    if before:
        candidates = resources[: _find_index(resources, before, "ending_before")]
        page, more = candidates[-limit:], len(candidates) > limit
    else:
        candidates = resources[_find_index(resources, after, "starting_after") + 1 :] if after else resources
        page, more = candidates[:limit], len(candidates) > limit
    return {"object": "list", "data": page, "has_more": more, "url": url}


def filter_created(resources: list[Resource], created: int | dict[str, int] | None) -> list[Resource]:
    """Return the resources that were created at a time or within a range."""
    if created is None:
        return resources
    bounds = created.items() if isinstance(created, dict) else [("gte", created), ("lte", created)]
    return [each for each in resources if all(COMPARISONS[name](each["created"], at) for name, at in bounds)]


def _require_limit(limit: int) -> int:
    if not 1 <= limit <= LARGEST_LIMIT:
        bound = "greater than or equal to 1" if limit < 1 else f"less than or equal to {LARGEST_LIMIT}"
        raise InvalidRequestError(f"This value must be {bound}.", code="parameter_invalid_integer", param="limit")
    return limit


def _find_index(resources: list[Resource], identifier: str, param: str) -> int:
    for index, resource in enumerate(resources):
        if resource["id"] == identifier:
            return index
    raise not_found("object", identifier, param, status=400)
