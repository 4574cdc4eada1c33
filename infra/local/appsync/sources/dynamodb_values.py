"""DynamoDB's typed values as plain ones, and expressions joined for one request."""

from collections.abc import Mapping
from typing import Any


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


def _number(text: str) -> int | float:
    number = float(text)
    return int(text) if text.lstrip("+-").isdigit() else number
