"""What a connection may have and how long it lives: quotas, timers, sizes, and clients that do not read."""

from infra.local.appsync.realtime import Settings
from tests.fakes.newsroom import press
from tests.fakes.socket_client import asked, joined

STORY = "subscription { onStory { id } }"


async def test_a_connection_has_so_many_subscriptions() -> None:
    """One more than the limit is refused, with an object in place of the list, as AppSync does."""
    async with press(settings=Settings(subscriptions_per_connection=2)) as news, joined(news.url) as client:
        await client.subscribes(STORY, "1")
        await client.subscribes(STORY, "2")
        await client.starts(STORY, "3")
        error = {"errorType": "MaxSubscriptionsReachedError", "message": "Max number of 2 subscriptions reached"}
        assert await client.hears() == {"id": "3", "type": "error", "payload": {"errors": error}}


async def test_the_connection_is_kept_alive() -> None:
    """`ka` comes at once and then again and again."""
    async with press(settings=Settings(keep_alive=0.01)) as news, joined(news.url) as client:
        for _ in range(3):
            assert await client.hears() == {"type": "ka"}


async def test_a_connection_ends_when_its_time_is_over() -> None:
    """After its lifetime the server closes the socket."""
    async with press(settings=Settings(lifetime=0.01)) as news, joined(news.url) as client:
        assert await client.hears() is None
        assert client.socket.close_code == 1000


async def test_a_payload_over_the_limit_is_dropped() -> None:
    """An event larger than the limit reaches nobody; the next one does."""
    async with press(settings=Settings(largest_payload=200)) as news, joined(news.url) as client:
        await client.subscribes("subscription { onStory { id title } }")
        for title in ("x" * 200, "short"):
            await asked(news.url, "mutation($t: String) { report(id: 1, title: $t) { id title } }", t=title)
        assert (await client.hears_data())["data"]["onStory"]["title"] == "short"


async def test_a_slow_consumer_is_dropped_and_costs_the_others_nothing() -> None:
    """A client that does not read is disconnected once its backlog is over the bound; another gets every event."""
    settings = Settings(backlog=100_000)
    mutation = "mutation($t: String) { report(id: 1, title: $t) { title } }"
    query = "subscription { onStory { title } }"
    async with press(settings=settings) as news, joined(news.url) as quick, joined(news.url) as slow:
        await quick.subscribes(query)
        await slow.subscribes(query)
        connection = slow.socket._response.connection
        assert connection is not None
        assert connection.transport is not None
        connection.transport.pause_reading()
        title = "x" * 100_000
        for _ in range(200):
            await asked(news.url, mutation, t=title)
            assert (await quick.hears_data())["data"]["onStory"]["title"] == title
            if len(news.hub.lines) == 1:
                break
        assert len(news.hub.lines) == 1
        connection.transport.abort()
