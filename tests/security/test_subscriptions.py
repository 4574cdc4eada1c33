"""The same matrix over the socket: who may connect, who may start, and who hears what the stream announces."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, Final

import pytest
import pytest_asyncio

from resolvers.core import table
from resolvers.core.keys import Key
from resolvers.core.settings import settings
from resolvers.core.table import Update
from resolvers.learning import keys as learning_keys
from resolvers.shop.orders.connection import open_shop
from resolvers.shop.orders.worker import relay_all
from resolvers.video import keys as video_keys
from subscriptions import publisher
from tests.fakes.socket_client import Client, connect, encode_headers
from tests.security.contract import expectations, fields_of
from tests.security.data_plane import PUBLISHER_KEY, PUBLISHER_SECRET, REGION, Waymark, serving
from tests.security.test_authorisation import PEOPLE, bad_credentials, document, may_read, valid
from tests.security.world import in_memory
from tests.stream import TableStream

pytestmark = pytest.mark.asyncio(loop_scope="module")

LAST: Final = "last"  # the subscription whose event ends a delivery


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def waymark() -> AsyncIterator[Waymark]:
    with in_memory() as world:
        async with serving(world) as running:
            yield running


@pytest.mark.parametrize("field", fields_of("Subscription"))
async def test_a_subscription_starts_only_for_who_may_hear_it(waymark: Waymark, field: str) -> None:
    """Readers of an article, or the person that it names; everybody else gets an error and no acknowledgement."""
    for caller in PEOPLE:
        async with _join(waymark, waymark.callers[caller]) as client:
            for state in waymark.world.articles:
                await _start(waymark, client, field, state, caller)
                answer = await client.hears()
                assert (answer["type"] == "start_ack") == _may_hear(field, caller, state), (state, caller, answer)


async def test_a_bad_credential_neither_connects_nor_starts(waymark: Waymark) -> None:
    """A socket that is open with a good one gives no right to what it starts."""
    for name, headers in bad_credentials(waymark).items():
        async with connect(waymark.realtime_url, query=_query(waymark, headers)) as client:
            await client.says({"type": "connection_init"})
            answer = await client.hears()
            assert answer is None or answer["type"] == "connection_error", (name, answer)
    async with _join(waymark, waymark.callers["guest"]) as client:
        for name, headers in bad_credentials(waymark).items():
            await _start(waymark, client, "onComment", "PUBLIC", name, headers)
            assert (await client.hears())["type"] == "error", name


async def test_an_event_is_delivered_to_those_who_may_read_its_article(
    waymark: Waymark, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All that happened in the world is announced to everybody who listens to everything they may, by each field."""
    monkeypatch.setenv("GRAPHQL_ENDPOINT", waymark.url)
    for name, value in {"ID": PUBLISHER_KEY, "SECRET": PUBLISHER_SECRET}.items():
        monkeypatch.setenv(f"AWS_{name.replace('ID', 'ACCESS_KEY_ID').replace('SECRET', 'SECRET_ACCESS_KEY')}", value)
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    settings.cache_clear()
    publisher._session.cache_clear()
    heard: dict[str, set[tuple[str, str]]] = {caller: set() for caller in PEOPLE}

    async with AsyncExitStack() as sockets:
        clients = {
            caller: await sockets.enter_async_context(_join(waymark, waymark.callers[caller])) for caller in PEOPLE
        }
        for caller, client in clients.items():
            for field in fields_of("Subscription"):
                for state in waymark.world.articles:
                    await _start(waymark, client, field, state, caller)
                    await client.hears()
        for state, article in waymark.world.articles.items():
            if may_read("author", state):
                assert waymark.world.author.does("like", subjectId=article.post)["errors"] == []
        advance_job(video_keys.video(waymark.world.things["video"]))
        advance_job(learning_keys.evaluation(waymark.world.things["evaluation"]))
        relay_all(open_shop())
        stream = TableStream()
        await asyncio.to_thread(stream.settle)
        # Nobody hears of a livestream that is new, only of one that changes.
        table.write(Update(video_keys.stream(waymark.world.things["stream"]), put={"viewers": 7}))
        await asyncio.to_thread(stream.settle)
        last = waymark.world.author.does("addComment", subjectId=waymark.world.articles["PUBLIC"].post, body=LAST)
        await asyncio.to_thread(TableStream().settle)
        for caller, client in clients.items():
            while LAST not in json.dumps(told := await client.hears()):
                field, state, _ = told["id"].split("-")
                heard[caller].add((field, state))

    assert last["errors"] == []
    for caller, deliveries in heard.items():
        assert deliveries == {
            (field, state)
            for field in fields_of("Subscription")
            for state in waymark.world.articles
            if _may_hear(field, caller, state)
        }, caller


def advance_job(key: Key) -> None:
    """Begin a step of a job, as its worker does."""
    item = table.get(key, consistent=True)
    assert item
    first, *others = item["steps"]
    table.write(Update(key, put={"steps": [first | {"status": "RUNNING", "attempt": first["attempt"] + 1}, *others]}))


def _may_hear(field: str, caller: str, state: str) -> bool:
    rule = expectations()["Subscription"][field]
    if rule == "everyone":
        return True
    return caller == "author" if rule in {"self", "owner"} else may_read(caller, state)


@asynccontextmanager
async def _join(waymark: Waymark, headers: Mapping[str, str]) -> AsyncIterator[Client]:
    async with connect(waymark.realtime_url, query=_query(waymark, headers)) as client:
        await client.joins()
        yield client


def _query(waymark: Waymark, headers: Mapping[str, str]) -> str:
    return f"?header={encode_headers({'host': waymark.host, **headers}, url=True)}&payload=e30="


async def _start(
    waymark: Waymark, client: Client, field: str, state: str, caller: str, headers: Mapping[str, str] | None = None
) -> None:
    article = waymark.world.articles[state]
    sent: dict[str, Any] = valid(waymark, "Subscription", field, article)
    given = {"host": waymark.host, **(waymark.callers[caller] if headers is None else headers)}
    await client.starts(document("Subscription", field), f"{field}-{state}-{caller}", given, **sent)
