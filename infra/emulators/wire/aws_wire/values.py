"""Values on the wire and in Python: parsed by the shapes of a service model, and serialised by them.

In Python a structure or map is a dict, a list a list, a blob bytes, a timestamp a datetime; members that are null or
unknown are left out when parsing.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape

from aws_wire.codecs import Codec
from aws_wire.errors import SerializationError

_SPECIAL_FLOATS = ("NaN", "Infinity", "-Infinity")
_INTEGERS = ("integer", "long", "short", "byte")
_FLOATS = ("float", "double")
_PYTHON_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "character": (str,),
    "boolean": (bool,),
    "blob": (bytes, bytearray),
    "timestamp": (datetime,),
    **dict.fromkeys(_INTEGERS, (int,)),
    **dict.fromkeys(_FLOATS, (int, float)),
}
_WIRE_KINDS: Mapping[type, str] = {
    str: "STRING_VALUE",
    bool: "TRUE_VALUE",
    int: "NUMBER_VALUE",
    float: "DECIMAL_VALUE",
    dict: "START_OBJECT",
    list: "START_ARRAY",
}


def wire_name(name: str, member: Shape) -> str:
    """Return the name that a structure's member has on the wire."""
    found: str = member.serialization.get("name", name)
    return found


def is_document(shape: Shape) -> bool:
    """Return whether a shape takes any JSON value."""
    return bool(getattr(shape, "is_document_type", False))


def parse_value(shape: Shape, value: Any, codec: Codec) -> Any:
    """Return the Python value of what came over the wire, or raise `SerializationError` for another type."""
    if is_document(shape):
        return value
    if isinstance(shape, StructureShape):
        return parse_members(shape, _require(value, dict, "Structure"), codec)
    if isinstance(shape, MapShape):
        pairs = _require(value, dict, "Map").items()
        return {key: parse_value(shape.value, item, codec) for key, item in pairs if item is not None}
    if isinstance(shape, ListShape):
        return [parse_value(shape.member, item, codec) for item in _require(value, list, "List")]
    return _parse_scalar(shape, value, codec)


def parse_members(shape: StructureShape, values: Mapping[str, Any], codec: Codec) -> dict[str, Any]:
    """Return the members of a structure that are in the body, by their names in the model."""
    parsed: dict[str, Any] = {}
    for name, member in shape.members.items():
        value = values.get(wire_name(name, member))
        if value is not None and "location" not in member.serialization:
            parsed[name] = parse_value(member, value, codec)
    return parsed


def _parse_scalar(shape: Shape, value: Any, codec: Codec) -> Any:
    kind = shape.type_name
    if kind == "blob":
        return codec.decode_blob(value)
    if kind == "timestamp":
        return codec.decode_timestamp(value, shape.serialization.get("timestampFormat"))
    if kind in _INTEGERS:
        return int(value) if _is_whole(value) else _require(value, int, kind.capitalize())
    if kind in _FLOATS:
        return float(value if value in _SPECIAL_FLOATS else _require(value, (int, float), kind.capitalize()))
    return _require(value, *((bool, "Boolean") if kind == "boolean" else (str, "String")))


def _is_whole(value: Any) -> bool:
    return isinstance(value, float) and value.is_integer()


def _require(value: Any, types: type | tuple[type, ...], kind: str) -> Any:
    if isinstance(value, types) and not (isinstance(value, bool) and types is not bool):
        return value
    article = "an" if kind[0] in "AEIOU" else "a"
    raise SerializationError(f"{_WIRE_KINDS.get(type(value), 'VALUE')} can not be converted to {article} {kind}")


def serialize_value(shape: Shape, value: Any, codec: Codec, path: str) -> Any:
    """Return a value as it goes over the wire.

    Raises `TypeError` with the path of a value that does not fit its shape: a mistake of the emulator.
    """
    if is_document(shape):
        return value
    if isinstance(shape, StructureShape):
        return serialize_members(shape, value, codec, path)
    if isinstance(shape, MapShape):
        pairs = _require_type(value, (dict, Mapping), path).items()
        return {key: serialize_value(shape.value, item, codec, f"{path}.{key}") for key, item in pairs}
    if isinstance(shape, ListShape):
        items = enumerate(_require_type(value, (list, tuple), path))
        return [serialize_value(shape.member, item, codec, f"{path}[{index}]") for index, item in items]
    return _serialize_scalar(shape, value, codec, path)


def serialize_members(shape: StructureShape, values: Any, codec: Codec, path: str) -> dict[str, Any]:
    """Return the members of a structure that belong in the body, by their names on the wire."""
    check_members(shape, values, path)
    return {
        wire_name(name, member): serialize_value(member, values[name], codec, f"{path}.{name}")
        for name, member in shape.members.items()
        if values.get(name) is not None and "location" not in member.serialization
    }


def check_members(shape: StructureShape, values: Any, path: str) -> None:
    """Raise `TypeError` if a structure has a member that its shape lacks, or lacks one that is required."""
    _require_type(values, (dict, Mapping), path)
    unknown = values.keys() - shape.members.keys()
    missing = [name for name in shape.required_members if values.get(name) is None]
    if unknown or missing:
        raise TypeError(f"{path} has unknown members {sorted(unknown)} and lacks {missing}.")


def _serialize_scalar(shape: Shape, value: Any, codec: Codec, path: str) -> Any:
    _require_type(value, _PYTHON_TYPES[shape.type_name], path)
    if isinstance(value, bool) and shape.type_name != "boolean":
        raise TypeError(f"{path} must be a {shape.type_name}, not {value!r}.")
    if shape.type_name == "blob":
        return codec.encode_blob(bytes(value))
    if shape.type_name == "timestamp":
        return codec.encode_timestamp(value, shape.serialization.get("timestampFormat"))
    return value


def _require_type(value: Any, types: tuple[type, ...], path: str) -> Any:
    if not isinstance(value, types):
        raise TypeError(f"{path} must be {' or '.join(kind.__name__ for kind in types)}, not {value!r}.")
    return value
