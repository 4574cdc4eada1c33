"""The one DynamoDB table: reads in batches, writes under conditions, transactions whose refusals have names."""

import random
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import boto3
from botocore.exceptions import ClientError

from resolvers.core import charge, observability
from resolvers.core.errors import Throttled
from resolvers.core.items import Item, from_attributes, to_attributes, to_key_attributes
from resolvers.core.keys import Key
from resolvers.core.settings import settings
from resolvers.core.writes import (
    ABSENT,
    EXISTS,
    Check,
    Delete,
    Put,
    StaleItem,
    Update,
    Write,
    item_of,
    mark_request,
    refuse_stale,
    request_of,
)

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

T = TypeVar("T")

__all__ = ["ABSENT", "EXISTS", "Check", "Delete", "Item", "Put", "StaleItem", "Update", "Write", "refuse_stale"]

_BATCH_GET_LIMIT: Final = 100  # keys of one BatchGetItem
_BATCH_WRITE_LIMIT: Final = 25  # items of one BatchWriteItem
_ATTEMPTS: Final = 8
_BUSY: Final = {
    "TransactionConflict",
    "TransactionInProgressException",
    "TransactionConflictException",
    "ThrottlingException",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
}


class ConditionFailed(Exception):  # noqa: N818
    """A condition without a named refusal did not hold; `item` is what the table holds instead."""

    def __init__(self, item: Item) -> None:
        super().__init__("The item is not in the state this write needs.")
        self.item = item


@cache
def client() -> "DynamoDBClient":
    return boto3.client("dynamodb")


def get(key: Key, *, consistent: bool = False) -> Item | None:
    """Read one item."""
    answer = _call_until_free(
        lambda: client().get_item(TableName=_name(), Key=to_key_attributes(key), ConsistentRead=consistent)
    )
    return from_attributes(answer["Item"]) if "Item" in answer else None


def get_many(keys: Iterable[Key], *, consistent: bool = False) -> dict[Key, Item]:
    """Read any number of items, 100 a request, and answer those that exist by their key."""
    wanted = list(dict.fromkeys(keys))
    found: dict[Key, Item] = {}
    for start in range(0, len(wanted), _BATCH_GET_LIMIT):
        for item in _get_batch(wanted[start : start + _BATCH_GET_LIMIT], consistent=consistent):
            found[Key(item["PK"], item["SK"])] = item
    return found


def query(
    partition: str,
    *,
    index: int | None = None,
    low: str = "",
    high: str = "",
    limit: int,
    newest_first: bool = False,
    consistent: bool = False,
) -> list[Item]:
    """Read up to `limit` items of a partition whose sort key lies in [low, high], both included when given."""
    pk, sk = (f"GSI{index}PK", f"GSI{index}SK") if index else ("PK", "SK")
    condition, values = f"{pk} = :pk", {":pk": partition}
    if low or high:
        condition += f" AND {sk} BETWEEN :low AND :high"
        values |= {":low": low or " ", ":high": high or "\uffff"}
    request: dict[str, Any] = {
        "TableName": _name(),
        "KeyConditionExpression": condition,
        "ExpressionAttributeValues": to_attributes(values),
        "ScanIndexForward": not newest_first,
        "ConsistentRead": consistent,
    } | ({"IndexName": f"GSI{index}"} if index else {})
    return _pages(request, limit)


def query_all(
    partitions: Sequence[str], *, index: int | None = None, limit: int, newest_first: bool = False, **options: Any
) -> list[Item]:
    """Read up to `limit` items of several partitions side by side, merged in the order of their sort keys.

    Of items with the same sort key, which lead to the same thing, one is returned.
    """

    def read(partition: str) -> list[Item]:
        return query(partition, index=index, limit=limit, newest_first=newest_first, **options)

    if len(partitions) == 1:
        return read(partitions[0])
    with ThreadPoolExecutor(len(partitions)) as pool:
        found = [item for items in pool.map(read, partitions) for item in items]
    sort_key = f"GSI{index}SK" if index else "SK"
    distinct = {item[sort_key]: item for item in found}
    return [distinct[place] for place in sorted(distinct, reverse=newest_first)][:limit]


def scan_values(attributes: Collection[str]) -> set[str]:
    """Return every text that any item has under these attributes, in lists and maps too.

    It reads the whole table, consistently.
    """
    names = {f"#{each}": each for each in attributes}
    pages = (
        client()
        .get_paginator("scan")
        .paginate(
            TableName=_name(),
            ConsistentRead=True,
            ProjectionExpression=", ".join(names),
            ExpressionAttributeNames=names,
        )
    )
    return {text for page in pages for item in page["Items"] for value in item.values() for text in _list_texts(value)}


def _list_texts(value: Mapping[str, Any]) -> Iterator[str]:
    """Yield the texts of an attribute's value in DynamoDB's form."""
    if "S" in value:
        yield value["S"]
    for each in (*value.get("L", ()), *value.get("M", {}).values()):
        yield from _list_texts(each)


def write(*writes: Write) -> None:
    """Carry out one write, or several as one transaction (at most 100, all or none).

    Raises what the first failed condition's `refuse` makes of the item found, `ConditionFailed` where it has
    none, and `Throttled` when the table stays busy. Conflicting transactions are tried again with jitter.
    The first one of a mutation also counts it, and raises `RateLimited` if that was too much.
    """
    writes = tuple(mark_request(each, observability.read_correlation_id()) for each in writes)
    due = charge.get_due()
    if due:
        _call_until_free(lambda: _write_all([*writes, *due.prepare()]))
        due.is_due = False
    elif len(writes) == 1 and not isinstance(writes[0], Check):
        _call_until_free(lambda: _write_one(writes[0]))
    else:
        _call_until_free(lambda: _write_all(writes))


def put_many(writes: Sequence[Put]) -> None:
    """Put items without conditions, 25 a request, until the table took them all."""
    _write_batches([{"PutRequest": {"Item": to_attributes(item_of(write))}} for write in writes])


def delete_many(keys: Sequence[Key]) -> None:
    """Delete items, 25 a request, until they are gone."""
    _write_batches([{"DeleteRequest": {"Key": to_key_attributes(key)}} for key in dict.fromkeys(keys)])


def from_stream(image: Mapping[str, Any]) -> Item:
    """Turn an image of the table stream into an item."""
    return from_attributes(image)


def _name() -> str:
    return settings().table_name


def _get_batch(keys: list[Key], *, consistent: bool) -> list[Item]:
    pending: list[Any] = [to_key_attributes(key) for key in keys]
    items: list[Item] = []
    for attempt in range(_ATTEMPTS):
        request: dict[str, Any] = {_name(): {"Keys": pending, "ConsistentRead": consistent}}
        answer = _call_until_free(partial(client().batch_get_item, RequestItems=request))
        items += [from_attributes(found) for found in answer["Responses"].get(_name(), [])]
        unprocessed: dict[str, Any] = dict(answer.get("UnprocessedKeys", {}).get(_name(), {}))
        pending = unprocessed.get("Keys", [])
        if not pending:
            return items
        _pause(attempt)
    raise Throttled("The table is busy. Try again in a moment.")


def _pages(request: dict[str, Any], limit: int) -> list[Item]:
    items: list[Item] = []
    while len(items) < limit:
        page = request | {"Limit": min(limit - len(items), 1000)}
        answer = _call_until_free(partial(client().query, **page))
        items += [from_attributes(found) for found in answer["Items"]]
        if "LastEvaluatedKey" not in answer:
            break
        request["ExclusiveStartKey"] = answer["LastEvaluatedKey"]
    return items


def _write_one(write: Write) -> None:
    verb, request = request_of(write, _name())
    calls: dict[str, Callable[..., Any]] = {
        "Put": client().put_item,
        "Update": client().update_item,
        "Delete": client().delete_item,
    }
    try:
        calls[verb](**request)
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        raise _refusal(write, _require_item(error)) from error


def _write_all(writes: Sequence[Write]) -> None:
    transaction: list[Any] = []
    for write in writes:
        verb, request = request_of(write, _name())
        transaction.append({verb: request})
    try:
        client().transact_write_items(TransactItems=transaction)
    except ClientError as error:
        for write, reason in zip(writes, _reasons(error), strict=False):
            if reason.get("Code") == "ConditionalCheckFailed":
                raise _refusal(write, reason.get("Item", {})) from error
        raise


def _refusal(write: Write, found: Mapping[str, Any]) -> Exception:
    item = from_attributes(found)
    return write.refuse(item) if write.refuse else ConditionFailed(item)


def _write_batches(requests: list[dict[str, Any]]) -> None:
    for start in range(0, len(requests), _BATCH_WRITE_LIMIT):
        pending: list[Any] = requests[start : start + _BATCH_WRITE_LIMIT]
        for attempt in range(_ATTEMPTS):
            answer = _call_until_free(partial(client().batch_write_item, RequestItems={_name(): pending}))
            pending = answer.get("UnprocessedItems", {}).get(_name(), [])
            if not pending:
                break
            _pause(attempt)
        else:
            raise Throttled("The table is busy. Try again in a moment.")


def _call_until_free(call: Callable[[], T]) -> T:
    for attempt in range(_ATTEMPTS):
        try:
            return call()
        except ClientError as error:
            if not _is_busy(error):
                raise
            _pause(attempt)
    raise Throttled("The table is busy. Try again in a moment.")


def _is_busy(error: ClientError) -> bool:
    if error.response["Error"]["Code"] in _BUSY:
        return True
    return any(reason.get("Code") in _BUSY for reason in _reasons(error))


def _reasons(error: ClientError) -> list[dict[str, Any]]:
    reasons: list[dict[str, Any]] = cast("dict[str, Any]", error.response).get("CancellationReasons", [])
    return reasons


def _require_item(error: ClientError) -> Item:
    item: Item = cast("dict[str, Any]", error.response).get("Item", {})
    return item


def _pause(attempt: int) -> None:
    time.sleep(random.uniform(0, min(0.02 * 2**attempt, 1.0)))  # noqa: S311  jitter, not a secret
