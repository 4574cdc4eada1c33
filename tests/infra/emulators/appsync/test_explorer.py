"""What the data plane gives to its GraphiQL, and to whom; the page itself is seen in tests/clients/test_graphiql.py."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from appsync_local.guard import Guard
from appsync_local.http import graphiql_page, routes
from tests.fakes.http_request import make_request
from tests.fakes.news_api import KEY, NewsServer, serve_news_api

LOCAL = [("host", "localhost:4000")]


@pytest.fixture
async def news() -> AsyncIterator[NewsServer]:
    async with serve_news_api() as running:
        yield running


@pytest.mark.parametrize(("host", "keys"), [("127.0.0.1:4000", [KEY, "da2-old"]), ("elsewhere.example:4000", [])])
async def test_keys_are_told_to_this_machine_alone(news: NewsServer, host: str, keys: list[str]) -> None:
    """The page learns each API's address and modes; its keys only where it is opened by this machine's own name."""
    plane = replace(news.plane, guard=Guard(frozenset({"elsewhere.example"})))

    answer = await routes.answer_request(plane, make_request("GET", "/_appsync/graphiql/apis.json", [("host", host)]))

    (api,) = json.loads(answer.body)["apis"]
    assert (api["path"], api["region"], api["apiKeys"]) == ("/graphql", "eu-west-1", keys)
    assert api["modes"] == ["API_KEY", "AWS_IAM", "AMAZON_COGNITO_USER_POOLS", "AWS_LAMBDA"]


@pytest.mark.parametrize("name", ["", "/", "/graphiql.js"])
async def test_without_its_packages_it_says_how_to_install_them(news: NewsServer, name: str, tmp_path: Path) -> None:
    """The command names the folder, so that it can be copied."""
    answer = await graphiql_page.answer_graphiql(
        news.plane, make_request("GET", graphiql_page.PATH + name, LOCAL), home=tmp_path
    )

    assert answer.status == 503
    assert f"npm ci --prefix {tmp_path}" in answer.body.decode()


@pytest.mark.parametrize(
    "name", ["package.json", "../graphiql_page.py", "node_modules/react/index.js", "%2e%2e/plane.py"]
)
async def test_only_the_pages_own_files_are_served(news: NewsServer, name: str) -> None:
    """Nothing else of the folder, nor above it."""
    answer = await routes.answer_request(news.plane, make_request("GET", f"{graphiql_page.PATH}/{name}", LOCAL))

    assert answer.status == 404


async def test_its_own_files_have_their_types(news: NewsServer) -> None:
    """Browsers run modules only from JavaScript's type."""
    answer = await routes.answer_request(news.plane, make_request("GET", f"{graphiql_page.PATH}/transport.js", LOCAL))

    assert (answer.status, answer.headers["content-type"]) == (200, "text/javascript; charset=utf-8")
