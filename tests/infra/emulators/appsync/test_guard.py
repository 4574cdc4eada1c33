"""Who may address the data plane: names of this machine and its pages, and what is allowed besides."""

import pytest
from aiohttp import ClientSession, WSServerHandshakeError

from appsync_local.guard import ANY, Guard
from tests.fakes.http_request import make_request
from tests.fakes.news_api import KEY, serve_news_api

BODY = {"query": "{ hello }"}


def status_of(guard: Guard, host: str, origin: str | None = None) -> int:
    headers = [("host", host), *([("origin", origin)] if origin is not None else [])]
    refusal = guard.find_refusal(make_request("POST", "/graphql", headers))
    return refusal.status if refusal is not None else 200


@pytest.mark.parametrize(
    "host",
    ["localhost:4000", "LOCALHOST", "localhost.:4000", "news.localhost:4000", "127.0.0.1:4000", "127.8.8.8",
     "[::1]:4000", "[::1]", ""],
)  # fmt: skip
def test_names_of_this_machine_are_served(host: str) -> None:
    """Loopback addresses and localhost, with any port; a client of HTTP/1.0 may send no Host at all."""
    assert status_of(Guard(), host) == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example:4000", "localhost.evil.example", "127.0.0.1.evil.example", "evillocalhost", "192.0.2.7:4000",
     "0.0.0.0:4000", "localhost@evil.example", "[::1", "[::ffff:192.0.2.7]", "2130706433x"],
)  # fmt: skip
def test_other_names_are_refused(host: str) -> None:
    """A name whose address may be turned to this machine (DNS rebinding), and whatever only looks like its own."""
    assert status_of(Guard(), host) == 421


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        (None, 200),
        ("http://localhost:8080", 200),
        ("https://127.0.0.1", 200),
        ("http://[::1]:3000", 200),
        ("https://evil.example", 403),
        ("http://localhost.evil.example:8080", 403),
        ("null", 403),
        ("localhost", 403),
        ("http://", 403),
    ],
)
def test_pages_of_elsewhere_are_refused(origin: str | None, status: int) -> None:
    """Clients that are no browser send no Origin; a page's is the place that it came from."""
    assert status_of(Guard(), "localhost:4000", origin) == status


def test_names_and_origins_are_allowed_besides() -> None:
    """Exactly the given ones, or all; a page that comes from the allowed name itself needs no permission."""
    guard = Guard(frozenset({"laptop.example"}), frozenset({"https://app.example"}))

    assert status_of(guard, "Laptop.example:4000") == 200
    assert status_of(guard, "laptop.example:4000", "http://laptop.example:4000") == 200
    assert status_of(guard, "laptop.example:4000", "http://laptop.example:5000") == 403
    assert status_of(guard, "localhost:4000", "https://app.example") == 200
    assert status_of(guard, "localhost:4000", "http://app.example") == 403
    assert status_of(Guard(frozenset({ANY}), frozenset({ANY})), "any.example", "null") == 200


async def test_every_door_is_guarded() -> None:
    """GraphQL, its preflight, its socket and the data plane's own paths; a refusal may be read by no page."""
    async with serve_news_api() as news, ClientSession() as client:
        base, page = news.url.removesuffix("/graphql"), {"Origin": "https://evil.example"}
        for method, path in [("POST", "/graphql"), ("OPTIONS", "/graphql"), ("GET", "/_appsync/health")]:
            for headers, status in [(page, 403), ({"Host": "evil.example"}, 421)]:
                asked = client.request(method, base + path, json=BODY, headers={**headers, "x-api-key": KEY})
                async with asked as answer:
                    assert answer.status == status
                    assert "access-control-allow-origin" not in answer.headers
        for headers, status in [(page, 403), ({"Host": "evil.example"}, 421)]:
            with pytest.raises(WSServerHandshakeError) as refusal:
                await client.ws_connect(f"{news.url}/realtime", protocols=["graphql-ws"], headers=headers)
            assert refusal.value.status == status
