"""The vectors of passages in S3 Vectors. Who searches asks through a one-method protocol.

A vector's key is the article's id and the passage's digest; its metadata say for whom it is. They narrow a search and
never decide: the article itself does, when its passages are read.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Final, NamedTuple, Protocol

import boto3
from botocore.config import Config

from resolvers.core.settings import settings
from resolvers.learning.passages.embedding import Vector, ask
from resolvers.platform.subjects.model import Audience

MOST_NEIGHBOURS: Final = 100
_MOST_PUT: Final = 500
_MOST_READ: Final = 100


class Place(NamedTuple):
    """Which passage a vector is of: the article and the digest of the passage."""

    subject_id: str
    digest: str


class Neighbour(NamedTuple):
    """A passage, and the cosine between its vector and the one that was asked for."""

    place: Place
    similarity: float


class Neighbours(Protocol):
    """Who knows which passages are near."""

    def find_nearest(self, vector: Vector, owner_ids: Sequence[str], count: int) -> list[Neighbour]:
        """Return the nearest of public passages and of these owners', the nearest first, or raise `Unavailable`."""


class S3Neighbours:
    """An index of Amazon S3 Vectors, for those who search."""

    def find_nearest(self, vector: Vector, owner_ids: Sequence[str], count: int) -> list[Neighbour]:
        answer = ask(
            lambda: client().query_vectors(
                indexArn=settings().vector_index_arn,
                queryVector={"float32": vector},
                topK=count,
                filter=_filter_readable(owner_ids),
                returnDistance=True,
            )
        )
        return [Neighbour(_read_key(each["key"]), 1 - each["distance"]) for each in answer["vectors"]]

    def get(self, places: Sequence[Place]) -> list[Vector]:
        """Return the vectors of passages, as far as the index has them, or raise `Unavailable`."""
        found: list[Vector] = []
        for start in range(0, len(places), _MOST_READ):
            keys = [_write_key(each) for each in places[start : start + _MOST_READ]]
            answer = _get(keys)
            found += [each["data"]["float32"] for each in answer["vectors"]]
        return found


class S3VectorWriter:
    """An index of Amazon S3 Vectors, for those who fill it."""

    def put(self, vectors: Mapping[Place, Vector], audience: Audience, owner_id: str) -> None:
        """Put the vectors of an article's passages, or raise `Unavailable`."""
        metadata = {"audience": audience.value, "ownerId": owner_id}
        rows = [
            {"key": _write_key(place), "data": {"float32": vector}, "metadata": metadata}
            for place, vector in vectors.items()
        ]
        for start in range(0, len(rows), _MOST_PUT):
            _put(rows[start : start + _MOST_PUT])

    def remove(self, places: Iterable[Place]) -> None:
        """Remove vectors, whether or not the index has them, or raise `Unavailable`."""
        keys = [_write_key(each) for each in places]
        for start in range(0, len(keys), _MOST_PUT):
            _delete(keys[start : start + _MOST_PUT])


@cache
def client() -> Any:
    """Return the client of S3 Vectors; it gives up in time for the function to say so."""
    patience = Config(connect_timeout=2, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 2})
    return boto3.client("s3vectors", config=patience)


def _get(keys: Sequence[str]) -> dict[str, Any]:
    return ask(lambda: client().get_vectors(indexArn=settings().vector_index_arn, keys=keys, returnData=True))


def _put(rows: Sequence[Mapping[str, Any]]) -> None:
    ask(lambda: client().put_vectors(indexArn=settings().vector_index_arn, vectors=rows))


def _delete(keys: Sequence[str]) -> None:
    ask(lambda: client().delete_vectors(indexArn=settings().vector_index_arn, keys=keys))


def _filter_readable(owner_ids: Sequence[str]) -> dict[str, Any]:
    public = {"audience": Audience.PUBLIC.value}
    return {"$or": [public, {"ownerId": {"$in": [*owner_ids]}}]} if owner_ids else public


def _write_key(place: Place) -> str:
    return f"{place.subject_id}/{place.digest}"


def _read_key(key: str) -> Place:
    subject_id, _, digest = key.partition("/")
    return Place(subject_id, digest)
