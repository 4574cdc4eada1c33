"""The context of a resolver: what AppSync tells a function about the field it resolves.

Source: AppSync Developer Guide, "Resolver mapping template context reference" and "JavaScript resolver context object".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import OperationType, SelectionSetNode, get_named_type, is_composite_type, print_ast

from infra.local.appsync.catalog import Api
from infra.local.appsync.plan import Field, Plan
from infra.local.appsync.settings import Settings

HEADERS_LIMIT = 4096


@dataclass(eq=False, slots=True)
class Request:
    """One request as its resolvers see it, and what they ask for on the side."""

    api: Api
    plan: Plan
    caller: Any
    variables: Mapping[str, Any]
    headers: Mapping[str, Any]
    settings: Settings = field(default_factory=Settings)
    response_headers: dict[str, str] = field(default_factory=dict)
    invalidations: list[dict[str, Any]] = field(default_factory=list)
    invalidated: int = 0
    errors: list[dict[str, Any]] = field(default_factory=list)  # of the request as a whole
    evictions: list[dict[str, Any]] = field(default_factory=list)
    subscription_filter: Any = None
    invalidation_filter: Any = None
    calls: list[str] = field(default_factory=list)  # for the log: one entry per call of a data source
    warnings: list[str] = field(default_factory=list)  # for the log: what AWS would do silently
    logs: list[str] = field(default_factory=list)  # for the log: what the code wrote

    @property
    def is_query(self) -> bool:
        return self.plan.operation.operation is OperationType.QUERY

    def take_headers(self, headers: Mapping[str, str]) -> bool:
        """Add response headers that the code sets, unless they are then more than 4 KB together."""
        merged = {**self.response_headers, **headers}
        if sum(len(name) + len(value.encode()) for name, value in merged.items()) > HEADERS_LIMIT:
            return False
        self.response_headers = merged
        return True

    def contexts(self, field: Field, arguments: Mapping[str, Any], sources: list[Any]) -> list[dict[str, Any]]:
        """Return the context of the call for each parent, with the keys that a direct Lambda resolver receives."""
        shared = {
            "arguments": arguments,
            "identity": self.caller.identity,
            "source": None,
            "request": {"headers": self.headers, "domainName": None},
            "prev": None,
            "info": self._info(field),
            "stash": None,
        }
        return [{**shared, "source": source, "stash": {}} for source in sources]

    def _info(self, field: Field) -> dict[str, Any]:
        if "selectionSetList" not in field.facts:
            field.facts["selectionSetList"] = list(selection_paths(self.plan, field))
            field.facts["selectionSetGraphQL"] = selection_text(field)
        return {
            "selectionSetList": field.facts["selectionSetList"],
            "selectionSetGraphQL": field.facts["selectionSetGraphQL"],
            "fieldName": field.name,
            "parentTypeName": field.parent,
            "variables": self.variables,
        }


def selection_paths(plan: Plan, field: Field) -> Iterable[str]:
    """Yield the selected response keys below a field, parents before children, joined with slashes."""
    sets = [node.selection_set for node in field.nodes if node.selection_set]
    return _paths(plan, get_named_type(field.definition.type), sets, "")


def selection_text(field: Field) -> str:
    """Return the selection below a field as GraphQL text, fragment spreads left as they are."""
    chosen = [item for node in field.nodes if node.selection_set for item in node.selection_set.selections]
    return print_ast(SelectionSetNode(selections=tuple(chosen))) if chosen else ""


def _paths(plan: Plan, kind: Any, sets: list[SelectionSetNode], prefix: str) -> Iterable[str]:
    for key, nodes in plan.collected(kind, sets).items():
        yield prefix + key
        below = [node.selection_set for node in nodes if node.selection_set]
        definition = plan.schema.get_field(kind, nodes[0].name.value) if below else None
        inner = get_named_type(definition.type) if definition else None
        if inner is not None and is_composite_type(inner):
            yield from _paths(plan, inner, below, f"{prefix}{key}/")


def chosen(field: Field, data: Any) -> Any:
    """Return what of `data` the client selected, as `util.error` does with its third argument."""
    if isinstance(data, list):
        return [chosen(field, item) for item in data]
    if not isinstance(data, dict) or field.select is None:
        return data
    kind = data.get("__typename") if field.possible else field.type_name
    if kind is None or (field.possible and kind not in field.possible):
        return None
    below = {item.name: item for item in field.select(kind).fields}
    return {name: chosen(below[name], value) for name, value in data.items() if name in below}
