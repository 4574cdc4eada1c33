"""From changes of the table to events: pure functions, given what stands around the changes."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from resolvers.comments.model import Comment
from resolvers.events import service as log
from resolvers.events.model import Audience, Entry, Topic
from resolvers.media.job import StepStatus
from resolvers.media.model import Photo, PhotoStep, PhotoStepName
from resolvers.notifications.model import Notification
from resolvers.posts.model import Post, PostState, Visibility
from subscriptions.changes import Change
from subscriptions.model import (
    CommentEvent,
    CommentEventKind,
    LikesEvent,
    NotificationEvent,
    PhotoProcessingEvent,
    RevokeAccessInput,
    entry,
)

_SPOKEN_FOR_AT_MOST: Final = 40  # records of one coalesced event, which all get a marker in one transaction

Draft = tuple[Topic, Entry]


class Around(NamedTuple):
    """What stands around a batch of changes: posts with their counts, likes by subject, and who speaks for whom."""

    posts: dict[str, Post]
    likes: dict[str, int]
    spoken_for: dict[str, tuple[str, ...]]


def events_of(change: Change, around: Around) -> list[Draft]:
    """Return what subscribers are told of a change; nothing of a post that is gone or going."""
    tell = {"Photo": _photo, "Comment": _comment, "Like": _like}.get(change.kind)
    post = around.posts.get(change.item.get("postId") or "")
    return tell(change, post, around) if tell and post else []


def notified(notification: Notification, unread: int, record: str) -> Draft:
    """Return the event of a notification."""
    says = notification.model_dump(exclude={"id", "actor", "created_at", "read_at"})
    told = entry(NotificationEvent, record, notification_id=notification.id, unread=unread, **says)
    return log.notifications(notification.user_id), told


def revoked_by(change: Change) -> list[RevokeAccessInput]:
    """Return who lost the right to read by a change."""
    if change.kind == "Follow" and change.is_gone:
        item = change.item
        return [RevokeAccessInput(author_id=item["followeeId"], viewer_id=item["followerId"])]
    if change.kind == "Post" and change.old:
        before, after = (_reach_of(each) for each in (change.old, change.new))
        if _ORDER.index(after) > _ORDER.index(before):
            return [RevokeAccessInput(post_id=change.item["id"], reach=after)]
    return []


def reach(post: Post) -> Audience:
    """Return who may read a post."""
    if post.deleting or post.state != PostState.PUBLISHED or post.visibility == Visibility.PRIVATE:
        return Audience.AUTHOR
    return Audience.FOLLOWERS if post.visibility == Visibility.FOLLOWERS else Audience.PUBLIC


def coalesced(changes: Iterable[Change]) -> dict[str, tuple[str, ...]]:
    """Return, for the last of some likes of each subject, all records it speaks for."""
    groups: dict[str, list[list[str]]] = {}
    for change in changes:
        if change.kind != "Like":
            continue
        chunks = groups.setdefault(change.item["subjectId"], [[]])
        if len(chunks[-1]) == _SPOKEN_FOR_AT_MOST:
            chunks.append([])
        chunks[-1].append(change.id)
    return {chunk[-1]: tuple(chunk) for chunks in groups.values() for chunk in chunks}


_ORDER: Final = [Audience.PUBLIC, Audience.FOLLOWERS, Audience.AUTHOR]


def _reach_of(item: dict[str, object] | None) -> Audience:
    return reach(Post.model_validate(item)) if item else Audience.AUTHOR


def _photo(change: Change, post: Post, _: Around) -> list[Draft]:
    """Tell each step that moved: to the author with everything, to readers without reasons."""
    if change.is_gone:
        return []
    photo = Photo.model_validate(change.new)
    audiences = [Audience.AUTHOR] if reach(post) == Audience.AUTHOR else [Audience.AUTHOR, reach(post)]
    return [
        (log.photos(post.id, audience), _step(change, photo, step, audience))
        for audience in audiences
        for step in _moved(change, photo)
    ]


def _moved(change: Change, photo: Photo) -> Sequence[PhotoStep]:
    before = Photo.model_validate(change.old).steps if change.old else []
    return [step for step in photo.steps if step not in before and (before or step.status != StepStatus.PENDING)]


def _step(change: Change, photo: Photo, step: PhotoStep, audience: Audience) -> Entry:
    is_author = audience == Audience.AUTHOR
    seen = is_author or (step.name == PhotoStepName.LIVE and step.status == StepStatus.DONE)
    return entry(
        PhotoProcessingEvent,
        f"{change.id}:{step.name}",
        audience=audience,
        post_id=photo.post_id,
        photo_id=photo.id,
        step=step.name,
        status=step.status,
        attempt=step.attempt,
        photo_state=photo.state,
        failure=photo.failure if is_author else None,
        labels=(photo.labels or None) if seen else None,
        text=(photo.text or None) if seen else None,
        moderation=photo.moderation if seen else None,
    )


def _comment(change: Change, post: Post, _: Around) -> list[Draft]:
    kind = _became(change)
    if not kind:
        return []
    comment = Comment.model_validate(change.item)
    told = entry(
        CommentEvent,
        change.id,
        audience=reach(post),
        post_id=post.id,
        comment_id=comment.id,
        parent_id=comment.parent_id,
        author_id=comment.author_id,
        kind=kind,
        body=None if kind == CommentEventKind.DELETED else comment.body,
        comments=post.counts.comments,
    )
    return [(log.comments(post.id), told)]


def _became(change: Change) -> CommentEventKind | None:
    before, after = change.old or {}, change.new or {}
    if change.is_new:
        return CommentEventKind.ADDED
    if before.get("deletedAt"):
        return None
    if change.is_gone or after.get("deletedAt"):
        return CommentEventKind.DELETED
    return CommentEventKind.EDITED if before.get("body") != after.get("body") else None


def _like(change: Change, post: Post, around: Around) -> list[Draft]:
    records = around.spoken_for.get(change.id)
    subject_id = change.item["subjectId"]
    if not records or subject_id not in around.likes:
        return []
    likes = around.likes[subject_id]
    told = entry(LikesEvent, *records, audience=reach(post), post_id=post.id, subject_id=subject_id, likes=likes)
    return [(log.likes(post.id), told)]
