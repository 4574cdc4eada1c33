"""The AMAZON_DYNAMODB data source: resolver requests as DynamoDB operations, answers as plain values.

Source: AppSync Developer Guide, "JavaScript resolver function reference for DynamoDB".
"""

import base64
import json
from collections.abc import Callable, Mapping
from typing import Any

from infra.local.appsync.catalog import Api, DataSource
from infra.local.appsync.sources.answer import Answer, Unsupported, failed
from infra.local.appsync.sources.dynamodb_values import merged, plain_map, present

_OK = 200
_CONDITION = "ConditionalCheckFailedException"
Request = Mapping[str, Any]


class Refused(Exception):  # noqa: N818
    """An error that DynamoDB answered."""

    def __init__(self, kind: str, message: str, reasons: Any = None) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.reasons = reasons


async def send(api: Api, source: DataSource, request: Any) -> Answer:
    """Run one request; DynamoDB's errors come back as `DynamoDB:<its name>`."""
    operation = request.get("operation") if isinstance(request, dict) else None
    handler = _OPERATIONS.get(operation or "")
    if handler is None:
        raise Unsupported(f"Unknown DynamoDB operation {operation!r}; known: {', '.join(_OPERATIONS)}.")
    table = _Table(api, source)
    try:
        return Answer(await handler(table, request))
    except Refused as error:
        if error.kind == _CONDITION:
            return await _condition_failed(table, request, error)
        result = {"cancellationReasons": error.reasons} if error.reasons is not None else None
        return failed(f"DynamoDB:{error.kind}", error.message, result)


class _Table:
    """DynamoDB as one data source reaches it."""

    def __init__(self, api: Api, source: DataSource) -> None:
        self._endpoint = api.endpoint
        self._region = source.config.get("awsRegion") or api.region
        self.name = source.config.get("tableName", "")

    async def call(self, operation: str, body: Mapping[str, Any]) -> Any:
        """Return DynamoDB's answer, or raise `Refused`."""
        headers = {"content-type": "application/x-amz-json-1.0", "x-amz-target": f"DynamoDB_20120810.{operation}"}
        sent = json.dumps({name: value for name, value in body.items() if value is not None}).encode()
        reply = await self._endpoint.request("dynamodb", "POST", "/", body=sent, headers=headers, region=self._region)
        answer = json.loads(reply.body or b"{}")
        if reply.status == _OK:
            return answer
        kind = str(answer.get("__type", "InternalServerError")).rpartition("#")[2]
        raise Refused(kind, answer.get("message") or answer.get("Message") or kind, answer.get("CancellationReasons"))


async def _get(table: _Table, request: Request) -> Any:
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


async def _put(table: _Table, request: Request) -> Any:
    item = {**(request.get("attributeValues") or {}), **request["key"]}
    await table.call("PutItem", {"TableName": table.name, "Item": item, **_conditions(request)})
    return plain_map(item)


async def _update(table: _Table, request: Request) -> Any:
    update = request.get("update") or {}
    names, values = merged(update, request.get("condition"))
    answer = await table.call(
        "UpdateItem",
        {
            "TableName": table.name,
            "Key": request["key"],
            "UpdateExpression": update.get("expression"),
            "ConditionExpression": (request.get("condition") or {}).get("expression"),
            "ExpressionAttributeNames": names,
            "ExpressionAttributeValues": values,
            "ReturnValues": "ALL_NEW",
        },
    )
    return plain_map(answer.get("Attributes") or {})


async def _delete(table: _Table, request: Request) -> Any:
    body = {"TableName": table.name, "Key": request["key"], "ReturnValues": "ALL_OLD", **_conditions(request)}
    answer = await table.call("DeleteItem", body)
    return plain_map(answer["Attributes"]) if answer.get("Attributes") else None


async def _query(table: _Table, request: Request) -> Any:
    return await _page(table, "Query", request, {"KeyConditionExpression": request["query"]["expression"]})


async def _scan(table: _Table, request: Request) -> Any:
    parts = {"TotalSegments": request.get("totalSegments"), "Segment": request.get("segment")}
    return await _page(table, "Scan", request, parts)


async def _page(table: _Table, operation: str, request: Request, parts: Mapping[str, Any]) -> Any:
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


async def _batch_get(table: _Table, request: Request) -> Any:
    wanted = {name: _keys(found) for name, found in request["tables"].items()}
    answer = await table.call("BatchGetItem", {"RequestItems": wanted})
    data = {name: _in_order(keys["Keys"], answer["Responses"].get(name, [])) for name, keys in wanted.items()}
    left = {
        name: [plain_map(key) for key in found["Keys"]] for name, found in answer.get("UnprocessedKeys", {}).items()
    }
    return {"data": data, "unprocessedKeys": left}


async def _batch_put(table: _Table, request: Request) -> Any:
    writes = {name: [{"PutRequest": {"Item": item}} for item in items] for name, items in request["tables"].items()}
    await table.call("BatchWriteItem", {"RequestItems": writes})
    return {"data": {name: [plain_map(item) for item in items] for name, items in request["tables"].items()}}


async def _batch_delete(table: _Table, request: Request) -> Any:
    writes = {name: [{"DeleteRequest": {"Key": key}} for key in keys] for name, keys in request["tables"].items()}
    await table.call("BatchWriteItem", {"RequestItems": writes})
    return {"data": {name: [plain_map(key) for key in keys] for name, keys in request["tables"].items()}}


async def _transact_get(table: _Table, request: Request) -> Any:
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


async def _transact_write(table: _Table, request: Request) -> Any:
    items = [_write(item) for item in request["transactItems"]]
    await table.call("TransactWriteItems", {"TransactItems": items})
    return {"keys": [plain_map(item["key"]) for item in request["transactItems"]], "cancellationReasons": None}


def _write(item: Request) -> dict[str, Any]:
    """Return one write of a transaction as DynamoDB takes it."""
    operation = item["operation"]
    update = item.get("update") if operation == "UpdateItem" else None
    names, values = merged(update, item.get("condition"))
    body = {
        "TableName": item["table"],
        "UpdateExpression": (update or {}).get("expression"),
        "ConditionExpression": (item.get("condition") or {}).get("expression"),
        "ExpressionAttributeNames": names,
        "ExpressionAttributeValues": values,
    }
    if operation == "PutItem":
        body["Item"] = {**(item.get("attributeValues") or {}), **item["key"]}
    else:
        body["Key"] = item["key"]
    kinds = {"PutItem": "Put", "UpdateItem": "Update", "DeleteItem": "Delete", "ConditionCheck": "ConditionCheck"}
    return {kinds[operation]: present(body)}


async def _condition_failed(table: _Table, request: Request, error: Refused) -> Answer:
    """Return success if the item already is what was wanted, as AppSync does; else the error and the current item."""
    answer = await table.call("GetItem", {"TableName": table.name, "Key": request["key"], "ConsistentRead": True})
    current = plain_map(answer["Item"]) if answer.get("Item") else None
    if request["operation"] == "PutItem":
        ignored = set((request.get("condition") or {}).get("equalsIgnore") or ())
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


_OPERATIONS: dict[str, Callable[[_Table, Request], Any]] = {
    "GetItem": _get,
    "PutItem": _put,
    "UpdateItem": _update,
    "DeleteItem": _delete,
    "Query": _query,
    "Scan": _scan,
    "BatchGetItem": _batch_get,
    "BatchPutItem": _batch_put,
    "BatchDeleteItem": _batch_delete,
    "TransactGetItems": _transact_get,
    "TransactWriteItems": _transact_write,
}
