"""The AMAZON_DYNAMODB data source: requests become DynamoDB operations, results plain values.

Source: AppSync Developer Guide, "JavaScript resolver function reference for DynamoDB".
"""

import base64
import json
from collections.abc import Callable, Mapping
from typing import Any

from appsync_local import messages
from appsync_local.api.model import Api, DataSource
from appsync_local.sources import dynamodb_batches
from appsync_local.sources.dynamodb_table import DynamoDBClient, DynamoDBError, Request
from appsync_local.sources.dynamodb_values import merge_expressions, to_dynamodb, to_plain_map
from appsync_local.sources.result import SourceResult, UnsupportedRequest, error_result

_CONDITION_FAILED = "ConditionalCheckFailedException"
Operation = Callable[[DynamoDBClient, Request], Any]


async def send(api: Api, source: DataSource, request: Any) -> SourceResult:
    """Run one request; DynamoDB's errors have the type `DynamoDB:<name>`."""
    request, handler = _parse_request(source, request)
    table = DynamoDBClient(api, source)
    try:
        return SourceResult(await handler(table, request))
    except DynamoDBError as error:
        if error.kind == _CONDITION_FAILED:
            return await _handle_failed_condition(table, request, error)
        return error_result(
            f"DynamoDB:{error.kind}", error.message, dynamodb_batches.failed_batch_result(request, error)
        )


def _parse_request(source: DataSource, request: Any) -> tuple[Request, Operation]:
    """Return a request as DynamoDB takes it, and the function for its operation, or raise `UnsupportedRequest`."""
    operation = request.get("operation") if isinstance(request, dict) else None
    if operation is None:
        raise UnsupportedRequest(messages.no_value("operation"))
    if operation == "Sync" or source.config.get("versioned"):
        raise UnsupportedRequest(
            "Versioned DynamoDB data sources, their Sync and conflict detection are not served locally."
        )
    handler = _OPERATIONS.get(operation)
    if handler is None:
        raise UnsupportedRequest(f"Unknown DynamoDB operation {operation!r}; known: {', '.join(_OPERATIONS)}.")
    request = to_dynamodb(request)
    if ((request.get("condition") or {}).get("conditionalCheckFailedHandler") or {}).get("strategy") == "Custom":
        raise UnsupportedRequest(
            "The strategy Custom of conditionalCheckFailedHandler is not served locally; Reject is."
        )
    return request, handler


async def _get_item(table: DynamoDBClient, request: Request) -> Any:
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
    return to_plain_map(answer["Item"]) if answer.get("Item") else None


async def _put_item(table: DynamoDBClient, request: Request) -> Any:
    item = {**(request.get("attributeValues") or {}), **request["key"]}
    await table.call("PutItem", {"TableName": table.name, "Item": item, **_build_condition(request)})
    return to_plain_map(item)


async def _update_item(table: DynamoDBClient, request: Request) -> Any:
    update = request.get("update") or {}
    names, values = merge_expressions(update, request.get("condition"))
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
    return to_plain_map(answer.get("Attributes") or {})


async def _delete_item(table: DynamoDBClient, request: Request) -> Any:
    body = {"TableName": table.name, "Key": request["key"], "ReturnValues": "ALL_OLD", **_build_condition(request)}
    answer = await table.call("DeleteItem", body)
    return to_plain_map(answer["Attributes"]) if answer.get("Attributes") else None


async def _query_items(table: DynamoDBClient, request: Request) -> Any:
    return await _read_page(table, "Query", request, {"KeyConditionExpression": request["query"]["expression"]})


async def _scan_items(table: DynamoDBClient, request: Request) -> Any:
    parts = {"TotalSegments": request.get("totalSegments"), "Segment": request.get("segment")}
    return await _read_page(table, "Scan", request, parts)


async def _read_page(table: DynamoDBClient, operation: str, request: Request, parts: Mapping[str, Any]) -> Any:
    names, values = merge_expressions(request.get("query"), request.get("filter"), request.get("projection"))
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
        "items": [to_plain_map(item) for item in answer.get("Items", [])],
        "nextToken": base64.urlsafe_b64encode(json.dumps(last).encode()).decode() if last else None,
        "scannedCount": answer.get("ScannedCount"),
    }


async def _handle_failed_condition(table: DynamoDBClient, request: Request, error: DynamoDBError) -> SourceResult:
    """Return success if the item already has the requested value, as AppSync does, else the error and the item."""
    condition = request.get("condition") or {}
    consistent = condition.get("consistentRead") is not False
    answer = await table.call("GetItem", {"TableName": table.name, "Key": request["key"], "ConsistentRead": consistent})
    current = to_plain_map(answer["Item"]) if answer.get("Item") else None
    if request["operation"] == "PutItem":
        ignored = set(condition.get("equalsIgnore") or ())
        wanted = to_plain_map({**(request.get("attributeValues") or {}), **request["key"]})
        if current is not None and _drop_names(current, ignored) == _drop_names(wanted, ignored):
            return SourceResult(current)
    if request["operation"] == "DeleteItem" and current is None:
        return SourceResult(None)
    return error_result(f"DynamoDB:{error.kind}", error.message, current)


def _drop_names(item: Mapping[str, Any], names: set[str]) -> dict[str, Any]:
    return {name: value for name, value in item.items() if name not in names}


def _build_condition(request: Request) -> dict[str, Any]:
    condition = request.get("condition") or {}
    return {
        "ConditionExpression": condition.get("expression"),
        "ExpressionAttributeNames": condition.get("expressionNames"),
        "ExpressionAttributeValues": condition.get("expressionValues"),
    }


_OPERATIONS: dict[str, Operation] = {
    "GetItem": _get_item,
    "PutItem": _put_item,
    "UpdateItem": _update_item,
    "DeleteItem": _delete_item,
    "Query": _query_items,
    "Scan": _scan_items,
    "BatchGetItem": dynamodb_batches.batch_get,
    "BatchPutItem": dynamodb_batches.batch_put,
    "BatchDeleteItem": dynamodb_batches.batch_delete,
    "TransactGetItems": dynamodb_batches.transact_get,
    "TransactWriteItems": dynamodb_batches.transact_write,
}
