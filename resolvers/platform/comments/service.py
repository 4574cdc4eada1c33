"""What people do with comments: everybody who may read a subject may comment on it."""

import contextlib
from collections.abc import Mapping, Sequence
from typing import Any

from resolvers.core import idempotency, ids, pagination
from resolvers.core.appsync import wants
from resolvers.core.errors import Conflict, Forbidden, InvalidInput, NotFound
from resolvers.core.identity import Caller
from resolvers.core.model import now
from resolvers.core.pagination import Slice
from resolvers.platform import keys
from resolvers.platform.comments import repository
from resolvers.platform.comments.model import COMMENTS, AddCommentInput, Comment, CommentConnection, EditCommentInput
from resolvers.platform.event_log import service as event_log
from resolvers.platform.subjects import service as subjects
from resolvers.platform.subjects.service import write_under
from resolvers.platform.users import service as users

_REMOVED_AT_ONCE = 100


def add_comment(viewer: Caller, input: AddCommentInput) -> Comment:
    """Comment or reply; repeating the idempotency key answers the first one. Raises `NotFound`."""
    users.arrive(viewer)
    if input.parent_id:
        _require_parent(input.parent_id, input.subject_id)
    comment = Comment(
        id=ids.new(keys.COMMENT),
        subject_id=input.subject_id,
        parent_id=input.parent_id,
        author_id=viewer.id,
        body=input.body,
        created_at=now(),
    )
    claim = idempotency.claim(viewer.id, "addComment", input, input.idempotency_key, comment.id)
    try:
        write_under(
            lambda: subjects.get_root(viewer, input.subject_id), lambda guard: repository.add(comment, guard, claim)
        )
    except idempotency.AlreadyDone as done:
        return show(get_readable(viewer, done.result_id))
    return show(comment)


def edit_comment(viewer: Caller, input: EditCommentInput) -> Comment:
    """Change the viewer's comment, which is then marked as edited; or raise `Conflict`, `Forbidden`, `NotFound`."""
    before = _get_own(viewer, input.id)
    if before.version != input.expected_version:
        raise Conflict(before.version)
    return show(repository.edit(before, input.body))


def delete_comment(viewer: Caller, comment_id: str) -> Comment | None:
    """Delete a comment (its author, or the subject's owner); return its tombstone if it has replies.

    Authors delete their own words even where they may no longer read, such as after an unfollow.
    """
    comment = _get_deletable(viewer, comment_id)
    try:
        repository.remove(comment)
    except repository.HasReplies:
        repository.bury(comment)
        return show(comment.model_copy(update={"body": None, "deleted_at": now()}))
    return None


def remove_tombstone(comment_id: str) -> None:
    """Remove a deleted comment if no reply is left under it; anything else stays."""
    with contextlib.suppress(repository.HasReplies, NotFound):
        repository.remove_tombstone(comment_id)


def get_readable(viewer: Caller, comment_id: str) -> Comment:
    """Return a comment on a subject that the viewer may read, or raise `NotFound`."""
    comment = repository.get(comment_id, viewer.id if wants("viewerHasLiked") else "")
    if not comment or not subjects.get_many_readable(viewer, [comment.subject_id])[0]:
        raise NotFound("There is no such comment.", "id")
    return comment


def comments_on(viewer: Caller, parent: Mapping[str, Any], first: int, after: str | None) -> CommentConnection:
    """Return a subject's first-level comments, the oldest first.

    The parent is trusted: it came from a handler that checked the right to read it. Its count says if there are any.
    """
    subject_id = parent["id"]
    since = event_log.cursor(viewer, COMMENTS.topic(subject_id), parent) if wants("eventsCursor") else None
    scope = pagination.scope_of("comments", subject=subject_id)
    if (parent.get("counts") or {}).get("comments") == 0:
        return _page(viewer, "", scope, first, after, since)
    return _page(viewer, keys.comments_on(subject_id), scope, first, after, since)


def replies_to(viewer: Caller, parent: Mapping[str, Any], first: int, after: str | None) -> CommentConnection:
    """Return a comment's replies, the oldest first. The parent is trusted, and its count says if there are any."""
    scope = pagination.scope_of("replies", comment=parent["id"])
    partition = keys.replies_to(parent["id"]) if (parent.get("counts") or {}).get("replies") != 0 else ""
    return _page(viewer, partition, scope, first, after, None)


def show(comment: Comment) -> Comment:
    """Return a comment with its author, where the request asks for it."""
    return show_many([comment])[0]


def show_many(comments: Sequence[Comment]) -> list[Comment]:
    """Return comments with their authors, where the request asks for them; a tombstone has none."""
    if not wants("author"):
        return list(comments)
    authors = users.show_many(each.author_id for each in comments if not each.deleted_at)
    return [
        each if each.deleted_at else each.model_copy(update={"author": authors.get(each.author_id)})
        for each in comments
    ]


def list_ids_on(subject_id: str) -> list[str]:
    """Return ids of a deleted subject's comments and of their replies, at most a few hundred."""
    first_level = repository.list_ids_under(keys.comments_on(subject_id), _REMOVED_AT_ONCE)
    found = [each for top in first_level for each in _thread(top)]
    return list(dict.fromkeys(found))[: 4 * _REMOVED_AT_ONCE]


def remove_many(comment_ids: Sequence[str]) -> None:
    """Remove comments on a deleted subject; their likes were removed before."""
    repository.remove_many(comment_ids)


def _thread(comment_id: str) -> list[str]:
    """Return the ids of some replies to a comment, and the comment's own after the last of them: none is orphaned."""
    replies = repository.list_ids_under(keys.replies_to(comment_id), _REMOVED_AT_ONCE)
    return replies if len(replies) == _REMOVED_AT_ONCE else [*replies, comment_id]


def _require_parent(parent_id: str, subject_id: str) -> None:
    """Make sure that a comment can be replied to: it is there, on this subject, and no reply itself."""
    parent = repository.get(parent_id)
    if not parent or parent.subject_id != subject_id or parent.deleted_at:
        raise NotFound("The comment you reply to is gone.", "parentId")
    if parent.parent_id:
        raise InvalidInput(f"This is a reply itself. Reply to {parent.parent_id}, the comment above it.", "parentId")


def _get_deletable(viewer: Caller, comment_id: str) -> Comment:
    comment = repository.get(comment_id)
    if comment and comment.author_id == viewer.id:
        return comment
    comment = get_readable(viewer, comment_id)
    subjects.get_owned(viewer, comment.subject_id)
    return comment


def _get_own(viewer: Caller, comment_id: str) -> Comment:
    comment = get_readable(viewer, comment_id)
    if comment.author_id != viewer.id:
        raise Forbidden("Only its author may do this.", "id")
    return comment


def _page(
    viewer: Caller, partition: str, scope: str, first: int, after: str | None, since: str | None
) -> CommentConnection:
    """Return a page of a partition; without one there is nothing to read."""
    viewer_id = viewer.id if wants("viewerHasLiked") else ""
    page = repository.list_of(partition, viewer_id, scope, first, after) if partition else Slice.empty()
    shown = page.map(show_many(page.values))
    answer: CommentConnection = pagination.connection(CommentConnection, shown, scope, events_cursor=since)
    return answer
