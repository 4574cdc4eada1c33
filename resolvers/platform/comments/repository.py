"""Comments in DynamoDB, and the counts they keep on their subject and on the comment above them."""

from collections.abc import Iterable, Sequence

from boto3.dynamodb.conditions import Attr

from resolvers.core import pagination, table
from resolvers.core.errors import Conflict, NotFound
from resolvers.core.keys import IndexKey, time_key
from resolvers.core.model import iso, now
from resolvers.core.pagination import Slice
from resolvers.core.table import ABSENT, EXISTS, Check, Delete, Item, Put, Update
from resolvers.platform import keys
from resolvers.platform.comments.model import Comment, CommentCounts
from resolvers.platform.subjects import guards
from resolvers.platform.subjects.model import Guard

_STANDING = EXISTS & Attr("deletedAt").not_exists()
_NO_REPLIES = Attr("replies").not_exists() | Attr("replies").lte(0)


def get(comment_id: str, viewer_id: str = "") -> Comment | None:
    """Read one comment and its counts, and whether somebody likes it, consistently."""
    return get_many([comment_id], viewer_id).get(comment_id)


def get_many(comment_ids: Iterable[str], viewer_id: str = "") -> dict[str, Comment]:
    """Read comments with their counts, and whether somebody likes them, in one batch, consistently, by id."""
    ids = list(dict.fromkeys(comment_ids))
    beside = [keys.like(each, viewer_id) for each in ids] if viewer_id else []
    own = [key for each in ids for key in (keys.comment(each), keys.counts(each))]
    found = table.get_many([*own, *beside], consistent=True)
    return {
        each: Comment.model_validate(
            found[keys.comment(each)]
            | {
                "counts": CommentCounts.model_validate(found.get(keys.counts(each), {})),
                "viewer_has_liked": keys.like(each, viewer_id) in found,
            }
        )
        for each in ids
        if keys.comment(each) in found
    }


def add(comment: Comment, subject: Guard, claim: Sequence[Put]) -> None:
    """Write a comment and count it, or raise `StaleItem`, or `NotFound` if the comment above is gone."""
    table.write(
        *claim,
        Put(keys.comment(comment.id), "Comment", comment.to_item(), when=ABSENT, indexes=[_index(comment)]),
        guards.add(_guard(comment)),
        guards.require_unchanged(subject),
        *_update_counts(comment, 1),
        *([Check(keys.comment(comment.parent_id), _STANDING, _no_parent)] if comment.parent_id else []),
    )


def edit(before: Comment, body: str) -> Comment:
    """Write a comment's new text and return it so, or raise `Conflict` or `NotFound`."""
    after = before.model_copy(update={"body": body, "edited_at": now(), "version": before.version + 1})
    table.write(
        Update(
            keys.comment(before.id),
            put={name: value for name, value in after.to_item().items() if name in {"body", "editedAt", "version"}},
            when=_STANDING & Attr("version").eq(before.version),
            refuse=_conflict,
        )
    )
    return after


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
        guards.mark_deleted(comment.id),
        *_update_counts(comment, -1),
    )


def remove(comment: Comment) -> None:
    """Remove a comment nobody replied to and take it off the counts, or raise `HasReplies`."""
    table.write(
        Delete(keys.comment(comment.id), when=_STANDING, refuse=lambda _: NotFound("There is no such comment.", "id")),
        Delete(keys.counts(comment.id), when=_NO_REPLIES, refuse=lambda _: HasReplies()),
        guards.remove(comment.id),
        *_update_counts(comment, -1),
    )


def remove_tombstone(comment_id: str) -> None:
    """Remove a deleted comment, or raise `HasReplies`, or `NotFound` if it is not deleted."""
    table.write(
        Delete(
            keys.comment(comment_id),
            when=EXISTS & Attr("deletedAt").exists(),
            refuse=lambda _: NotFound("There is no such comment.", "id"),
        ),
        Delete(keys.counts(comment_id), when=_NO_REPLIES, refuse=lambda _: HasReplies()),
        guards.remove(comment_id),
    )


def list_of(partition: str, viewer_id: str, scope: str, first: int, after: str | None) -> Slice[Comment]:
    """Page through a subject's comments, or a comment's replies, the oldest first."""

    def keep(rows: list[Item]) -> list[Comment | None]:
        found = get_many((row["id"] for row in rows), viewer_id)
        return [found.get(row["id"]) for row in rows]

    return pagination.read(partition, index=1, scope=scope, first=first, after=after, newest_first=False, keep=keep)


def get_bodies(comment_ids: Iterable[str]) -> dict[str, str]:
    """Read what comments say, in one batch, consistently, by id; a deleted comment says nothing."""
    found = table.get_many([keys.comment(each) for each in comment_ids], consistent=True)
    return {item["id"]: item["body"] for item in found.values() if "deletedAt" not in item}


def list_ids_under(partition: str, limit: int) -> list[str]:
    return [row["id"] for row in table.query(partition, index=1, limit=limit)]


def remove_many(comment_ids: Sequence[str]) -> None:
    """Remove comments with their counts and guards, whatever is under them."""
    own = (keys.counts, keys.guard, keys.comment)
    table.delete_many([key(each) for each in comment_ids for key in own])


class HasReplies(Exception):  # noqa: N818
    """Somebody replied: the comment becomes a tombstone instead."""


def _guard(comment: Comment) -> Guard:
    return Guard(subject_id=comment.id, owner_id=comment.author_id, under_id=comment.subject_id)


def _index(comment: Comment) -> IndexKey:
    above = keys.replies_to(comment.parent_id) if comment.parent_id else keys.comments_on(comment.subject_id)
    return IndexKey(1, above, time_key(comment.created_at, comment.id))


def _update_counts(comment: Comment, by: int) -> list[Update]:
    counted = {comment.subject_id: "comments"} | ({comment.parent_id: "replies"} if comment.parent_id else {})
    return [_count(subject_id, name, by) for subject_id, name in counted.items()]


def _count(subject_id: str, name: str, by: int) -> Update:
    """Return the write of a count; where one is taken off, its row must be there, or the subject is gone."""
    if by > 0:
        return Update(keys.counts(subject_id), add={name: by})
    gone = NotFound("There is no such comment.", "id")
    return Update(keys.counts(subject_id), add={name: by}, when=EXISTS, refuse=lambda _: gone)


def _now() -> str:
    return iso(now())


def _no_parent(_: Item) -> Exception:
    return NotFound("The comment you reply to is gone.", "parentId")


def _conflict(found: Item) -> Exception:
    if not found or found.get("deletedAt"):
        return NotFound("There is no such comment.", "id")
    return Conflict(found["version"])
