"""The rows the stream keeps beside posts: under tags, under AI labels, on followers' timelines, on the public map.

Rows lead to posts and never decide who may read them. They are settled rather than added: what a change touches is
compared with what stands now, so repeating a record, or two records at once, ends in the same rows.
"""

from collections.abc import Callable
from typing import Any, Final

from resolvers.media.model import Photo
from resolvers.pins import atlas as pins
from resolvers.posts.model import Post, PostState
from subscriptions import repository
from subscriptions.changes import Change
from subscriptions.rows import Row, is_shown, label_rows, labels_of, rows, timeline_row

BACKFILLED: Final = 50
FOLLOWERS_AT_ONCE: Final = 500
TIMELINE_ROWS_AT_ONCE: Final = 1000

_ROUNDS: Final = 5


def project(change: Change) -> None:
    """Bring the rows that a change touches to what stands now."""
    settle_kind = {"Post": _post, "Photo": _photo, "Pin": _pin, "Follow": _follow, "Fanout": _continue}.get(change.kind)
    if settle_kind:
        settle_kind(change)


def settle(touched: set[Row], present: Callable[[], set[Row]]) -> None:
    """Put the touched rows that should stand, remove the others, and look again in case that changed meanwhile."""
    standing = present()
    for _ in range(_ROUNDS):
        repository.put_rows(touched & standing)
        repository.remove_rows(touched - standing)
        before, standing = standing, present()
        if before & touched == standing & touched:
            return


def _post(change: Change) -> None:
    before, after = (Post.model_validate(each) if each else None for each in (change.old, change.new))
    if rows(before, []) != rows(after, []) or is_shown(before) != is_shown(after):
        photos = repository.get_photos(photo_id for post in (before, after) if post for photo_id in post.photo_ids)
        settle(rows(before, photos) | rows(after, photos), lambda: _standing(change.item["id"]))
    if pins.layers(before) != pins.layers(after):
        pins.settle_post(change.item["id"])
    if is_shown(before) != is_shown(after):
        shown = after if is_shown(after) else before
        assert shown
        _fan_out(shown, "")


def _photo(change: Change) -> None:
    before, after = (labels_of(Photo.model_validate(each) if each else None) for each in (change.old, change.new))
    post_id = change.item.get("postId")
    post = repository.get_post_even_if_going(post_id) if post_id and before != after else None
    if post:
        settle(label_rows(post, before ^ after), lambda: _standing(post.id))


def _pin(change: Change) -> None:
    before, after = ((change.old or {}).get("position"), (change.new or {}).get("position"))
    if before != after:
        pins.settle_pin(change.item["id"])


def _standing(post_id: str) -> set[Row]:
    post = repository.get_posts([post_id]).get(post_id)
    return rows(post, repository.get_photos(post.photo_ids) if post and is_shown(post) else [])


def _fan_out(post: Post, after: str) -> None:
    """Settle a post's rows on its author's followers' timelines, some hundred now, the others by a job item."""
    followers, place = repository.list_followers(post.author_id, after, FOLLOWERS_AT_ONCE)
    touched = {timeline_row(post, each) for each in followers}

    def present() -> set[Row]:
        standing = repository.get_posts([post.id]).get(post.id)
        if not standing or not is_shown(standing):
            return set()
        following = repository.list_who_follow(post.author_id, followers)
        return {timeline_row(post, each) for each in following}

    settle(touched, present)
    about = {"postId": post.id, "authorId": post.author_id, "publishedAt": post.stored()["publishedAt"]}
    repository.mark_progress(f"post:{post.id}", about, place)


def _follow(change: Change) -> None:
    follower_id, followee_id = change.item["followerId"], change.item["followeeId"]
    if change.is_new:
        posts = repository.list_newest(followee_id, BACKFILLED)
        touched = {timeline_row(post, follower_id) for post in posts}

        def present() -> set[Row]:
            follows = repository.list_who_follow(followee_id, [follower_id])
            standing = repository.get_posts(post.id for post in posts).values() if follows else []
            return {timeline_row(post, follower_id) for post in standing if is_shown(post)}

        settle(touched, present)
    elif change.is_gone:
        _unfollow(follower_id, followee_id, "")


def _unfollow(follower_id: str, followee_id: str, after: str) -> None:
    """Take somebody's posts off a timeline, a thousand rows read now, the others by a job item."""
    found, place = repository.list_timeline(follower_id, after, TIMELINE_ROWS_AT_ONCE)
    if not repository.list_who_follow(followee_id, [follower_id]):
        repository.remove_rows({row for row in found if row.author_id == followee_id})
    about = {"followerId": follower_id, "followeeId": followee_id}
    repository.mark_progress(f"follow:{follower_id}:{followee_id}", about, place)


def _continue(change: Change) -> None:
    job = change.new
    if not job or not repository.is_current(job):
        return
    if "followerId" in job:
        _unfollow(job["followerId"], job["followeeId"], job["after"])
    else:
        _fan_out(_published(job), job["after"])


def _published(job: dict[str, Any]) -> Post:
    """Return as much of a post as its timeline rows need, be it gone by now."""
    at = job["publishedAt"]
    return Post(
        id=job["postId"],
        author_id=job["authorId"],
        title="",
        state=PostState.PUBLISHED,
        created_at=at,
        updated_at=at,
        published_at=at,
    )
