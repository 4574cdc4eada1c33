"""DynamoDB's batches and transactions, over several tables.

Source: AppSync Developer Guide, "JavaScript resolver function reference for DynamoDB".
"""

from collections.abc import Mapping
from typing import Any

from infra.local.appsync.sources.dynamodb_table import Refused, Request, Table
from infra.local.appsync.sources.dynamodb_values import merged, plain_map, present

_LEFT = {"BatchGetItem": "unprocessedKeys", "BatchPutItem": "unprocessedItems", "BatchDeleteItem": "unprocessedKeys"}
_DONE = {"TransactGetItems": "items", "TransactWriteItems": "keys"}


async def batch_get(table: Table, request: Request) -> Any:
    wanted = {name: _keys(found) for name, found in request["tables"].items()}
    answer = await table.call("BatchGetItem", {"RequestItems": wanted})
    data = {name: _in_order(keys["Keys"], answer["Responses"].get(name, [])) for name, keys in wanted.items()}
    left = answer.get("UnprocessedKeys") or {}
    return {
        "data": data,
        "unprocessedKeys": {name: [plain_map(key) for key in left.get(name, {}).get("Keys", [])] for name in wanted},
    }


async def batch_put(table: Table, request: Request) -> Any:
    return await _written(table, request, "PutRequest", "Item")


async def batch_delete(table: Table, request: Request) -> Any:
    return await _written(table, request, "DeleteRequest", "Key")


async def _written(table: Table, request: Request, kind: str, part: str) -> Any:
    """Return what was written of each table: null in the place of what was not, which is named beside it."""
    tables = request["tables"]
    writes = {name: [{kind: {part: item}} for item in items] for name, items in tables.items()}
    answer = await table.call("BatchWriteItem", {"RequestItems": writes})
    unwritten = answer.get("UnprocessedItems") or {}
    left = {name: [write[kind][part] for write in unwritten.get(name, [])] for name in tables}
    return {
        "data": {
            name: [None if item in left[name] else plain_map(item) for item in items] for name, items in tables.items()
        },
        _LEFT[request["operation"]]: {name: [plain_map(item) for item in items] for name, items in left.items()},
    }


def undone(request: Request, error: Refused) -> Any:
    """Return what `ctx.result` holds after a batch or transaction failed as a whole: its keys are always there."""
    operation = request["operation"]
    if operation in _LEFT:
        tables = {
            name: found if isinstance(found, list) else found["keys"] for name, found in request["tables"].items()
        }
        return {
            "data": {name: [None] * len(items) for name, items in tables.items()},
            _LEFT[operation]: {name: [plain_map(item) for item in items] for name, items in tables.items()},
        }
    if operation in _DONE:
        reasons = None if error.reasons is None else [_reason(each) for each in error.reasons]
        return {_DONE[operation]: None, "cancellationReasons": reasons}
    return None


def _reason(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return why one item of a transaction cancelled it; `None` is the type of those that did not."""
    kind = given.get("Code") or "None"
    found = {"type": kind, "message": given.get("Message") or kind}
    return {"item": plain_map(given["Item"]), **found} if given.get("Item") else found


async def transact_get(table: Table, request: Request) -> Any:
    items = [
        {
            "Get": present(
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
    found = [plain_map(item["Item"]) if item.get("Item") else None for item in answer["Responses"]]
    return {"items": found, "cancellationReasons": None}


async def transact_write(table: Table, request: Request) -> Any:
    items = [_write(item) for item in request["transactItems"]]
    await table.call("TransactWriteItems", {"TransactItems": items})
    return {"keys": [plain_map(item["key"]) for item in request["transactItems"]], "cancellationReasons": None}


def _write(item: Request) -> dict[str, Any]:
    """Return one write of a transaction as DynamoDB takes it."""
    operation = item["operation"]
    update = item.get("update") if operation == "UpdateItem" else None
    names, values = merged(update, item.get("condition"))
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
    return {kinds[operation]: present(body)}


def _keys(found: Any) -> dict[str, Any]:
    if isinstance(found, list):
        return {"Keys": found}
    projection = found.get("projection") or {}
    return present(
        {
            "Keys": found["keys"],
            "ConsistentRead": found.get("consistentRead"),
            "ProjectionExpression": projection.get("expression"),
            "ExpressionAttributeNames": projection.get("expressionNames"),
        }
    )


def _in_order(keys: list[Mapping[str, Any]], items: list[Mapping[str, Any]]) -> list[Any]:
    """Return one item or None per key, in the order of the keys."""
    return [
        next((plain_map(item) for item in items if all(item.get(n) == v for n, v in key.items())), None) for key in keys
    ]
