"""Enhanced filters that resolvers set, parsed into conditions; AppSync's limits are checked.

Source: AppSync Developer Guide, "Enhanced filtering": operators, and the limits of a filter.
"""

from collections.abc import Mapping
from math import prod
from typing import Any, cast

from appsync_local.realtime.conditions import Condition, Operator, Rule, comparison_key

MAX_BRANCHES = 10
MAX_FIELDS = 5
MAX_IN = 5
MAX_ANY = 20
MAX_TEXT = 256
MAX_DEPTH = 5
_ALIASES = {"lte": "le", "gte": "ge"}
_ORDERED = ("le", "lt", "ge", "gt")
_LISTS = {"in": MAX_IN, "notIn": MAX_IN, "containsAny": MAX_ANY}
_SINGLE = ("eq", "ne", *_ORDERED, "contains", "notContains", "beginsWith")
_PAIR = 2


class FilterRefused(ValueError):  # noqa: N818
    """A filter that is malformed or over a limit; the text names the part and the limit."""


def parse_filter(given: Mapping[str, Any]) -> Condition:
    """Return the condition of `{"filterGroup": [{"filters": [{"fieldName", "operator", "value"}]}]}`."""
    groups = given.get("filterGroup") if isinstance(given, Mapping) else None
    if not isinstance(groups, list) or not groups:
        raise FilterRefused("A subscription filter is an object with a non-empty list filterGroup.")
    branches = tuple(_parse_branch(group) for group in groups)
    expanded = sum(prod(len(rule.operands) for rule in branch if rule.operator == "in") for branch in branches)
    if expanded > MAX_BRANCHES:
        raise FilterRefused(f"filterGroup with {expanded} filters exceeds maximum value limit {MAX_BRANCHES}.")
    return Condition(branches, enhanced=True)


def _parse_branch(group: Any) -> tuple[Rule, ...]:
    filters = group.get("filters") if isinstance(group, Mapping) else None
    if not isinstance(filters, list) or not filters:
        raise FilterRefused("Each entry of filterGroup is an object with a non-empty list filters.")
    rules = [_parse_rule(each) for each in filters]
    names = {rule.name for rule in rules}
    if len(names) > MAX_FIELDS:
        raise FilterRefused(f"filters on {len(names)} fields exceeds maximum value limit {MAX_FIELDS}.")
    return tuple(rule for rule in rules if len(rule.path) <= MAX_DEPTH)  # deeper names are ignored


def _parse_rule(given: Any) -> Rule:
    if not isinstance(given, Mapping) or not isinstance(given.get("fieldName"), str) or not given["fieldName"]:
        raise FilterRefused("Each filter names a fieldName, an operator and a value.")
    name = given["fieldName"]
    operator = _ALIASES.get(str(given.get("operator")), str(given.get("operator")))
    if operator not in (*_SINGLE, *_LISTS, "between"):
        raise FilterRefused(f"Filter on {name}: unknown operator {given.get('operator')!r}.")
    operands = _parse_operands(name, operator, given.get("value"))
    return Rule(tuple(name.split(".")), cast("Operator", operator), operands)


def _parse_operands(name: str, operator: str, value: Any) -> tuple[Any, ...]:
    if operator in _SINGLE:
        _check_single(name, operator, value)
        return (comparison_key(value),)
    if not isinstance(value, list) or not value:
        raise FilterRefused(f"Filter on {name}: {operator} takes a non-empty list.")
    limit = _LISTS.get(operator, _PAIR)
    if len(value) > limit:
        raise FilterRefused(
            f"Filter on {name}: {operator} with {len(value)} values exceeds maximum value limit {limit}."
        )
    if operator == "between" and not (len(value) == _PAIR and _same_type(*value)):
        raise FilterRefused(f"Filter on {name}: between takes two numbers or two strings.")
    for each in value:
        _check_scalar(name, operator, each)
    return tuple(comparison_key(each) for each in value)


def _check_single(name: str, operator: str, value: Any) -> None:
    _check_scalar(name, operator, value)
    if operator in _ORDERED and (isinstance(value, bool) or not isinstance(value, (int, float, str))):
        raise FilterRefused(f"Filter on {name}: {operator} takes a number or a string.")
    if operator == "beginsWith" and not isinstance(value, str):
        raise FilterRefused(f"Filter on {name}: beginsWith takes a string.")


def _check_scalar(name: str, operator: str, value: Any) -> None:
    if isinstance(value, str) and len(value) > MAX_TEXT:
        raise FilterRefused(f"Filter on {name}: a string of {len(value)} characters exceeds maximum value limit 256.")
    if not (value is None or isinstance(value, (bool, int, float, str))):
        raise FilterRefused(f"Filter on {name}: {operator} compares with a number, a string or a boolean.")


def _same_type(low: Any, high: Any) -> bool:
    if isinstance(low, bool) or isinstance(high, bool):
        return False
    return all(isinstance(each, (int, float)) for each in (low, high)) or all(isinstance(e, str) for e in (low, high))
