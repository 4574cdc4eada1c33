"""CompleteValue: lists, objects, leaves and nulls, from the values that resolvers return.

A place is where a value goes: `(parent place, key, holder, nullable, order)`. A null that is not allowed is reported
with its place; the nearest nullable place above it becomes null, and `PROPAGATE_NULL` is returned up to there.
"""

from typing import Any

from graphql import GraphQLEnumType, is_abstract_type, is_leaf_type, is_list_type, is_non_null_type, is_object_type

from appsync_local import messages
from appsync_local.execution.selection import Complete, ExecutionContext, Field, Place, Selection
from appsync_local.schema import scalars
from appsync_local.schema.scalars import InvalidValue, Scalar

PROPAGATE_NULL: Any = object()


class NoClass:
    """A class without instances: it equals the class of no value."""


def exact_class(kind: Any) -> type:
    """Return the class whose values are complete as they are, or `NoClass`."""
    return (_get_scalar(kind).exact or NoClass) if is_leaf_type(kind) else NoClass


def complete_object(execution: ExecutionContext, selection: Selection, source: Any, place: Place | None) -> Any:
    """Return a selection's object from its source, or `PROPAGATE_NULL`; fields with resolvers are deferred."""
    compiled = selection.compiled
    if compiled is None:
        selection.uses_left -= 1
        if selection.uses_left > 0 or selection.refused_fields:
            return _interpret_object(execution, selection, source, place)
        from appsync_local.execution import generated_code  # noqa: PLC0415 - a start does not need it

        compiled = generated_code.compile_selection(selection, _interpret_object, PROPAGATE_NULL)
        selection.compiled = compiled
    return compiled(execution, source, place)


def _interpret_object(execution: ExecutionContext, selection: Selection, source: Any, place: Place | None) -> Any:
    out = selection.template.copy()
    nulled = False
    if execution.object_selections is not None:
        execution.object_selections[id(out)] = selection
    get = source.get if isinstance(source, dict) else _get_nothing
    for key, name, expected, field in selection.source_fields:
        value = get(name)
        if value.__class__ is expected:
            out[key] = value
        elif not complete_value(execution, field, value, (place, key, out, field.nullable, field.index)):
            nulled = True
    for field in selection.refused_fields:
        execution.refuse_field((place, field.key, out, field.nullable, field.index), field)
        nulled = nulled or not field.nullable
    for field in selection.resolver_fields:
        execution.deferred[field].append((source, (place, field.key, out, field.nullable, field.index)))
    return PROPAGATE_NULL if nulled else out


def complete_value(execution: ExecutionContext, field: Field, value: Any, place: Place) -> bool:
    """Complete a value and put it in its place; False if it is null although it must not be, which is reported."""
    if value is None:
        if not field.nullable:
            execution.report_error(place, field, "")
        return field.nullable
    done = field.complete(execution, value, place)
    if done is PROPAGATE_NULL:
        return field.nullable
    place[2][place[1]] = done
    return True


def build_completer(kind: Any, field: Field) -> Complete:
    """Return the function that completes non-null values of a type."""
    if is_leaf_type(kind):
        return _leaf_completer(_get_scalar(kind), field)
    if is_list_type(kind):
        return _list_completer(kind, field)
    assert field.select is not None
    if is_abstract_type(kind):
        return _abstract_completer(kind, field)
    select, name = field.select, kind.name
    selection: Selection | None = None  # compiled when first needed

    def complete(execution: ExecutionContext, value: Any, place: Place) -> Any:
        nonlocal selection
        if selection is None:
            selection = select(name)
        if selection.compiled is not None:
            field.compiled = selection.compiled
            if field.complete is complete:
                field.complete = selection.compiled
        return complete_object(execution, selection, value, place)

    return complete


def format_path(path: list[str | int]) -> str:
    """Return a path as AppSync prints it in messages: `/list/items[3]/when`."""
    return "".join(f"[{part}]" if isinstance(part, int) else f"/{part}" for part in path)


def response_path(place: Place | None) -> list[str | int]:
    """Return the response path of a place."""
    path: list[str | int] = []
    while place is not None:
        path.append(place[1])
        place = place[0]
    return path[::-1]


def _get_nothing(_: str) -> None:
    return None


def _get_scalar(kind: Any) -> Scalar:
    """Return how values of a scalar or enum are serialised."""
    if isinstance(kind, GraphQLEnumType):
        return _enum_scalar(kind)
    return scalars.get_scalar(kind)


def _leaf_completer(scalar: Scalar, field: Field) -> Complete:
    serialize = scalar.serialize

    def complete(execution: ExecutionContext, value: Any, place: Place) -> Any:
        try:
            return serialize(value)
        except InvalidValue as reason:
            execution.report_error(
                place, field, messages.cannot_serialize(format_path(response_path(place)), str(reason))
            )
            return PROPAGATE_NULL

    return complete


def _list_completer(kind: Any, field: Field) -> Complete:
    inner = kind.of_type
    nullable = not is_non_null_type(inner)
    bare = inner if nullable else inner.of_type
    expected, complete = exact_class(bare), build_completer(bare, field)
    holds_objects = is_object_type(bare)

    def complete_list(execution: ExecutionContext, value: Any, place: Place) -> Any:
        if not isinstance(value, list):
            execution.report_error(place, field, messages.not_a_list(format_path(response_path(place))))
            return PROPAGATE_NULL
        out: list[Any] = [None] * len(value)
        nulled = False
        complete_item = field.compiled if holds_objects and field.compiled is not None else complete
        for index, item in enumerate(value):
            if item.__class__ is expected:
                out[index] = item
                continue
            where = (place, index, out, nullable, index)
            if item is None:
                if not nullable:
                    execution.report_error(where, field, "")
                    nulled = True
                continue
            done = complete_item(execution, item, where)
            if done is not PROPAGATE_NULL:
                out[index] = done
            elif not nullable:
                nulled = True
        return PROPAGATE_NULL if nulled else out

    return complete_list


def _abstract_completer(kind: Any, field: Field) -> Complete:
    """Return the function that completes interface and union values by the `__typename` in their data."""
    select = field.select
    assert select is not None
    possible = field.possible

    def complete(execution: ExecutionContext, value: Any, place: Place) -> Any:
        name = value.get("__typename") if isinstance(value, dict) else None
        if name not in possible:
            text = format_path(response_path(place))
            execution.report_error(place, field, messages.unresolved_type(text, kind.name, field.parent, field.name))
            return PROPAGATE_NULL
        return complete_object(execution, select(name), value, place)

    return complete


def _enum_scalar(kind: GraphQLEnumType) -> Scalar:
    names = frozenset(kind.values)

    def serialize(value: Any) -> str:
        if isinstance(value, str) and value in names:
            return value
        message = f"Invalid input for Enum '{kind.name}'. Unknown value '{messages.java_text(value)}'"
        raise InvalidValue(message)

    return Scalar(serialize, serialize)
