"""The context object of resolvers.

Source: AppSync Developer Guide, "Resolver mapping template context reference" and "JavaScript resolver context object".
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import OperationType, SelectionSetNode, get_named_type, is_composite_type, print_ast

from appsync_local.api.model import Api
from appsync_local.execution.plan import Plan
from appsync_local.execution.selection import Field
from appsync_local.settings import EngineSettings

HEADERS_LIMIT = 4096


Headers = Mapping[str, Any] | Callable[[], Mapping[str, Any]]


@dataclass(eq=False, slots=True)
class SideEffects:
    """What resolvers leave behind besides their values."""

    response_headers: dict[str, str] = field(default_factory=dict)
    invalidations: list[dict[str, Any]] = field(default_factory=list)
    invalidated: int = 0
    errors: list[dict[str, Any]] = field(default_factory=list)  # errors of the request as a whole
    evictions: list[dict[str, Any]] = field(default_factory=list)
    subscription_filter: Any = None
    invalidation_filter: Any = None
    calls: list[str] = field(default_factory=list)  # for the log: one line for each call of a data source
    warnings: list[str] = field(default_factory=list)  # for the log: what AWS does silently
    logs: list[str] = field(default_factory=list)  # for the log: what the code wrote

    def add_response_headers(self, headers: Mapping[str, str]) -> bool:
        """Add response headers that code sets; return False if that exceeds 4 KB in total."""
        merged = {**self.response_headers, **headers}
        if sum(len(name) + len(value.encode()) for name, value in merged.items()) > HEADERS_LIMIT:
            return False
        self.response_headers = merged
        return True


@dataclass(eq=False, slots=True)
class RequestContext:
    """A request as its resolvers see it; headers and side effects exist once somebody asks for them."""

    api: Api
    plan: Plan
    caller: Any
    variables: Mapping[str, Any]
    given_headers: Headers  # or what makes them
    settings: EngineSettings
    _headers: Mapping[str, Any] | None = None
    _effects: SideEffects | None = None

    @property
    def is_query(self) -> bool:
        return self.plan.operation.operation is OperationType.QUERY

    @property
    def headers(self) -> Mapping[str, Any]:
        """The headers that resolvers see: all but the cookie."""
        if self._headers is None:
            given = self.given_headers() if callable(self.given_headers) else self.given_headers
            self._headers = {name: value for name, value in given.items() if name != "cookie"}
        return self._headers

    @property
    def effects(self) -> SideEffects:
        if self._effects is None:
            self._effects = SideEffects()
        return self._effects

    @property
    def has_effects(self) -> bool:
        return self._effects is not None

    def build_contexts(self, field: Field, arguments: Mapping[str, Any], sources: list[Any]) -> list[dict[str, Any]]:
        """Return a context for each parent, with the keys that a direct Lambda resolver receives."""
        shared = {
            "arguments": arguments,
            "identity": self.caller.identity,
            "source": None,
            "request": {"headers": self.headers, "domainName": None},
            "prev": None,
            "info": self._build_info(field),
            "stash": None,
        }
        return [{**shared, "source": source, "stash": {}} for source in sources]

    def _build_info(self, field: Field) -> dict[str, Any]:
        if "selectionSetList" not in field.memo:
            field.memo["selectionSetList"] = list(list_selection_paths(self.plan, field))
            field.memo["selectionSetGraphQL"] = print_selection(field)
        return {
            "selectionSetList": field.memo["selectionSetList"],
            "selectionSetGraphQL": field.memo["selectionSetGraphQL"],
            "fieldName": field.name,
            "parentTypeName": field.parent,
            "variables": self.variables,
        }


def list_selection_paths(plan: Plan, field: Field) -> Iterable[str]:
    """Yield the selected response keys below a field, parents before children, joined with slashes."""
    sets = [node.selection_set for node in field.nodes if node.selection_set]
    return _list_paths(plan, get_named_type(field.definition.type), sets, "")


def print_selection(field: Field) -> str:
    """Return the selection below a field as GraphQL text, fragment spreads left as they are."""
    select_data = [item for node in field.nodes if node.selection_set for item in node.selection_set.selections]
    return print_ast(SelectionSetNode(selections=tuple(select_data))) if select_data else ""


def _list_paths(plan: Plan, kind: Any, sets: list[SelectionSetNode], prefix: str) -> Iterable[str]:
    for key, nodes in plan.collect_fields(kind, sets).items():
        yield prefix + key
        below = [node.selection_set for node in nodes if node.selection_set]
        definition = plan.schema.get_field(kind, nodes[0].name.value) if below else None
        inner = get_named_type(definition.type) if definition else None
        if inner is not None and is_composite_type(inner):
            yield from _list_paths(plan, inner, below, f"{prefix}{key}/")


def select_data(field: Field, data: Any) -> Any:
    """Return the part of `data` that the client selected, as `util.error` does with its third argument."""
    if isinstance(data, list):
        return [select_data(field, item) for item in data]
    if not isinstance(data, dict) or field.select is None:
        return data
    kind = data.get("__typename") if field.possible else field.type_name
    if kind is None or (field.possible and kind not in field.possible):
        return None
    below = {item.name: item for item in field.select(kind).fields}
    return {name: select_data(below[name], value) for name, value in data.items() if name in below}
