"""Why a field was denied, and why an event reached whom it reached, told by a running data plane."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from appsync_local.cli import explain
from appsync_local.engine.explain_log import explain_log
from appsync_local.http import explain_endpoint
from appsync_local.http.graphql_endpoint import answer_graphql
from tests.fakes.http_request import make_request
from tests.fakes.news_api import KEY, NewsServer, serve_news_api
from tests.fakes.socket_client import join

LOCAL = [("host", "localhost:4000")]


@pytest.fixture(autouse=True)
def nobody_asks_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    """Explanations are wanted for a minute after somebody asked: put that back for the tests that follow."""
    monkeypatch.setattr(explain_log, "_wanted_until", 0.0)


@pytest.fixture
async def news() -> AsyncIterator[NewsServer]:
    async with serve_news_api() as running:
        yield running


async def asks(news: NewsServer, after: int) -> list[dict[str, Any]]:
    incoming = make_request("GET", f"/_appsync/explain?after={after}", LOCAL)
    answered = await explain_endpoint.answer_explain(news.plane, incoming, patience=0.01)
    told: list[dict[str, Any]] = json.loads(answered.body)["explanations"]
    return told


async def find_last_number(news: NewsServer) -> int:
    """Return the number of the last explanation there is."""
    return max((each["number"] for each in await asks(news, 0)), default=0)


async def posts(news: NewsServer, query: str, key: str = KEY) -> Any:
    body = json.dumps({"query": query}).encode()
    answered = await answer_graphql(
        news.plane, make_request("POST", "/graphql", [("x-api-key", key)], body, api_id="newsroom")
    )
    return json.loads(answered.body)


async def test_a_denied_field_is_accounted_for(news: NewsServer) -> None:
    """The account names every place that may decide, the one that does, and what would open the field."""
    last = await find_last_number(news)

    await posts(news, 'mutation { report(id: "1") { id notes } }')

    account = (await asks(news, last))[0]["text"]
    assert account.splitlines() == [
        "Story.notes is closed to API_KEY",
        "  · the field: @aws_iam; decides, because it is nearest",
        "  · type Story: @aws_api_key @aws_iam @aws_cognito_user_pools @aws_lambda @aws_oidc; not asked",
        "  · the API's default: API_KEY; not asked",
        "  ✗ the caller came by API_KEY, which is not among them",
        (
            "  → to open it, write @aws_iam @aws_api_key on Story.notes or on the type: the nearest"
            " directives replace all others, so repeat those that should keep working"
        ),
    ]


async def test_an_event_is_accounted_for_subscriber_by_subscriber(news: NewsServer) -> None:
    """Each subscriber stands with the rules it waits by, met or not, and with what its event lacks."""
    last = await find_last_number(news)
    async with join(news.url) as client:
        await client.subscribes('subscription { onStory(desk: "city") { id } }', "one")
        await client.subscribes('subscription { onStory(desk: "sport") { id byline } }', "two")

        await posts(news, 'mutation { report(id: "1", desk: "sport") { id desk } }')

    told = [each["text"] for each in await asks(news, last)]
    event = next(text for text in told if text.startswith("Subscription.onStory"))
    assert "1 of 2 received" in event
    assert "✗ desk = 'city', the event has 'sport'" in event
    assert "✓ desk = 'sport'" in event
    assert "! Cannot return null for non-nullable type: 'String' within parent 'Story' (/onStory/byline)" in event
    assert "the mutation must select it" in event


async def test_an_event_that_nobody_waits_for_is_accounted_for(news: NewsServer) -> None:
    """Where nobody is subscribed, or no field names the mutation, the account says so."""
    last = await find_last_number(news)

    await posts(news, 'mutation { report(id: "1") { id } expel(reader: "2") { reader } }')

    told = "\n".join(each["text"] for each in await asks(news, last))
    assert "nobody is subscribed to onStory; subscribed elsewhere: nobody" in told
    assert "Mutation.expel has no subscription" in told


async def test_a_refused_caller_is_accounted_for(news: NewsServer) -> None:
    """The reason that the client is not told stands in the account."""
    last = await find_last_number(news)

    await posts(news, "{ hello }", key="da2-old")

    assert (await asks(news, last))[0]["text"].endswith("✗ The API key da2-old… has expired.")


async def test_nothing_is_composed_while_nobody_asks(news: NewsServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A data plane that is not asked keeps no accounts."""
    last = await find_last_number(news)
    monkeypatch.setattr(explain_log, "_wanted_until", 0.0)

    await posts(news, "{ hello }", key="da2-old")

    assert await asks(news, last) == []


async def test_the_command_explains_one_field(news: NewsServer, capsys: pytest.CaptureFixture[str]) -> None:
    """`explain Type.field` says for each mode of the API whether the field is open; an unknown field is refused."""
    url = f"http://127.0.0.1:{news.port}"

    explained = await asyncio.to_thread(explain.main, ["Story.notes", "--url", url])
    unknown = await asyncio.to_thread(explain.main, ["Story.nope", "--url", url])

    printed = capsys.readouterr()
    assert (explained, unknown) == (0, 1)
    assert "Story.notes is closed to API_KEY" in printed.out
    assert "Story.notes is open to AWS_IAM" in printed.out
    assert "The schema has no field Story.nope" in printed.err


async def test_strangers_get_no_accounts(news: NewsServer) -> None:
    """A page that reaches the data plane by another name is told nothing."""
    answered = await explain_endpoint.answer_explain(
        news.plane, make_request("GET", "/_appsync/explain", [("host", "evil.example")])
    )

    assert answered.status == 403
