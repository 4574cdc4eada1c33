"""What a page costs, in DynamoDB requests: exact, and the same for 2 posts and for 20."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from resolvers.core import table
from tests.people import Person


@contextmanager
def counted() -> Iterator[Counter[str]]:
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
    """One Query for the order, one batch for posts and counts, one for authors; one batch for the viewer's likes."""
    for number in range(size + 2):
        draft = ada.does("createPost", title=f"Post {number}")["post"]
        ada.does("publishPost", id=draft["id"], expectedVersion=1)

    with counted() as feed:
        page = grace.query("feed", first=size)
    posts = [edge["node"] for edge in page["edges"]]
    with counted() as likes:
        grace.asks_each("Post", "viewerHasLiked", posts)

    assert len(posts) == size
    assert feed == {"Query": 1, "BatchGetItem": 2}
    assert likes == {"BatchGetItem": 1}


def test_a_write_is_one_transaction_and_its_answer_two_reads(ada: Person) -> None:
    """A create reads nothing first once its author is known, and shows what it wrote."""
    ada.does("createPost", title="Warm")

    with counted() as create:
        ada.does("createPost", title="Counted", idempotencyKey="k")

    assert create == {"TransactWriteItems": 1, "BatchGetItem": 1}
