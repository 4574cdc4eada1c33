"""Metadata filters: whether a vector's metadata matches, by the operators of S3 Vectors.

Source: Amazon S3 user guide, "Metadata filtering" of S3 Vectors.
"""

from collections.abc import Callable, Collection, Mapping
from operator import ge, gt, le, lt
from typing import Any, Final

from aws_wire.errors import ServiceError

Metadata = Mapping[str, Any]
Matches = Callable[[Metadata], bool]

_COMPARISONS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {"$gt": gt, "$gte": ge, "$lt": lt, "$lte": le}
_ABSENT: Final = object()


def compile_filter(condition: Any, not_filterable: Collection[str] = ()) -> Matches:
    """Return the test that a filter describes, or raise `ValidationException` for one that describes none."""
    if not isinstance(condition, dict) or not condition:
        raise _refuse("a filter is an object with at least one condition")
    tests = [_compile_condition(name, each, not_filterable) for name, each in condition.items()]
    return lambda metadata: all(test(metadata) for test in tests)


def _compile_condition(name: str, operand: Any, not_filterable: Collection[str]) -> Matches:
    if name in {"$and", "$or"}:
        if not isinstance(operand, list) or not operand:
            raise _refuse(f"{name} takes a list of filters")
        tests = [compile_filter(each, not_filterable) for each in operand]
        combine = all if name == "$and" else any
        return lambda metadata: combine(test(metadata) for test in tests)
    if name.startswith("$"):
        raise _refuse(f"there is no operator {name} of filters")
    if name in not_filterable:
        raise _refuse(f"the key {name} is not filterable")
    operators = operand if isinstance(operand, dict) else {"$eq": operand}
    checks = [_compile_operator(operator, value) for operator, value in operators.items()]
    return lambda metadata: all(check(metadata.get(name, _ABSENT)) for check in checks)


def _compile_operator(operator: str, value: Any) -> Callable[[Any], bool]:
    if operator == "$exists" and isinstance(value, bool):
        return lambda found: (found is not _ABSENT) == value
    if operator in {"$eq", "$ne"} and _is_scalar(value):
        is_equal = _any_of(lambda found: _equals(found, value))
        return is_equal if operator == "$eq" else lambda found: not is_equal(found)
    if operator in {"$in", "$nin"} and isinstance(value, list) and value and all(map(_is_scalar, value)):
        is_in = _any_of(lambda found: any(_equals(found, each) for each in value))
        return is_in if operator == "$in" else lambda found: not is_in(found)
    if operator in _COMPARISONS and _is_number(value):
        compare = _COMPARISONS[operator]
        return _any_of(lambda found: _is_number(found) and compare(found, value))
    raise _refuse(f"the operator {operator} does not take {value!r}")


def _any_of(test: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """Return a test of metadata that is one value, or a list of which one value has to pass."""
    return lambda found: any(map(test, found)) if isinstance(found, list) else found is not _ABSENT and test(found)


def _equals(one: Any, other: Any) -> bool:
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_scalar(value: Any) -> bool:
    return isinstance(value, (str, bool, int, float))


def _refuse(why: str) -> ServiceError:
    return ServiceError("ValidationException", f"Invalid query filter: {why}.")
