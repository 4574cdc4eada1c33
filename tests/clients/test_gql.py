"""gql's AppSync transport, unmodified: connect, filter, update, refusal, and reconnect after the server went away."""

import asyncio
import json
from typing import Any

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from gql import Client, GraphQLRequest
from gql.transport.appsync_auth import (
    AppSyncApiKeyAuthentication,
    AppSyncAuthentication,
    AppSyncIAMAuthentication,
    AppSyncJWTAuthentication,
)
from gql.transport.appsync_websockets import AppSyncWebsocketsTransport
from gql.transport.exceptions import TransportError, TransportQueryError, TransportServerError
from tenacity import retry, wait_fixed

from tests.fakes.issuer import Issuer
from tests.fakes.news_api import KEY, NewsServer
from tests.fakes.socket_client import ask, until

PATIENCE = 10
RETRY = retry(wait=wait_fixed(0.1))
MODES = ["key", "token", "signature", "authorizer"]
QUERY = "subscription($desk: String) { onStory(desk: $desk) { id desk } }"
REPORT = "mutation($id: ID!, $desk: String) { report(id: $id, desk: $desk) { id desk byline } }"


def transport(news: NewsServer, issuer: Issuer, mode: str, **settings: Any) -> AppSyncWebsocketsTransport:
    host = f"127.0.0.1:{news.port}"
    modes: dict[str, AppSyncAuthentication] = {
        "key": AppSyncApiKeyAuthentication(host=host, api_key=KEY),
        "token": AppSyncJWTAuthentication(host=host, jwt=issuer.token()),
        "authorizer": AppSyncJWTAuthentication(host=host, jwt="let-me-in"),
        "signature": AppSyncIAMAuthentication(
            host=host, region_name="eu-west-1", credentials=Credentials("AKIDREPORTER", "hush")
        ),
        "wrong key": AppSyncApiKeyAuthentication(host=host, api_key="wrong"),
        "wrong token": AppSyncJWTAuthentication(host=host, jwt=issuer.token(exp=1)),
        "wrong authorizer": AppSyncJWTAuthentication(host=host, jwt="let-them-in"),
        "wrong signature": AppSyncIAMAuthentication(
            host=host, region_name="eu-west-1", credentials=Credentials("AKIDREPORTER", "guess")
        ),
    }
    return AppSyncWebsocketsTransport(url=news.url.replace("http", "ws"), auth=modes[mode], **settings)


async def mutates(news: NewsServer, issuer: Issuer, mode: str, **variables: Any) -> Any:
    """Report a story over HTTP in the same mode."""
    headers = {"key": {"x-api-key": KEY}, "authorizer": {"authorization": "let-me-in"}}.get(mode)
    if mode == "token":
        headers = {"authorization": issuer.token()}
    if mode == "signature":
        body = json.dumps({"query": REPORT, "variables": variables})
        made = AWSRequest("POST", news.url, data=body, headers={"content-type": "application/json"})
        SigV4Auth(Credentials("AKIDREPORTER", "hush"), "appsync", "eu-west-1").add_auth(made)
        headers = dict(made.headers.items())
    return await ask(news.url, REPORT, headers, **variables)


@pytest.mark.parametrize("mode", MODES)
async def test_it_subscribes_and_hears_what_it_asked_for(news: NewsServer, issuer: Issuer, mode: str) -> None:
    """In every mode: the socket opens, the argument filters, the event of the other desk stays away."""
    async with Client(transport=transport(news, issuer, mode)) as session:
        heard = session.subscribe(GraphQLRequest(QUERY, variable_values={"desk": "city"}))
        first = asyncio.ensure_future(anext(heard))
        await until(lambda: news.hub._indexes)
        for number, desk in enumerate(("sport", "city")):
            answer = await mutates(news, issuer, mode, id=str(number), desk=desk)
            assert "errors" not in answer
        assert await asyncio.wait_for(first, PATIENCE) == {"onStory": {"id": "1", "desk": "city"}}
        await heard.aclose()

    await until(lambda: not news.hub.connections)


@pytest.mark.parametrize("mode", [f"wrong {mode}" for mode in MODES])
async def test_a_refused_connection_raises(news: NewsServer, issuer: Issuer, mode: str) -> None:
    """Bad credentials are an exception at once that carries the server's words."""
    with pytest.raises(TransportServerError, match=r"not authorized|expired"):
        async with Client(transport=transport(news, issuer, mode)):
            pass


@pytest.mark.parametrize("mode", MODES)
async def test_a_refused_subscription_raises(news: NewsServer, issuer: Issuer, mode: str) -> None:
    """A field that is closed to the caller raises for that subscription, and the transport lives on."""
    async with Client(transport=transport(news, issuer, mode)) as session:
        with pytest.raises(TransportQueryError, match="Not Authorized to access onEditor on type Subscription"):
            await anext(session.subscribe(GraphQLRequest("subscription { onEditor { id } }")))
        heard = session.subscribe(GraphQLRequest(QUERY))
        first = asyncio.ensure_future(anext(heard))
        await until(lambda: news.hub._indexes)
        await ask(news.url, REPORT, id="1")
        assert (await asyncio.wait_for(first, PATIENCE))["onStory"]["id"] == "1"
        await heard.aclose()


@pytest.mark.parametrize("mode", MODES)
async def test_it_comes_back_after_the_server_went_away(news: NewsServer, issuer: Issuer, mode: str) -> None:
    """The server stops and starts again on its port; the client reconnects and hears the next event."""
    client = Client(transport=transport(news, issuer, mode))
    session = await client.connect_async(  # type: ignore[no-untyped-call]
        reconnecting=True, retry_connect=RETRY, retry_execute=False
    )
    lost = asyncio.ensure_future(anext(session.subscribe(GraphQLRequest(QUERY))))
    await until(lambda: news.hub._indexes)
    await news.stop()
    with pytest.raises((TransportError, StopAsyncIteration)):
        await asyncio.wait_for(lost, PATIENCE)

    again = await news.back()
    heard = asyncio.ensure_future(_again_and_again(session))
    await until(lambda: again.hub._indexes)
    assert "errors" not in await mutates(again, issuer, mode, id="2")

    assert (await asyncio.wait_for(heard, PATIENCE))["onStory"]["id"] == "2"
    await client.close_async()  # type: ignore[no-untyped-call]
    await again.stop()
    await again.plane.authenticator.close()


async def _again_and_again(session: Any) -> Any:
    """Subscribe until an event comes, as an application does while its transport reconnects."""
    while True:
        try:
            async for event in session.subscribe(GraphQLRequest(QUERY)):
                return event
        except TransportError:
            await asyncio.sleep(0.05)
