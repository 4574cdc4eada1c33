"""Batch resolvers: gathered over a request, cut at their size, answered item by item."""

from typing import Any

from tests.fakes.library import direct, library
from tests.fakes.library_engine import BOOK, ask, shop


async def test_a_batch_gathers_the_whole_request() -> None:
    """A batch resolver's function is invoked once for all parents, in order, even under two aliases."""
    books = [{"id": str(number), "title": f"T{number}"} for number in range(5)]

    def answer(event: Any) -> Any:
        if isinstance(event, dict):
            return books
        return [{"data": {"id": item["source"]["id"], "name": "A" + item["source"]["id"]}} for item in event]

    endpoint = shop(answer)
    api = library(direct("Query", "books"), direct("Book", "author", max_batch_size=100), endpoint=endpoint)

    answered = await ask(api, "{ books { author { name } again: author { id } } }")

    assert [book["author"]["name"] for book in answered["data"]["books"]] == ["A0", "A1", "A2", "A3", "A4"]
    assert [book["again"]["id"] for book in answered["data"]["books"]] == ["0", "1", "2", "3", "4"]
    assert [type(event) for event in endpoint.events] == [dict, list]
    assert len(endpoint.events[1]) == 10


async def test_a_batch_is_cut_at_its_size_and_items_fail_alone() -> None:
    """`maxBatchSize` bounds each invocation; an item with errorMessage is an error at its own path."""
    books = [{"id": str(number), "title": "T"} for number in range(5)]

    def answer(event: Any) -> Any:
        if isinstance(event, dict):
            return books
        return [
            {"errorMessage": "gone", "errorType": "Gone"} if item["source"]["id"] == "3" else {"data": None}
            for item in event
        ]

    endpoint = shop(answer)
    api = library(direct("Query", "books"), direct("Book", "author", max_batch_size=2), endpoint=endpoint)

    answered = await ask(api, "{ books { author { name } } }")

    assert [len(event) for event in endpoint.events[1:]] == [2, 2, 1]
    assert [(error["path"], error["errorType"]) for error in answered["errors"]] == [(["books", 3, "author"], "Gone")]


async def test_bare_batch_items_become_null() -> None:
    """Direct batch items without the wrapper are null, as AWS makes them."""
    endpoint = shop(lambda event: [{"id": "1", "title": "T"}] if isinstance(event, dict) else [{"name": "A"}])
    api = library(direct("Query", "books"), direct("Book", "author", max_batch_size=2), endpoint=endpoint)

    answered = await ask(api, "{ books { author { name } } }")

    assert answered == {"data": {"books": [{"author": None}]}}


async def test_a_batch_of_the_wrong_length_fails_every_item() -> None:
    """A list shorter than its payloads is an error on each item, not a silent shift."""
    endpoint = shop(lambda event: [BOOK, BOOK] if isinstance(event, dict) else [{"data": None}])
    api = library(direct("Query", "books"), direct("Book", "author", max_batch_size=5), endpoint=endpoint)

    answered = await ask(api, "{ books { author { name } } }")

    assert [error["errorType"] for error in answered["errors"]] == ["Lambda:IllegalArgument"] * 2
