"""CompleteValue of a selection as generated Python, once it is used often: a literal object and inline checks.

The code completes only what is as it should be. On any surprise (another shape, a null that is not allowed, a leaf that
has to be converted) it leaves the object as it was to the interpreter, so that there is one set of rules.
`print(write_code(selection))` shows it.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from math import isfinite
from typing import Any

from graphql import GraphQLEnumType, is_leaf_type, is_non_null_type

from appsync_local.execution.selection import CompleteObject, Field, InterpretObject, Selection
from appsync_local.schema import scalars
from appsync_local.schema.scalars import InvalidValue, Scalar

MAX_TEXTS = 300  # that are kept compiled, at about 3 KB each
_INDENT = "    "
_CHECKS: dict[Scalar, str] = {
    scalars.BUILT_IN["String"]: "{0}.__class__ is str",
    scalars.BUILT_IN["ID"]: "{0}.__class__ is str",
    scalars.BUILT_IN["Boolean"]: "{0}.__class__ is bool",
    scalars.BUILT_IN["Int"]: "{0}.__class__ is int and -2147483648 <= {0} <= 2147483647",
    scalars.BUILT_IN["Float"]: "{0}.__class__ is float and isfinite({0})",
}


def compile_selection(selection: Selection, interpret: InterpretObject, propagate_null: Any) -> CompleteObject:
    """Return the function that completes the objects of a selection, which has no refused fields."""
    code = _Code(selection)
    made: CompleteObject = _compile_text(code.text)(selection, interpret, propagate_null, **code.given)
    return made


def write_code(selection: Selection) -> str:
    """Return the generated code of a selection."""
    return _Code(selection).text


@lru_cache(maxsize=MAX_TEXTS)
def _compile_text(text: str) -> Callable[..., CompleteObject]:
    """Return the function that a text defines; equal selections of different documents share it."""
    namespace: dict[str, Any] = {"InvalidValue": InvalidValue, "isfinite": isfinite}
    exec(compile(text, "<selection>", "exec"), namespace)  # noqa: S102 - its names are GraphQL's, its values quoted
    found: Callable[..., CompleteObject] = namespace["make"]
    return found


class _Code:
    """The text for one selection, and what the text refers to by name."""

    def __init__(self, selection: Selection) -> None:
        self.given: dict[str, Any] = {}
        self._selection = selection
        self._values = {f"value{number}": field for number, (*_, field) in enumerate(selection.source_fields)}
        self._leaves = {name: field for name, field in self._values.items() if is_leaf_type(_bare_type(field))}
        self._nested = {name: field for name, field in self._values.items() if name not in self._leaves}
        body = "\n".join(f"{_INDENT * 2}{line}" for line in self._write_body())
        names = ", ".join(["selection", "interpret", "PROPAGATE_NULL", *self.given])
        head = f"def make({names}):\n{_INDENT}def complete(execution, source, place):\n"
        self.text = f"{head}{body}\n\n{_INDENT}return complete\n"

    def _write_body(self) -> Iterator[str]:
        selection = self._selection
        yield f'"""Complete {selection.type_name} {{{" ".join(selection.template)}}}."""'
        if self._values:
            yield from self._write_reading()
        yield f"out = {{{', '.join(self._write_members())}}}"
        yield "if execution.object_selections is not None:"
        yield f"{_INDENT}execution.object_selections[id(out)] = selection"
        yield from self._write_nested()
        for field in selection.resolver_fields:
            yield f"execution.deferred[{self._give('field', field)}].append((source, {_write_place(field)}))"
        yield "return PROPAGATE_NULL if nulled else out" if self._may_propagate() else "return out"

    def _write_reading(self) -> Iterator[str]:
        """Read the source's values and check them; nothing has happened yet when the interpreter takes over."""
        leave_it = f"{_INDENT}return interpret(execution, selection, source, place)"
        yield "if source.__class__ is not dict:"
        yield leave_it
        yield "get = source.get"
        for name, field in self._values.items():
            yield f"{name} = get({field.name!r})"
        conditions = [found for name, field in self._values.items() if (found := self._write_condition(name, field))]
        if conditions:
            yield "if not ("
            yield from (f"{_INDENT}{'and ' if number else ''}{each}" for number, each in enumerate(conditions))
            yield "):"
            yield leave_it
        converted = [line for name, field in self._leaves.items() for line in self._write_conversion(name, field)]
        if converted:
            yield "try:"
            yield from converted
            yield "except InvalidValue:"
            yield leave_it

    def _write_condition(self, name: str, field: Field) -> str:
        """Return the condition under which a value is complete as it is, or may be completed further."""
        check = "" if name in self._nested else self._write_check(name, _bare_type(field))
        if not check:
            return "" if field.nullable else f"{name} is not None"
        return f"({name} is None or {check})" if field.nullable else check

    def _write_check(self, name: str, kind: Any) -> str:
        if isinstance(kind, GraphQLEnumType):
            return f"{name}.__class__ is str and {name} in {self._give('names', kind.values)}"
        return _CHECKS.get(scalars.get_scalar(kind), "").format(name)

    def _write_conversion(self, name: str, field: Field) -> Iterator[str]:
        kind = _bare_type(field)
        if self._write_check(name, kind):
            return
        serialize = self._give("serialize", scalars.get_scalar(kind).serialize)
        yield f"{_INDENT}if {name} is not None:"
        yield f"{_INDENT * 2}{name} = {serialize}({name})"

    def _write_members(self) -> Iterator[str]:
        values = {field.key: name for name, field in self._leaves.items()}
        for key, known in self._selection.template.items():
            yield f"{key!r}: {values.get(key) or repr(known)}"

    def _write_nested(self) -> Iterator[str]:
        """Complete objects and lists, whose places refer to the object around them."""
        if self._may_propagate():
            yield "nulled = False"
        for name, field in self._nested.items():
            yield f"if {name} is not None:"
            yield f"{_INDENT}done = {self._give('complete', field.complete)}(execution, {name}, {_write_place(field)})"
            yield f"{_INDENT}if done is not PROPAGATE_NULL:"
            yield f"{_INDENT * 2}out[{field.key!r}] = done"
            if not field.nullable:
                yield f"{_INDENT}else:"
                yield f"{_INDENT * 2}nulled = True"

    def _may_propagate(self) -> bool:
        return any(not field.nullable for field in self._nested.values())

    def _give(self, kind: str, value: Any) -> str:
        """Return the name by which the text refers to a value."""
        name = next((name for name, given in self.given.items() if given is value), f"{kind}{len(self.given)}")
        self.given[name] = value
        return name


def _write_place(field: Field) -> str:
    return f"(place, {field.key!r}, out, {field.nullable}, {field.index})"


def _bare_type(field: Field) -> Any:
    kind: Any = field.definition.type
    return kind.of_type if is_non_null_type(kind) else kind
