"""What a connection may have and how long it lives: quotas, timers, sizes, clients that do not read, and switches."""

import logging
from dataclasses import replace
from typing import Any, Literal

import pytest
from aiohttp import ClientSession

from appsync_local.api.model import DataSource, Resolver
from appsync_local.realtime import RealtimeSettings
from appsync_local.settings import EngineSettings
from tests.fakes.lambda_endpoint import FakeLambdaEndpoint
from tests.fakes.news_api import make_news_api, serve_news_api
from tests.fakes.socket_client import ask, connect, join

STORY = "subscription { onStory { id } }"


async def test_a_connection_has_so_many_subscriptions() -> None:
    """One more than the limit is refused, with an object in place of the list, as AppSync does."""
    async with (
        serve_news_api(settings=RealtimeSettings(subscriptions_per_connection=2)) as news,
        join(news.url) as client,
    ):
        await client.subscribes(STORY, "1")
        await client.subscribes(STORY, "2")
        await client.starts(STORY, "3")
        error = {"errorType": "MaxSubscriptionsReachedError", "message": "Max number of 2 subscriptions reached"}
        assert await client.hears() == {"id": "3", "type": "error", "payload": {"errors": error}}


async def test_the_connection_is_kept_alive() -> None:
    """`ka` comes at once and then again and again."""
    async with serve_news_api(settings=RealtimeSettings(keep_alive=0.01)) as news, join(news.url) as client:
        for _ in range(3):
            assert await client.hears() == {"type": "ka"}


async def test_a_connection_ends_when_its_time_is_over() -> None:
    """After its lifetime the server closes the socket."""
    async with serve_news_api(settings=RealtimeSettings(lifetime=0.01)) as news, join(news.url) as client:
        assert await client.hears() is None
        assert client.socket.close_code == 1000


async def test_a_payload_over_the_limit_is_dropped() -> None:
    """An event larger than the limit reaches nobody; the next one does."""
    async with serve_news_api(settings=RealtimeSettings(largest_payload=200)) as news, join(news.url) as client:
        await client.subscribes("subscription { onStory { id title } }")
        for title in ("x" * 200, "short"):
            await ask(news.url, "mutation($t: String) { report(id: 1, title: $t) { id title } }", t=title)
        assert (await client.hears_data())["data"]["onStory"]["title"] == "short"


@pytest.mark.parametrize("bound", [{"backlog": 100_000}, {"backlog_in_all": 200_000}])
async def test_a_slow_consumer_is_dropped_and_costs_the_others_nothing(bound: dict[str, Any]) -> None:
    """A client that does not read is disconnected once its backlog is over its bound, or over its share of all's.

    Another gets every event.
    """
    settings = replace(RealtimeSettings(), largest_payload=150_000, **bound)
    mutation = "mutation($t: String) { report(id: 1, title: $t) { title } }"
    query = "subscription { onStory { title } }"
    async with serve_news_api(settings=settings) as news, join(news.url) as quick, join(news.url) as slow:
        await quick.subscribes(query)
        await slow.subscribes(query)
        connection = slow.socket._response.connection
        assert connection is not None
        assert connection.transport is not None
        connection.transport.pause_reading()
        title = "x" * 100_000
        for _ in range(200):
            await ask(news.url, mutation, t=title)
            assert (await quick.hears_data())["data"]["onStory"]["title"] == title
            if len(news.hub.connections) == 1:
                break
        assert len(news.hub.connections) == 1
        connection.transport.abort()


@pytest.mark.parametrize("shape", ["list", "object"])
async def test_an_id_in_use_may_be_refused_by_an_object(shape: Literal["list", "object"]) -> None:
    """`duplicated`: the error of a second start under a live id is in a list, or stands alone."""
    error = {"errorType": "DuplicatedOperationError", "message": "Operation 1 is already in progress"}
    async with serve_news_api(settings=RealtimeSettings(duplicated=shape)) as news, join(news.url) as client:
        await client.subscribes(STORY, "1")
        await client.starts(STORY, "1")

        answer = {"id": "1", "type": "error", "payload": {"errors": [error] if shape == "list" else error}}
        assert await client.hears() == answer


async def test_a_client_without_the_protocol_may_be_refused_by_http() -> None:
    """`missing_protocol`: the upgrade succeeds and ends in `connection_error`, or fails with 400."""
    sentence = "The subprotocol graphql-ws is missing."
    async with serve_news_api() as news, connect(news.url, protocols=()) as client:
        await client.says({"type": "connection_init"})
        assert (await client.hears())["payload"]["errors"][0]["errorType"] == "NoProtocolError"

    asking = {"connection": "upgrade", "upgrade": "websocket", "sec-websocket-version": "13"}
    async with serve_news_api(settings=RealtimeSettings(missing_protocol="400")) as news, ClientSession() as session:
        headers = {**asking, "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ=="}
        async with session.get(news.url, headers=headers) as answer:
            assert (answer.status, answer.headers["x-amzn-ErrorType"]) == (400, "NoProtocolError")
            assert (await answer.json(content_type=None))["errors"][0]["message"] == sentence
        async with join(news.url) as client:
            await client.subscribes(STORY)


@pytest.mark.parametrize("shown", [False, True])
async def test_resolvers_may_see_the_handshake(shown: bool) -> None:
    """`handshake_headers`: a subscription's resolver sees the socket's own headers, never its credentials, or not."""
    seen: list[dict[str, Any]] = []
    endpoint = FakeLambdaEndpoint(functions={"watch": lambda event: seen.append(event["request"]["headers"])})
    sources = {"Watch": DataSource("Watch", "AWS_LAMBDA", {"lambdaFunctionArn": "watch"})}
    watched = {("Subscription", "onStory"): Resolver("Subscription", "onStory", data_source="Watch")}
    settings = RealtimeSettings(handshake_headers=shown)
    async with (
        serve_news_api(settings=settings, endpoint=endpoint, data_sources=sources, resolvers=watched) as news,
        join(news.url) as client,
    ):
        await client.subscribes(STORY)

    assert ("sec-websocket-version" in seen[0]) is shown
    assert "sec-websocket-protocol" not in seen[0]


async def test_what_a_resolver_gave_may_be_the_first_event() -> None:
    """`initial_result`: it comes right behind the acknowledgement, before every event."""
    request = "export function request() { return { payload: { id: 'now', byline: '' } } }"
    answer = "export function response(ctx) { return ctx.result }"
    resolver = Resolver(
        "Subscription", "onStory", data_source="Nothing", code=f"{request}\n{answer}", runtime="APPSYNC_JS"
    )
    resolvers = {**make_news_api().resolvers, ("Subscription", "onStory"): resolver}
    engine = EngineSettings(initial_result=True)
    async with serve_news_api(engine=engine, resolvers=resolvers) as news, join(news.url) as client:
        await client.subscribes(STORY)
        await ask(news.url, "mutation { report(id: 1) { id byline } }")

        assert [(await client.hears_data())["data"]["onStory"]["id"] for _ in range(2)] == ["now", "1"]


async def test_what_a_subscriptions_code_writes_is_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    """The code of a subscription's resolver writes into the log as that of every other does."""
    caplog.set_level(logging.INFO, "appsync.realtime")
    request = "export function request(ctx) { console.log('joins', ctx.args); return {}; }"
    script = f"{request}\nexport const response = () => null;"
    resolver = Resolver("Subscription", "onStory", data_source="Nothing", code=script, runtime="APPSYNC_JS")
    async with serve_news_api(resolvers={("Subscription", "onStory"): resolver}) as news, join(news.url) as client:
        await client.subscribes('subscription { onStory(desk: "city") { id } }')

    assert '· Subscription.onStory request: joins {"desk":"city"}' in caplog.text
