"""The realtime protocol, message by message."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession

from tests.fakes.issuer import issuing
from tests.fakes.lambda_endpoint import FakeLambdaEndpoint
from tests.fakes.news_api import KEY, POOL_PROVIDER, SDL, NewsServer, make_news_api, serve_news_api
from tests.fakes.socket_client import KEYED, ask, connect, encode_headers, join, until

STORY = "subscription { onStory { id } }"
REPORT = "mutation($id: ID!) { report(id: $id) { id byline } }"
REFUSED = {
    "errorType": "UnauthorizedException",
    "message": "You are not authorized to make this call.",
    "errorCode": 401,
}


@pytest.fixture
async def news() -> AsyncIterator[NewsServer]:
    async with serve_news_api() as running:
        yield running


async def test_a_subscription_from_connect_to_complete(news: NewsServer) -> None:
    """The messages come in AppSync's order and shape: ack, ka, start_ack, data, complete."""
    async with connect(news.url) as client:
        await client.says({"type": "connection_init"})
        assert await client.hears() == {"type": "connection_ack", "payload": {"connectionTimeoutMs": 300000}}
        assert await client.hears() == {"type": "ka"}
        await client.starts(STORY, "a-1")
        assert await client.hears() == {"id": "a-1", "type": "start_ack"}
        answer = await ask(news.url, REPORT, id="7")
        assert answer["data"]["report"]["id"] == "7"
        assert await client.hears() == {"id": "a-1", "type": "data", "payload": {"data": {"onStory": {"id": "7"}}}}
        await client.says({"id": "a-1", "type": "stop"})
        assert await client.hears() == {"id": "a-1", "type": "complete"}


@pytest.mark.parametrize("path", ["", "/realtime"])
@pytest.mark.parametrize(
    ("query", "protocols", "headers"),
    [
        (f"?header={encode_headers(KEYED)}&payload=e30=", ("graphql-ws",), {}),
        (f"?header={encode_headers(KEYED, padded=False)}", ("graphql-ws",), {}),
        (f"?header={encode_headers({**KEYED, 'x': '>>>???'}, url=True)}", ("graphql-ws",), {}),
        ("", ("graphql-ws", f"header-{encode_headers(KEYED, url=True, padded=False)}"), {}),
        ("", (f"header-{encode_headers(KEYED, url=True, padded=False)}", "graphql-ws"), {}),
        ("", ("graphql-ws",), {"x-api-key": KEY}),
    ],
)
async def test_credentials_may_travel_in_three_ways(
    news: NewsServer, path: str, query: str, protocols: tuple[str, ...], headers: dict[str, str]
) -> None:
    """Query string, subprotocol or plain headers, on both paths; the answer is the subprotocol graphql-ws alone."""
    async with connect(news.url + path, headers, protocols, query) as client:
        assert client.socket.protocol == "graphql-ws"
        await client.joins()


UNREADABLE = {"errorType": "BadRequestException", "errorCode": 400}


@pytest.mark.parametrize(
    ("query", "error"),
    [
        (f"?header={encode_headers({'x-api-key': 'wrong'})}", REFUSED),
        (
            f"?header={encode_headers({'host': 'x'})}",
            {**REFUSED, "message": "Valid authorization header not provided."},
        ),
        ("?header=%%%", {**UNREADABLE, "message": "The header object is not JSON in Base64."}),
        ("?header=WzFd", {**UNREADABLE, "message": "The header object is not a JSON object."}),
    ],
)
async def test_a_refused_connection_opens_and_says_why(news: NewsServer, query: str, error: dict[str, Any]) -> None:
    """The upgrade succeeds; connection_error answers connection_init; then the server closes."""
    async with connect(news.url, query=query) as client:
        await client.says({"type": "connection_init"})
        assert await client.hears() == {"type": "connection_error", "payload": {"errors": [error]}}
        assert await client.hears() is None


async def test_the_subprotocol_must_be_named(news: NewsServer) -> None:
    """A client that does not ask for graphql-ws is told so."""
    async with connect(news.url, protocols=()) as client:
        await client.says({"type": "connection_init"})
        found = await client.hears()

    assert found["payload"]["errors"][0]["errorType"] == "NoProtocolError"


async def test_nothing_counts_before_the_acknowledgement(news: NewsServer) -> None:
    """A start before connection_init is ignored."""
    async with connect(news.url) as client:
        await client.starts(STORY)
        await client.joins()
        await client.subscribes(STORY)


async def test_a_start_carries_its_own_credentials(news: NewsServer) -> None:
    """A start without credentials, or with wrong ones, is refused; the connection and its other mode stay."""
    async with join(news.url) as client:
        for headers in ({}, {"x-api-key": "wrong"}):
            await client.starts(STORY, "1", headers)
            error = {"errorType": "UnauthorizedException", "message": "Permission denied"}
            assert await client.hears() == {"id": "1", "type": "error", "payload": {"errors": [error]}}
        await client.starts(STORY, "1", {"Authorization": "let-me-in"})
        assert await client.hears() == {"id": "1", "type": "start_ack"}


async def test_directives_of_the_subscription_field_count(news: NewsServer) -> None:
    """A field that the start's mode may not read is denied in AppSync's words."""
    async with join(news.url) as client:
        await client.starts("subscription { onSecret { id } }")
        assert await client.hears() == {
            "id": "1",
            "type": "error",
            "payload": {
                "errors": [
                    {"errorType": "Unauthorized", "message": "Not Authorized to access onSecret on type Subscription"}
                ]
            },
        }


async def test_groups_open_a_subscription() -> None:
    """A user pool's token with the group subscribes, one without is denied."""
    async with issuing() as issuer, serve_news_api(issuer) as news, join(news.url) as client:
        query = "subscription { onEditor { id } }"
        await client.starts(query, "1", {"Authorization": issuer.token()})
        assert (await client.hears())["type"] == "error"
        await client.starts(query, "1", {"Authorization": issuer.token(groups=["editors"])})
        assert (await client.hears())["type"] == "start_ack"


async def test_an_invalid_document_is_refused(news: NewsServer) -> None:
    """Validation errors come with the id, in graphql-java's words and without places; the socket stays open."""
    async with join(news.url) as client:
        await client.starts("subscription { onStory { nonsense } }")
        found = await client.hears()
        assert (found["id"], found["type"]) == ("1", "error")
        (error,) = found["payload"]["errors"]
        assert "FieldUndefined" in error["message"]
        assert set(error) == {"message"}
        await client.subscribes(STORY)


@pytest.mark.parametrize(
    "message", ["junk", "[]", {"type": "dance"}, {"type": "start", "id": "1", "payload": {"query": STORY}}]
)
async def test_what_is_no_message_is_unsupported(news: NewsServer, message: Any) -> None:
    """Garbled messages, and a start without the data string, are answered as unsupported operations without id."""
    async with join(news.url) as client:
        await client.says(message)
        assert await client.hears() == {
            "type": "error",
            "id": "",
            "payload": {
                "errors": [
                    {
                        "errorType": "UnsupportedOperation",
                        "message": "unknown not supported through the realtime channel",
                    }
                ]
            },
        }


@pytest.mark.parametrize(
    "data", ["junk", "[]", "{}", '{"query": 1}', '{"query": "subscription { onStory { id } }", "variables": []}']
)
async def test_data_that_is_no_operation_is_refused(news: NewsServer, data: str) -> None:
    """A data string without a usable query fails its own subscription."""
    async with join(news.url) as client:
        await client.starts_raw(data, "9", KEYED)
        found = await client.hears()

    assert (found["id"], found["payload"]["errors"][0]["errorType"]) == ("9", "UnsupportedOperation")


async def test_queries_are_not_for_the_socket(news: NewsServer) -> None:
    """A query or mutation over the socket is unsupported."""
    async with join(news.url) as client:
        await client.starts("query { hello }")
        found = await client.hears()

    assert found["payload"]["errors"][0]["message"] == "query not supported through the realtime channel"


async def test_a_live_id_cannot_be_started_again(news: NewsServer) -> None:
    """A second start with a live id is a duplicate; after stop the id is free."""
    async with join(news.url) as client:
        await client.subscribes(STORY)
        await client.starts(STORY)
        assert (await client.hears())["payload"]["errors"][0]["errorType"] == "DuplicatedOperationError"
        await client.says({"id": "1", "type": "stop"})
        assert await client.hears() == {"id": "1", "type": "complete"}
        await client.subscribes(STORY)


async def test_a_closed_connection_leaves_nothing_behind(news: NewsServer) -> None:
    """When a client goes away its subscriptions go too."""
    async with join(news.url) as client:
        await client.subscribes(STORY)
        assert len(news.hub.connections) == 1

    await until(lambda: not news.hub.connections)
    assert news.hub._indexes == {}


async def test_a_start_that_takes_its_time_holds_up_nothing(news: NewsServer) -> None:
    """While an authorizer ponders one start, others proceed; a stop in between prevents the first."""
    released = asyncio.Event()

    class Pondering(FakeLambdaEndpoint):
        async def request(self, *given: Any, **more: Any) -> Any:
            await released.wait()
            return await super().request(*given, **more)

    endpoint = Pondering(functions={"guard": lambda _: {"isAuthorized": True}})
    async with serve_news_api(endpoint=endpoint) as slow, join(slow.url) as client:
        await client.starts(STORY, "slow", {"Authorization": "token"})
        await client.subscribes(STORY, "quick")
        await client.says({"id": "slow", "type": "stop"})
        assert await client.hears() == {"id": "slow", "type": "complete"}
        released.set()
        await ask(slow.url, REPORT, id="1")
        assert (await client.hears())["id"] == "quick"


async def test_a_new_deployment_keeps_the_sockets(news: NewsServer) -> None:
    """When the API is deployed again, open subscriptions go on, and new starts meet the new API."""
    async with join(news.url) as client:
        await client.subscribes(STORY, "old")
        news.deploy(
            make_news_api(sdl=SDL.replace("onUrgent(above: Int!, reader: ID)", "onHot"), resolvers=news.api.resolvers)
        )
        await client.subscribes("subscription { onHot { id } }", "new")
        await ask(news.url, REPORT, id="1")
        heard = [(await client.hears())["id"] for _ in range(2)]

    assert sorted(heard) == ["new", "old"]


async def test_a_vanished_api_refuses(news: NewsServer) -> None:
    """A start on an API that was deleted meanwhile is an error; the socket stays."""
    async with join(news.url) as client:
        news.plane.deployments.apis.clear()
        await client.starts(STORY)
        assert (await client.hears())["payload"]["errors"][0]["errorType"] == "NotFoundException"


async def test_an_alien_http_request_is_no_socket(news: NewsServer) -> None:
    """A plain GET of the realtime path answers HTTP."""
    async with ClientSession() as session, session.get(news.url + "/realtime") as answer:
        assert answer.status == 401


async def test_tokens_and_signatures_connect() -> None:
    """The connection itself may be made by a pool's token in any carrier."""
    async with issuing() as issuer, serve_news_api(issuer, additional_auth=(POOL_PROVIDER,)) as news:
        headers = {"host": "localhost", "Authorization": issuer.token()}
        protocol = f"header-{encode_headers(headers, url=True, padded=False)}"
        async with connect(news.url, protocols=("graphql-ws", protocol), query="") as client:
            await client.joins()
        async with connect(news.url, {"Authorization": issuer.token()}, query="") as client:
            await client.joins()


async def test_unicode_and_order_survive(news: NewsServer) -> None:
    """Events arrive unharmed and in the order of their mutations."""
    async with join(news.url) as client:
        await client.subscribes("subscription { onStory { id title } }")
        for number in range(20):
            await ask(news.url, 'mutation($i: ID!) { report(id: $i, title: "Zoë ☂ 🗺️") { id title } }', i=number)
        heard = [(await client.hears_data())["data"]["onStory"] for _ in range(20)]

    assert heard == [{"id": str(number), "title": "Zoë ☂ 🗺️"} for number in range(20)]
    assert json.dumps(heard)


async def test_nothing_is_sent_behind_a_goodbye(news: NewsServer) -> None:
    """A client that closes and goes on sending gets no answer, and events before it is gone fail nothing."""
    failures: list[Any] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: failures.append(context))
    async with join(news.url) as client:
        await client.subscribes("subscription { onStory { id } }")
        connection = client.socket._response.connection
        assert connection is not None
        assert connection.transport is not None
        text = masked_frame(1, b'{"type": "start", "id": "late"}')

        connection.transport.write(text + masked_frame(8, b"\x03\xe8") + text)
        await until(lambda: not news.hub.connections)
        answer = await ask(news.url, "mutation { report(id: 1) { id } }")

    assert answer == {"data": {"report": {"id": "1"}}}
    assert failures == []


def masked_frame(opcode: int, payload: bytes) -> bytes:
    """A client's frame; a mask of zeros leaves the payload as it is."""
    return bytes([0x80 | opcode, 0x80 | len(payload)]) + b"\0\0\0\0" + payload
