"""Who is notified of a like: the author of what is liked."""

from collections.abc import Iterator
from datetime import datetime

from resolvers.platform.event_log.change import Change
from resolvers.platform.event_log.prefetch import Prefetched
from resolvers.platform.notifications import notices
from resolvers.platform.notifications.model import Notice, NotificationKind
from resolvers.platform.notifications.notices import notice
from resolvers.platform.subjects import repository as subjects


@notice(on="Like", subject="rootId", actor="userId")
def like_notices(change: Change, prefetched: Prefetched) -> Iterator[Notice]:
    """Notify the author of a subject or a comment that somebody likes it."""
    like = change.item
    subject_id, liked_id, actor_id = like["rootId"], like["subjectId"], like["userId"]
    guard = prefetched.guard(subject_id)
    if not guard or not change.is_new:
        return
    is_comment = liked_id != subject_id
    liked = subjects.get_many([liked_id]).get(liked_id) if is_comment else guard
    if not liked or not notices.may_read(liked.owner_id, guard):
        return
    what = f"your {'comment on' if is_comment else prefetched.noun(subject_id)} {prefetched.title(subject_id)}."
    yield Notice(
        liked.owner_id,
        NotificationKind.LIKE,
        f"like:{liked_id}:{actor_id}",
        datetime.fromisoformat(like["createdAt"]),
        f"{prefetched.name(actor_id)} likes {what}",
        actor_id,
        {"subject_id": subject_id, "comment_id": liked_id if is_comment else None},
        group=liked_id,
        together=f"people like {what}",
    )
