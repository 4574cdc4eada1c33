"""Between DynamoDB's typed attributes and plain values: floats travel as exact decimals."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer

from resolvers.core.keys import Key

Item = dict[str, Any]


def typed(values: Mapping[str, Any]) -> dict[str, Any]:
    serializer = TypeSerializer()
    return {name: serializer.serialize(_to_table(value)) for name, value in values.items()}


def _to_table(value: Any) -> Any:
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, Mapping):
        return {name: _to_table(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_to_table(inner) for inner in value]
    return value


def plain(typed: Mapping[str, Any]) -> Item:
    deserializer = TypeDeserializer()
    return {name: _from_table(deserializer.deserialize(value)) for name, value in typed.items()}


def _from_table(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dict):
        return {name: _from_table(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_from_table(inner) for inner in value]
    return value


def typed_key(key: Key) -> dict[str, Any]:
    return {"PK": {"S": key.pk}, "SK": {"S": key.sk}}
