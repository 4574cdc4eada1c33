"""Rows under tags and AI labels: pure functions of a post, and how they are written.

A shared partition holds rows only of what guests may read, so that no page of it, however short, tells of more. Rows
of posts for followers are in partitions of their author.
"""

from collections.abc import Iterable
from typing import Final, NamedTuple

from resolvers.core import table
from resolvers.core.keys import Key, time_key
from resolvers.core.shards import find_past_shards
from resolvers.core.table import Put
from resolvers.platform.subjects.model import Audience
from resolvers.social import keys
from resolvers.social.posts.model import Post, guard_of

_INDEXED: Final = (Audience.PUBLIC, Audience.FOLLOWERS)


class Row(NamedTuple):
    """An index row: its key, every key that it may have been written under, its kind, and the post it leads to."""

    key: Key
    past_keys: tuple[Key, ...]
    kind: str
    post_id: str
    author_id: str


def get_indexed_audience(post: Post) -> Audience | None:
    """Return for whom a post has rows; None for a draft, a private post, and one that is being deleted."""
    guard = guard_of(post)
    return None if guard.deleted or not post.published_at or guard.audience not in _INDEXED else guard.audience


def tag_rows(post: Post) -> set[Row]:
    """Return a post's rows under its tags."""
    audience = get_indexed_audience(post)
    return {_row(post, keys.tag_partition(tag), "Tagged", audience) for tag in post.tags} if audience else set()


def label_rows(post: Post, labels: Iterable[str]) -> set[Row]:
    """Return a post's rows under labels."""
    audience = get_indexed_audience(post)
    return {_row(post, keys.label_partition(label), "Labelled", audience) for label in labels} if audience else set()


def list_past_label_rows(post: Post, labels: Iterable[str]) -> set[Row]:
    """Return every row that a post which was ever published has, or had, under labels."""
    known = [*labels] if post.published_at else []
    return {_row(post, keys.label_partition(label), "Labelled", audience) for label in known for audience in _INDEXED}


def put(rows: Iterable[Row]) -> None:
    table.put_many([Put(row.key, row.kind, {"postId": row.post_id, "authorId": row.author_id}) for row in rows])


def remove(rows: Iterable[Row]) -> None:
    table.delete_many([key for row in rows for key in row.past_keys])


def _row(post: Post, shared: str, kind: str, audience: Audience) -> Row:
    assert post.published_at
    is_public = audience == Audience.PUBLIC
    partitions = find_past_shards(shared, post.id) if is_public else [keys.for_followers(shared, post.author_id)]
    written, *_ = past = [Key(each, time_key(post.published_at, post.id)) for each in partitions]
    return Row(written, (*past,), kind, post.id, post.author_id)
