"""Likes in DynamoDB, and the count they keep on their subject."""

from collections.abc import Iterable

from resolvers.core import pagination, table
from resolvers.core.keys import IndexKey, Key, time_key
from resolvers.core.model import Moment, iso
from resolvers.core.pagination import Slice
from resolvers.core.table import ABSENT, EXISTS, Delete, Item, Put, Update
from resolvers.platform import keys
from resolvers.platform.subjects import guards
from resolvers.platform.subjects.model import Guard


def add(subject: Guard, user_id: str, at: Moment) -> None:
    """Write a like and count it, or raise `AlreadyThere` or `StaleItem`."""
    subject_id = subject.subject_id
    values = {"subjectId": subject_id, "rootId": subject.root_id, "userId": user_id, "createdAt": iso(at)}
    table.write(
        Put(
            keys.like(subject_id, user_id),
            "Like",
            values,
            when=ABSENT,
            refuse=lambda _: AlreadyThere(),
            indexes=[IndexKey(1, keys.likes_of(subject_id), time_key(at, user_id))],
        ),
        guards.require_unchanged(subject),
        Update(keys.counts(subject_id), add={"likes": 1}),
    )


def remove(subject_id: str, user_id: str) -> None:
    """Remove a like and take it off the count, or raise `NotThere` if either is gone with its subject."""
    table.write(
        Delete(keys.like(subject_id, user_id), when=EXISTS, refuse=lambda _: NotThere()),
        Update(keys.counts(subject_id), add={"likes": -1}, when=EXISTS, refuse=lambda _: NotThere()),
    )


def count(subject_id: str) -> int:
    return int((table.get(keys.counts(subject_id), consistent=True) or {}).get("likes", 0))


def list_liked(user_id: str, subject_ids: Iterable[str]) -> set[str]:
    """Return which of these subjects somebody likes, in one batch."""
    found = table.get_many(keys.like(each, user_id) for each in subject_ids)
    return {item["subjectId"] for item in found.values()}


def list_of(subject_id: str, scope: str, first: int, after: str | None) -> Slice[Item]:
    """Page through a subject's likes, the newest first."""
    return pagination.read(
        keys.likes_of(subject_id), index=1, scope=scope, first=first, after=after, keep=lambda items: [*items]
    )


def remove_some(subject_id: str, limit: int) -> bool:
    """Remove up to `limit` likes of a subject that is being deleted; True when none is left."""
    partition, prefix = keys.likes(subject_id)
    found = table.query(partition, low=prefix, high=f"{prefix}\uffff", limit=limit, consistent=True)
    table.delete_many([Key(item["PK"], item["SK"]) for item in found])
    return len(found) < limit


class AlreadyThere(Exception):  # noqa: N818
    """Liked before."""


class NotThere(Exception):  # noqa: N818
    """Not liked."""
