"""Who is notified of a comment: the subject's owner, the person replied to, and people who are mentioned."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from resolvers.platform.comments import repository
from resolvers.platform.comments.model import Comment
from resolvers.platform.event_log.change import Change
from resolvers.platform.event_log.prefetch import Prefetched
from resolvers.platform.notifications import notices
from resolvers.platform.notifications.model import Notice, NotificationKind
from resolvers.platform.notifications.notices import notice
from resolvers.platform.subjects.model import Guard
from resolvers.platform.users import service as users


@notice(on="Comment", actor="authorId")
def comment_notices(change: Change, prefetched: Prefetched) -> Iterator[Notice]:
    """Notify of a new comment, and of mentions that an edit adds."""
    comment = Comment.model_validate(change.item)
    guard = prefetched.guard(comment.subject_id)
    if not guard or change.is_gone:
        return
    notified: set[str] = {comment.author_id}
    if change.is_new:
        for each in _notify_of_comment(comment, guard, prefetched):
            notified.add(each.user_id)
            yield each
    before = set(users.find_mentioned((change.old or {}).get("body") or "")) if change.old else set()
    yield from notices.mentions(
        comment.body or "",
        guard,
        actor_id=comment.author_id,
        actor_name=prefetched.name(comment.author_id),
        left_out=notified | before,
        cause=f"mention:{comment.id}",
        at=comment.edited_at or comment.created_at,
        where=lambda: f"in a comment on {prefetched.title(comment.subject_id)}",
        together=lambda: f"mentions of you in comments on {prefetched.title(comment.subject_id)}.",
        about=_name_target(comment),
    )


def _notify_of_comment(comment: Comment, guard: Guard, prefetched: Prefetched) -> Iterator[Notice]:
    name, title = prefetched.name(comment.author_id), prefetched.title(comment.subject_id)
    parent = repository.get(comment.parent_id) if comment.parent_id else None
    replied_to = parent.author_id if parent else ""
    told = partial(
        Notice,
        cause=f"comment:{comment.id}",
        at=comment.created_at,
        actor_id=comment.author_id,
        about=_name_target(comment),
        group=comment.subject_id,
    )
    if replied_to not in ("", comment.author_id) and notices.may_read(replied_to, guard):
        message, together = f"{name} replied to your comment on {title}.", f"replies to your comments on {title}."
        yield told(user_id=replied_to, kind=NotificationKind.REPLY, message=message, together=together)
    if guard.owner_id not in (replied_to, comment.author_id):
        message, together = f"{name} commented on {title}.", f"comments on {title}."
        yield told(user_id=guard.owner_id, kind=NotificationKind.COMMENT, message=message, together=together)


def _name_target(comment: Comment) -> dict[str, Any]:
    return {"subject_id": comment.subject_id, "comment_id": comment.id}
