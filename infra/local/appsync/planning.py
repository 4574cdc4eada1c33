"""Plans per document: compiled once for each set of conditions and denied fields, and shared between requests."""

from collections.abc import Callable
from typing import Any, TypeVar

from graphql import DirectiveNode, FieldNode, OperationDefinitionNode, Visitor, print_ast, visit
from graphql.language import VariableNode

from infra.local.appsync.auth.caller import Caller
from infra.local.appsync.auth.permission import allowed
from infra.local.appsync.catalog import Api
from infra.local.appsync.documents import Document
from infra.local.appsync.plan import INTROSPECTION, Coordinate, Field, Plan, Selection, fragments_of

_Made = TypeVar("_Made")
REMEMBERED = 64  # plans of one document
_PROJECTIONS = 1000  # projections of one API


def plan_for(
    api: Api, document: Document, operation: OperationDefinitionNode, values: dict[str, Any], caller: Caller
) -> Plan:
    """Return the plan of an operation for these variables and this caller's rights."""
    names = _remembered(document, "conditions", lambda: _condition_variables(document))
    conditions = {name: values[name] for name in names if name in values}
    key = (id(operation), tuple(conditions.items()))

    def judged() -> Plan:
        open_plan, coordinates = _remembered(document, key, lambda: _compiled(api, document, operation, conditions))
        denied = frozenset(found for found in coordinates if not allowed(api, caller, *found))
        if not denied:
            return open_plan
        return _remembered(
            document, (*key, denied), lambda: _compiled(api, document, operation, conditions, denied=denied)
        )[0]

    if caller.policies is not None:  # which are judged anew each time
        return judged()
    return _remembered(document, (*key, caller.mode, caller.groups, caller.denied_fields), judged)


def projection_for(api: Api, plan: Plan, *, checked: bool = True) -> Plan:
    """Return the plan that projects events for a subscription; equal selections share one.

    Unless `checked`, fields that are closed to the subscriber are projected too.
    """
    found = plan.projections.get(checked)
    if found is None:
        texts = [_without_arguments(node) for field in plan.root.fields for node in field.nodes]
        fragments = sorted(print_ast(fragment) for fragment in plan.fragments.values())
        denied = plan.denied if checked else frozenset()
        key = ("\n".join(texts + fragments), denied, tuple(plan.conditions.items()))
        shared: dict[Any, Plan] = api.projections
        if key not in shared:
            if len(shared) >= _PROJECTIONS:
                shared.clear()
            shared[key] = Plan(
                plan.schema, plan.operation, plan.fragments, {}, denied=denied, conditions=plan.conditions
            )
        found = plan.projections[checked] = shared[key]
    return found


def _without_arguments(node: FieldNode) -> str:
    """Return a root field as text, without the arguments that differ from subscriber to subscriber."""
    below = print_ast(node.selection_set) if node.selection_set else ""
    return f"{node.alias.value if node.alias else ''}:{node.name.value}{below}"


def _remembered(document: Document, key: Any, make: Callable[[], _Made]) -> _Made:
    found: _Made | None = document.plans.get(key)
    if found is None:
        if len(document.plans) >= REMEMBERED:
            document.plans.clear()
        found = document.plans[key] = make()
    return found


def _compiled(
    api: Api,
    document: Document,
    operation: OperationDefinitionNode,
    conditions: dict[str, Any],
    denied: frozenset[Coordinate] = frozenset(),
) -> tuple[Plan, tuple[Coordinate, ...]]:
    plan = Plan(
        schema=api.schema,
        operation=operation,
        fragments=fragments_of(document.node),
        resolvers=api.resolvers,
        denied=denied,
        depth_limit=api.depth_limit,
        conditions=conditions,
    )
    touched: dict[Coordinate, None] = {}
    _touch(plan.root, touched)
    return plan, tuple(touched)


def _touch(selection: Selection, touched: dict[Coordinate, None]) -> None:
    """Collect every field that a selection may read, for all types that its objects may have."""
    for field in selection.fields:
        if field.name not in INTROSPECTION:
            touched[field.parent, field.name] = None
        for name in _kinds(field):
            assert field.select is not None
            _touch(field.select(name), touched)


def _kinds(field: Field) -> tuple[str, ...]:
    if field.select is None:
        return ()
    return tuple(sorted(field.possible)) or ((field.type_name,) if field.nodes[0].selection_set else ())


def _condition_variables(document: Document) -> tuple[str, ...]:
    """Return the names of the variables that `@skip` and `@include` read."""
    found: dict[str, None] = {}

    class Conditions(Visitor):
        def enter_directive(self, node: DirectiveNode, *_: Any) -> None:
            for argument in node.arguments or ():
                if node.name.value in ("skip", "include") and isinstance(argument.value, VariableNode):
                    found[argument.value.name.value] = None

    visit(document.node, Conditions())
    return tuple(found)
