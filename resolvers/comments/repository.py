"""Comments in DynamoDB, and the counts they keep on their post and on the comment above them."""

from collections.abc import Iterable, Sequence

from boto3.dynamodb.conditions import Attr

from resolvers.comments.model import Comment, CommentCounts
from resolvers.core import keys, pagination, table
from resolvers.core.errors import Conflict, NotFound
from resolvers.core.keys import IndexKey
from resolvers.core.model import iso, now
from resolvers.core.pagination import Slice
from resolvers.core.table import ABSENT, EXISTS, Check, Delete, Item, Put, Update

_STANDING = EXISTS & Attr("deletedAt").not_exists()


def get(comment_id: str) -> Comment | None:
    """Read one comment and its counts, consistently."""
    return get_many([comment_id]).get(comment_id)


def get_many(comment_ids: Iterable[str]) -> dict[str, Comment]:
    """Read comments and their counts in one batch, consistently, by id."""
    ids = list(dict.fromkeys(comment_ids))
    found = table.get_many([key for each in ids for key in (keys.comment(each), keys.counts(each))], consistent=True)
    return {
        each: Comment.model_validate(
            found[keys.comment(each)] | {"counts": CommentCounts.model_validate(found.get(keys.counts(each), {}))}
        )
        for each in ids
        if keys.comment(each) in found
    }


def add(comment: Comment, claim: Sequence[Put]) -> None:
    """Write a comment and count it, or raise `NotFound` where its post or the comment above is gone."""
    table.write(
        *claim,
        Put(keys.comment(comment.id), "Comment", comment.stored(), when=ABSENT, indexes=[_index(comment)]),
        Check(keys.post(comment.post_id), EXISTS & Attr("deleting").eq(value=False), _no_post),
        *_counted(comment, 1),
        *([Check(keys.comment(comment.parent_id), _STANDING, _no_parent)] if comment.parent_id else []),
    )


def edit(before: Comment, body: str) -> None:
    """Write a comment's new text, or raise `Conflict` or `NotFound`."""
    table.write(
        Update(
            keys.comment(before.id),
            put={"body": body, "editedAt": _now(), "version": before.version + 1},
            when=_STANDING & Attr("version").eq(before.version),
            refuse=_conflict,
        )
    )


def bury(comment: Comment) -> None:
    """Leave a tombstone in a comment's place and take it off the counts, or raise `NotFound`."""
    table.write(
        Update(
            keys.comment(comment.id),
            put={"deletedAt": _now()},
            add={"version": 1},
            remove=["body"],
            when=_STANDING,
            refuse=lambda _: NotFound("There is no such comment.", "id"),
        ),
        *_counted(comment, -1),
    )


def remove(comment: Comment) -> None:
    """Remove a comment nobody replied to and take it off the counts, or raise `HasReplies`."""
    table.write(
        Delete(keys.comment(comment.id), when=_STANDING, refuse=lambda _: NotFound("There is no such comment.", "id")),
        Delete(
            keys.counts(comment.id),
            when=Attr("replies").not_exists() | Attr("replies").lte(0),
            refuse=lambda _: HasReplies(),
        ),
        *_counted(comment, -1),
    )


def list_of(partition: str, scope: str, first: int, after: str | None) -> Slice[Comment]:
    """Page through a post's comments, or a comment's replies, the oldest first."""

    def keep(rows: list[Item]) -> list[Comment | None]:
        found = get_many(row["id"] for row in rows)
        return [found.get(row["id"]) for row in rows]

    return pagination.read(partition, index=1, scope=scope, first=first, after=after, newest_first=False, keep=keep)


def list_ids_under(partition: str, limit: int) -> list[str]:
    return [row["id"] for row in table.query(partition, index=1, limit=limit)]


def remove_many(comment_ids: Sequence[str]) -> None:
    """Remove comments and their counts, whatever stands under them."""
    table.delete_many([key for each in comment_ids for key in (keys.counts(each), keys.comment(each))])


class HasReplies(Exception):  # noqa: N818
    """Somebody replied: the comment becomes a tombstone instead."""


def _index(comment: Comment) -> IndexKey:
    above = keys.replies_to(comment.parent_id) if comment.parent_id else keys.comments_of(comment.post_id)
    return IndexKey(1, above, keys.place(comment.created_at, comment.id))


def _counted(comment: Comment, by: int) -> list[Update]:
    counts = [Update(keys.counts(comment.post_id), add={"comments": by})]
    return [*counts, Update(keys.counts(comment.parent_id), add={"replies": by})] if comment.parent_id else counts


def _now() -> str:
    return iso(now())


def _no_post(_: Item) -> Exception:
    return NotFound("There is no such post.", "postId")


def _no_parent(_: Item) -> Exception:
    return NotFound("The comment you reply to is gone.", "parentId")


def _conflict(found: Item) -> Exception:
    if not found or found.get("deletedAt"):
        return NotFound("There is no such comment.", "id")
    return Conflict(found["version"])
