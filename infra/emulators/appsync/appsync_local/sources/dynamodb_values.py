"""DynamoDB's typed values to and from plain ones, and expressions of one request merged."""

import json
from collections.abc import Mapping
from typing import Any

from appsync_local.sources.result import UnsupportedRequest

_EXPRESSIONS = ("query", "filter", "update", "condition")
_TYPE_CODES = ("S", "N", "B", "BOOL", "NULL", "SS", "NS", "BS", "L", "M")


def to_plain(value: Mapping[str, Any]) -> Any:
    """Return the plain value of a typed one; sets become lists, whole numbers int."""
    ((kind, inner),) = value.items()
    if kind == "M":
        return to_plain_map(inner)
    if kind == "L":
        return [to_plain(item) for item in inner]
    if kind == "N":
        return _parse_number(inner)
    if kind == "NS":
        return [_parse_number(item) for item in inner]
    return None if kind == "NULL" else inner


def to_plain_map(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: to_plain(value) for name, value in values.items()}


def to_dynamodb(request: Mapping[str, Any]) -> dict[str, Any]:
    """Return a resolver's request as DynamoDB takes it, or raise `UnsupportedRequest` that names the wrong value.

    Code may write numbers as numbers, null as null, and a condition as JSON text.
    """
    made = dict(request)
    for name in ("key", "attributeValues"):
        if made.get(name) is not None:
            made[name] = _convert_map(made[name], f"$[{name}]")
    for name in _EXPRESSIONS:
        if (part := _convert_expression(made.get(name), name)) is not None:
            made[name] = part
    if made.get("tables") is not None:
        made["tables"] = {
            table: _convert_table(found, f"$[tables][{table}]") for table, found in made["tables"].items()
        }
    if made.get("transactItems") is not None:
        made["transactItems"] = [to_dynamodb(item) for item in made["transactItems"]]
    return made


def merge_expressions(*expressions: Mapping[str, Any] | None) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """Return the merged names and values of several expressions, or None if there are none."""
    names: dict[str, Any] = {}
    values: dict[str, Any] = {}
    for expression in expressions:
        names.update((expression or {}).get("expressionNames") or {})
        values.update((expression or {}).get("expressionValues") or {})
    return names or None, values or None


def drop_none(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return a request body without members that are None."""
    return {name: value for name, value in body.items() if value is not None}


def _convert_expression(part: Any, name: str) -> dict[str, Any] | None:
    if part is None:
        return None
    if isinstance(part, str) and name == "condition":  # as util.transform.toDynamoDBConditionExpression gives it
        part = json.loads(part)
    if not isinstance(part, Mapping):
        raise UnsupportedRequest(
            f"$[{name}] is an object with an expression, not {_describe_type(part)}; JSON text takes JSON.parse."
        )
    values = part.get("expressionValues")
    typed = None if values is None else _convert_map(values, f"$[{name}][expressionValues]")
    return {**part, "expressionValues": typed}


def _convert_table(found: Any, place: str) -> Any:
    if isinstance(found, list):
        return [_convert_map(item, f"{place}[{index}]") for index, item in enumerate(found)]
    keys = [_convert_map(key, f"{place}[keys][{index}]") for index, key in enumerate(found["keys"])]
    return {**found, "keys": keys}


def _convert_map(values: Any, place: str) -> dict[str, Any]:
    if not isinstance(values, Mapping):
        raise UnsupportedRequest(f"{place} is an object of typed values, not {_describe_type(values)}.")
    return {name: _convert_value(value, f"{place}[{name}]") for name, value in values.items()}


def _convert_value(value: Any, place: str) -> dict[str, Any]:
    if not isinstance(value, Mapping) or len(value) != 1 or next(iter(value)) not in _TYPE_CODES:
        raise UnsupportedRequest(
            f'{place} is not a typed value such as {{"S": "text"}}; util.dynamodb.toMapValues makes them.'
        )
    ((kind, inner),) = value.items()
    if kind == "N":
        inner = _format_number(inner)
    elif kind == "NS":
        inner = [_format_number(item) for item in inner]
    elif kind == "NULL":
        inner = True
    elif kind == "L":
        inner = [_convert_value(item, f"{place}[{index}]") for index, item in enumerate(inner)]
    elif kind == "M":
        inner = _convert_map(inner, place)
    return {kind: inner}


def _format_number(number: Any) -> str:
    return number if isinstance(number, str) else json.dumps(number)


def _describe_type(value: Any) -> str:
    names: Mapping[type, str] = {str: "a string", list: "a list", bool: "a boolean", int: "a number", float: "a number"}
    return names.get(type(value), "null")


def _parse_number(text: str) -> int | float:
    number = float(text)
    return int(text) if text.lstrip("+-").isdigit() else number
