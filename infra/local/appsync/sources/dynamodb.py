"""The AMAZON_DYNAMODB data source: resolver requests as DynamoDB operations, answers as plain values.

Source: AppSync Developer Guide, "JavaScript resolver function reference for DynamoDB".
"""

import base64
import json
from collections.abc import Callable, Mapping
from typing import Any

from infra.local.appsync import wording
from infra.local.appsync.catalog import Api, DataSource
from infra.local.appsync.sources import dynamodb_batches
from infra.local.appsync.sources.answer import Answer, Unsupported, failed
from infra.local.appsync.sources.dynamodb_table import Refused, Request, Table
from infra.local.appsync.sources.dynamodb_values import merged, plain_map, travelling

_CONDITION = "ConditionalCheckFailedException"
Operation = Callable[[Table, Request], Any]


async def send(api: Api, source: DataSource, request: Any) -> Answer:
    """Run one request; DynamoDB's errors come back as `DynamoDB:<its name>`."""
    request, handler = _understood(source, request)
    table = Table(api, source)
    try:
        return Answer(await handler(table, request))
    except Refused as error:
        if error.kind == _CONDITION:
            return await _condition_failed(table, request, error)
        return failed(f"DynamoDB:{error.kind}", error.message, dynamodb_batches.undone(request, error))


def _understood(source: DataSource, request: Any) -> tuple[Request, Operation]:
    """Return a request as DynamoDB takes it and what carries it out; raises `Unsupported` for what nothing would."""
    operation = request.get("operation") if isinstance(request, dict) else None
    if operation is None:
        raise Unsupported(wording.no_value("operation"))
    if operation == "Sync" or source.config.get("versioned"):
        raise Unsupported("Versioned DynamoDB data sources, their Sync and conflict detection are not served locally.")
    handler = _OPERATIONS.get(operation)
    if handler is None:
        raise Unsupported(f"Unknown DynamoDB operation {operation!r}; known: {', '.join(_OPERATIONS)}.")
    request = travelling(request)
    if ((request.get("condition") or {}).get("conditionalCheckFailedHandler") or {}).get("strategy") == "Custom":
        raise Unsupported("The strategy Custom of conditionalCheckFailedHandler is not served locally; Reject is.")
    return request, handler


async def _get(table: Table, request: Request) -> Any:
    projection = request.get("projection") or {}
    answer = await table.call(
        "GetItem",
        {
            "TableName": table.name,
            "Key": request["key"],
            "ConsistentRead": request.get("consistentRead"),
            "ProjectionExpression": projection.get("expression"),
            "ExpressionAttributeNames": projection.get("expressionNames"),
        },
    )
    return plain_map(answer["Item"]) if answer.get("Item") else None


async def _put(table: Table, request: Request) -> Any:
    item = {**(request.get("attributeValues") or {}), **request["key"]}
    await table.call("PutItem", {"TableName": table.name, "Item": item, **_conditions(request)})
    return plain_map(item)


async def _update(table: Table, request: Request) -> Any:
    update = request.get("update") or {}
    names, values = merged(update, request.get("condition"))
    answer = await table.call(
        "UpdateItem",
        {
            "TableName": table.name,
            "Key": request["key"],
            "UpdateExpression": update.get("expression") or None,
            "ConditionExpression": (request.get("condition") or {}).get("expression"),
            "ExpressionAttributeNames": names,
            "ExpressionAttributeValues": values,
            "ReturnValues": "ALL_NEW",
        },
    )
    return plain_map(answer.get("Attributes") or {})


async def _delete(table: Table, request: Request) -> Any:
    body = {"TableName": table.name, "Key": request["key"], "ReturnValues": "ALL_OLD", **_conditions(request)}
    answer = await table.call("DeleteItem", body)
    return plain_map(answer["Attributes"]) if answer.get("Attributes") else None


async def _query(table: Table, request: Request) -> Any:
    return await _page(table, "Query", request, {"KeyConditionExpression": request["query"]["expression"]})


async def _scan(table: Table, request: Request) -> Any:
    parts = {"TotalSegments": request.get("totalSegments"), "Segment": request.get("segment")}
    return await _page(table, "Scan", request, parts)


async def _page(table: Table, operation: str, request: Request, parts: Mapping[str, Any]) -> Any:
    names, values = merged(request.get("query"), request.get("filter"), request.get("projection"))
    token = request.get("nextToken")
    answer = await table.call(
        operation,
        {
            **parts,
            "TableName": table.name,
            "IndexName": request.get("index"),
            "FilterExpression": (request.get("filter") or {}).get("expression") or None,
            "ProjectionExpression": (request.get("projection") or {}).get("expression"),
            "ExpressionAttributeNames": names,
            "ExpressionAttributeValues": values,
            "Limit": request.get("limit"),
            "ScanIndexForward": request.get("scanIndexForward"),
            "ConsistentRead": request.get("consistentRead"),
            "Select": request.get("select"),
            "ExclusiveStartKey": json.loads(base64.urlsafe_b64decode(token)) if token else None,
        },
    )
    last = answer.get("LastEvaluatedKey")
    return {
        "items": [plain_map(item) for item in answer.get("Items", [])],
        "nextToken": base64.urlsafe_b64encode(json.dumps(last).encode()).decode() if last else None,
        "scannedCount": answer.get("ScannedCount"),
    }


async def _condition_failed(table: Table, request: Request, error: Refused) -> Answer:
    """Return success if the item already is what was wanted, as AppSync does; else the error and the current item."""
    condition = request.get("condition") or {}
    consistent = condition.get("consistentRead") is not False
    answer = await table.call("GetItem", {"TableName": table.name, "Key": request["key"], "ConsistentRead": consistent})
    current = plain_map(answer["Item"]) if answer.get("Item") else None
    if request["operation"] == "PutItem":
        ignored = set(condition.get("equalsIgnore") or ())
        wanted = plain_map({**(request.get("attributeValues") or {}), **request["key"]})
        if current is not None and _without(current, ignored) == _without(wanted, ignored):
            return Answer(current)
    if request["operation"] == "DeleteItem" and current is None:
        return Answer(None)
    return failed(f"DynamoDB:{error.kind}", error.message, current)


def _without(item: Mapping[str, Any], names: set[str]) -> dict[str, Any]:
    return {name: value for name, value in item.items() if name not in names}


def _conditions(request: Request) -> dict[str, Any]:
    condition = request.get("condition") or {}
    return {
        "ConditionExpression": condition.get("expression"),
        "ExpressionAttributeNames": condition.get("expressionNames"),
        "ExpressionAttributeValues": condition.get("expressionValues"),
    }


_OPERATIONS: dict[str, Operation] = {
    "GetItem": _get,
    "PutItem": _put,
    "UpdateItem": _update,
    "DeleteItem": _delete,
    "Query": _query,
    "Scan": _scan,
    "BatchGetItem": dynamodb_batches.batch_get,
    "BatchPutItem": dynamodb_batches.batch_put,
    "BatchDeleteItem": dynamodb_batches.batch_delete,
    "TransactGetItems": dynamodb_batches.transact_get,
    "TransactWriteItems": dynamodb_batches.transact_write,
}
