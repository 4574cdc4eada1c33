"""Judges parameters by what Stripe documents (parameters.json), and turns their text into values."""

import json
from collections.abc import Callable
from importlib.resources import files
from typing import Any, Final

from payments_local.errors import ApiError, InvalidRequestError, make_unsupported_error
from payments_local.form import Tree, Value

Schema = dict[str, Any]

DOCUMENTED: Final[dict[str, Schema]] = json.loads((files("payments_local") / "parameters.json").read_text("utf-8"))
BOOLEANS = {"true": True, "false": False}
INT64 = 2**63
MAX_KEYS, MAX_KEY, MAX_VALUE = 50, 40, 500  # of metadata


def parse_parameters(schema: Schema, tree: Tree) -> dict[str, Any]:
    """Return typed parameters, or raise `InvalidRequestError` for the first that is missing, unknown or malformed."""
    parsed: dict[str, Any] = _parse_object(schema, tree, "")
    return parsed


def _parse(schema: Schema, value: Value, path: str) -> Any:
    if "any" in schema:
        return _parse_any(schema["any"], value, path)
    if value == "":
        if schema.get("unset"):
            return None
        raise InvalidRequestError(_empty(path), code="parameter_invalid_empty", param=path)
    return PARSERS[schema["type"]](schema, value, path)


def _parse_any(schemas: list[Schema], value: Value, path: str) -> Any:
    """Return the value by the first schema that takes it, or raise the last one's error."""
    problem: ApiError | None = None
    for schema in schemas:
        try:
            return _parse(schema, value, path)
        except ApiError as error:
            problem = error
    assert problem is not None
    raise problem


def _parse_object(schema: Schema, value: Value, path: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise InvalidRequestError("Invalid object", param=path)
    for name in value:
        if name in schema.get("unsupported", ()):
            raise make_unsupported_error(f"the parameter {_join(path, name)}", _join(path, name))
        if name not in schema["fields"]:
            at = _join(path, name)
            raise InvalidRequestError(f"Received unknown parameter: {at}", code="parameter_unknown", param=at)
    for name in schema.get("required", ()):
        if name not in value:
            raise refuse_missing(_join(path, name))
    return {name: _parse(schema["fields"][name], child, _join(path, name)) for name, child in value.items()}


def _parse_array(schema: Schema, value: Value, path: str) -> list[Any]:
    if not isinstance(value, list):
        raise InvalidRequestError("Invalid array", param=path)
    return [_parse(schema["items"], item, f"{path}[{index}]") for index, item in enumerate(value)]


def _parse_map(_: Schema, value: Value, path: str) -> dict[str, str]:
    """Return metadata: an empty value unsets its key."""
    if isinstance(value, list):  # keys such as 0 and 1 are names here
        value = {str(index): item for index, item in enumerate(value)}
    if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
        raise InvalidRequestError("Invalid object", param=path)
    if len(value) > MAX_KEYS:
        raise InvalidRequestError(f"Metadata can have up to {MAX_KEYS} keys.", param=path)
    for key, item in value.items():
        if len(key) > MAX_KEY or len(item) > MAX_VALUE:
            limits = f"keys up to {MAX_KEY} characters and values up to {MAX_VALUE}"
            raise InvalidRequestError(f"Metadata takes {limits}.", param=_join(path, key))
    return {key: str(item) for key, item in value.items()}


def _parse_string(schema: Schema, value: Value, path: str) -> str:
    if not isinstance(value, str):
        raise InvalidRequestError(f"Invalid string: {json.dumps(value)}", param=path)
    if (allowed := schema.get("enum")) and value not in allowed:
        listed = f"{', '.join(allowed[:-1])}, or {allowed[-1]}" if len(allowed) > 1 else allowed[0]
        raise InvalidRequestError(f"Invalid {path}: must be one of {listed}", param=path)
    return value


def _parse_integer(_: Schema, value: Value, path: str) -> int:
    text = value.removeprefix("-") if isinstance(value, str) else ""
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(INT64)) and int(text) < INT64):
        raise InvalidRequestError(f"Invalid integer: {value}", code="parameter_invalid_integer", param=path)
    return int(str(value))


def _parse_boolean(_: Schema, value: Value, path: str) -> bool:
    if not isinstance(value, str) or value not in BOOLEANS:
        raise InvalidRequestError(f"Invalid boolean: {value}", param=path)
    return BOOLEANS[value]


def refuse_missing(path: str) -> InvalidRequestError:
    """Return the error for a required parameter that was not sent."""
    return InvalidRequestError(f"Missing required param: {path}.", code="parameter_missing", param=path)


def _join(path: str, name: str) -> str:
    return f"{path}[{name}]" if path else name


def _empty(path: str) -> str:
    return (
        f"You passed an empty string for '{path}'. We assume empty values are an attempt to unset a parameter; however "
        f"'{path}' cannot be unset. You should remove '{path}' from your request or supply a non-empty value."
    )


PARSERS: Final[dict[str, Callable[[Schema, Value, str], Any]]] = {
    "array": _parse_array,
    "boolean": _parse_boolean,
    "integer": _parse_integer,
    "map": _parse_map,
    "object": _parse_object,
    "string": _parse_string,
}
