"""Posts in DynamoDB, their authors' own rows beside them, and the indexes that readers page through."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from boto3.dynamodb.conditions import Attr

from resolvers.core import keys, pagination, table
from resolvers.core.errors import Conflict, NotFound
from resolvers.core.keys import IndexKey, Key
from resolvers.core.model import now
from resolvers.core.pagination import Slice
from resolvers.core.table import ABSENT, EXISTS, Delete, Item, Put, Update
from resolvers.posts.model import Post, PostCounts, PostState, Visibility

Choose = Callable[[list[str]], Sequence[Post | None]]


def get(post_id: str) -> Post | None:
    """Read one post and its counts."""
    return get_many([post_id]).get(post_id)


def get_many(post_ids: Iterable[str]) -> dict[str, Post]:
    """Read posts and their counts in one batch, consistently, by id; those being deleted are gone."""
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


def add(post: Post, claim: Sequence[Put]) -> None:
    """Write a new draft with its author's own row."""
    own = {"postId": post.id, "state": post.state}
    table.write(
        *claim,
        Put(keys.post(post.id), "Post", post.stored(), when=ABSENT),
        Put(keys.own_post(post.author_id, post.id), "OwnPost", own),
    )


def update(before: Post, after: Post) -> None:
    """Write a changed post with its indexes, own row and its author's count, or raise `Conflict` or `NotFound`."""
    changed = after.model_copy(update={"version": before.version + 1, "updated_at": now()}).stored()
    kept = {"photoIds", "coverId"}  # the media room's: changed beside this version
    indexes = _indexes(after)
    published = (after.state == PostState.PUBLISHED) - (before.state == PostState.PUBLISHED)
    table.write(
        Update(
            keys.post(after.id),
            put={name: value for name, value in changed.items() if name not in kept},
            when=_unchanged(before),
            refuse=_conflict,
            indexes=indexes,
            leave=[number for number in (1, 2) if number not in {index.number for index in indexes}],
        ),
        Update(keys.own_post(after.author_id, after.id), put={"state": after.state}),
        *([Update(keys.counts(after.author_id), add={"posts": published})] if published else []),
    )


def mark_deleting(post: Post) -> None:
    """Make a post vanish from everywhere at once; the table stream then removes what stands under it."""
    counted = [Update(keys.counts(post.author_id), add={"posts": -1})] if post.state == PostState.PUBLISHED else []
    table.write(
        Update(
            keys.post(post.id),
            put={"deleting": True},
            add={"version": 1},
            when=_unchanged(post),
            refuse=_conflict,
            leave=(1, 2),
        ),
        Delete(keys.own_post(post.author_id, post.id)),
        *counted,
    )


def remove(post_id: str) -> None:
    """Remove a post that was marked, and its counts: the last step of deleting."""
    table.delete_many([keys.counts(post_id), keys.post(post_id)])


def list_public(scope: str, first: int, after: str | None, choose: Choose) -> Slice[Post]:
    return pagination.read(keys.FEED, index=1, scope=scope, first=first, after=after, keep=_chosen(choose))


def list_by_author(author_id: str, scope: str, first: int, after: str | None, choose: Choose) -> Slice[Post]:
    partition = keys.posts_of(author_id)
    return pagination.read(partition, index=2, scope=scope, first=first, after=after, keep=_chosen(choose))


def list_rows(partitions: Sequence[str], scope: str, first: int, after: str | None, choose: Choose) -> Slice[Post]:
    """Page through rows that lead to posts, a tag's, a label's, a timeline's: those that stand in every partition.

    A post's rows have one sort key, so the others are looked up in one batch.
    """
    leading, *others = partitions
    kept = _chosen(choose)

    def keep(rows: list[Item]) -> list[Post | None]:
        found = table.get_many(Key(each, row["SK"]) for row in rows for each in others) if others else {}
        inside = [all(Key(each, row["SK"]) in found for each in others) for row in rows]
        posts = iter(kept([row for row, is_in in zip(rows, inside, strict=True) if is_in]))
        return [next(posts) if is_in else None for is_in in inside]

    return pagination.read(leading, scope=scope, first=first, after=after, keep=keep)


def list_timeline(user_id: str, limit: int) -> list[str]:
    """Return the ids of the newest posts on somebody's timeline."""
    return [row["postId"] for row in table.query(keys.timeline(user_id), limit=limit, newest_first=True)]


def list_own(
    author_id: str, state: PostState | None, scope: str, first: int, after: str | None, choose: Choose
) -> Slice[Post]:
    partition, prefix = keys.own_posts(author_id)

    def keep(rows: list[Item]) -> list[Post | None]:
        wanted = [keys.id_at(row["SK"]) if state in (None, row["state"]) else "" for row in rows]
        chosen = iter(choose([each for each in wanted if each]))
        return [next(chosen) if each else None for each in wanted]

    return pagination.read(partition, prefix=prefix, scope=scope, first=first, after=after, consistent=True, keep=keep)


def _chosen(choose: Choose) -> Callable[[list[Item]], list[Post | None]]:
    """Turn index rows into posts; the post at the end of the sort key decides, never the row's copy of it."""

    def keep(rows: list[dict[str, Any]]) -> list[Post | None]:
        return list(choose([row["postId"] if "postId" in row else row["id"] for row in rows]))

    return keep


def _indexes(post: Post) -> list[IndexKey]:
    if post.state != PostState.PUBLISHED or post.published_at is None:
        return []
    place = keys.place(post.published_at, post.id)
    feed = [IndexKey(1, keys.FEED, place)] if post.visibility == Visibility.PUBLIC else []
    return [*feed, IndexKey(2, keys.posts_of(post.author_id), place)]


def _unchanged(post: Post) -> Any:
    return EXISTS & Attr("version").eq(post.version) & Attr("deleting").eq(value=False)


def _conflict(found: Item) -> Exception:
    if not found or found.get("deleting"):
        return NotFound("There is no such post.", "id")
    return Conflict(found["version"])
