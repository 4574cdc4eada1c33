"""The HTTP door: bodies, methods, statuses, headers, and the audits of graphql-http that AppSync itself would pass."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession

from appsync_local.api.deployments import Deployments
from appsync_local.api.model import Api
from appsync_local.auth import Authenticator
from appsync_local.engine.engine import Engine
from appsync_local.engine.event import project
from appsync_local.http.server import Server
from appsync_local.realtime import Hub
from appsync_local.state import State
from tests.fakes.lambda_endpoint import FakeLambdaEndpoint
from tests.fakes.library import code, direct, library

KEY = {"x-api-key": "da2-library"}
JSON = {**KEY, "content-type": "application/json"}
HEADERS = """
import { util } from '@aws-appsync/utils';
export const request = (ctx) => ({ payload: { id: ctx.request.headers['x-many'].join('+'), title: 'T' } });
export function response(ctx) {
  util.http.addResponseHeader('x-shelf', 'A');
  return ctx.result;
}
"""
Door = ClientSession


class Deployed(Deployments):
    """A deployment of these APIs, without an endpoint to read it from."""

    def __init__(self, *apis: Api) -> None:
        super().__init__(FakeLambdaEndpoint())
        self.apis = {api.id: api for api in apis}
        self.was_read = True

    async def refresh(self, *, full: bool = True) -> bool:
        return full


@pytest.fixture
def deployments() -> Deployed:
    books = [{"id": str(number), "title": "T" * 100} for number in range(20)]
    endpoint = FakeLambdaEndpoint(functions={"shop": lambda _: books})
    return Deployed(library(direct("Query", "books"), code("Query", "book", HEADERS, "Nothing"), endpoint=endpoint))


@pytest.fixture
async def door(deployments: Deployed) -> AsyncIterator[Door]:
    hub = Hub(project)
    plane = State(deployments, Authenticator(), Engine(hub), hub)
    server = Server(plane)
    port = await server.listen("127.0.0.1", 0)
    async with ClientSession(f"http://127.0.0.1:{port}", auto_decompress=False) as client:
        yield client
    await server.close()
    await plane.authenticator.close()


async def test_a_post_is_answered_with_appsyncs_headers(door: Door) -> None:
    """200, JSON in UTF-8, a request id, and CORS open to everyone."""
    answer = await door.post("/graphql", json={"query": "{ now }"}, headers={**KEY, "origin": "http://localhost"})

    assert answer.status == 200
    assert answer.headers["content-type"] == "application/json;charset=UTF-8"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "x-amzn-ErrorType" in answer.headers["access-control-expose-headers"]
    assert answer.headers["x-amzn-RequestId"]
    assert await answer.json() == {"data": {"now": None}}


@pytest.mark.parametrize("path", ["/graphql", "/apis/library/graphql"])
async def test_a_get_carries_its_query_in_the_address(door: Door, path: str) -> None:
    """Queries by GET work, with variables as JSON text, at both addresses."""
    query = {"query": "query Q($n: Int) { books(first: $n) { __typename } }", "variables": '{"n": 1}'}

    answer = await door.get(path, params=query, headers=KEY)

    assert answer.status == 200


async def test_json_labelled_application_graphql_is_understood(door: Door) -> None:
    """AWS's own samples send JSON under that label."""
    headers = {**KEY, "content-type": "application/graphql"}

    answer = await door.post("/graphql", data='{"query": "{ now }"}', headers=headers)

    assert await answer.json() == {"data": {"now": None}}


REFUSALS = [
    ("", "Request body is empty."),
    ("not json", "Unable to parse GraphQL query."),
    ("[]", "Unable to parse GraphQL query."),
    ("{}", "Unable to parse GraphQL query."),
    ('{"query": 5}', "Unable to parse GraphQL query."),
    ('{"query": "{ nope"}', "Unable to parse GraphQL query."),
    ('{"query": "{ now }", "variables": 5}', "Unable to parse GraphQL query."),
    ('{"query": "{ now }", "variables": []}', "Unable to parse GraphQL query."),
    ('{"query": "{ now }", "operationName": 5}', "Unable to parse GraphQL query."),
]


@pytest.mark.parametrize(("body", "message"), REFUSALS)
async def test_malformed_requests_are_400(door: Door, body: str, message: str) -> None:
    """What is no GraphQL request has status 400, the type in header and body, and no data."""
    answer = await door.post("/graphql", data=body, headers=JSON)

    assert answer.status == 400
    assert answer.headers["x-amzn-ErrorType"] == "MalformedHttpRequestException"
    assert await answer.json() == {"errors": [{"errorType": "MalformedHttpRequestException", "message": message}]}
    assert '"errors" : [ {' in await answer.text()


@pytest.mark.parametrize("query", ["{ nope }", "query Q($n: ID!) { book(id: $n) { id } }"])
async def test_invalid_documents_and_variables_are_200_without_data(door: Door, query: str) -> None:
    """Validation and coercion errors are GraphQL answers, whose data is null."""
    answer = await door.post("/graphql", json={"query": query}, headers=KEY)

    assert answer.status == 200
    assert (await answer.json())["data"] is None


async def test_without_credentials_it_is_401_with_cors(door: Door) -> None:
    """The refusal names its type where clients look for it, and browsers may read it."""
    answer = await door.post("/graphql", json={"query": "{ now }"})

    assert answer.status == 401
    assert answer.headers["x-amzn-ErrorType"] == "UnauthorizedException"
    assert answer.headers["access-control-allow-origin"] == "*"


async def test_a_preflight_allows_what_the_browser_asks_for(door: Door) -> None:
    """OPTIONS needs no credentials and reflects the requested headers."""
    asked = {"access-control-request-headers": "authorization,x-api-key", "origin": "http://localhost"}

    answer = await door.options("/graphql", headers=asked)

    assert answer.status == 200
    assert answer.headers["access-control-allow-headers"] == "authorization,x-api-key"


async def test_long_answers_are_compressed_for_those_who_can(door: Door) -> None:
    """gzip from a thousand bytes on, if the client accepts it."""
    query = {"query": "{ books { id title } }"}

    packed = await door.post("/graphql", json=query, headers={**KEY, "accept-encoding": "gzip"})
    plain = await door.post("/graphql", json=query, headers={**KEY, "accept-encoding": "identity"})

    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert json.loads(gzip.decompress(await packed.read())) == await plain.json()


async def test_repeated_headers_reach_code_as_lists_and_code_adds_headers(door: Door) -> None:
    """A header sent twice is a list in the context; `addResponseHeader` comes back."""
    headers = [("x-api-key", "da2-library"), ("x-many", "1"), ("x-many", "2")]

    answer = await door.post("/graphql", json={"query": '{ book(id: "1") { id } }'}, headers=headers)

    assert await answer.json() == {"data": {"book": {"id": "1+2"}}}
    assert answer.headers["x-shelf"] == "A"


async def test_an_unknown_api_is_404_and_a_refused_schema_502(door: Door, deployments: Deployed) -> None:
    """Which API is meant must be clear, and its schema must be one that AppSync takes."""
    deployments.refused["broken"] = "Directive definitions are not supported."

    unknown = await door.post("/apis/nobody/graphql", json={"query": "{ now }"}, headers=KEY)
    broken = await door.post("/apis/broken/graphql", json={"query": "{ now }"}, headers=KEY)
    ambiguous = await door.post("/graphql", json={"query": "{ now }"}, headers=KEY)

    assert (unknown.status, broken.status, ambiguous.status) == (404, 502, 404)
    assert "/apis/{apiId}/graphql" in await ambiguous.text()


async def test_supervisors_see_what_is_served(door: Door) -> None:
    """Health lists the APIs; a reload reads the deployment at once."""
    health = await door.get("/_appsync/health")
    reload = await door.post("/_appsync/reload")

    assert (await health.json())["apis"] == [{"apiId": "library", "name": "Library"}]
    assert (await reload.json()) == {"changed": True, "apis": ["library"]}


async def test_one_connection_carries_whatever_comes(door: Door) -> None:
    """Pieces, several requests in one piece, then a GET: each is answered in order on the same connection."""
    body = b'{"query": "{ now }"}'
    head = b"POST /graphql HTTP/1.1\r\nHost: [::1]\r\nX-Api-Key: da2-library\r\nContent-Length: %d\r\n\r\n" % len(body)
    get = b"GET /graphql?query=%7Bnow%7D HTTP/1.1\r\nHost: [::1]\r\nX-Api-Key: da2-library\r\n\r\n"
    port = door._base_url.port  # type: ignore[union-attr]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)

    for piece in (head[:30], head[30:] + body[:5], body[5:] + head + body + get):
        writer.write(piece)
        await writer.drain()
        await asyncio.sleep(0)
    answers = [await read_answer(reader) for _ in range(3)]
    writer.close()
    await writer.wait_closed()

    assert answers == [b'{"data":{"now":null}}'] * 3


async def read_answer(reader: asyncio.StreamReader) -> bytes:
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0])
    return await reader.readexactly(length)


async def test_a_connection_ends_when_the_client_asks(door: Door) -> None:
    """`Connection: close` is obeyed after the answer."""
    answer = await door.post("/graphql", json={"query": "{ now }"}, headers={**KEY, "connection": "close"})

    assert answer.headers["connection"] == "close"
    assert await answer.json() == {"data": {"now": None}}
