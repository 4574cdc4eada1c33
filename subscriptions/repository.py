"""What the stream reader needs to know of the table around a change."""

import contextlib
import secrets
from collections.abc import Iterable, Mapping

from resolvers.core import keys, table
from resolvers.core.keys import Key
from resolvers.core.table import EXISTS, Delete, Item, Put, Update
from resolvers.media.model import Photo
from resolvers.posts.model import Post, PostCounts
from subscriptions.rows import Row


def get_posts(post_ids: Iterable[str]) -> dict[str, Post]:
    """Read posts that stand, with their counts, in one batch, consistently."""
    ids = list(dict.fromkeys(post_ids))
    found = table.get_many([key for each in ids for key in (keys.post(each), keys.counts(each))], consistent=True)
    posts = {
        each: Post.model_validate(
            found[keys.post(each)] | {"counts": PostCounts.model_validate(found.get(keys.counts(each), {}))}
        )
        for each in ids
        if keys.post(each) in found
    }
    return {post_id: post for post_id, post in posts.items() if not post.deleting}


def get_post_even_if_going(post_id: str) -> Post | None:
    """Read a post, one that is being deleted included."""
    item = table.get(keys.post(post_id), consistent=True)
    return Post.model_validate(item) if item else None


def get_likes(subject_ids: Iterable[str]) -> dict[str, int]:
    """Read how many people like each subject that stands, in one batch, consistently."""
    ids = list(dict.fromkeys(subject_ids))
    found = table.get_many([keys.counts(each) for each in ids], consistent=True)
    return {each: int(found[keys.counts(each)].get("likes", 0)) for each in ids if keys.counts(each) in found}


def get_photos(photo_ids: Iterable[str]) -> list[Photo]:
    """Read photos in one batch, consistently; those that are gone are left out."""
    found = table.get_many([keys.photo(each) for each in photo_ids], consistent=True)
    return [Photo.model_validate(item) for item in found.values()]


def list_standing_comments(comment_ids: Iterable[str]) -> set[str]:
    """Return which of these comments are not deleted, in one batch."""
    found = table.get_many([keys.comment(each) for each in comment_ids], consistent=True)
    return {item["id"] for item in found.values() if "deletedAt" not in item}


def list_newest(author_id: str, limit: int) -> list[Post]:
    """Read somebody's newest published posts."""
    items = table.query(keys.posts_of(author_id), index=2, limit=limit, newest_first=True)
    return [Post.model_validate(item) for item in items]


def list_followers(followee_id: str, after: str, limit: int) -> tuple[list[str], str]:
    """Read followers after a place; answer them and the place to go on from, empty at the end."""
    items = table.query(keys.followers(followee_id), index=1, low=f"{after} " if after else "", limit=limit)
    return [item["followerId"] for item in items], items[-1]["GSI1SK"] if len(items) == limit else ""


def list_who_follow(followee_id: str, candidates: Iterable[str]) -> set[str]:
    """Return which of these people follow somebody, consistently."""
    found = table.get_many([keys.follow(each, followee_id) for each in candidates], consistent=True)
    return {item["followerId"] for item in found.values()}


def list_timeline(user_id: str, after: str, limit: int) -> tuple[list[Row], str]:
    """Read a timeline's rows after a place; answer them and the place to go on from, empty at the end."""
    partition = keys.timeline(user_id)
    items = table.query(partition, low=f"{after} " if after else "", limit=limit, consistent=True)
    found = [Row(Key(partition, item["SK"]), item["kind"], item["postId"], item["authorId"]) for item in items]
    return found, found[-1].key.sk if len(found) == limit else ""


def put_rows(rows: Iterable[Row]) -> None:
    table.put_many([Put(row.key, row.kind, {"postId": row.post_id, "authorId": row.author_id}) for row in rows])


def remove_rows(rows: Iterable[Row]) -> None:
    table.delete_many([row.key for row in rows])


def mark_progress(cause: str, about: Mapping[str, str], place: str) -> None:
    """Note where a long fan-out goes on: the note's own stream record continues it. No place means it is done."""
    key = keys.fanout(cause)
    if place:
        table.write(Put(key, "Fanout", {**about, "after": place, "turn": secrets.token_hex(4)}))
    elif table.get(key, consistent=True):
        table.write(Delete(key))


def is_current(note: Item) -> bool:
    """Tell whether a note is still the last one of its fan-out: one delivered again is not."""
    found = table.get(Key(note["PK"], note["SK"]), consistent=True)
    return found is not None and found["turn"] == note["turn"]


def touch(post_id: str, *, emptied: bool) -> None:
    """Change a post that is being deleted, so that its stream record starts another round; gone is fine too."""
    with contextlib.suppress(table.ConditionFailed):
        table.write(Update(keys.post(post_id), put={"emptied": emptied}, add={"rounds": 1}, when=EXISTS))


def remove_post(post_id: str) -> None:
    """Remove a post and its counts."""
    table.delete_many([keys.counts(post_id), keys.post(post_id)])
