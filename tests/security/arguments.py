"""Arguments of every field, made from the contract: valid ones, and the place of each value among them."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    get_named_type,
)

Path = tuple[str, ...]
Ids = Mapping[str, str]  # by kind

# Values by the argument's name; a new name of a scalar takes that of its type.
BY_NAME: Final[Mapping[str, Any]] = {
    "south": -10.0,
    "west": -10.0,
    "north": 30.0,
    "east": 30.0,
    "latitude": 20.0,
    "longitude": 20.0,
    "radius": 1000.0,
    "zoom": 4,
    "first": 2,
    "expectedVersion": 1,
    "bytes": 1000,
    "contentType": "image/jpeg",
    "handle": "slow_walks",  # of a channel, so that it leads to a person too
    "endSeconds": 2.0,
    "tag": "rain",
    "label": "Dog",
    "since": "2026-01",
    "until": "2026-12",
    "purpose": "PHOTO",
    "currency": "EUR",
    "country": "VN",
    "consent": True,
}
# Where a field needs another value than the others.
BY_FIELD: Final[Mapping[tuple[str, str], Any]] = {("evaluateSpeaking", "contentType"): "audio/webm"}
BY_TYPE: Final[Mapping[str, Any]] = {
    "AWSDateTime": "2026-11-28T21:14:07Z",
    "String": "Rain",
    "Int": 1,
    "Float": 1.0,
    "Boolean": False,
}


def valid_arguments(name: str, field: GraphQLField, ids: Ids, user_id: str) -> dict[str, Any]:
    """Return arguments for a field: all that it requires, for things by their kinds and a person."""
    return {
        argument: _value(argument, each.type, name, ids, user_id)
        for argument, each in field.args.items()
        if isinstance(each.type, GraphQLNonNull)
    }


class Leaf(NamedTuple):
    """The place of a scalar, or of a list of them, among a field's arguments."""

    path: Path
    scalar: str
    is_list: bool


def leaves(field: GraphQLField) -> Iterator[Leaf]:
    """Yield every scalar and list of scalars among a field's arguments, optional ones too."""
    for argument, each in field.args.items():
        yield from _leaves((argument,), each.type)


def put(arguments: dict[str, Any], path: Path, value: Any) -> dict[str, Any]:
    """Return the arguments with a value at a path, in every object of a list on it."""
    first, *rest = path
    inner = arguments.get(first)
    if rest and isinstance(inner, list):
        return {**arguments, first: [put(each, tuple(rest), value) for each in inner]}
    return {**arguments, first: put(inner or {}, tuple(rest), value) if rest else value}


def _leaves(path: Path, kind: Any) -> Iterator[Leaf]:
    named: Any = get_named_type(kind)
    if isinstance(named, GraphQLInputObjectType):
        for name, each in named.fields.items():
            yield from _leaves((*path, name), each.type)
    elif not isinstance(named, GraphQLEnumType):
        yield Leaf(
            path, named.name, isinstance(kind.of_type if isinstance(kind, GraphQLNonNull) else kind, GraphQLList)
        )


def _value(name: str, kind: Any, field: str, ids: Ids, user_id: str) -> Any:
    bare = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
    if isinstance(bare, GraphQLList):
        return [_value(name.removesuffix("s"), bare.of_type, field, ids, user_id)]
    named: Any = get_named_type(bare)
    if isinstance(named, GraphQLInputObjectType):
        wanted = {each: value.type for each, value in named.fields.items() if isinstance(value.type, GraphQLNonNull)}
        made = {each: _value(each, inner, field, ids, user_id) for each, inner in wanted.items()}
        return made | ({"postId": ids["post"]} if "postId" in named.fields else {})
    if named.name == "ID":
        return _id(name, field, ids, user_id)
    if isinstance(named, GraphQLEnumType):
        return BY_NAME.get(name, next(iter(named.values)))
    return BY_FIELD.get((field, name), BY_NAME.get(name, BY_TYPE.get(named.name)))


def _id(name: str, field: str, ids: Ids, user_id: str) -> str:
    """Return the id of the kind that the argument names (`postId`), or a mutation's name (`id` of `deletePost`)."""
    if name == "userId":
        return user_id
    # A seller's part of an order is named by the order.
    named = (field if name == "id" or field.endswith("Sale") else name.removesuffix("Id")).lower()
    within = next((kind for kind in ids if kind in named), "post")  # `signVideoParts`
    return ids[max((kind for kind in ids if named.endswith(kind)), key=len, default=within)]
