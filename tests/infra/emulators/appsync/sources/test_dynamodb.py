"""The DynamoDB data source: what travels to DynamoDB, and what comes back when it does not do everything."""

from typing import Any

import pytest

from appsync_local.api.model import DataSource
from appsync_local.sources import dispatch
from appsync_local.sources.result import SourceResult
from tests.fakes.library import library
from tests.fakes.recording_endpoint import RecordingEndpoint

TABLE = DataSource("Table", "AMAZON_DYNAMODB", {"tableName": "shelf", "awsRegion": "eu-west-1"})
KEY = {"id": {"S": "a"}}
FAILED = (400, {"__type": "x#ConditionalCheckFailedException", "message": "The conditional request failed"})


async def send_request(
    request: dict[str, Any], *answers: tuple[int, Any], source: DataSource = TABLE
) -> tuple[SourceResult, list[tuple[str, Any]]]:
    """Return what the data source answered and what it asked DynamoDB."""
    endpoint = RecordingEndpoint(answers=list(answers))
    answer = dispatch.send(library(endpoint=endpoint), source, request)  # type: ignore[arg-type]
    return (answer if isinstance(answer, SourceResult) else await answer), endpoint.asked


async def test_typed_values_travel_as_dynamodb_takes_them() -> None:
    """Numbers may be written as numbers and null as null, at any depth; DynamoDB wants texts and `true`."""
    update = {"expression": "SET a = :a", "expressionValues": {":a": {"N": 1}, ":b": {"NS": [1, 2.5, "3"]}}}
    item = {"deep": {"L": [{"M": {"none": {"NULL": None}, "n": {"N": 1.5}}}]}}

    _, updated = await send_request({"operation": "UpdateItem", "key": {"id": {"N": 7}}, "update": update})
    _, put = await send_request({"operation": "PutItem", "key": KEY, "attributeValues": item})

    assert updated[0][1]["Key"] == {"id": {"N": "7"}}
    assert updated[0][1]["ExpressionAttributeValues"] == {":a": {"N": "1"}, ":b": {"NS": ["1", "2.5", "3"]}}
    assert put[0][1]["Item"]["deep"] == {"L": [{"M": {"none": {"NULL": True}, "n": {"N": "1.5"}}}]}


async def test_a_condition_may_be_the_text_of_its_utility() -> None:
    """`util.transform.toDynamoDBConditionExpression` gives JSON text, which a request takes as it is."""
    condition = '{"expression": "#v = :v", "expressionNames": {"#v": "v"}, "expressionValues": {":v": {"N": 3}}}'

    _, asked = await send_request({"operation": "DeleteItem", "key": KEY, "condition": condition})

    assert asked[0][1]["ConditionExpression"] == "#v = :v"
    assert asked[0][1]["ExpressionAttributeValues"] == {":v": {"N": "3"}}


UNASKED: dict[str, dict[str, Any]] = {
    "Value for field '$[operation]' not found.": {"key": KEY},
    "$[key][id] is not a typed value such as": {"operation": "GetItem", "key": {"id": "a"}},
    "$[key] is an object of typed values, not a number": {"operation": "GetItem", "key": 7},
    "$[attributeValues][t] is not a typed value": {
        "operation": "PutItem", "key": KEY, "attributeValues": {"t": {"S": "a", "N": "1"}},
    },
    "$[filter] is an object with an expression, not a string": {"operation": "Scan", "filter": "{}"},
    "$[tables][shelf][0][id] is not a typed value": {"operation": "BatchPutItem", "tables": {"shelf": [{"id": "a"}]}},
    "$[key][id] is not a typed": {"operation": "TransactGetItems", "transactItems": [{"table": "t", "key": {"id": 1}}]},
    "their Sync and conflict detection are not served locally": {"operation": "Sync", "limit": 3},
    "The strategy Custom of conditionalCheckFailedHandler": {
        "operation": "DeleteItem", "key": KEY,
        "condition": {"expression": "x", "conditionalCheckFailedHandler": {"strategy": "Custom", "lambdaArn": "a"}},
    },
}  # fmt: skip


@pytest.mark.parametrize("words", UNASKED)
async def test_what_is_no_request_is_not_sent(words: str) -> None:
    """The error names the place; DynamoDB is not asked."""
    answer, asked = await send_request(UNASKED[words])

    assert answer.error is not None
    assert words in answer.error["message"]
    assert answer.error["type"] == "MappingTemplate"
    assert asked == []


async def test_a_versioned_source_is_refused_before_it_writes() -> None:
    """Without conflict detection its writes would be other ones than on AWS."""
    versioned = DataSource("Table", "AMAZON_DYNAMODB", {"tableName": "shelf", "versioned": True})

    answer, asked = await send_request({"operation": "PutItem", "key": KEY}, source=versioned)

    assert answer.error is not None
    assert "not served locally" in answer.error["message"]
    assert asked == []


@pytest.mark.parametrize(
    ("ignored", "consistent", "succeeds"), [((), None, False), (("v",), None, True), (("v",), False, True)]
)
async def test_a_failed_condition_looks_at_the_item(
    ignored: tuple[str, ...], consistent: Any, *, succeeds: bool
) -> None:
    """What already is as it should be counts as written; the look is consistent unless the condition says otherwise."""
    condition = {"expression": "v = :v", "equalsIgnore": list(ignored), "consistentRead": consistent}
    current = {"Item": {"id": {"S": "a"}, "v": {"N": "8"}}}
    request = {"operation": "PutItem", "key": KEY, "attributeValues": {"v": {"N": 2}}, "condition": condition}

    answer, asked = await send_request(request, FAILED, (200, current))

    assert asked[1] == ("GetItem", {"TableName": "shelf", "Key": KEY, "ConsistentRead": consistent is not False})
    assert (answer.error is None) is succeeds
    assert answer.result == {"id": "a", "v": 8}


async def test_what_a_batch_left_is_null_and_named() -> None:
    """Each table stands in both blocks, in the order of the request."""
    left = {"UnprocessedItems": {"shelf": [{"PutRequest": {"Item": {"id": {"S": "b"}}}}]}}
    tables = {"shelf": [KEY, {"id": {"S": "b"}}], "desk": [KEY]}
    keys = {"Responses": {"shelf": [KEY]}, "UnprocessedKeys": {"desk": {"Keys": [KEY]}}}

    put, _ = await send_request({"operation": "BatchPutItem", "tables": tables}, (200, left))
    got, _ = await send_request({"operation": "BatchGetItem", "tables": tables}, (200, keys))
    gone, _ = await send_request({"operation": "BatchDeleteItem", "tables": tables}, (500, {"__type": "x#Throttled"}))

    assert put.result == {
        "data": {"shelf": [{"id": "a"}, None], "desk": [{"id": "a"}]},
        "unprocessedItems": {"shelf": [{"id": "b"}], "desk": []},
    }
    assert got.result == {
        "data": {"shelf": [{"id": "a"}, None], "desk": [None]},
        "unprocessedKeys": {"shelf": [], "desk": [{"id": "a"}]},
    }
    assert gone.error == {"message": "Throttled", "type": "DynamoDB:Throttled"}
    assert gone.result["data"] == {"shelf": [None, None], "desk": [None]}


async def test_a_cancelled_transaction_tells_why_for_each_item() -> None:
    """The old item is shown unless the condition says otherwise; `keys` is there, and null."""
    condition = {"expression": "attribute_exists(id)"}
    items = [
        {"table": "shelf", "operation": "PutItem", "key": KEY, "condition": condition},
        {"table": "desk", "operation": "DeleteItem", "key": KEY, "condition": {
            **condition, "returnValuesOnConditionCheckFailure": False}},
        {"table": "desk", "operation": "UpdateItem", "key": KEY, "update": {"expression": "REMOVE a"}},
    ]  # fmt: skip
    reasons = [{"Code": "ConditionalCheckFailed", "Message": "No", "Item": KEY}, {"Code": "None"}, {"Code": "None"}]
    refusal = {"__type": "x#TransactionCanceledException", "message": "Cancelled", "CancellationReasons": reasons}

    answer, asked = await send_request({"operation": "TransactWriteItems", "transactItems": items}, (400, refusal))

    shown = [next(iter(item.values())) for item in asked[0][1]["TransactItems"]]
    assert [item.get("ReturnValuesOnConditionCheckFailure") for item in shown] == ["ALL_OLD", None, None]
    assert answer.error == {"message": "Cancelled", "type": "DynamoDB:TransactionCanceledException"}
    assert answer.result["keys"] is None
    assert answer.result["cancellationReasons"][:2] == [
        {"item": {"id": "a"}, "type": "ConditionalCheckFailed", "message": "No"},
        {"type": "None", "message": "None"},
    ]
