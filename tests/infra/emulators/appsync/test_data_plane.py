"""The data plane as a process beside the embedded AWS: a foreign API, its Lambda function, real clients."""

import asyncio
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from gql import Client, gql
from gql.transport.appsync_auth import AppSyncApiKeyAuthentication
from gql.transport.appsync_websockets import AppSyncWebsocketsTransport

from tests.fakes.data_plane import Deployment, call, data_plane, embedded_aws
from tests.fakes.library import SDL

pytestmark = pytest.mark.emulator
RUNTIME: Any = {"name": "APPSYNC_JS", "runtimeVersion": "1.0.0"}
ROOT = Path(__file__).parents[4]
AWS: dict[str, Any] = {"region_name": "us-east-1", "aws_access_key_id": "test", "aws_secret_access_key": "test"}
SOURCES = (
    "type Query { table(request: AWSJSON!): AWSJSON web(request: AWSJSON!): AWSJSON bus(request: AWSJSON!): AWSJSON }"
)
FORWARD = """
import { util } from '@aws-appsync/utils';
export const request = (ctx) => ctx.args.request;
export function response(ctx) {
  if (ctx.error) util.error(ctx.error.message, ctx.error.type, null, ctx.result);
  return ctx.result;
}
"""
SHOP = """
def lambda_handler(event, context):
    if isinstance(event, list):
        return [{"data": {"id": item["source"]["id"], "name": "Author " + item["source"]["id"]}} for item in event]
    if event["arguments"].get("id") == "lost":
        raise KeyError("No such book")
    if event["info"]["fieldName"] == "book":
        return {"id": event["arguments"]["id"], "title": event["request"]["headers"]["x-title"]}
    return [{"id": str(number), "title": "T"} for number in range(20)]
"""
ECHO = """
export const request = (ctx) => ({ payload: { ...ctx.args.input, id: '7' } });
export const response = (ctx) => ctx.result;
"""
STEP = """
import { util } from '@aws-appsync/utils';
export function request(ctx) { return { payload: { bookId: ctx.args.id, reader: ctx.stash.reader } }; }
export function response(ctx) {
  return { ...ctx.result, dueAt: util.time.epochMilliSecondsToISO8601(0) };
}
"""
AROUND = """
export function request(ctx) { ctx.stash.reader = 'Ada'; return {}; }
export function response(ctx) { return ctx.prev.result; }
"""


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with embedded_aws(tmp_path_factory.mktemp("emulator")) as url:
        yield url


@pytest.fixture(scope="module")
def plane(emulator: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    with data_plane(emulator, tmp_path_factory.mktemp("plane")) as port:
        yield port


@pytest.fixture(scope="module")
def deployment(emulator: str, plane: int) -> Deployment:
    shop = deploy_function(emulator)
    client = boto3.client("appsync", endpoint_url=emulator, **AWS)
    also = [{"authenticationType": "AWS_IAM"}]
    api = client.create_graphql_api(
        name="Library", authenticationType="API_KEY", additionalAuthenticationProviders=also
    )["graphqlApi"]
    api_id = api["apiId"]
    client.start_schema_creation(apiId=api_id, definition=SDL.encode())
    client.create_data_source(apiId=api_id, name="Shop", type="AWS_LAMBDA", lambdaConfig={"lambdaFunctionArn": shop})
    client.create_data_source(apiId=api_id, name="Nothing", type="NONE")
    for kind, field, size in (("Query", "book", 0), ("Query", "books", 0), ("Book", "author", 100)):
        client.create_resolver(apiId=api_id, typeName=kind, fieldName=field, dataSourceName="Shop", maxBatchSize=size)
    client.create_resolver(
        apiId=api_id, typeName="Mutation", fieldName="addBook", dataSourceName="Nothing", runtime=RUNTIME, code=ECHO
    )
    step = client.create_function(apiId=api_id, name="step", dataSourceName="Nothing", runtime=RUNTIME, code=STEP)[
        "functionConfiguration"
    ]["functionId"]
    client.create_resolver(
        apiId=api_id, typeName="Mutation", fieldName="lend", kind="PIPELINE", runtime=RUNTIME, code=AROUND,
        pipelineConfig={"functions": [step]},
    )  # fmt: skip
    key = client.create_api_key(apiId=api_id)["apiKey"]["id"]
    assert api_id in call(plane, "POST", "/_appsync/reload")[2]["apis"]
    return Deployment(plane, api_id, key, client)


@pytest.fixture(scope="module")
def sources(emulator: str, plane: int) -> Deployment:
    """An API whose fields hand their argument to a table, a web address and an event bus."""
    boto3.client("dynamodb", endpoint_url=emulator, **AWS).create_table(
        TableName="shelf", BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}, {"AttributeName": "no", "KeyType": "RANGE"}],
        AttributeDefinitions=[
            {"AttributeName": "id", "AttributeType": "S"}, {"AttributeName": "no", "AttributeType": "N"},
        ],
    )  # fmt: skip
    client = boto3.client("appsync", endpoint_url=emulator, **AWS)
    api_id = client.create_graphql_api(name="Sources", authenticationType="API_KEY")["graphqlApi"]["apiId"]
    client.start_schema_creation(apiId=api_id, definition=SOURCES.encode())
    bus = "arn:aws:events:us-east-1:000000000000:event-bus/default"
    table = {"tableName": "shelf", "awsRegion": "us-east-1"}
    configs: dict[str, Any] = {
        "table": {"type": "AMAZON_DYNAMODB", "dynamodbConfig": table},
        "web": {"type": "HTTP", "httpConfig": {"endpoint": f"http://127.0.0.1:{plane}"}},
        "bus": {"type": "AMAZON_EVENTBRIDGE", "eventBridgeConfig": {"eventBusArn": bus}},
    }
    for name, config in configs.items():
        client.create_data_source(apiId=api_id, name=name, **config)
        client.create_resolver(
            apiId=api_id, typeName="Query", fieldName=name, dataSourceName=name, runtime=RUNTIME, code=FORWARD
        )
    key = client.create_api_key(apiId=api_id)["apiKey"]["id"]
    call(plane, "POST", "/_appsync/reload")
    return Deployment(plane, api_id, key, client)


def forward_request(sources: Deployment, field: str, request: Any) -> tuple[Any, Any]:
    """Return what a source gave, and the first error."""
    answer = sources.ask(f"{{ {field}(request: {json.dumps(json.dumps(request))}) }}")
    value = answer["data"][field]
    return (json.loads(value) if value else None), (answer.get("errors") or [None])[0]


def item(number: int, **values: Any) -> dict[str, Any]:
    """A typed DynamoDB item of the shelf."""
    key = {"id": {"S": "a"}, "no": {"N": str(number)}}
    return {"key": key, "attributeValues": {name: {"S": value} for name, value in values.items()}}


def test_a_table_is_written_and_read(sources: Deployment) -> None:
    """Put, get, update, query page by page, batch, transaction and delete, with plain values coming back."""
    absent = {"expression": "attribute_not_exists(id)"}

    put, _ = forward_request(sources, "table", {"operation": "PutItem", **item(1, title="Emma"), "condition": absent})
    again, _ = forward_request(sources, "table", {"operation": "PutItem", **item(1, title="Emma"), "condition": absent})
    other, refused = forward_request(
        sources, "table", {"operation": "PutItem", **item(1, title="X"), "condition": absent}
    )
    update = {"expression": "SET #p = :p", "expressionNames": {"#p": "pages"}, "expressionValues": {":p": {"N": 474}}}
    updated, _ = forward_request(sources, "table", {"operation": "UpdateItem", "key": item(1)["key"], "update": update})
    forward_request(sources, "table", {"operation": "BatchPutItem", "tables": {"shelf": [{**item(2)["key"]}]}})
    query = {"expression": "id = :i", "expressionValues": {":i": {"S": "a"}}}
    page, _ = forward_request(sources, "table", {"operation": "Query", "query": query, "limit": 1})
    rest, _ = forward_request(
        sources, "table", {"operation": "Query", "query": query, "limit": 5, "nextToken": page["nextToken"]}
    )
    batch, _ = forward_request(
        sources, "table", {"operation": "BatchGetItem", "tables": {"shelf": [item(9)["key"], item(2)["key"]]}}
    )
    write = {"table": "shelf", "operation": "DeleteItem", "key": item(2)["key"]}
    forward_request(sources, "table", {"operation": "TransactWriteItems", "transactItems": [write]})
    gone, _ = forward_request(sources, "table", {"operation": "GetItem", "key": item(2)["key"]})

    assert put == again == {"id": "a", "no": 1, "title": "Emma"}
    assert other is None
    assert refused["errorType"] == "DynamoDB:ConditionalCheckFailedException"
    assert refused["errorInfo"] == {"id": "a", "no": 1, "title": "Emma"}
    assert updated["pages"] == 474
    assert [found["no"] for found in page["items"] + rest["items"]] == [1, 2]
    assert batch["data"]["shelf"] == [None, {"id": "a", "no": 2}]
    assert gone is None


def test_a_web_address_and_a_bus_are_reached(sources: Deployment) -> None:
    """HTTP answers status and body, EventBridge its entries; a wrong request is said in words."""
    web, _ = forward_request(sources, "web", {"method": "GET", "resourcePath": "/_appsync/health"})
    event = {"source": "shelf", "detailType": "Moved", "detail": {"id": "a"}}
    bus, _ = forward_request(sources, "bus", {"operation": "PutEvents", "events": [event]})
    _, wrong = forward_request(sources, "table", {"operation": "Nothing"})

    assert web["statusCode"] == 200
    assert json.loads(web["body"])["status"] == "ok"
    assert bus["FailedEntryCount"] == 0
    assert wrong["errorType"] == "MappingTemplate"


def deploy_function(emulator: str) -> str:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as bundle:
        bundle.writestr("shop.py", SHOP)
    role = boto3.client("iam", endpoint_url=emulator, **AWS).create_role(
        RoleName="shop", AssumeRolePolicyDocument="{}"
    )["Role"]["Arn"]
    functions = boto3.client("lambda", endpoint_url=emulator, **AWS)
    created = functions.create_function(
        FunctionName="shop", Runtime="python3.13", Handler="shop.lambda_handler", Role=role,
        Code={"ZipFile": packed.getvalue()},
    )  # fmt: skip
    return str(created["FunctionArn"])


def test_a_query_reaches_the_deployed_function(deployment: Deployment) -> None:
    """The deployed function answers, with the client's headers in its event."""
    answer = deployment.ask('{ book(id: "5") { id title } }')

    assert answer == {"data": {"book": {"id": "5", "title": "Emma"}}}


def test_nested_fields_cost_one_invocation(deployment: Deployment) -> None:
    """Twenty parents are one batch for the deployed function."""
    answer = deployment.ask("{ books { author { name } } }")

    assert [book["author"]["name"] for book in answer["data"]["books"]] == [f"Author {n}" for n in range(20)]


def test_an_exception_becomes_an_error_object(deployment: Deployment) -> None:
    """What the function raised is in the field's error; nothing of its stack is."""
    answer = deployment.ask('{ book(id: "lost") { id } }')

    assert answer["data"] == {"book": None}
    assert "No such book" in answer["errors"][0]["message"]
    assert "Traceback" not in json.dumps(answer)


def test_a_pipeline_runs_in_the_data_plane(deployment: Deployment) -> None:
    """Before, function and after of a deployed pipeline are evaluated, with their stash and utilities."""
    answer = deployment.ask('mutation { lend(id: "3") { bookId reader dueAt } }')

    assert answer == {"data": {"lend": {"bookId": "3", "reader": "Ada", "dueAt": "1970-01-01T00:00:00.000Z"}}}


def test_a_wrong_key_is_refused_with_appsyncs_headers(deployment: Deployment) -> None:
    """401, the error type in the header, and CORS open even then."""
    status, headers, body = deployment.post("{ now }", **{"x-api-key": "da2-wrong"})

    assert status == 401
    assert headers["x-amzn-errortype"] == "UnauthorizedException"
    assert headers["access-control-allow-origin"] == "*"
    assert body["errors"][0]["errorType"] == "UnauthorizedException"


async def test_an_unmodified_client_hears_a_mutation(deployment: Deployment) -> None:
    """gql's AppSync transport receives the event it filtered for, and not the other."""
    async with asyncio.timeout(30), listening(deployment, "/graphql") as session:
        heard: asyncio.Queue[Any] = asyncio.Queue()
        wanted = [asyncio.create_task(listen(session, heard, number)) for number in ("8", "7")]
        while heard.empty():
            await asyncio.to_thread(deployment.ask, 'mutation { addBook(input: {title: "Persuasion"}) { id title } }')
            await asyncio.sleep(0.05)
        await stop(wanted)

    assert await heard.get() == {"id": "7", "title": "Persuasion"}


async def test_a_new_deployment_is_served_without_dropping_sockets(deployment: Deployment) -> None:
    """A changed resolver is in force soon, and a socket that was open goes on hearing."""
    changed = ECHO.replace("id: '7'", "id: '7', title: 'Changed'")
    async with asyncio.timeout(30), listening(deployment, "/graphql/realtime") as session:
        heard: asyncio.Queue[Any] = asyncio.Queue()
        listener = asyncio.create_task(listen(session, heard, "7"))
        await asyncio.to_thread(
            deployment.client.update_resolver, apiId=deployment.api_id, typeName="Mutation", fieldName="addBook",
            dataSourceName="Nothing", runtime=RUNTIME, code=changed,
        )  # fmt: skip
        title = ""
        while title != "Changed":
            await asyncio.to_thread(deployment.ask, 'mutation { addBook(input: {title: "T"}) { id title } }')
            await asyncio.sleep(0.05)
            while not heard.empty():
                title = heard.get_nowait()["title"]
        await stop([listener])

    assert title == "Changed"


def listening(deployment: Deployment, path: str) -> Client:
    host = f"127.0.0.1:{deployment.port}"
    credentials = AppSyncApiKeyAuthentication(host=host, api_key=deployment.key)
    return Client(
        transport=AppSyncWebsocketsTransport(url=f"ws://{host}/apis/{deployment.api_id}{path}", auth=credentials)
    )


async def listen(session: Any, heard: "asyncio.Queue[Any]", wanted: str) -> None:
    query = gql("subscription On($id: ID) { onBook(id: $id) { id title } }")
    query.variable_values = {"id": wanted}
    async for event in session.subscribe(query):
        heard.put_nowait(event["onBook"])


async def stop(tasks: list["asyncio.Task[None]"]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
