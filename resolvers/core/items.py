"""Between DynamoDB's typed attributes and plain values: floats travel as exact decimals."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer

from resolvers.core.keys import Key

Item = dict[str, Any]

_SMALLEST: Final = 1e-130  # of DynamoDB's positive numbers; a double can be smaller


def to_attributes(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return plain values as DynamoDB's attributes, each with its type: `{"S": "text"}`."""
    serializer = TypeSerializer()
    return {name: serializer.serialize(_to_table(value)) for name, value in values.items()}


def _to_table(value: Any) -> Any:
    if isinstance(value, float):
        return Decimal(repr(value)) if abs(value) >= _SMALLEST else Decimal(0)
    if isinstance(value, Mapping):
        return {name: _to_table(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_to_table(inner) for inner in value]
    return value


def from_attributes(attributes: Mapping[str, Any]) -> Item:
    """Return the plain values of DynamoDB's attributes."""
    deserializer = TypeDeserializer()
    return {name: _from_table(deserializer.deserialize(value)) for name, value in attributes.items()}


def _from_table(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dict):
        return {name: _from_table(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_from_table(inner) for inner in value]
    return value


def to_key_attributes(key: Key) -> dict[str, Any]:
    return {"PK": {"S": key.pk}, "SK": {"S": key.sk}}
