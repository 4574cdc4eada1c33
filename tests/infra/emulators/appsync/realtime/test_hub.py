"""Events on their way to subscribers: what they see, who gets them, who loses them, and what the log says."""

import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from appsync_local.realtime import Hub, RealtimeSettings
from appsync_local.realtime.conditions import from_arguments
from appsync_local.realtime.subscriber import Subscriber
from tests.fakes.news_api import NewsServer, make_news_api, serve_news_api
from tests.fakes.socket_client import Client, ask, join

REPORT = """mutation($id: ID!, $desk: String, $urgency: Int) {
  report(id: $id, desk: $desk, urgency: $urgency) { id desk urgency byline } }"""

NULL = """
export function request(ctx) { return { payload: null } }
export function response(ctx) { return null }
"""


@pytest.fixture
async def news() -> AsyncIterator[NewsServer]:
    async with serve_news_api() as running:
        yield running


async def hears_only(client: Client, *ids: str, field: str = "onStory") -> None:
    """See that these events arrive, and nothing else before the answer to a message that is sent after them."""
    heard = [(await client.hears_data())["data"][field]["id"] for _ in ids]
    assert heard == list(ids)
    await client.says({"id": "end", "type": "stop"})
    assert await client.hears() == {"id": "end", "type": "complete"}


@pytest.mark.parametrize(
    ("query", "variables", "expected"),
    [
        ("subscription { onStory { id } }", {}, ["1", "2", "3"]),
        ('subscription { onStory(desk: "city") { id } }', {}, ["1"]),
        ("subscription($d: String) { onStory(desk: $d) { id } }", {"d": "sport"}, ["2"]),
        ("subscription($d: String) { onStory(desk: $d) { id } }", {}, ["1", "2", "3"]),
        ("subscription($d: String) { onStory(desk: $d) { id } }", {"d": None}, ["3"]),
        ("subscription { onStory(desk: null) { id } }", {}, ["3"]),
        ('subscription { onStory(desk: "city", urgency: 5) { id } }', {}, ["1"]),
        ('subscription { onStory(desk: "city", urgency: 4) { id } }', {}, []),
        ("subscription($i: ID) { onStory(id: $i) { id } }", {"i": 2}, ["2"]),
    ],
)
async def test_arguments_filter(news: NewsServer, query: str, variables: dict[str, Any], expected: list[str]) -> None:
    """Literals and variables filter by equality with the result; omitted is no filter, null is one."""
    async with join(news.url) as client:
        await client.subscribes(query, **variables)
        await ask(news.url, REPORT, id="1", desk="city", urgency=5)
        await ask(news.url, REPORT, id="2", desk="sport", urgency=1)
        await ask(news.url, REPORT, id="3")

        await hears_only(client, *expected)


async def test_a_field_the_mutation_did_not_select_cannot_match(
    news: NewsServer, caplog: pytest.LogCaptureFixture
) -> None:
    """A filter needs its field in the mutation's selection; the log says which field was missing."""
    caplog.set_level(logging.INFO, "appsync.realtime")
    async with join(news.url) as client:
        await client.subscribes('subscription { onStory(desk: "city") { id } }')
        await ask(news.url, 'mutation { report(id: 1, desk: "city") { id byline } }')
        await hears_only(client)

    assert "0 received, 1 not concerned" in caplog.text
    assert "desk = 'city', the mutation did not select it" in caplog.text


async def test_what_the_mutation_did_not_select_is_null(news: NewsServer) -> None:
    """A nullable field is null; a missing non-null field makes the subscription's field null with an error."""
    async with join(news.url) as client:
        await client.subscribes("subscription { onStory { id title } }", "nullable")
        await client.subscribes("subscription { s: onStory { id byline } }", "required")
        await ask(news.url, 'mutation { report(id: 1, title: "t") { id } }')
        found = {(message := await client.hears())["id"]: message["payload"] for _ in range(2)}

    assert found["nullable"] == {"data": {"onStory": {"id": "1", "title": None}}}
    assert found["required"]["data"] == {"s": None}
    message = "Cannot return null for non-nullable type: 'String' within parent 'Story' (/s/byline)"
    assert found["required"]["errors"] == [{"message": message, "path": ["s", "byline"]}]


async def test_a_subscribers_aliases_do_not_matter(news: NewsServer) -> None:
    """Values are matched by schema fields, whatever the subscriber calls them."""
    async with join(news.url) as client:
        await client.subscribes('subscription { s: onStory(desk: "city") { number: id desk } }')
        await ask(news.url, 'mutation { report(id: 1, desk: "city") { id desk byline } }')

        assert await client.hears_data() == {"data": {"s": {"number": "1", "desk": "city"}}}


async def test_a_mutations_aliases_hide_fields_from_subscribers(news: NewsServer) -> None:
    """A field that the mutation selects under an alias is null for subscribers, as in AppSync."""
    async with join(news.url) as client:
        await client.subscribes("subscription { onStory { id desk } }")
        await ask(news.url, 'mutation { report(id: 1, desk: "city") { id department: desk } }')

        assert await client.hears_data() == {"data": {"onStory": {"id": "1", "desk": None}}}


async def test_a_field_closed_to_the_subscriber_stays_closed(news: NewsServer) -> None:
    """What the publisher may read and the subscriber may not is null with a denial in each event."""
    async with join(news.url) as client:
        await client.subscribes("subscription { onStory { id notes } }")
        await news.hub.publish(news.api, "report", {"__typename": "Story", "id": "1", "notes": "secret"})
        found = await client.hears_data()

    assert found["data"] == {"onStory": {"id": "1", "notes": None}}
    assert found["errors"][0]["message"] == "Not Authorized to access notes on type Story"


async def test_enhanced_filters_replace_arguments(news: NewsServer) -> None:
    """The filter that the resolver set decides alone."""
    async with join(news.url) as client:
        await client.subscribes("subscription { onUrgent(above: 3) { id } }")
        for number, urgency in enumerate((3, 4, 9)):
            await ask(news.url, REPORT, id=str(number), urgency=urgency)

        await hears_only(client, "1", "2", field="onUrgent")


async def test_an_invalidated_subscription_ends(news: NewsServer) -> None:
    """Who matches the invalidation is completed and gets no more; others go on; the id is free again."""
    query = "subscription($r: ID) { onUrgent(above: 0, reader: $r) { id } }"
    async with join(news.url) as client:
        await client.subscribes(query, "eve", r="eve")
        await client.subscribes(query, "ada", r="ada")
        await ask(news.url, 'mutation { expel(reader: "eve") { reader } }')
        assert await client.hears() == {"id": "eve", "type": "complete"}
        await ask(news.url, REPORT, id="1", urgency=1)
        assert (await client.hears())["id"] == "ada"
        await client.subscribes(query, "eve", r="eve")


async def test_an_invalidated_subscription_may_end_with_an_error() -> None:
    """By a switch the end is an error message."""
    async with serve_news_api(settings=RealtimeSettings(invalidated="error")) as news, join(news.url) as client:
        await client.subscribes('subscription { onUrgent(above: 0, reader: "eve") { id } }')
        await ask(news.url, 'mutation { expel(reader: "eve") { reader } }')
        assert (await client.hears())["type"] == "error"


async def test_a_mutation_that_gave_nothing_tells_nobody(news: NewsServer) -> None:
    """A root field that is null is no event."""
    nothing = replace(news.api.resolvers["Mutation", "report"], code=NULL)
    news.deploy(replace(news.api, resolvers={("Mutation", "report"): nothing}))
    async with join(news.url) as client:
        await client.subscribes("subscription { onStory { id } }")
        assert (await ask(news.url, REPORT, id="1")) == {"data": {"report": None}}
        await hears_only(client)


class Line:
    """A connection that keeps its frames, or is gone."""

    def __init__(self, name: str, *, gone: bool = False) -> None:
        self.name = name
        self.gone = gone
        self.frames: list[bytes] = []

    def send(self, frame: bytes) -> bool:
        self.frames.append(frame)
        return not self.gone

    def end(self, _: Subscriber) -> None: ...
    async def close(self) -> None: ...


def joins(hub: Hub, line: Line, selection: str = "s", **arguments: Any) -> Subscriber:
    subscriber = Subscriber(line, line.name, "onStory", selection, from_arguments(arguments))
    hub.add("newsroom", subscriber)
    return subscriber


async def test_an_event_is_projected_once_per_selection() -> None:
    """A thousand subscribers with two selections cost two projections."""
    projected: list[Any] = []

    def project(_: Any, selection: Any, result: Any) -> dict[str, Any]:
        projected.append(selection)
        return {"data": {"onStory": result}}

    hub = Hub(project)
    lines = [Line(f"l{number}") for number in range(1000)]
    for number, line in enumerate(lines):
        joins(hub, line, selection=f"s{number % 2}")

    await hub.publish(make_news_api(), "report", {"id": "1"})

    assert sorted(projected) == ["s0", "s1"]
    assert {len(line.frames) for line in lines} == {1}
    assert lines[7].frames[0][2:] == b'{"id":"l7","type":"data","payload":{"data":{"onStory":{"id":"1"}}}}'


async def test_an_event_for_one_of_a_thousand_touches_nobody_else() -> None:
    """One projection, one frame, and of the other 999 subscribers nothing is even read."""
    touched: set[str] = set()
    projected: list[Any] = []

    class Watched(Subscriber):
        def __getattribute__(self, name: str) -> Any:
            touched.add(super().__getattribute__("id"))
            return super().__getattribute__(name)

    def project(_: Any, selection: Any, result: Any) -> dict[str, Any]:
        projected.append(selection)
        return {"data": {"onStory": result}}

    hub = Hub(project)
    lines = [Line(f"l{number}") for number in range(1000)]
    for number, line in enumerate(lines):
        hub.add("newsroom", Watched(line, line.name, "onStory", "s", from_arguments({"id": str(number)})))
    touched.clear()

    await hub.publish(make_news_api(), "report", {"id": "7"})

    assert touched == {"l7"}
    assert projected == ["s"]
    assert [line.name for line in lines if line.frames] == ["l7"]


@pytest.mark.parametrize("size", [10, 125, 126, 65_535, 65_536, 100_000])
async def test_frames_of_every_length_are_whole(size: int) -> None:
    """The header counts the bytes behind it, in each of the protocol's three forms."""
    hub = Hub(lambda *_: {"data": "x" * size})
    line = Line("a")
    joins(hub, line)

    await hub.publish(make_news_api(), "report", {})

    frame = line.frames[0]
    short = frame[1]
    start, length = {126: (4, frame[2:4]), 127: (10, frame[2:10])}.get(short, (2, frame[1:2]))
    assert len(frame) - start == int.from_bytes(length, "big")


async def test_the_log_names_who_received_and_who_did_not(caplog: pytest.LogCaptureFixture) -> None:
    """One line per event and field: receivers, lost ones, and why others were not concerned."""
    caplog.set_level(logging.INFO, "appsync.realtime")
    hub = Hub(lambda *_: {"data": {}})
    joins(hub, Line("ada"), id="1")
    joins(hub, Line("bob", gone=True), id="1")
    joins(hub, Line("eve"), id="2")

    await hub.publish(make_news_api(), "report", {"id": "1"})

    line = next(record.message for record in caplog.records if "onStory" in record.message)
    assert line == (
        "publish report → onStory: 1 received (ada/ada), bob/bob did not: its connection is gone or too slow, "
        "1 not concerned (eve/eve wants id = '2', the event has '1'); onUrgent: nobody is subscribed; "
        "onSecret: nobody is subscribed; onEditor: nobody is subscribed"
    )


async def test_a_projection_that_fails_harms_nobody_else(caplog: pytest.LogCaptureFixture) -> None:
    """The subscribers of other selections get the event; the log has the traceback."""

    def project(_: Any, selection: Any, __: Any) -> dict[str, Any]:
        if selection == "bad":
            raise KeyError(selection)
        return {"data": {}}

    hub = Hub(project)
    bad, good = Line("bad"), Line("good")
    joins(hub, bad, selection="bad")
    joins(hub, good)

    await hub.publish(make_news_api(), "report", {"id": "1"})

    assert (len(bad.frames), len(good.frames)) == (0, 1)
    assert "could not be projected" in caplog.text


async def test_a_mutation_without_subscriptions_is_quiet() -> None:
    """A mutation that no subscription names goes nowhere."""
    hub = Hub(lambda *_: pytest.fail("nothing to project"))

    await hub.publish(make_news_api(), "expel", {"reader": "eve"})
    await hub.invalidate(make_news_api(), "onNothing", {})
