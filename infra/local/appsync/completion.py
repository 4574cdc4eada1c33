"""Completing values: lists, objects, leaves and the nulls that bubble, over the dicts that resolvers return.

A place is where a value goes: `(place around it, key, holder, nullable, order)`. A value that must not be null but is
reports its place, the place walks up to the nearest one that may be null, and `NULLED` travels back to there.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from graphql import GraphQLEnumType, is_abstract_type, is_leaf_type, is_list_type, is_non_null_type

from infra.local.appsync import scalars, wording
from infra.local.appsync.scalars import Scalar, Unfit

if TYPE_CHECKING:
    from infra.local.appsync.plan import Field, Selection

Place = tuple[Any, Any, Any, bool, int]  # (parent Place | None, key, holder, nullable, order)
NULLED: Any = object()


class NEVER:
    """The class of no value."""


class Running(Protocol):
    """What completion tells its run."""

    made: dict[int, "Selection"] | None

    def fail(self, place: Place, field: "Field", message: str) -> None: ...
    def refuse(self, place: Place, field: "Field") -> None: ...
    def defer(self, field: "Field", source: Any, place: Place) -> None: ...


Complete = Callable[[Running, Any, Place], Any]


def exact(kind: Any) -> type:
    """Return the class whose values need no completing; `NEVER` where every value needs it."""
    return (_scalar(kind).exact or NEVER) if is_leaf_type(kind) else NEVER


def fill(run: Running, selection: "Selection", source: Any, place: Place | None) -> Any:
    """Return the object that `selection` makes of `source`, or `NULLED`; fields with resolvers are deferred."""
    out = selection.template.copy()
    nulled = False
    if run.made is not None:
        run.made[id(out)] = selection
    get = source.get if isinstance(source, dict) else _nothing
    for key, name, expected, field in selection.steps:
        value = get(name)
        if value.__class__ is expected:
            out[key] = value
        elif not complete_field(run, field, value, (place, key, out, field.nullable, field.index)):
            nulled = True
    for field in selection.refused:
        run.refuse((place, field.key, out, field.nullable, field.index), field)
        nulled = nulled or not field.nullable
    for field in selection.resolved:
        run.defer(field, source, (place, field.key, out, field.nullable, field.index))
    return NULLED if nulled else out


def complete_field(run: Running, field: "Field", value: Any, place: Place) -> bool:
    """Put a value where it belongs, completed; False says that it is null and must not be, which is reported."""
    if value is None:
        if not field.nullable:
            run.fail(place, field, "")
        return field.nullable
    done = field.complete(run, value, place)
    if done is NULLED:
        return field.nullable
    place[2][place[1]] = done
    return True


def completer(kind: Any, field: "Field") -> Complete:
    """Return what completes non-null values of a type."""
    if is_leaf_type(kind):
        return _leaf(_scalar(kind), field)
    if is_list_type(kind):
        return _list(kind, field)
    assert field.select is not None
    if is_abstract_type(kind):
        return _abstract(kind, field)
    select, name = field.select, kind.name
    selection: Selection | None = None  # compiled when first met

    def complete(run: Running, value: Any, place: Place) -> Any:
        nonlocal selection
        if selection is None:
            selection = select(name)
        return fill(run, selection, value, place)

    return complete


def path_text(path: list[str | int]) -> str:
    """Return a path as AppSync prints it in messages: `/list/items[3]/when`."""
    return "".join(f"[{part}]" if isinstance(part, int) else f"/{part}" for part in path)


def path_of(place: Place | None) -> list[str | int]:
    """Return the response path of a place."""
    path: list[str | int] = []
    while place is not None:
        path.append(place[1])
        place = place[0]
    return path[::-1]


def _nothing(_: str) -> None:
    return None


def _scalar(kind: Any) -> Scalar:
    """Return how values of a scalar or enum go out."""
    if isinstance(kind, GraphQLEnumType):
        return _enum(kind)
    return scalars.of(kind)


def _leaf(scalar: Scalar, field: "Field") -> Complete:
    serialize = scalar.serialize

    def complete(run: Running, value: Any, place: Place) -> Any:
        try:
            return serialize(value)
        except Unfit as reason:
            run.fail(place, field, wording.cannot_serialize(path_text(path_of(place)), str(reason)))
            return NULLED

    return complete


def _list(kind: Any, field: "Field") -> Complete:
    inner = kind.of_type
    nullable = not is_non_null_type(inner)
    bare = inner if nullable else inner.of_type
    expected, complete = exact(bare), completer(bare, field)

    def complete_list(run: Running, value: Any, place: Place) -> Any:
        if not isinstance(value, list):
            run.fail(place, field, wording.not_a_list(path_text(path_of(place))))
            return NULLED
        out: list[Any] = [None] * len(value)
        nulled = False
        for index, item in enumerate(value):
            if item.__class__ is expected:
                out[index] = item
                continue
            where = (place, index, out, nullable, index)
            if item is None:
                if not nullable:
                    run.fail(where, field, "")
                    nulled = True
                continue
            done = complete(run, item, where)
            if done is not NULLED:
                out[index] = done
            elif not nullable:
                nulled = True
        return NULLED if nulled else out

    return complete_list


def _abstract(kind: Any, field: "Field") -> Complete:
    """Return what completes interface and union values by the `__typename` in their data."""
    select = field.select
    assert select is not None
    possible = field.possible

    def complete(run: Running, value: Any, place: Place) -> Any:
        name = value.get("__typename") if isinstance(value, dict) else None
        if name not in possible:
            text = path_text(path_of(place))
            run.fail(place, field, wording.unresolved_type(text, kind.name, field.parent, field.name))
            return NULLED
        return fill(run, select(name), value, place)

    return complete


def _enum(kind: GraphQLEnumType) -> Scalar:
    names = frozenset(kind.values)

    def serialize(value: Any) -> str:
        if isinstance(value, str) and value in names:
            return value
        message = f"Invalid input for Enum '{kind.name}'. Unknown value '{wording.java_text(value)}'"
        raise Unfit(message)

    return Scalar(serialize, serialize)
