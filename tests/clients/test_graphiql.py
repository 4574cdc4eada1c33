"""The data plane's own GraphiQL in a real browser: queries, refusals and live events, under each identity."""

import json
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from appsync_local.http import graphiql_page
from tests.fakes.auth_requests import OIDC
from tests.fakes.issuer import OIDC_ISSUER, Issuer
from tests.fakes.news_api import NewsServer, make_news_api, serve_news_api
from tests.fakes.node_client import NodeClient, install, node
from tests.fakes.socket_client import ask

PAGE = Path(graphiql_page.__file__).parents[1] / "graphiql"
QUERY = '{ story(id: "%s") { id byline pay } }'
DENIED = "Not Authorized to access pay on type Story"
SUBSCRIPTION = 'subscription { onStory(desk: "city") { id desk } }'
EDITORS = "subscription { onEditor { id } }"
REPORT = "mutation($id: ID!, $desk: String) { report(id: $id, desk: $desk) { id desk byline } }"


@pytest.fixture
async def news(issuer: Issuer) -> AsyncIterator[NewsServer]:
    every = (*make_news_api().additional_auth, OIDC)
    async with serve_news_api(issuer, additional_auth=every) as running:
        yield running


class Reader:
    """A person at the page."""

    def __init__(self, client: NodeClient) -> None:
        self._client = client
        self._numbers = count()

    async def does(self, step: str, **variables: Any) -> str:
        """Do a step and return what the page shows as the result."""
        name = str(next(self._numbers))
        await self._client.says(step, name=name, **variables)
        line = await self._client.waits(lambda each: each.get("done") == name)
        assert "failed" not in line, line
        return str(line["result"])


async def test_it_asks_and_listens_under_every_identity(news: NewsServer, issuer: Issuer) -> None:
    """An answer, a refused field and a live event are shown for each identity; no other host is asked for anything."""
    install(PAGE)
    install("current")
    identities: dict[str, dict[str, str]] = {
        "API_KEY": {},
        "AMAZON_COGNITO_USER_POOLS": {"token": issuer.token()},
        "OPENID_CONNECT": {"token": issuer.token(issuer=OIDC_ISSUER, aud="web")},
        "AWS_IAM": {"accessKeyId": "AKIDREPORTER", "secretAccessKey": "hush"},
        "AWS_LAMBDA": {"token": "let-me-in"},
    }
    async with node("current", "graphiql.mjs", origin=f"http://localhost:{news.port}") as client:
        offered = (await client.waits(lambda each: each.get("ready")))["offered"]
        assert sorted(offered) == sorted(identities)
        reader = Reader(client)
        for mode, values in identities.items():
            story = f"story-{mode}"
            await reader.does("asks", by=mode, values=values)
            await reader.does("runs", query=QUERY % story)
            answer = json.loads(await reader.does("shows", text=story))
            assert answer["data"] == {"story": {"id": story, "byline": "Ada", "pay": None}}
            assert [(each["errorType"], each["message"]) for each in answer["errors"]] == [("Unauthorized", DENIED)]

            await reader.does("runs", query=SUBSCRIPTION)
            await reader.does("says", text="listening")
            for desk in ("sport", "city"):
                await ask(news.url, REPORT, id=f"{desk}-{mode}", desk=desk)
            event = json.loads(await reader.does("shows", text=f"city-{mode}"))
            assert event["data"] == {"onStory": {"id": f"city-{mode}", "desk": "city"}}

        await reader.does("runs", query=EDITORS)
        refused = await reader.does("shows", text="Not Authorized to access onEditor on type Subscription")
        assert '"errorType": "Unauthorized"' in refused

    assert [line for line in client.heard if "elsewhere" in line or "pageError" in line] == []


async def test_what_is_missing_or_wrong_is_said(news: NewsServer) -> None:
    """An identity that is not filled in says what it needs, and a wrong key shows the service's own words."""
    install(PAGE)
    install("current")
    async with node("current", "graphiql.mjs", origin=f"http://localhost:{news.port}") as client:
        await client.waits(lambda each: each.get("ready"))
        reader = Reader(client)
        await reader.does("asks", by="AWS_IAM", values={"secretAccessKey": "hush"})
        await reader.does("runs", query="{ hello }")
        await reader.does("shows", text="Fill in above: Access key. Then run it again.")
        await reader.does("asks", by="API_KEY", values={"apiKey": "da2-wrong"})
        await reader.does("runs", query="{ hello }")
        refused = await reader.does("shows", text="You are not authorized to make this call.")

    assert '"errorType": "UnauthorizedException"' in refused
