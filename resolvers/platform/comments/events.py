"""Events of comments: added, edited, deleted."""

from collections.abc import Iterator

from resolvers.platform.comments import repository
from resolvers.platform.comments.model import COMMENTS, Comment, CommentEvent, CommentEventKind
from resolvers.platform.event_log.change import Change
from resolvers.platform.event_log.declarations import event
from resolvers.platform.event_log.model import Draft, Event, draft
from resolvers.platform.event_log.prefetch import Prefetched


def show_present_bodies(events: list[Event]) -> list[Event]:
    """Put what comments say now in the place of what they said then: nothing if they are deleted."""
    said = {each.comment_id for each in events if isinstance(each, CommentEvent) and each.body is not None}
    present = repository.get_bodies(said)
    return [
        each.model_copy(update={"body": present.get(each.comment_id)})
        if isinstance(each, CommentEvent) and each.comment_id in said
        else each
        for each in events
    ]


@event(CommentEvent, on="Comment", topics=[COMMENTS], redact=show_present_bodies)
def comment_events(change: Change, prefetched: Prefetched) -> Iterator[Draft]:
    """Tell those who may read the subject what happened to a comment on it."""
    comment, kind = Comment.model_validate(change.item), _kind_of(change)
    guard = prefetched.guard(comment.subject_id)
    if not kind or not guard:
        return
    yield draft(
        COMMENTS.topic(comment.subject_id),
        CommentEvent,
        change.id,
        audience=guard.audience,
        subject_id=comment.subject_id,
        comment_id=comment.id,
        parent_id=comment.parent_id,
        author_id=comment.author_id,
        kind=kind,
        body=None if kind == CommentEventKind.DELETED else comment.body,
        comments=prefetched.count(comment.subject_id, "comments"),
    )


def _kind_of(change: Change) -> CommentEventKind | None:
    before, after = change.old or {}, change.new or {}
    if change.is_new:
        return CommentEventKind.ADDED
    if before.get("deletedAt"):
        return None
    if change.is_gone or after.get("deletedAt"):
        return CommentEventKind.DELETED
    return CommentEventKind.EDITED if before.get("body") != after.get("body") else None
