"""DynamoDB's batches and transactions, over several tables.

Source: AppSync Developer Guide, "JavaScript resolver function reference for DynamoDB".
"""

from collections.abc import Mapping
from typing import Any

from appsync_local.sources.dynamodb_table import DynamoDBClient, DynamoDBError, Request
from appsync_local.sources.dynamodb_values import drop_none, merge_expressions, to_plain_map

_UNPROCESSED_NAMES = {
    "BatchGetItem": "unprocessedKeys",
    "BatchPutItem": "unprocessedItems",
    "BatchDeleteItem": "unprocessedKeys",
}
_TRANSACTION_NAMES = {"TransactGetItems": "items", "TransactWriteItems": "keys"}


async def batch_get(table: DynamoDBClient, request: Request) -> Any:
    wanted = {name: _build_keys(found) for name, found in request["tables"].items()}
    answer = await table.call("BatchGetItem", {"RequestItems": wanted})
    data = {name: _order_items(keys["Keys"], answer["Responses"].get(name, [])) for name, keys in wanted.items()}
    left = answer.get("UnprocessedKeys") or {}
    return {
        "data": data,
        "unprocessedKeys": {name: [to_plain_map(key) for key in left.get(name, {}).get("Keys", [])] for name in wanted},
    }


async def batch_put(table: DynamoDBClient, request: Request) -> Any:
    return await _batch_write(table, request, "PutRequest", "Item")


async def batch_delete(table: DynamoDBClient, request: Request) -> Any:
    return await _batch_write(table, request, "DeleteRequest", "Key")


async def _batch_write(table: DynamoDBClient, request: Request, kind: str, part: str) -> Any:
    """Write a batch; return the written items with null for unprocessed ones, which are listed separately."""
    tables = request["tables"]
    writes = {name: [{kind: {part: item}} for item in items] for name, items in tables.items()}
    answer = await table.call("BatchWriteItem", {"RequestItems": writes})
    unwritten = answer.get("UnprocessedItems") or {}
    left = {name: [write[kind][part] for write in unwritten.get(name, [])] for name in tables}
    return {
        "data": {
            name: [None if item in left[name] else to_plain_map(item) for item in items]
            for name, items in tables.items()
        },
        _UNPROCESSED_NAMES[request["operation"]]: {
            name: [to_plain_map(item) for item in items] for name, items in left.items()
        },
    }


def failed_batch_result(request: Request, error: DynamoDBError) -> Any:
    """Return the `ctx.result` of a batch or transaction that failed as a whole."""
    operation = request["operation"]
    if operation in _UNPROCESSED_NAMES:
        tables = {
            name: found if isinstance(found, list) else found["keys"] for name, found in request["tables"].items()
        }
        return {
            "data": {name: [None] * len(items) for name, items in tables.items()},
            _UNPROCESSED_NAMES[operation]: {
                name: [to_plain_map(item) for item in items] for name, items in tables.items()
            },
        }
    if operation in _TRANSACTION_NAMES:
        reasons = None if error.reasons is None else [_cancellation_reason(each) for each in error.reasons]
        return {_TRANSACTION_NAMES[operation]: None, "cancellationReasons": reasons}
    return None


def _cancellation_reason(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the cancellation reason of one item of a transaction; its type is `None` for items that did not fail."""
    kind = given.get("Code") or "None"
    found = {"type": kind, "message": given.get("Message") or kind}
    return {"item": to_plain_map(given["Item"]), **found} if given.get("Item") else found


async def transact_get(table: DynamoDBClient, request: Request) -> Any:
    items = [
        {
            "Get": drop_none(
                {
                    "TableName": item["table"],
                    "Key": item["key"],
                    "ProjectionExpression": (item.get("projection") or {}).get("expression"),
                    "ExpressionAttributeNames": (item.get("projection") or {}).get("expressionNames"),
                }
            )
        }
        for item in request["transactItems"]
    ]
    answer = await table.call("TransactGetItems", {"TransactItems": items})
    found = [to_plain_map(item["Item"]) if item.get("Item") else None for item in answer["Responses"]]
    return {"items": found, "cancellationReasons": None}


async def transact_write(table: DynamoDBClient, request: Request) -> Any:
    items = [_build_write(item) for item in request["transactItems"]]
    await table.call("TransactWriteItems", {"TransactItems": items})
    return {"keys": [to_plain_map(item["key"]) for item in request["transactItems"]], "cancellationReasons": None}


def _build_write(item: Request) -> dict[str, Any]:
    """Return one write of a transaction in DynamoDB's form."""
    operation = item["operation"]
    update = item.get("update") if operation == "UpdateItem" else None
    names, values = merge_expressions(update, item.get("condition"))
    condition = item.get("condition") or {}
    shown = bool(condition) and condition.get("returnValuesOnConditionCheckFailure") is not False
    body = {
        "TableName": item["table"],
        "UpdateExpression": (update or {}).get("expression"),
        "ConditionExpression": condition.get("expression"),
        "ReturnValuesOnConditionCheckFailure": "ALL_OLD" if shown else None,
        "ExpressionAttributeNames": names,
        "ExpressionAttributeValues": values,
    }
    if operation == "PutItem":
        body["Item"] = {**(item.get("attributeValues") or {}), **item["key"]}
    else:
        body["Key"] = item["key"]
    kinds = {"PutItem": "Put", "UpdateItem": "Update", "DeleteItem": "Delete", "ConditionCheck": "ConditionCheck"}
    return {kinds[operation]: drop_none(body)}


def _build_keys(found: Any) -> dict[str, Any]:
    if isinstance(found, list):
        return {"Keys": found}
    projection = found.get("projection") or {}
    return drop_none(
        {
            "Keys": found["keys"],
            "ConsistentRead": found.get("consistentRead"),
            "ProjectionExpression": projection.get("expression"),
            "ExpressionAttributeNames": projection.get("expressionNames"),
        }
    )


def _order_items(keys: list[Mapping[str, Any]], items: list[Mapping[str, Any]]) -> list[Any]:
    """Return one item or None per key, in the order of the keys."""
    return [
        next((to_plain_map(item) for item in items if all(item.get(n) == v for n, v in key.items())), None)
        for key in keys
    ]
