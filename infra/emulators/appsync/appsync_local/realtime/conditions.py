"""Conditions of subscriptions: rules on the fields of a mutation's result, combined by AND and OR.

Source: AppSync Developer Guide, "Data filtering": by arguments, and enhanced with operators.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from appsync_local.json_values import encode_json

Operator = Literal[
    "eq", "ne", "le", "lt", "ge", "gt", "contains", "notContains", "beginsWith",
    "in", "notIn", "between", "containsAny", "is",
]  # fmt: skip
_NEGATIVE = ("ne", "notIn", "notContains")


@dataclass(frozen=True, slots=True)
class Dialect:
    """Switches of comparisons (see `RealtimeSettings`)."""

    between_inclusive: bool = False
    absent_differs: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One comparison; `operands` are hashable keys, more than one for `in`, `notIn`, `between`, `containsAny`.

    `is` compares a subscription argument: a null argument matches a field that is null or absent.
    """

    path: tuple[str, ...]
    operator: Operator
    operands: tuple[Hashable, ...]

    @property
    def name(self) -> str:
        return ".".join(self.path)


@dataclass(frozen=True, slots=True)
class Condition:
    """Branches of rules: an event matches if all rules of one branch match, or if there are no branches."""

    branches: tuple[tuple[Rule, ...], ...] = ()
    enhanced: bool = False
    hash_value: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "hash_value", hash((self.branches, self.enhanced)))

    def __hash__(self) -> int:
        return self.hash_value


def from_arguments(arguments: Mapping[str, Any]) -> Condition:
    """Return the condition of a subscription's arguments: each equals the top-level field of its name."""
    rules = tuple(Rule((name,), "is", (comparison_key(value),)) for name, value in sorted(arguments.items()))
    return Condition((rules,) if rules else ())


def comparison_key(value: Any) -> Hashable:
    """Return a hashable key of a JSON value; keys are equal if AppSync treats the values as equal."""
    if isinstance(value, bool):
        return (bool, value)
    if value is None or isinstance(value, (str, int, float)):
        return value
    return ("json", encode_json(value))


def find_value(event: Any, path: tuple[str, ...]) -> Any:
    """Return the value at a path of the event, or None."""
    for name in path:
        event = event.get(name) if isinstance(event, Mapping) else None
    return event


def matches(condition: Condition, event: Any, dialect: Dialect) -> bool:
    """Return whether an event matches a condition; an enhanced filter ignores events that are lists."""
    if condition.enhanced and isinstance(event, list):
        return False
    return not condition.branches or any(
        all(rule_matches(rule, event, dialect) for rule in branch) for branch in condition.branches
    )


def rule_matches(rule: Rule, event: Any, dialect: Dialect) -> bool:
    value = find_value(event, rule.path)
    if rule.operator in ("is", "eq"):
        return bool(comparison_key(value) == rule.operands[0])
    if value is None:
        return rule.operator in _NEGATIVE and dialect.absent_differs
    if rule.operator == "between":
        low, high = rule.operands
        if dialect.between_inclusive:
            return _in_order(low, value, strictly=False) and _in_order(value, high, strictly=False)
        return _in_order(low, value, strictly=True) and _in_order(value, high, strictly=True)
    return _TESTS[rule.operator](value, rule.operands)


def _in_order(left: Any, right: Any, *, strictly: bool) -> bool:
    """Return whether two numbers or two strings are in order; other values never are."""
    if not (_are_both(left, right, str) or _are_both(left, right, (int, float))):
        return False
    return bool(left < right) if strictly else bool(left <= right)


def _are_both(left: Any, right: Any, kind: type | tuple[type, ...]) -> bool:
    booleans = isinstance(left, bool) or isinstance(right, bool)
    return isinstance(left, kind) and isinstance(right, kind) and not booleans


def _contains(value: Any, operands: tuple[Hashable, ...]) -> bool:
    wanted = operands[0]
    if isinstance(value, list):
        return any(comparison_key(item) == wanted for item in value)
    return isinstance(value, str) and isinstance(wanted, str) and wanted in value


def _begins_with(value: Any, operands: tuple[Hashable, ...]) -> bool:
    return isinstance(value, str) and isinstance(operands[0], str) and value.startswith(operands[0])


def _contains_any(value: Any, operands: tuple[Hashable, ...]) -> bool:
    return isinstance(value, list) and any(comparison_key(item) in operands for item in value)


_TESTS: Mapping[Operator, Callable[[Any, tuple[Hashable, ...]], bool]] = {
    "ne": lambda value, operands: comparison_key(value) != operands[0],
    "lt": lambda value, operands: _in_order(value, operands[0], strictly=True),
    "le": lambda value, operands: _in_order(value, operands[0], strictly=False),
    "gt": lambda value, operands: _in_order(operands[0], value, strictly=True),
    "ge": lambda value, operands: _in_order(operands[0], value, strictly=False),
    "contains": _contains,
    "notContains": lambda value, operands: not _contains(value, operands),
    "beginsWith": _begins_with,
    "in": lambda value, operands: comparison_key(value) in operands,
    "notIn": lambda value, operands: comparison_key(value) not in operands,
    "containsAny": _contains_any,
}
