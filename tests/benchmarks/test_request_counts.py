"""What a page costs, in DynamoDB requests: exact, and the same for 2 posts and for 20."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final

import pytest

from resolvers.core import table
from resolvers.core.keys import Key, time_key
from resolvers.core.table import Put
from resolvers.platform import keys
from resolvers.platform.map import service as map_service
from tests.people import Person

WORLD: Final = {"south": -90.0, "west": -180.0, "north": 90.0, "east": 180.0}


@contextmanager
def count_requests() -> Iterator[Counter[str]]:
    """Count the requests made to DynamoDB inside, by operation."""
    requests: Counter[str] = Counter()

    def count(model: Any, **_: Any) -> None:
        requests[model.name] += 1

    events = table.client().meta.events
    events.register("before-call.dynamodb", count)
    try:
        yield requests
    finally:
        events.unregister("before-call.dynamodb", count)


@pytest.mark.parametrize("size", [2, 20])
def test_a_feed_page_costs_the_same_whatever_its_size(ada: Person, grace: Person, size: int) -> None:
    """One Query for the order, one batch for posts, counts and authors; one batch for the viewer's likes."""
    for number in range(size + 2):
        draft = ada.does("createPost", title=f"Post {number}")["post"]
        ada.does("publishPost", id=draft["id"], expectedVersion=1)

    with count_requests() as feed:
        page = grace.query("feed", first=size)
    posts = [edge["node"] for edge in page["edges"]]
    with count_requests() as likes:
        grace.asks_each("Post", "viewerHasLiked", posts)

    assert len(posts) == size
    assert feed == {"Query": 1, "BatchGetItem": 1}
    assert likes == {"BatchGetItem": 1}


def test_a_write_is_one_transaction_and_its_answer_two_reads(ada: Person) -> None:
    """A create reads nothing first once its author is known, and shows what it wrote."""
    ada.does("createPost", title="Warm")

    with count_requests() as create:
        ada.does("createPost", title="Counted", idempotencyKey="k")

    assert create == {"TransactWriteItems": 1, "BatchGetItem": 1}


@pytest.mark.parametrize("size", [1, 12])
def test_a_view_of_the_map_costs_a_query_a_tile_whatever_it_holds(ada: Person, guest: Person, size: int) -> None:
    """The world is four tiles, no view more than nine. A list reads rows, then pins, then posts and counts."""
    draft = ada.does("createPost", title="Pinned")["post"]
    ada.does("publishPost", id=draft["id"], expectedVersion=1)
    for number in range(size):
        position = {"latitude": -40.0 + 2 * number, "longitude": -175.0 + 28 * number}
        pin = ada.does("addPin", subjectId=draft["id"], position=position)["pin"]
        map_service.settle_pin(pin["id"], draft["id"])

    with count_requests() as world:
        cells = guest.query("mapCells", bounds=WORLD, zoom=3)
    with count_requests() as near:
        guest.query("mapCells", bounds={"south": -10.0, "west": -30.0, "north": 35.0, "east": 20.0}, zoom=7)
    with count_requests() as listed:
        page = guest.query("mapPins", bounds=WORLD, zoom=3, first=100)

    assert cells["totalCount"] == len(page["edges"]) == size
    assert world == {"Query": 4}
    assert near["Query"] <= 9
    assert near == {"Query": near["Query"]}
    assert listed == {"Query": 4, "BatchGetItem": 2}


def test_the_map_of_those_one_follows_costs_the_same_for_few_posts_and_many(ada: Person, grace: Person) -> None:
    """One Query for the timeline, and batches for posts, for their pins' ids, and for the pins."""
    draft = ada.does("createPost", title="Pinned")["post"]
    post = ada.does("publishPost", id=draft["id"], expectedVersion=1)["post"]
    ada.does("addPin", subjectId=post["id"], position={"latitude": 1.0, "longitude": 2.0})
    row = Key(keys.timeline(grace.id), time_key(datetime.fromisoformat(post["publishedAt"]), post["id"]))
    table.write(Put(row, "Timeline", {"subjectId": post["id"], "ownerId": ada.id}))

    with count_requests() as requests:
        view = grace.query("mapCells", bounds=WORLD, zoom=3, filter={"scope": "FOLLOWING"})

    assert view["totalCount"] == 1
    assert requests == {"Query": 1, "BatchGetItem": 3}
