"""The realtime protocol, message by message."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession

from tests.fakes.issuer import issuing
from tests.fakes.lambda_endpoint import FakeLambdaEndpoint
from tests.fakes.newsroom import KEY, POOL_PROVIDER, SDL, Press, newsroom, press
from tests.fakes.socket_client import KEYED, asked, connected, encoded, joined, until

STORY = "subscription { onStory { id } }"
REPORT = "mutation($id: ID!) { report(id: $id) { id byline } }"
REFUSED = {
    "errorType": "UnauthorizedException",
    "message": "You are not authorized to make this call.",
    "errorCode": 401,
}


@pytest.fixture
async def news() -> AsyncIterator[Press]:
    async with press() as running:
        yield running


async def test_a_subscription_from_connect_to_complete(news: Press) -> None:
    """The messages come in AppSync's order and shape: ack, ka, start_ack, data, complete."""
    async with connected(news.url) as client:
        await client.says({"type": "connection_init"})
        assert await client.hears() == {"type": "connection_ack", "payload": {"connectionTimeoutMs": 300000}}
        assert await client.hears() == {"type": "ka"}
        await client.starts(STORY, "a-1")
        assert await client.hears() == {"id": "a-1", "type": "start_ack"}
        answer = await asked(news.url, REPORT, id="7")
        assert answer["data"]["report"]["id"] == "7"
        assert await client.hears() == {"id": "a-1", "type": "data", "payload": {"data": {"onStory": {"id": "7"}}}}
        await client.says({"id": "a-1", "type": "stop"})
        assert await client.hears() == {"id": "a-1", "type": "complete"}


@pytest.mark.parametrize("path", ["", "/realtime"])
@pytest.mark.parametrize(
    ("query", "protocols", "headers"),
    [
        (f"?header={encoded(KEYED)}&payload=e30=", ("graphql-ws",), {}),
        (f"?header={encoded(KEYED, padded=False)}", ("graphql-ws",), {}),
        (f"?header={encoded({**KEYED, 'x': '>>>???'}, url=True)}", ("graphql-ws",), {}),
        ("", ("graphql-ws", f"header-{encoded(KEYED, url=True, padded=False)}"), {}),
        ("", (f"header-{encoded(KEYED, url=True, padded=False)}", "graphql-ws"), {}),
        ("", ("graphql-ws",), {"x-api-key": KEY}),
    ],
)
async def test_credentials_may_travel_in_three_ways(
    news: Press, path: str, query: str, protocols: tuple[str, ...], headers: dict[str, str]
) -> None:
    """Query string, subprotocol or plain headers, on both paths; the answer is the subprotocol graphql-ws alone."""
    async with connected(news.url + path, headers, protocols, query) as client:
        assert client.socket.protocol == "graphql-ws"
        await client.joins()


UNREADABLE = {"errorType": "BadRequestException", "errorCode": 400}


@pytest.mark.parametrize(
    ("query", "error"),
    [
        (f"?header={encoded({'x-api-key': 'wrong'})}", REFUSED),
        (f"?header={encoded({'host': 'x'})}", {**REFUSED, "message": "Valid authorization header not provided."}),
        ("?header=%%%", {**UNREADABLE, "message": "The header object is no Base64 of JSON."}),
        ("?header=WzFd", {**UNREADABLE, "message": "The header object is no JSON object."}),
    ],
)
async def test_a_refused_connection_opens_and_says_why(news: Press, query: str, error: dict[str, Any]) -> None:
    """The upgrade succeeds; connection_error answers connection_init; then the server closes."""
    async with connected(news.url, query=query) as client:
        await client.says({"type": "connection_init"})
        assert await client.hears() == {"type": "connection_error", "payload": {"errors": [error]}}
        assert await client.hears() is None


async def test_the_subprotocol_must_be_named(news: Press) -> None:
    """A client that does not ask for graphql-ws is told so."""
    async with connected(news.url, protocols=()) as client:
        await client.says({"type": "connection_init"})
        found = await client.hears()

    assert found["payload"]["errors"][0]["errorType"] == "NoProtocolError"


async def test_nothing_counts_before_the_acknowledgement(news: Press) -> None:
    """A start before connection_init is ignored."""
    async with connected(news.url) as client:
        await client.starts(STORY)
        await client.joins()
        await client.subscribes(STORY)


async def test_a_start_carries_its_own_credentials(news: Press) -> None:
    """A start without credentials, or with wrong ones, is refused; the connection and its other mode stay."""
    async with joined(news.url) as client:
        for headers in ({}, {"x-api-key": "wrong"}):
            await client.starts(STORY, "1", headers)
            error = {"errorType": "UnauthorizedException", "message": "Permission denied"}
            assert await client.hears() == {"id": "1", "type": "error", "payload": {"errors": [error]}}
        await client.starts(STORY, "1", {"Authorization": "let-me-in"})
        assert await client.hears() == {"id": "1", "type": "start_ack"}


async def test_directives_of_the_subscription_field_count(news: Press) -> None:
    """A field that the start's mode may not read is denied in AppSync's words."""
    async with joined(news.url) as client:
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
    async with issuing() as issuer, press(issuer) as news, joined(news.url) as client:
        query = "subscription { onEditor { id } }"
        await client.starts(query, "1", {"Authorization": issuer.token()})
        assert (await client.hears())["type"] == "error"
        await client.starts(query, "1", {"Authorization": issuer.token(groups=["editors"])})
        assert (await client.hears())["type"] == "start_ack"


async def test_an_invalid_document_is_refused(news: Press) -> None:
    """Validation errors come with the id, in graphql-java's words and without places; the socket stays open."""
    async with joined(news.url) as client:
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
async def test_what_is_no_message_is_unsupported(news: Press, message: Any) -> None:
    """Garbled messages, and a start without the data string, are answered as unsupported operations without id."""
    async with joined(news.url) as client:
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
async def test_data_that_is_no_operation_is_refused(news: Press, data: str) -> None:
    """A data string without a usable query fails its own subscription."""
    async with joined(news.url) as client:
        await client.starts_raw(data, "9", KEYED)
        found = await client.hears()

    assert (found["id"], found["payload"]["errors"][0]["errorType"]) == ("9", "UnsupportedOperation")


async def test_queries_are_not_for_the_socket(news: Press) -> None:
    """A query or mutation over the socket is unsupported."""
    async with joined(news.url) as client:
        await client.starts("query { hello }")
        found = await client.hears()

    assert found["payload"]["errors"][0]["message"] == "query not supported through the realtime channel"


async def test_a_live_id_cannot_be_started_again(news: Press) -> None:
    """A second start with a live id is a duplicate; after stop the id is free."""
    async with joined(news.url) as client:
        await client.subscribes(STORY)
        await client.starts(STORY)
        assert (await client.hears())["payload"]["errors"][0]["errorType"] == "DuplicatedOperationError"
        await client.says({"id": "1", "type": "stop"})
        assert await client.hears() == {"id": "1", "type": "complete"}
        await client.subscribes(STORY)


async def test_a_closed_connection_leaves_nothing_behind(news: Press) -> None:
    """When a client goes away its subscriptions go too."""
    async with joined(news.url) as client:
        await client.subscribes(STORY)
        assert len(news.hub.lines) == 1

    await until(lambda: not news.hub.lines)
    assert news.hub._indexes == {}


async def test_a_start_that_takes_its_time_holds_up_nothing(news: Press) -> None:
    """While an authorizer ponders one start, others proceed; a stop in between prevents the first."""
    released = asyncio.Event()

    class Pondering(FakeLambdaEndpoint):
        async def request(self, *given: Any, **more: Any) -> Any:
            await released.wait()
            return await super().request(*given, **more)

    endpoint = Pondering(functions={"guard": lambda _: {"isAuthorized": True}})
    async with press(endpoint=endpoint) as slow, joined(slow.url) as client:
        await client.starts(STORY, "slow", {"Authorization": "token"})
        await client.subscribes(STORY, "quick")
        await client.says({"id": "slow", "type": "stop"})
        assert await client.hears() == {"id": "slow", "type": "complete"}
        released.set()
        await asked(slow.url, REPORT, id="1")
        assert (await client.hears())["id"] == "quick"


async def test_a_new_deployment_keeps_the_sockets(news: Press) -> None:
    """When the API is deployed again, open subscriptions go on, and new starts meet the new API."""
    async with joined(news.url) as client:
        await client.subscribes(STORY, "old")
        news.deploy(
            newsroom(sdl=SDL.replace("onUrgent(above: Int!, reader: ID)", "onHot"), resolvers=news.api.resolvers)
        )
        await client.subscribes("subscription { onHot { id } }", "new")
        await asked(news.url, REPORT, id="1")
        heard = [(await client.hears())["id"] for _ in range(2)]

    assert sorted(heard) == ["new", "old"]


async def test_a_vanished_api_refuses(news: Press) -> None:
    """A start on an API that was deleted meanwhile is an error; the socket stays."""
    async with joined(news.url) as client:
        news.plane.deployments.apis.clear()
        await client.starts(STORY)
        assert (await client.hears())["payload"]["errors"][0]["errorType"] == "NotFoundException"


async def test_an_alien_http_request_is_no_socket(news: Press) -> None:
    """A plain GET of the realtime path answers HTTP."""
    async with ClientSession() as session, session.get(news.url + "/realtime") as answer:
        assert answer.status == 401


async def test_tokens_and_signatures_connect() -> None:
    """The connection itself may be made by a pool's token in any carrier."""
    async with issuing() as issuer, press(issuer, additional_auth=(POOL_PROVIDER,)) as news:
        headers = {"host": "localhost", "Authorization": issuer.token()}
        protocol = f"header-{encoded(headers, url=True, padded=False)}"
        async with connected(news.url, protocols=("graphql-ws", protocol), query="") as client:
            await client.joins()
        async with connected(news.url, {"Authorization": issuer.token()}, query="") as client:
            await client.joins()


async def test_unicode_and_order_survive(news: Press) -> None:
    """Events arrive unharmed and in the order of their mutations."""
    async with joined(news.url) as client:
        await client.subscribes("subscription { onStory { id title } }")
        for number in range(20):
            await asked(news.url, 'mutation($i: ID!) { report(id: $i, title: "Zoë ☂ 🗺️") { id title } }', i=number)
        heard = [(await client.hears_data())["data"]["onStory"] for _ in range(20)]

    assert heard == [{"id": str(number), "title": "Zoë ☂ 🗺️"} for number in range(20)]
    assert json.dumps(heard)
