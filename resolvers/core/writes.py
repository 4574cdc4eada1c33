"""What can be written to the table, each with its condition and the refusal it means."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from boto3.dynamodb.conditions import Attr, ConditionBase, ConditionExpressionBuilder

from resolvers.core.items import Item, to_attributes, to_key_attributes
from resolvers.core.keys import IndexKey, Key

Refuse = Callable[[Item], Exception]

EXISTS: Final = Attr("PK").exists()
ABSENT: Final = Attr("PK").not_exists()


@dataclass(frozen=True)
class Put:
    """Write a whole item. `kind` names its model for the table stream."""

    key: Key
    kind: str
    values: Mapping[str, Any]
    when: ConditionBase | None = None
    refuse: Refuse | None = None
    indexes: Sequence[IndexKey] = ()
    expires_at: int | None = None


@dataclass(frozen=True)
class Update:
    """Change attributes of an item; `add` counts atomically (numbers) or joins a set, `append` extends a list."""

    key: Key
    put: Mapping[str, Any] = field(default_factory=dict)
    add: Mapping[str, Any] = field(default_factory=dict)
    append: Mapping[str, list[Any]] = field(default_factory=dict)
    remove: Sequence[str] = ()
    discard: Mapping[str, set[str]] = field(default_factory=dict)
    when: ConditionBase | None = None
    refuse: Refuse | None = None
    indexes: Sequence[IndexKey] = ()
    leave: Sequence[int] = ()


@dataclass(frozen=True)
class Delete:
    key: Key
    when: ConditionBase | None = None
    refuse: Refuse | None = None


@dataclass(frozen=True)
class Check:
    """Require something of an item that the transaction does not write."""

    key: Key
    when: ConditionBase
    refuse: Refuse | None = None


class StaleItem(Exception):  # noqa: N818
    """Somebody changed the item since it was read: read it again, then try again."""


def refuse_stale(_: Item) -> Exception:
    """Refuse a write whose item is no longer as it was read."""
    return StaleItem()


Write = Put | Update | Delete | Check

# The request that wrote an item last; the table stream goes on under its id.
REQUEST: Final = "requestId"


def mark_request(write: Write, request_id: str | None) -> Write:
    """Return a write that leaves the request's id on its item."""
    if not request_id or isinstance(write, Delete | Check):
        return write
    mark = {REQUEST: request_id}
    if isinstance(write, Put):
        return replace(write, values={**write.values, **mark})
    return replace(write, put={**write.put, **mark})


def request_of(write: Write, table_name: str) -> tuple[str, dict[str, Any]]:
    """Return the verb of TransactWriteItems (Put, Update, Delete, ConditionCheck) and its request."""
    request: dict[str, Any] = {"TableName": table_name}
    names: dict[str, str] = {}
    values: dict[str, Any] = {}
    if isinstance(write, Put):
        request["Item"] = to_attributes(item_of(write))
    else:
        request["Key"] = to_key_attributes(write.key)
    if isinstance(write, Update):
        request["UpdateExpression"] = _update(write, names, values)
    if write.when is not None:
        built = ConditionExpressionBuilder().build_expression(write.when)
        request |= {
            "ConditionExpression": built.condition_expression,
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        }
        names |= built.attribute_name_placeholders
        values |= built.attribute_value_placeholders
    if names:
        request["ExpressionAttributeNames"] = names
    if values:
        request["ExpressionAttributeValues"] = to_attributes(values)
    return type(write).__name__.replace("Check", "ConditionCheck"), request


def _update(write: Update, names: dict[str, str], values: dict[str, Any]) -> str:
    changed = dict(write.put) | {
        name: value
        for index in write.indexes
        for name, value in ((f"GSI{index.number}PK", index.partition), (f"GSI{index.number}SK", index.place))
    }
    removed = [*write.remove, *(f"GSI{number}{part}" for number in write.leave for part in ("PK", "SK"))]
    clauses = {
        "SET": [(name, f" = {_value(values, value)}") for name, value in changed.items()]
        + [(name, f" = {_append_to_list(values, name, value)}") for name, value in write.append.items()],
        "ADD": [(name, f" {_value(values, value)}") for name, value in write.add.items()],
        "REMOVE": [(name, "") for name in removed],
        "DELETE": [(name, f" {_value(values, value)}") for name, value in write.discard.items()],
    }
    for parts in clauses.values():
        names |= {f"#u_{name}": name for name, _ in parts}
    return " ".join(
        f"{verb} {', '.join(f'#u_{name}{rest}' for name, rest in parts)}" for verb, parts in clauses.items() if parts
    )


def _append_to_list(values: dict[str, Any], name: str, value: list[Any]) -> str:
    return f"list_append(if_not_exists(#u_{name}, {_value(values, [])}), {_value(values, value)})"


def _value(values: dict[str, Any], value: Any) -> str:
    placeholder = f":u{len(values)}"
    values[placeholder] = value
    return placeholder


def item_of(write: Put) -> Item:
    if taken := {"PK", "SK", "kind"} & set(write.values):
        raise ValueError(f"{write.kind} has attributes that the table needs itself: {', '.join(sorted(taken))}.")
    item: Item = {"PK": write.key.pk, "SK": write.key.sk, "kind": write.kind, **write.values}
    for index in write.indexes:
        item |= {f"GSI{index.number}PK": index.partition, f"GSI{index.number}SK": index.place}
    return item | ({"expiresAt": write.expires_at} if write.expires_at else {})
