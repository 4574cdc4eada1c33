"""The index rows that lead to a post: pure functions of the post and its photos."""

from collections.abc import Iterable
from typing import NamedTuple

from resolvers.core import keys
from resolvers.core.keys import Key
from resolvers.media.model import Photo, PhotoState
from resolvers.posts.model import Post, PostState


class Row(NamedTuple):
    """An index row: its key, its kind, and the post it leads to."""

    key: Key
    kind: str
    post_id: str
    author_id: str


def is_shown(post: Post | None) -> bool:
    """Tell whether a post has rows at all; whether somebody may read it is decided when they read."""
    return (
        post is not None and post.state == PostState.PUBLISHED and post.published_at is not None and not post.deleting
    )


def rows(post: Post | None, photos: Iterable[Photo]) -> set[Row]:
    """Return a post's rows under tags and labels: none but for a published one."""
    if not post or not is_shown(post):
        return set()
    tagged = {_row(post, keys.tagged(tag), "Tagged") for tag in post.tags}
    return tagged.union(*(label_rows(post, labels_of(photo)) for photo in photos))


def label_rows(post: Post, labels: Iterable[str]) -> set[Row]:
    """Return the rows a post that was ever published has, or had, under labels."""
    return {_row(post, keys.labelled(label), "Labelled") for label in labels} if post.published_at else set()


def labels_of(photo: Photo | None) -> set[str]:
    """Return what the AI sees in a photo, once others may see it too."""
    return {label.name for label in photo.labels} if photo and photo.state == PhotoState.LIVE else set()


def timeline_row(post: Post, follower_id: str) -> Row:
    """Return the row that puts a post on somebody's timeline."""
    return _row(post, keys.timeline(follower_id), "Timeline")


def _row(post: Post, partition: str, kind: str) -> Row:
    assert post.published_at
    return Row(Key(partition, keys.place(post.published_at, post.id)), kind, post.id, post.author_id)
