"""When an event concerns a subscription: rules on the fields of a mutation's result, ANDed in branches, ORed together.

Source: AppSync Developer Guide, "Data filtering": by arguments, and enhanced with operators.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from infra.local.appsync.encoding import encoded

Operator = Literal[
    "eq", "ne", "le", "lt", "ge", "gt", "contains", "notContains", "beginsWith",
    "in", "notIn", "between", "containsAny", "is",
]  # fmt: skip
_NEGATIVE = ("ne", "notIn", "notContains")


@dataclass(frozen=True, slots=True)
class Dialect:
    """Choices where AppSync's documentation is silent (see `Settings`)."""

    between_inclusive: bool = False
    absent_differs: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One comparison; `operands` are hashable keys, more than one for `in`, `notIn`, `between`, `containsAny`.

    `is` compares a subscription argument: a null argument wants the field null or absent.
    """

    path: tuple[str, ...]
    operator: Operator
    operands: tuple[Hashable, ...]

    @property
    def name(self) -> str:
        return ".".join(self.path)


@dataclass(frozen=True, slots=True)
class Condition:
    """Branches of rules, one of which must hold in full; no branches hold for every event."""

    branches: tuple[tuple[Rule, ...], ...] = ()
    enhanced: bool = False
    kept: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "kept", hash((self.branches, self.enhanced)))

    def __hash__(self) -> int:
        return self.kept


def of_arguments(arguments: Mapping[str, Any]) -> Condition:
    """Return the condition of supplied arguments: each equals the result's top-level field of its name."""
    rules = tuple(Rule((name,), "is", (key(value),)) for name, value in sorted(arguments.items()))
    return Condition((rules,) if rules else ())


def key(value: Any) -> Hashable:
    """Return a JSON value as something hashable that equals only what AppSync calls equal."""
    if isinstance(value, bool):
        return (bool, value)
    if value is None or isinstance(value, (str, int, float)):
        return value
    return ("json", encoded(value))


def found(event: Any, path: tuple[str, ...]) -> Any:
    """Return the value at a path of the event; null where there is none."""
    for name in path:
        event = event.get(name) if isinstance(event, Mapping) else None
    return event


def holds(condition: Condition, event: Any, dialect: Dialect) -> bool:
    """Return whether an event concerns a subscription. An enhanced filter ignores events that are lists."""
    if condition.enhanced and isinstance(event, list):
        return False
    return not condition.branches or any(
        all(rule_holds(rule, event, dialect) for rule in branch) for branch in condition.branches
    )


def rule_holds(rule: Rule, event: Any, dialect: Dialect) -> bool:
    value = found(event, rule.path)
    if rule.operator in ("is", "eq"):
        return bool(key(value) == rule.operands[0])
    if value is None:
        return rule.operator in _NEGATIVE and dialect.absent_differs
    if rule.operator == "between":
        low, high = rule.operands
        if dialect.between_inclusive:
            return _ordered(low, value, strictly=False) and _ordered(value, high, strictly=False)
        return _ordered(low, value, strictly=True) and _ordered(value, high, strictly=True)
    return _TESTS[rule.operator](value, rule.operands)


def _ordered(left: Any, right: Any, *, strictly: bool) -> bool:
    """Return whether two numbers, or two strings, are in order; nothing else has an order."""
    if not (_both(left, right, str) or _both(left, right, (int, float))):
        return False
    return bool(left < right) if strictly else bool(left <= right)


def _both(left: Any, right: Any, kind: type | tuple[type, ...]) -> bool:
    booleans = isinstance(left, bool) or isinstance(right, bool)
    return isinstance(left, kind) and isinstance(right, kind) and not booleans


def _contains(value: Any, operands: tuple[Hashable, ...]) -> bool:
    wanted = operands[0]
    if isinstance(value, list):
        return any(key(item) == wanted for item in value)
    return isinstance(value, str) and isinstance(wanted, str) and wanted in value


def _begins(value: Any, operands: tuple[Hashable, ...]) -> bool:
    return isinstance(value, str) and isinstance(operands[0], str) and value.startswith(operands[0])


def _contains_any(value: Any, operands: tuple[Hashable, ...]) -> bool:
    return isinstance(value, list) and any(key(item) in operands for item in value)


_TESTS: Mapping[Operator, Callable[[Any, tuple[Hashable, ...]], bool]] = {
    "ne": lambda value, operands: key(value) != operands[0],
    "lt": lambda value, operands: _ordered(value, operands[0], strictly=True),
    "le": lambda value, operands: _ordered(value, operands[0], strictly=False),
    "gt": lambda value, operands: _ordered(operands[0], value, strictly=True),
    "ge": lambda value, operands: _ordered(operands[0], value, strictly=False),
    "contains": _contains,
    "notContains": lambda value, operands: not _contains(value, operands),
    "beginsWith": _begins,
    "in": lambda value, operands: key(value) in operands,
    "notIn": lambda value, operands: key(value) not in operands,
    "containsAny": _contains_any,
}
