"""The rows that lead to a post: under its tags, and on a new follower's timeline."""

from typing import Final

from resolvers.platform.event_log.change import Change
from resolvers.platform.event_log.declarations import follow_rows
from resolvers.platform.event_log.prefetch import Prefetched
from resolvers.platform.event_log.settling import settle
from resolvers.platform.timeline import service as timeline
from resolvers.platform.timeline.service import Publication
from resolvers.social.posts import index_rows, repository
from resolvers.social.posts.index_rows import Row
from resolvers.social.posts.model import Post

BACKFILLED: Final = 50


@follow_rows(on="Post")
def settle_tags(change: Change, _: Prefetched) -> None:
    """Put a published post under its tags, and take it off those it no longer has."""
    before, after = (
        index_rows.tag_rows(Post.model_validate(each)) if each else set() for each in (change.old, change.new)
    )
    if before == after:
        return

    def present() -> set[Row]:
        post = repository.get(change.item["id"]) if change.new and not change.new.get("deleting") else None
        return index_rows.tag_rows(post) if post else set()

    settle(before | after, present, put=index_rows.put, remove=index_rows.remove, told=after)


@follow_rows(on="Follow")
def fill_timeline(change: Change, _: Prefetched) -> None:
    """Put somebody's newest posts on the timeline of a new follower."""
    if not change.is_new:
        return
    followee_id = change.item["followeeId"]
    newest = [
        Publication(post.id, post.author_id, post.published_at)
        for post in repository.get_many(repository.list_newest_ids(followee_id, BACKFILLED)).values()
        if post.published_at
    ]
    timeline.backfill(change.item["followerId"], followee_id, newest)
