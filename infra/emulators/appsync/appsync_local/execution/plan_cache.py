"""The plans of documents, compiled once for each outcome of `@skip` and `@include` and set of denied fields."""

from collections.abc import Callable
from typing import Any, TypeVar

from graphql import DirectiveNode, FieldNode, OperationDefinitionNode, Visitor, print_ast, visit
from graphql.language import VariableNode

from appsync_local.api.model import Api
from appsync_local.auth.caller import Caller
from appsync_local.auth.permission import is_allowed
from appsync_local.execution.documents import Document
from appsync_local.execution.plan import INTROSPECTION, Coordinate, Plan, find_fragments
from appsync_local.execution.selection import Field, Selection

_Value = TypeVar("_Value")
MAX_PLANS = 64  # plans of one document
MAX_PROJECTED = 50_000  # characters of selections whose projections one API keeps


class Projections(dict[Any, Plan]):
    """The projections of one deployment, by the text of their selection."""

    length = 0  # characters of all texts


def get_plan(
    api: Api, document: Document, operation: OperationDefinitionNode, values: dict[str, Any], caller: Caller
) -> Plan:
    """Return the plan of an operation for these variables and this caller's rights."""
    names = document.condition_names
    if names is None:
        names = document.condition_names = _find_condition_variables(document)
    conditions = {name: values[name] for name in names if name in values} if names else {}
    key = (id(operation), tuple(conditions.items()) if conditions else ())
    if caller.policies is not None:  # policies are evaluated for each request
        return _authorize_plan(api, document, operation, conditions, caller)
    own_key = (*key, caller.mode, caller.groups, caller.denied_fields)
    found: Plan | None = document.plans.get(own_key)
    if found is None:
        found = _get_or_compile(
            document, own_key, lambda: _authorize_plan(api, document, operation, conditions, caller)
        )
    return found


def _authorize_plan(
    api: Api, document: Document, operation: OperationDefinitionNode, conditions: dict[str, Any], caller: Caller
) -> Plan:
    """Return the plan of an operation without the fields that are closed to a caller."""
    key = (id(operation), tuple(conditions.items()))
    open_plan, coordinates = _get_or_compile(document, key, lambda: _compile_plan(api, document, operation, conditions))
    denied = frozenset(found for found in coordinates if not is_allowed(api, caller, *found))
    if not denied:
        return open_plan
    return _get_or_compile(
        document, (*key, denied), lambda: _compile_plan(api, document, operation, conditions, denied=denied)
    )[0]


def get_projection(api: Api, plan: Plan, *, check_access: bool = True) -> Plan:
    """Return the plan that projects events for a subscription; equal selections share one.

    Without `check_access`, fields that are closed to the subscriber are projected too.
    """
    found = plan.projections.get(check_access)
    if found is None:
        texts = [_without_arguments(node) for field in plan.root.fields for node in field.nodes]
        fragments = sorted(print_ast(fragment) for fragment in plan.fragments.values())
        denied = plan.denied if check_access else frozenset()
        text = "\n".join(texts + fragments)
        key = (text, denied, tuple(plan.conditions.items()))
        shared = api.keep(Projections, Projections)
        if key not in shared:
            shared.length += len(text)
            if shared.length > MAX_PROJECTED:
                shared.clear()
                shared.length = len(text)
            shared[key] = Plan(
                plan.schema, plan.operation, plan.fragments, {}, denied=denied, conditions=plan.conditions
            )
        found = plan.projections[check_access] = shared[key]
    return found


def _without_arguments(node: FieldNode) -> str:
    """Return a root field as text, without its arguments, which differ between subscribers."""
    below = print_ast(node.selection_set) if node.selection_set else ""
    return f"{node.alias.value if node.alias else ''}:{node.name.value}{below}"


def _get_or_compile(document: Document, key: Any, make: Callable[[], _Value]) -> _Value:
    found: _Value | None = document.plans.get(key)
    if found is None:
        if len(document.plans) >= MAX_PLANS:
            document.plans.clear()
            document.plan_count = 0
        found = document.plans[key] = make()
    return found


def _compile_plan(
    api: Api,
    document: Document,
    operation: OperationDefinitionNode,
    conditions: dict[str, Any],
    denied: frozenset[Coordinate] = frozenset(),
) -> tuple[Plan, tuple[Coordinate, ...]]:
    plan = Plan(
        schema=api.schema,
        operation=operation,
        fragments=find_fragments(document.node),
        resolvers=api.resolvers,
        denied=denied,
        depth_limit=api.depth_limit,
        conditions=conditions,
    )
    document.plan_count += 1
    coordinates: dict[Coordinate, None] = {}
    _collect_coordinates(plan.root, coordinates)
    return plan, tuple(coordinates)


def _collect_coordinates(selection: Selection, coordinates: dict[Coordinate, None]) -> None:
    """Collect every field that a selection may read, for all its possible types."""
    for field in selection.fields:
        if field.name not in INTROSPECTION:
            coordinates[field.parent, field.name] = None
        for name in _concrete_types(field):
            assert field.select is not None
            _collect_coordinates(field.select(name), coordinates)


def _concrete_types(field: Field) -> tuple[str, ...]:
    if field.select is None:
        return ()
    return tuple(sorted(field.possible)) or ((field.type_name,) if field.nodes[0].selection_set else ())


def _find_condition_variables(document: Document) -> tuple[str, ...]:
    """Return the names of the variables in `@skip` and `@include`."""
    found: dict[str, None] = {}

    class Conditions(Visitor):
        def enter_directive(self, node: DirectiveNode, *_: Any) -> None:
            for argument in node.arguments or ():
                if node.name.value in ("skip", "include") and isinstance(argument.value, VariableNode):
                    found[argument.value.name.value] = None

    visit(document.node, Conditions())
    return tuple(found)
