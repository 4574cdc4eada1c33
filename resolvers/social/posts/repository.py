"""Posts in DynamoDB, their authors' own rows beside them, and the indexes that readers page through."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from boto3.dynamodb.conditions import Attr

from resolvers.core import pagination, table
from resolvers.core.errors import Conflict, NotFound
from resolvers.core.keys import IndexKey, Key, id_at, time_key
from resolvers.core.model import now
from resolvers.core.pagination import Slice
from resolvers.core.shards import find_past_shards, find_shard, list_shards
from resolvers.core.table import ABSENT, EXISTS, Delete, Item, Put, Update, Write
from resolvers.platform import keys as platform_keys
from resolvers.platform.subjects import guards
from resolvers.platform.subjects.model import Audience
from resolvers.platform.users import repository as users
from resolvers.social import keys
from resolvers.social.posts.model import Post, PostCounts, PostState, Visibility, guard_of

Choose = Callable[[list[str], list[str]], Sequence[Post | None]]  # of ids, given the authors that are known


def get(post_id: str) -> Post | None:
    """Read one post and its counts."""
    return get_many([post_id]).get(post_id)


def get_many(post_ids: Iterable[str], author_ids: Iterable[str] = ()) -> dict[str, Post]:
    """Read posts, their counts and these of their authors in one batch, consistently, by id.

    Those being deleted are gone.
    """
    ids, people = list(dict.fromkeys(post_ids)), list(dict.fromkeys(author_ids))
    own = [key for each in ids for key in (keys.post(each), platform_keys.counts(each))]
    found = table.get_many([*own, *(key for each in people for key in users.keys_of(each))], consistent=True)
    authors = users.read_all(people, found)
    posts = {
        each: Post.model_validate(
            found[keys.post(each)]
            | {
                "counts": PostCounts.model_validate(found.get(platform_keys.counts(each), {})),
                "author": authors.get(found[keys.post(each)]["authorId"]),
            }
        )
        for each in ids
        if keys.post(each) in found
    }
    return {post_id: post for post_id, post in posts.items() if not post.deleting}


def add(post: Post, claim: Sequence[Put]) -> None:
    """Write a new draft with its guard and its author's own row."""
    own = {"postId": post.id, "state": post.state}
    table.write(
        *claim,
        Put(keys.post(post.id), "Post", post.to_item(), when=ABSENT),
        guards.add(guard_of(post)),
        Put(keys.own_post(post.author_id, post.id), "OwnPost", own),
    )


def update(before: Post, after: Post, *also: Write, revised: int = 0) -> Post:
    """Write a changed post with guard, indexes, own row and its author's count, or raise `Conflict` or `NotFound`.

    Returns the post as it is written.

    The new version is above that of the post and above `revised`, that of a revision which ends with this write.
    """
    version = max(before.version, revised) + 1
    written = after.model_copy(update={"version": version, "updated_at": now()})
    kept = {"photoIds", "coverId"}  # of the photos room, which changes them beside this version
    indexes = _indexes(after)
    published = (after.state == PostState.PUBLISHED) - (before.state == PostState.PUBLISHED)
    table.write(
        Update(
            keys.post(after.id),
            put={name: value for name, value in written.to_item().items() if name not in kept},
            when=_require_unchanged(before),
            refuse=_conflict,
            indexes=indexes,
            leave=[number for number in (1, 2) if number not in {index.number for index in indexes}],
        ),
        Update(keys.own_post(after.author_id, after.id), put={"state": after.state}),
        *guards.change(guard_of(before), guard_of(after)),
        *([Update(platform_keys.counts(after.author_id), add={"published": published})] if published else []),
        *also,
    )
    return written


def mark_deleting(post: Post) -> None:
    """Make a post vanish from everywhere at once; the table stream then removes what is under it."""
    is_published = post.state == PostState.PUBLISHED
    counted = [Update(platform_keys.counts(post.author_id), add={"published": -1})] if is_published else []
    table.write(
        Update(
            keys.post(post.id),
            put={"deleting": True},
            add={"version": 1},
            when=_require_unchanged(post),
            refuse=_conflict,
            leave=(1, 2),
        ),
        guards.mark_deleted(post.id),
        Delete(keys.own_post(post.author_id, post.id)),
        Delete(keys.revision(post.id)),
        *counted,
    )


def list_public(scope: str, first: int, after: str | None, choose: Choose) -> Slice[Post]:
    shards = list_shards(keys.FEED)
    return pagination.read(*shards, index=1, scope=scope, first=first, after=after, keep=_choose_posts(choose))


def list_by_author(
    author_id: str, audiences: Iterable[Audience], scope: str, first: int, after: str | None, choose: Choose
) -> Slice[Post]:
    """Page through somebody's published posts for these audiences, each in a partition of its own."""
    partitions = [keys.posts_of(author_id, each) for each in audiences]
    return pagination.read(*partitions, index=2, scope=scope, first=first, after=after, keep=_choose_posts(choose))


def list_rows(
    leading: Sequence[str], others: Sequence[str], scope: str, first: int, after: str | None, choose: Choose
) -> Slice[Post]:
    """Page through rows that lead to posts, a tag's, a label's, a timeline's: those with a row in the others too.

    A post's rows have one sort key, so the others are looked up in one batch. The leading ones are read side by side.
    """
    kept = _choose_posts(choose)

    def keep(rows: list[Item]) -> list[Post | None]:
        found = table.get_many(key for row in rows for each in others for key in _rows_beside(row, each))
        inside = [all(any(key in found for key in _rows_beside(row, each)) for each in others) for row in rows]
        posts = iter(kept([row for row, is_in in zip(rows, inside, strict=True) if is_in]))
        return [next(posts) if is_in else None for is_in in inside]

    return pagination.read(*leading, scope=scope, first=first, after=after, keep=keep)


def list_newest_ids(author_id: str, limit: int) -> list[str]:
    """Return the ids of somebody's newest posts for the public and for followers, from the index."""
    partitions = [keys.posts_of(author_id, each) for each in (Audience.PUBLIC, Audience.FOLLOWERS)]
    return [item["id"] for item in table.query_all(partitions, index=2, limit=limit, newest_first=True)]


def list_own(
    author_id: str, state: PostState | None, scope: str, first: int, after: str | None, choose: Choose
) -> Slice[Post]:
    partition, prefix = keys.own_posts(author_id)

    def keep(rows: list[Item]) -> list[Post | None]:
        wanted = [id_at(row["SK"]) if state in (None, row["state"]) else "" for row in rows]
        chosen = iter(choose([each for each in wanted if each], [author_id]))
        return [next(chosen) if each else None for each in wanted]

    return pagination.read(partition, prefix=prefix, scope=scope, first=first, after=after, consistent=True, keep=keep)


def _choose_posts(choose: Choose) -> Callable[[list[Item]], list[Post | None]]:
    """Turn index rows into posts; the post at the end of the sort key decides, never the row's copy of it."""

    def keep(rows: list[dict[str, Any]]) -> list[Post | None]:
        authors = [row["authorId"] for row in rows if "authorId" in row]
        return list(choose([row["id"] if "id" in row else id_at(row["SK"]) for row in rows], authors))

    return keep


def _indexes(post: Post) -> list[IndexKey]:
    if post.state != PostState.PUBLISHED or post.published_at is None:
        return []
    place = time_key(post.published_at, post.id)
    feed = [IndexKey(1, find_shard(keys.FEED, post.id), place)] if post.visibility == Visibility.PUBLIC else []
    return [*feed, IndexKey(2, keys.posts_of(post.author_id, guard_of(post).audience), place)]


def _rows_beside(row: Item, shared: str) -> list[Key]:
    """Return where a row's post would be in another partition; a timeline leads to posts for followers too."""
    owner_id = row.get("ownerId")
    partitions = find_past_shards(shared, id_at(row["SK"]))
    partitions += [keys.for_followers(shared, owner_id)] if owner_id else []
    return [Key(each, row["SK"]) for each in partitions]


def _require_unchanged(post: Post) -> Any:
    return EXISTS & Attr("version").eq(post.version) & Attr("deleting").eq(value=False)


def _conflict(found: Item) -> Exception:
    if not found or found.get("deleting"):
        return NotFound("There is no such post.", "id")
    return Conflict(found["version"])
