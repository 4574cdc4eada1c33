"""The data plane on uvloop, whose transports are no `asyncio.Transport`."""

import asyncio

import uvloop

from tests.fakes.news_api import serve_news_api
from tests.fakes.socket_client import ask, join


def test_requests_and_sockets_are_served_on_uvloop() -> None:
    """A mutation is answered, and its event reaches a subscriber."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        assert runner.run(hear_a_story()) == {"data": {"onStory": {"id": "1"}}}


async def hear_a_story() -> object:
    async with serve_news_api() as news, join(news.url) as client:
        await client.subscribes("subscription { onStory { id } }")
        await ask(news.url, "mutation { report(id: 1) { id } }")
        return await client.hears_data()
