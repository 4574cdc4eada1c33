"""Form-encoded bodies and query strings with brackets: `line_items[0][price_data][currency]=eur`."""

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl

from payments_local.errors import InvalidRequestError

Tree = dict[str, "Value"]
Value = str | Tree | list["Value"]

NAME = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")
MAX_FIELDS = 1000
MAX_DEPTH = 10


def decode_form(encoded: str) -> Tree:
    """Return the nested parameters of a body or query string; raise `InvalidRequestError` if brackets don't match.

    Objects whose keys are all indices become arrays, and `name[]` appends.
    """
    try:
        pairs = parse_qsl(encoded, keep_blank_values=True, max_num_fields=MAX_FIELDS, encoding="utf-8", errors="strict")
    except ValueError as error:
        raise InvalidRequestError("Invalid request: the parameters are not form-encoded UTF-8.") from error
    return decode_pairs(pairs)


def decode_pairs(pairs: Iterable[tuple[str, str]]) -> Tree:
    """Return the nested parameters of names with brackets."""
    tree: Tree = {}
    for name, value in pairs:
        _place(tree, _split(name), value, name)
    return {name: _to_arrays(value) for name, value in tree.items()}


def _split(name: str) -> list[str]:
    found = NAME.fullmatch(name)
    if not found:
        raise InvalidRequestError(f"Invalid parameter name: {name}", param=name)
    first, brackets = found.groups()
    keys = [first, *re.findall(r"\[([^\[\]]*)\]", brackets)]
    if len(keys) > MAX_DEPTH:
        raise InvalidRequestError(f"Parameters can't be nested deeper than {MAX_DEPTH} levels.", param=first)
    return keys


def _place(tree: Tree, keys: list[str], value: str, name: str) -> None:
    for key in keys[:-1]:
        below = tree.setdefault(key or str(len(tree)), {})
        if not isinstance(below, dict):
            raise InvalidRequestError(
                f"Invalid parameter: {name} is given both as a value and as an object.", param=name
            )
        tree = below
    last = keys[-1] or str(len(tree))
    if isinstance(tree.get(last), dict):
        raise InvalidRequestError(f"Invalid parameter: {name} is given both as a value and as an object.", param=name)
    tree[last] = value


def _to_arrays(value: Value) -> Value:
    if not isinstance(value, dict):
        return value
    children = {key: _to_arrays(child) for key, child in value.items()}
    if children and all(key.isascii() and key.isdecimal() for key in children):
        return [children[key] for key in sorted(children, key=int)]
    return children
