"""Events: a mutation field's result by schema field names, and its projection for a subscription."""

from collections.abc import Mapping
from typing import Any

from appsync_local.api.model import Api
from appsync_local.execution.execution import Execution
from appsync_local.execution.plan import Plan
from appsync_local.execution.selection import Field, Selection


def project(_: Api, selection: Any, result: Any) -> dict[str, Any]:
    """Return the payload of an event for the subscribers that share `selection`, `{"data", "errors"?}`.

    `result` is the mutation field's result by schema field names: an object, a list or a scalar. No resolver runs.
    A non-null field that the mutation did not select makes the subscription's field null, as in AppSync.
    """
    plan: Plan = selection
    execution = Execution(plan, {}, _refuse_to_resolve, 0)
    execution.complete_event({plan.root.fields[0].name: result} if plan.root.fields else {})
    payload: dict[str, Any] = {"data": execution.data}
    if execution.errors:
        payload["errors"] = [{"message": error["message"], "path": error["path"]} for error in execution.errors]
    return payload


def to_schema_names(value: Any, made: Mapping[int, Selection], *, aliases: bool = False) -> Any:
    """Return completed data keyed by schema field names instead of aliases, with the type of every object."""
    if isinstance(value, list):
        return [to_schema_names(item, made, aliases=aliases) for item in value]
    selection = made.get(id(value)) if isinstance(value, dict) else None
    if selection is None:
        return value
    named: dict[str, Any] = {"__typename": selection.type_name}
    for field in selection.fields:
        name = field.key if aliases else field.name
        if field.key == name or name not in named:
            named[name] = to_schema_names(value[field.key], made, aliases=aliases)
    return named


def _refuse_to_resolve(field: Field, *_: Any) -> Any:
    raise AssertionError(f"A projection resolves nothing, not even {field.name}.")
