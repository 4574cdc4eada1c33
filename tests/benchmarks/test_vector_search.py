"""What a search by meaning costs as passages become many: its requests stay, and its time is that of a dot product.

`VECTORS=100000 pytest -s tests/benchmarks/test_vector_search.py` measures another size; docs/learning.md has figures.
"""

import os
import time
from collections.abc import Callable, Iterator
from typing import Any, Final

import numpy as np
import pytest

from resolvers.learning.passages import embedding, vector_index
from resolvers.learning.passages.vector_index import S3VectorWriter
from resolvers.platform.subjects.model import Audience
from s3vectors_local.filters import compile_filter
from s3vectors_local.search import Matrix, find_nearest
from s3vectors_local.store import Vector
from tests.acts import publish_post
from tests.benchmarks.test_request_counts import count_requests
from tests.people import Person
from tests.resolvers.learning.passages.conftest import appsync, contract, search, stream
from tests.resolvers.learning.passages.search import Search

__all__ = ["appsync", "contract", "search", "stream"]

SIZE: Final = int(os.environ.get("VECTORS", "20000"))
DIMENSIONS: Final = 512
NEIGHBOURS: Final = 40
ROUNDS: Final = 25
PEOPLE: Final = 100
MOST_OF_BARE: Final = 3.0  # 0.96 to 1.9 on a busy machine
FEW, MANY = 10, 1_000
READABLE: Final = {"$or": [{"audience": "PUBLIC"}, {"ownerId": {"$in": ["user_7", "user_8"]}}]}


@pytest.fixture(scope="module")
def matrix() -> Matrix:
    """Passages of a hundred people, a tenth of them for followers only."""
    rows = np.random.default_rng(7).standard_normal((SIZE, DIMENSIONS), dtype=np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return Matrix.of([Vector(f"{number:06}", row, _describe(number)) for number, row in enumerate(rows)], DIMENSIONS)


def test_an_exact_search_takes_little_more_than_a_dot_product(matrix: Matrix) -> None:
    """Both in one run and in turns, so that a busy machine slows them alike; the least of each counts."""
    target, matches = matrix.rows[SIZE // 2], compile_filter(READABLE)

    def compare_all() -> Any:
        return np.argpartition(-(matrix.rows @ target), NEIGHBOURS)[:NEIGHBOURS]

    def find() -> Any:
        return find_nearest(matrix, target, "cosine", NEIGHBOURS, matches)

    times = [(_time(compare_all), _time(find)) for _ in range(ROUNDS)]
    bare, ours = (min(column) for column in zip(*times, strict=True))

    print(f"{SIZE:,} vectors: numpy {bare * 1000:.2f} ms, search {ours * 1000:.2f} ms, {ours / bare:.2f} times")  # noqa: T201
    assert ours <= MOST_OF_BARE * bare


def test_what_it_finds_is_what_comparing_everything_finds(matrix: Matrix) -> None:
    """Neither the filter nor the choice of the smallest loses a neighbour."""
    target, matches = matrix.rows[3], compile_filter(READABLE)
    allowed = [number for number in range(SIZE) if matches(_describe(number))]

    found = find_nearest(matrix, target, "cosine", NEIGHBOURS, matches)

    best = sorted(allowed, key=lambda number: (-float(matrix.rows[number] @ target), number))[:NEIGHBOURS]
    assert [int(each.vector.key) for each in found] == best


@pytest.fixture
def calls(search: Search) -> Iterator[Callable[[], int]]:
    """Count the requests to the model and to the index."""
    seen: list[str] = []
    clients = (embedding.client(), vector_index.client())

    def note(model: Any, **_: Any) -> None:
        seen.append(model.name)

    for each in clients:
        each.meta.events.register("before-call", note)
    yield lambda: len(seen)
    for each in clients:
        each.meta.events.unregister("before-call", note)


def test_a_search_asks_as_often_in_a_large_index_as_in_a_small_one(
    ada: Person, search: Search, calls: Callable[[], int]
) -> None:
    """One question to the model, one to the index, and reads of the passages looked at, however many there are."""
    publish_post(
        ada, body="The lake freezes in January. Skaters cross it on wooden chairs until the ice is thin again."
    )
    search.settle()
    asked = []
    for size in (FEW, MANY):
        _fill(size)
        before = calls()
        with count_requests() as requests:
            found = ada.query("searchByMeaning", text="Where do people skate in winter?")
        asked.append((requests.total(), calls() - before))

        assert found

    assert asked[0] == asked[1]
    assert asked[0][1] == 2


def _fill(size: int) -> None:
    """Put vectors of passages that no article has any more: they are looked at, and found in none."""
    rows = np.random.default_rng(size).standard_normal((size, DIMENSIONS)).tolist()
    vectors = {vector_index.Place("post_gone", f"{size}-{number}"): row for number, row in enumerate(rows)}
    S3VectorWriter().put(vectors, Audience.PUBLIC, "user_nobody")


def _describe(number: int) -> dict[str, Any]:
    audience = "FOLLOWERS" if number % 10 == 0 else "PUBLIC"
    return {"audience": audience, "ownerId": f"user_{number % PEOPLE}"}


def _time(act: Callable[[], Any]) -> float:
    started = time.process_time()
    act()
    return time.process_time() - started
