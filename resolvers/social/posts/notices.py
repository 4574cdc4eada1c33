"""Who is notified of a post: people that it mentions."""

from collections.abc import Iterator

from resolvers.platform.event_log.change import Change
from resolvers.platform.event_log.prefetch import Prefetched
from resolvers.platform.notifications import notices
from resolvers.platform.notifications.model import Notice
from resolvers.platform.notifications.notices import notice
from resolvers.social.posts.model import Post, PostState


@notice(on="Post", subject="id", actor="authorId")
def mention_notices(change: Change, prefetched: Prefetched) -> Iterator[Notice]:
    """Notify of mentions when a post is published, edited or opened to more people."""
    guard = prefetched.guard(change.item["id"])
    if not guard or not guard.published or change.is_gone:
        return
    after, before = Post.model_validate(change.new), Post.model_validate(change.old) if change.old else None
    if after.state != PostState.PUBLISHED:
        return
    if before and before.state == after.state and (before.body, before.visibility) == (after.body, after.visibility):
        return
    yield from notices.mentions(
        after.body,
        guard,
        actor_id=after.author_id,
        actor_name=prefetched.name(after.author_id),
        left_out={after.author_id},
        cause=f"mention:{after.id}",
        at=after.updated_at,
        where=lambda: f"in {prefetched.title(after.id)}",
        about={"subject_id": after.id},
    )
