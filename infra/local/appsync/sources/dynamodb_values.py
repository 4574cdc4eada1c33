"""DynamoDB's typed values as plain ones and as they travel, and expressions joined for one request."""

import json
from collections.abc import Mapping
from typing import Any

from infra.local.appsync.sources.answer import Unsupported

_PARTS = ("query", "filter", "update", "condition")
_KINDS = ("S", "N", "B", "BOOL", "NULL", "SS", "NS", "BS", "L", "M")


def plain(value: Mapping[str, Any]) -> Any:
    """Return the plain value of a typed one; sets become lists, numbers int where they are whole."""
    ((kind, inner),) = value.items()
    if kind == "M":
        return plain_map(inner)
    if kind == "L":
        return [plain(item) for item in inner]
    if kind == "N":
        return _number(inner)
    if kind == "NS":
        return [_number(item) for item in inner]
    return None if kind == "NULL" else inner


def plain_map(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: plain(value) for name, value in values.items()}


def travelling(request: Mapping[str, Any]) -> dict[str, Any]:
    """Return a resolver's request with its typed values as DynamoDB takes them; raises `Unsupported` with the place.

    Code may write numbers as numbers, null as null, and a condition as JSON text.
    """
    made = dict(request)
    for name in ("key", "attributeValues"):
        if made.get(name) is not None:
            made[name] = _typed_map(made[name], f"$[{name}]")
    for name in _PARTS:
        if (part := _part(made.get(name), name)) is not None:
            made[name] = part
    if made.get("tables") is not None:
        made["tables"] = {table: _table(found, f"$[tables][{table}]") for table, found in made["tables"].items()}
    if made.get("transactItems") is not None:
        made["transactItems"] = [travelling(item) for item in made["transactItems"]]
    return made


def merged(*expressions: Mapping[str, Any] | None) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """Return the names and values of several expressions together, None where there are none."""
    names: dict[str, Any] = {}
    values: dict[str, Any] = {}
    for expression in expressions:
        names.update((expression or {}).get("expressionNames") or {})
        values.update((expression or {}).get("expressionValues") or {})
    return names or None, values or None


def present(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return a request body without what was not given."""
    return {name: value for name, value in body.items() if value is not None}


def _part(part: Any, name: str) -> dict[str, Any] | None:
    if part is None:
        return None
    if isinstance(part, str) and name == "condition":  # as util.transform.toDynamoDBConditionExpression gives it
        part = json.loads(part)
    if not isinstance(part, Mapping):
        raise Unsupported(f"$[{name}] is an object with an expression, not {_kind(part)}; JSON text takes JSON.parse.")
    values = part.get("expressionValues")
    typed = None if values is None else _typed_map(values, f"$[{name}][expressionValues]")
    return {**part, "expressionValues": typed}


def _table(found: Any, place: str) -> Any:
    if isinstance(found, list):
        return [_typed_map(item, f"{place}[{index}]") for index, item in enumerate(found)]
    keys = [_typed_map(key, f"{place}[keys][{index}]") for index, key in enumerate(found["keys"])]
    return {**found, "keys": keys}


def _typed_map(values: Any, place: str) -> dict[str, Any]:
    if not isinstance(values, Mapping):
        raise Unsupported(f"{place} is an object of typed values, not {_kind(values)}.")
    return {name: _typed(value, f"{place}[{name}]") for name, value in values.items()}


def _typed(value: Any, place: str) -> dict[str, Any]:
    if not isinstance(value, Mapping) or len(value) != 1 or next(iter(value)) not in _KINDS:
        raise Unsupported(f'{place} is no typed value such as {{"S": "text"}}; util.dynamodb.toMapValues makes them.')
    ((kind, inner),) = value.items()
    if kind == "N":
        inner = _digits(inner)
    elif kind == "NS":
        inner = [_digits(item) for item in inner]
    elif kind == "NULL":
        inner = True
    elif kind == "L":
        inner = [_typed(item, f"{place}[{index}]") for index, item in enumerate(inner)]
    elif kind == "M":
        inner = _typed_map(inner, place)
    return {kind: inner}


def _digits(number: Any) -> str:
    return number if isinstance(number, str) else json.dumps(number)


def _kind(value: Any) -> str:
    names: Mapping[type, str] = {str: "a string", list: "a list", bool: "a boolean", int: "a number", float: "a number"}
    return names.get(type(value), "null")


def _number(text: str) -> int | float:
    number = float(text)
    return int(text) if text.lstrip("+-").isdigit() else number
