"""What people do with comments; who may read a post may comment on it."""

from collections.abc import Sequence

from resolvers.comments import repository
from resolvers.comments.model import AddCommentInput, Comment, CommentConnection, EditCommentInput
from resolvers.core import idempotency, ids, keys, pagination
from resolvers.core.appsync import wants
from resolvers.core.errors import Conflict, Forbidden, NotFound
from resolvers.core.identity import Viewer
from resolvers.core.model import now
from resolvers.events import service as events
from resolvers.posts import service as posts
from resolvers.users import service as users

_REMOVED_AT_ONCE = 100


def add_comment(viewer: Viewer, input: AddCommentInput) -> Comment:
    """Comment or reply; repeating the idempotency key answers the first one. Raises `NotFound`."""
    users.arrive(viewer)
    post = posts.get_readable(viewer, input.post_id)
    if input.parent_id:
        _require_parent(input.parent_id, post.id)
    comment = Comment(
        id=ids.new(ids.COMMENT),
        post_id=post.id,
        parent_id=input.parent_id,
        author_id=viewer.id,
        body=input.body,
        created_at=now(),
    )
    claim = idempotency.claim(viewer.id, "addComment", input, input.idempotency_key, comment.id)
    try:
        repository.add(comment, claim)
    except idempotency.AlreadyDone as done:
        return show(get_readable(viewer, done.result_id))
    return show(comment)


def edit_comment(viewer: Viewer, input: EditCommentInput) -> Comment:
    """Change one's own comment, which is then marked as edited; or raise `Conflict`, `Forbidden`, `NotFound`."""
    before = _get_own(viewer, input.id)
    if before.version != input.expected_version:
        raise Conflict(before.version)
    repository.edit(before, input.body)
    return show(get_readable(viewer, input.id))


def delete_comment(viewer: Viewer, comment_id: str) -> Comment | None:
    """Delete a comment (its author, or the post's author); return its tombstone where replies stand under it."""
    comment = get_readable(viewer, comment_id)
    if comment.author_id != viewer.id:
        posts.get_owned(viewer, comment.post_id)
    try:
        repository.remove(comment)
    except repository.HasReplies:
        repository.bury(comment)
        return show(get_readable(viewer, comment_id))
    return None


def get_readable(viewer: Viewer, comment_id: str) -> Comment:
    """Return a comment of a post the viewer may read, or raise `NotFound`."""
    comment = repository.get(comment_id)
    if not comment or not posts.readable(viewer, [comment.post_id])[0]:
        raise NotFound("There is no such comment.", "id")
    return comment


def comments_of(viewer: Viewer, post_id: str, first: int, after: str | None) -> CommentConnection:
    """Return a post's first-level comments, the oldest first. The caller has checked the right to read the post."""
    since = events.cursor(viewer, events.comments(post_id)) if wants("eventsCursor") else None
    return _page(keys.comments_of(post_id), pagination.scope_of("comments", post=post_id), first, after, since)


def replies_to(comment_id: str, first: int, after: str | None) -> CommentConnection:
    """Return a comment's replies, the oldest first."""
    return _page(keys.replies_to(comment_id), pagination.scope_of("replies", comment=comment_id), first, after, None)


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


def list_ids_under(post_id: str) -> list[str]:
    """Return ids of a deleted post's comments and of their replies, at most a few hundred."""
    first_level = repository.list_ids_under(keys.comments_of(post_id), _REMOVED_AT_ONCE)
    found = [each for top in first_level for each in _thread(top)]
    return list(dict.fromkeys(found))[: 4 * _REMOVED_AT_ONCE]


def remove_many(comment_ids: Sequence[str]) -> None:
    """Remove comments of a deleted post; their likes were removed before."""
    repository.remove_many(comment_ids)


def _thread(comment_id: str) -> list[str]:
    """Return the ids of a comment and all replies under it, the deepest first, so that nothing is orphaned."""
    replies = repository.list_ids_under(keys.replies_to(comment_id), _REMOVED_AT_ONCE)
    return [*(each for reply in replies for each in _thread(reply)), comment_id]


def _require_parent(parent_id: str, post_id: str) -> None:
    parent = repository.get(parent_id)
    if not parent or parent.post_id != post_id or parent.deleted_at:
        raise NotFound("The comment you reply to is gone.", "parentId")


def _get_own(viewer: Viewer, comment_id: str) -> Comment:
    comment = get_readable(viewer, comment_id)
    if comment.author_id != viewer.id:
        raise Forbidden("Only its author may do this.", "id")
    return comment


def _page(partition: str, scope: str, first: int, after: str | None, since: str | None) -> CommentConnection:
    page = repository.list_of(partition, scope, first, after)
    shown = page.map(show_many(page.values))
    answer: CommentConnection = pagination.connection(CommentConnection, shown, scope, events_cursor=since)
    return answer
