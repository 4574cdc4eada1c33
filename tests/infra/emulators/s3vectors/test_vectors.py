"""S3 Vectors by unmodified boto3: buckets, indexes, vectors, exact search, filters, and what is kept."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from botocore.exceptions import ClientError
from hypothesis import given
from hypothesis import strategies as st

from aws_wire.errors import ServiceError
from s3vectors_local.filters import compile_filter
from s3vectors_local.service import S3Vectors
from s3vectors_local.store import Store
from tests.infra.emulators.wire.serving import call, serving

INDEX = {"vectorBucketName": "atlas", "indexName": "passages"}


class Console:
    """A person with boto3."""

    def __init__(self, url: str) -> None:
        self._url = url

    async def does(self, operation: str, **given: Any) -> dict[str, Any]:
        return await call(self._url, "s3vectors", operation, **given)

    async def makes_index(self, dimension: int = 2, metric: str = "cosine", **more: Any) -> None:
        await self.does("create_vector_bucket", vectorBucketName="atlas")
        shape = {"dataType": "float32", "dimension": dimension, "distanceMetric": metric}
        await self.does("create_index", **INDEX, **shape, **more)

    async def puts(self, **vectors: tuple[list[float], dict[str, Any]]) -> None:
        rows = [{"key": key, "data": {"float32": data}, "metadata": each} for key, (data, each) in vectors.items()]
        await self.does("put_vectors", **INDEX, vectors=rows)

    async def finds(self, target: list[float], top: int = 10, **more: Any) -> list[str]:
        found = await self.does("query_vectors", **INDEX, queryVector={"float32": target}, topK=top, **more)
        return [each["key"] for each in found["vectors"]]

    async def is_refused(self, operation: str, **given: Any) -> tuple[str, str]:
        with pytest.raises(ClientError) as refused:
            await self.does(operation, **given)
        error = refused.value.response["Error"]
        return error["Code"], error["Message"]


@pytest.fixture
async def console() -> AsyncIterator[Console]:
    store = Store()
    async with serving(S3Vectors(store).build_service()) as url:
        yield Console(url)
    store.close()


async def test_the_nearest_come_first_with_their_distance(console: Console) -> None:
    """By cosine, whatever the length of a vector."""
    await console.makes_index()
    await console.puts(east=([9, 0], {}), north=([0, 1], {}), between=([1, 1], {"name": "corner"}))

    asked = {**INDEX, "queryVector": {"float32": [1.0, 0.2]}, "topK": 2}
    found = await console.does("query_vectors", **asked, returnDistance=True, returnMetadata=True)

    assert found["distanceMetric"] == "cosine"
    assert [each["key"] for each in found["vectors"]] == ["east", "between"]
    assert found["vectors"][0]["distance"] == pytest.approx(1 - 1 / np.sqrt(1.04), abs=1e-6)
    assert found["vectors"][1]["metadata"] == {"name": "corner"}


async def test_distances_may_be_euclidean(console: Console) -> None:
    """Then the length counts."""
    await console.makes_index(metric="euclidean")
    await console.puts(far=([9, 0], {}), near=([0, 1], {}))

    assert await console.finds([1, 0]) == ["near", "far"]


async def test_filters_choose_before_the_nearest_are_counted(console: Console) -> None:
    """By equality, sets, numbers, presence, and combinations of these; a list matches by one of its values."""
    await console.makes_index()
    await console.puts(
        a=([1, 0], {"audience": "PUBLIC", "year": 2020, "tags": ["sea", "sand"]}),
        b=([1, 0.1], {"audience": "FOLLOWERS", "owner": "ada", "year": 2024}),
        c=([1, 0.2], {"audience": "FOLLOWERS", "owner": "grace", "draft": False}),
    )

    async def finds(condition: dict[str, Any]) -> list[str]:
        return await console.finds([1, 0], filter=condition)

    assert await finds({"audience": "PUBLIC"}) == ["a"]
    assert await finds({"audience": {"$ne": "PUBLIC"}}) == ["b", "c"]
    assert await finds({"$or": [{"audience": "PUBLIC"}, {"owner": {"$in": ["grace"]}}]}) == ["a", "c"]
    assert await finds({"$and": [{"audience": "FOLLOWERS"}, {"owner": {"$nin": ["grace"]}}]}) == ["b"]
    assert await finds({"year": {"$gt": 2020, "$lte": 2024}}) == ["b"]
    assert await finds({"tags": "sand"}) == ["a"]
    assert await finds({"draft": {"$exists": True}}) == ["c"]
    assert await finds({"draft": 0}) == []
    assert await console.finds([1, 0], top=1, filter={"audience": "FOLLOWERS"}) == ["b"]


@pytest.mark.parametrize("condition", [{}, {"$not": {"a": 1}}, {"a": {"$like": "x"}}, {"a": {"$in": []}}, {"$and": {}}])
async def test_what_is_no_filter_is_refused(console: Console, condition: dict[str, Any]) -> None:
    """A `ValidationException`, and so is a key that is declared as not filterable."""
    await console.makes_index(metadataConfiguration={"nonFilterableMetadataKeys": ["text"]})
    asked = {**INDEX, "queryVector": {"float32": [1, 0]}, "topK": 3}

    code, message = await console.is_refused("query_vectors", **asked, filter=condition)
    hidden, _ = await console.is_refused("query_vectors", **asked, filter={"text": "x"})

    assert (code, hidden) == ("ValidationException", "ValidationException")
    assert message.startswith("Invalid query filter: ")


async def test_vectors_are_put_again_read_and_removed(console: Console) -> None:
    """The last put wins, keys that are not there are left out, and removing twice is no mistake."""
    await console.makes_index()
    await console.puts(a=([1, 0], {"n": 1}), b=([0, 1], {}))
    assert await console.finds([1, 0], top=1) == ["a"]
    await console.puts(a=([0.5, -1], {"n": 2}))

    read = await console.does("get_vectors", **INDEX, keys=["a", "z"], returnData=True, returnMetadata=True)
    bare = await console.does("get_vectors", **INDEX, keys=["b"])
    for _ in range(2):
        await console.does("delete_vectors", **INDEX, keys=["a"])

    assert read["vectors"] == [{"key": "a", "data": {"float32": [0.5, -1.0]}, "metadata": {"n": 2}}]
    assert bare["vectors"] == [{"key": "b"}]
    assert await console.finds([1, 0]) == ["b"]


async def test_vectors_are_listed_by_pages(console: Console) -> None:
    """In the order of their keys; the last page has no token."""
    await console.makes_index()
    await console.puts(**{f"k{number}": ([1.0, number], {}) for number in range(5)})

    one = await console.does("list_vectors", **INDEX, maxResults=3)
    two = await console.does("list_vectors", **INDEX, maxResults=3, nextToken=one["nextToken"])

    assert [each["key"] for page in (one, two) for each in page["vectors"]] == ["k0", "k1", "k2", "k3", "k4"]
    assert "nextToken" not in two


async def test_an_index_is_named_by_its_arn_too(console: Console) -> None:
    """As templates name it."""
    await console.makes_index()
    found = (await console.does("get_index", **INDEX))["index"]
    await console.puts(a=([1, 0], {}))

    read = await console.does("get_vectors", indexArn=found["indexArn"], keys=["a"])

    assert found["indexArn"] == "arn:aws:s3vectors:eu-west-1:000000000000:bucket/atlas/index/passages"
    assert (found["dimension"], found["distanceMetric"]) == (2, "cosine")
    assert read["vectors"] == [{"key": "a"}]


@pytest.mark.parametrize(
    ("vector", "sentence"),
    [
        ({"key": "a", "data": {"float32": [1.0]}}, "must have length 2, but has length 1"),
        ({"key": "a", "data": {"float32": [0.0, 0.0]}}, "must not be zero"),
        ({"key": "a", "data": {"float32": [1, 0]}, "metadata": {"text": "x" * 3000}}, "more than 2048 bytes"),
        ({"key": "a", "data": {"float32": [1, 0]}, "metadata": {str(n): n for n in range(51)}}, "more than 50 keys"),
    ],
)
async def test_vectors_that_do_not_fit_are_refused(console: Console, vector: dict[str, Any], sentence: str) -> None:
    """None of the request is put."""
    await console.makes_index()
    good = {"key": "good", "data": {"float32": [1, 0]}}

    code, message = await console.is_refused("put_vectors", **INDEX, vectors=[good, vector])

    assert code == "ValidationException"
    assert sentence in message
    assert await console.finds([1, 0]) == []


async def test_what_is_not_there_and_what_is_there_already(console: Console) -> None:
    """404 and 409, in the service's words; a bucket with an index stays."""
    absent = await console.is_refused("create_index", **INDEX, dataType="float32", dimension=2, distanceMetric="cosine")
    await console.makes_index()
    again = await console.is_refused("create_vector_bucket", vectorBucketName="atlas")
    full = await console.is_refused("delete_vector_bucket", vectorBucketName="atlas")
    await console.does("delete_index", **INDEX)
    gone = await console.is_refused("get_vectors", **INDEX, keys=["a"])
    await console.does("delete_vector_bucket", vectorBucketName="atlas")
    unnamed = await console.is_refused("list_indexes")

    codes = ["NotFoundException", "ConflictException", "ConflictException", "NotFoundException", "ValidationException"]
    assert [code for code, _ in (absent, again, full, gone, unnamed)] == codes
    assert (await console.does("list_vector_buckets"))["vectorBuckets"] == []


async def test_everything_is_there_after_a_restart(tmp_path: Path) -> None:
    """Buckets, indexes and vectors are in the file."""
    for step in ("first", "second"):
        store = Store(tmp_path / "data" / "vectors.sqlite3")
        async with serving(S3Vectors(store).build_service()) as url:
            console = Console(url)
            if step == "first":
                await console.makes_index()
                await console.puts(a=([1, 0], {"n": 1}))
            found = await console.finds([1, 0], filter={"n": 1})
        store.close()
        assert found == ["a"]


async def test_many_may_write_at_the_same_time(console: Console) -> None:
    """Nothing is lost between a put and the index in memory."""
    await console.makes_index()

    async def write(name: str) -> None:
        for number in range(5):
            await console.puts(**{f"{name}{number}": ([1.0, number], {})})
            await console.finds([1, 0])

    await asyncio.gather(*map(write, "abcd"))

    assert len(await console.finds([1, 0], top=100)) == 20


_VALUES = st.one_of(
    st.sampled_from(["", "x"]), st.integers(-3, 3), st.booleans(), st.none(), st.lists(st.integers(0, 2))
)
_CONDITIONS = st.recursive(
    st.dictionaries(st.sampled_from(["a", "b", "$gt", "$in", "$and", "$exists", "$eq"]), _VALUES, max_size=2),
    lambda inner: st.dictionaries(
        st.sampled_from(["a", "$and", "$or", "$in"]), st.one_of(inner, st.lists(inner, max_size=2)), max_size=2
    ),
    max_leaves=5,
)


@given(_CONDITIONS, st.dictionaries(st.sampled_from(["a", "b"]), _VALUES))
def test_any_filter_either_decides_or_is_refused(condition: dict[str, Any], metadata: dict[str, Any]) -> None:
    """Never another exception."""
    code = ""
    try:
        decision = compile_filter(condition)(metadata)
    except ServiceError as refused:
        code = refused.code

    assert code == "ValidationException" or decision in (True, False)
