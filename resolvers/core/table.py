"""The one DynamoDB table: reads in batches, writes under conditions, transactions whose refusals have names."""

import random
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import boto3
from botocore.exceptions import ClientError

from resolvers.core import observability
from resolvers.core.errors import Throttled
from resolvers.core.items import Item, plain, typed, typed_key
from resolvers.core.keys import Key
from resolvers.core.settings import settings
from resolvers.core.writes import ABSENT, EXISTS, Check, Delete, Put, Update, Write, item_of, request_of, requested

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

T = TypeVar("T")

__all__ = ["ABSENT", "EXISTS", "Check", "Delete", "Item", "Put", "Update", "Write"]

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
    answer = _patiently(lambda: client().get_item(TableName=_name(), Key=typed_key(key), ConsistentRead=consistent))
    return plain(answer["Item"]) if "Item" in answer else None


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
        "ExpressionAttributeValues": typed(values),
        "ScanIndexForward": not newest_first,
        "ConsistentRead": consistent,
    } | ({"IndexName": f"GSI{index}"} if index else {})
    return _pages(request, limit)


def write(*writes: Write) -> None:
    """Carry out one write, or several as one transaction (at most 100, all or none).

    Raises what the first failed condition's `refuse` makes of the item found, `ConditionFailed` where it has
    none, and `Throttled` when the table stays busy. Conflicting transactions are tried again with jitter.
    """
    writes = tuple(requested(each, observability.followed()) for each in writes)
    if len(writes) == 1 and not isinstance(writes[0], Check):
        _patiently(lambda: _write_one(writes[0]))
        return
    _patiently(lambda: _write_all(writes))


def put_many(writes: Sequence[Put]) -> None:
    """Put items without conditions, 25 a request, until the table took them all."""
    _write_batches([{"PutRequest": {"Item": typed(item_of(write))}} for write in writes])


def delete_many(keys: Sequence[Key]) -> None:
    """Delete items, 25 a request, until they are gone."""
    _write_batches([{"DeleteRequest": {"Key": typed_key(key)}} for key in dict.fromkeys(keys)])


def from_stream(image: Mapping[str, Any]) -> Item:
    """Turn an image of the table stream into an item."""
    return plain(image)


def _name() -> str:
    return settings().table_name


def _get_batch(keys: list[Key], *, consistent: bool) -> list[Item]:
    pending: list[Any] = [typed_key(key) for key in keys]
    items: list[Item] = []
    for attempt in range(_ATTEMPTS):
        request: dict[str, Any] = {_name(): {"Keys": pending, "ConsistentRead": consistent}}
        answer = _patiently(partial(client().batch_get_item, RequestItems=request))
        items += [plain(found) for found in answer["Responses"].get(_name(), [])]
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
        answer = _patiently(partial(client().query, **page))
        items += [plain(found) for found in answer["Items"]]
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
        raise _refusal(write, _found(error)) from error


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
    item = plain(found)
    return write.refuse(item) if write.refuse else ConditionFailed(item)


def _write_batches(requests: list[dict[str, Any]]) -> None:
    for start in range(0, len(requests), _BATCH_WRITE_LIMIT):
        pending: list[Any] = requests[start : start + _BATCH_WRITE_LIMIT]
        for attempt in range(_ATTEMPTS):
            answer = _patiently(partial(client().batch_write_item, RequestItems={_name(): pending}))
            pending = answer.get("UnprocessedItems", {}).get(_name(), [])
            if not pending:
                break
            _pause(attempt)
        else:
            raise Throttled("The table is busy. Try again in a moment.")


def _patiently(call: Callable[[], T]) -> T:
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


def _found(error: ClientError) -> Item:
    item: Item = cast("dict[str, Any]", error.response).get("Item", {})
    return item


def _pause(attempt: int) -> None:
    time.sleep(random.uniform(0, min(0.02 * 2**attempt, 1.0)))  # noqa: S311  jitter, not a secret
