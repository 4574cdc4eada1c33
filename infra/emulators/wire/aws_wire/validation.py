"""Constraints of a service model: required members, enums, patterns, lengths and ranges, in AWS's own sentences."""

import logging
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import regex
from botocore.model import ListShape, MapShape, Shape, StringShape, StructureShape

from aws_wire.values import is_document

log = logging.getLogger("aws_wire")


def find_violations(shape: Shape, value: Any, path: str = "") -> Iterator[str]:
    """Yield a sentence for each constraint that a parsed value breaks."""
    if is_document(shape):
        return
    if isinstance(shape, StructureShape):
        yield from _structure_violations(shape, value, path)
    elif isinstance(shape, MapShape):
        yield from _length_violations(shape, value, len(value), path)
        for key, item in value.items():
            yield from find_violations(shape.key, key, f"{path}.{key}.key")
            yield from find_violations(shape.value, item, f"{path}.{key}.value")
    elif isinstance(shape, ListShape):
        yield from _length_violations(shape, value, len(value), path)
        for number, item in enumerate(value, 1):
            yield from find_violations(shape.member, item, f"{path}.{number}.member")
    elif isinstance(shape, StringShape):
        yield from _string_violations(shape, value, path)
    elif shape.type_name == "blob":
        yield from _length_violations(shape, value, len(value), path)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield from _range_violations(shape, value, path)


def _structure_violations(shape: StructureShape, value: Mapping[str, Any], path: str) -> Iterator[str]:
    for name in shape.required_members:
        if name not in value:
            yield f"Value null at '{_join(path, name)}' failed to satisfy constraint: Member must not be null"
    if getattr(shape, "is_tagged_union", False) and len(value) != 1:
        yield f"Value at '{path}' failed to satisfy constraint: Member must have exactly one of {list(shape.members)}"
    for name, item in value.items():
        yield from find_violations(shape.members[name], item, _join(path, name))


def _string_violations(shape: StringShape, value: str, path: str) -> Iterator[str]:
    yield from _length_violations(shape, value, len(value), path)
    if shape.enum and value not in shape.enum:
        yield _violation(shape, value, path, f"satisfy enum value set: [{', '.join(shape.enum)}]")
    pattern = shape.metadata.get("pattern")
    if pattern and (compiled := _compile(pattern)) is not None and not compiled.fullmatch(value):
        yield _violation(shape, value, path, f"satisfy regular expression pattern: {pattern}")


def _length_violations(shape: Shape, value: Any, length: int, path: str) -> Iterator[str]:
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    if least is not None and length < least:
        yield _violation(shape, value, path, f"have length greater than or equal to {least}")
    if most is not None and length > most:
        yield _violation(shape, value, path, f"have length less than or equal to {most}")


def _range_violations(shape: Shape, value: float, path: str) -> Iterator[str]:
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    if least is not None and value < least:
        yield _violation(shape, value, path, f"have value greater than or equal to {least}")
    if most is not None and value > most:
        yield _violation(shape, value, path, f"have value less than or equal to {most}")


def _violation(shape: Shape, value: Any, path: str, demand: str) -> str:
    shown = "" if shape.metadata.get("sensitive") or shape.type_name == "blob" else f" '{value}'"
    return f"Value{shown} at '{path}' failed to satisfy constraint: Member must {demand}"


def _join(path: str, name: str) -> str:
    """Return the path of a member; AWS writes each name with a small first letter."""
    name = name[:1].lower() + name[1:]
    return f"{path}.{name}" if path else name


@lru_cache(maxsize=2000)
def _compile(pattern: str) -> "regex.Pattern[str] | None":
    """Return a model's pattern, which is Java's and matches whole values; None if it cannot be understood here."""
    try:
        return regex.compile(pattern)
    except regex.error as error:
        log.warning("The pattern %r is not checked: %s", pattern, error)
        return None
