"""Who is notified of a change, and in what words; people hear only of posts they may read."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final, NamedTuple

from resolvers.comments import service as comments
from resolvers.comments.model import Comment
from resolvers.core import ids
from resolvers.core.errors import NotFound
from resolvers.core.identity import Viewer
from resolvers.core.ids import ID
from resolvers.core.model import Moment
from resolvers.media.job import StepStatus
from resolvers.media.model import Photo, PhotoState, PhotoStepName
from resolvers.notifications import service as notifications
from resolvers.notifications.model import Notification, NotificationKind
from resolvers.posts import service as posts
from resolvers.posts.model import Post, PostState
from resolvers.users import service as users
from subscriptions.changes import Change
from subscriptions.events import Around

_TITLE_SHOWN: Final = 60


class Notice(NamedTuple):
    """Something to tell one person, once for its cause; `about` names the post, photo or comment."""

    user_id: str
    kind: NotificationKind
    cause: str
    at: Moment
    message: str
    actor_id: str | None
    about: dict[str, Any]


def notify(change: Change, around: Around) -> list[Notification]:
    """Write the notifications of a change and return them; those written before by the same change included."""
    told = [
        notifications.notify(
            notice.user_id,
            notice.kind,
            notice.cause,
            notice.at,
            notice.message,
            actor_id=notice.actor_id,
            **notice.about,
        )
        for notice in notices(change, around)
    ]
    return [each for each in told if each]


def notices(change: Change, around: Around) -> Iterator[Notice]:
    """Return what a change is told to whom."""
    if change.is_gone:
        return
    post = around.posts.get((change.item.get("postId") if change.kind != "Post" else change.item["id"]) or "")
    if change.kind == "Follow" and change.is_new:
        yield _followed(change)
    elif post and change.kind == "Photo":
        yield from _processed(change, post)
    elif post and change.kind == "Like" and change.is_new:
        yield from _liked(change, post)
    elif post and change.kind == "Comment":
        yield from _commented(change, post)
    elif post and change.kind == "Post":
        yield from _published(change, post)


def _followed(change: Change) -> Notice:
    follower, followee = change.item["followerId"], change.item["followeeId"]
    message = f"{_name(follower)} follows you."
    at = _moment(change.item["createdAt"])
    return Notice(followee, NotificationKind.FOLLOW, f"follow:{follower}", at, message, follower, {})


def _processed(change: Change, post: Post) -> Iterator[Notice]:
    photo = Photo.model_validate(change.new)
    if change.old and Photo.model_validate(change.old).state == photo.state:
        return
    about = {"post_id": post.id, "photo_id": photo.id}
    cause = f"photo:{photo.id}:{photo.attempt}"
    if photo.state == PhotoState.LIVE:
        (at,) = [step.at for step in photo.steps if step.name == PhotoStepName.LIVE]
        message = f"Your photo in {_title(post)} is live."
        yield Notice(post.author_id, NotificationKind.PHOTO_LIVE, cause, at or photo.created_at, message, None, about)
    elif photo.state in (PhotoState.FAILED, PhotoState.REJECTED):
        at = max([step.at for step in photo.steps if step.at and step.status == StepStatus.FAILED], default=None)
        message = f"Your photo in {_title(post)} could not be shown. {_reason(photo)}".strip()
        yield Notice(post.author_id, NotificationKind.PHOTO_FAILED, cause, at or photo.created_at, message, None, about)


def _reason(photo: Photo) -> str:
    if not photo.failure:
        return ""
    return photo.failure.message if photo.failure.retryable else f"{photo.failure.message} Trying again does not help."


def _liked(change: Change, post: Post) -> Iterator[Notice]:
    like = change.item
    subject_id, actor = like["subjectId"], like["userId"]
    comment = _comment_of(post, subject_id) if ids.kind_of(subject_id) == ids.COMMENT else None
    if ids.kind_of(subject_id) == ids.COMMENT and not comment:
        return
    recipient = comment.author_id if comment else post.author_id
    if not _may_read(recipient, post):
        return
    what = f"your comment on {_title(post)}" if comment else f"your post {_title(post)}"
    about = {"post_id": post.id, "comment_id": comment.id if comment else None}
    message = f"{_name(actor)} likes {what}."
    cause = f"like:{subject_id}:{actor}"
    yield Notice(recipient, NotificationKind.LIKE, cause, _moment(like["createdAt"]), message, actor, about)


def _commented(change: Change, post: Post) -> Iterator[Notice]:
    comment = Comment.model_validate(change.new)
    actor, about = comment.author_id, {"post_id": post.id, "comment_id": comment.id}
    heard = {actor}
    if change.is_new:
        parent = _comment_of(post, comment.parent_id) if comment.parent_id else None
        name, cause = _name(actor), f"comment:{comment.id}"
        if parent and parent.author_id not in heard and _may_read(parent.author_id, post):
            heard.add(parent.author_id)
            message = f"{name} replied to your comment on {_title(post)}."
            yield Notice(parent.author_id, NotificationKind.REPLY, cause, comment.created_at, message, actor, about)
        if post.author_id not in heard:
            heard.add(post.author_id)
            message = f"{name} commented on {_title(post)}."
            yield Notice(post.author_id, NotificationKind.COMMENT, cause, comment.created_at, message, actor, about)
    before = {*users.mentioned_in((change.old or {}).get("body") or "")} if change.old else set()
    at = comment.edited_at or comment.created_at
    yield from _mentioned(comment.body or "", post, actor, heard | before, f"mention:{comment.id}", at, about)


def _published(change: Change, post: Post) -> Iterator[Notice]:
    after = Post.model_validate(change.new)
    if after.state != PostState.PUBLISHED or post.state != PostState.PUBLISHED:
        return
    before = Post.model_validate(change.old) if change.old else None
    if before and before.state == after.state and (before.body, before.visibility) == (after.body, after.visibility):
        return
    yield from _mentioned(
        after.body, post, post.author_id, {post.author_id}, f"mention:{post.id}", after.updated_at, {"post_id": post.id}
    )


def _mentioned(
    text: str, post: Post, actor: str, heard: set[str], cause: str, at: Moment, about: dict[str, Any]
) -> Iterator[Notice]:
    if "@" not in text:
        return
    where = f"in a comment on {_title(post)}" if "comment_id" in about else f"in {_title(post)}"
    for user_id in users.mentioned_in(text):
        if user_id not in heard and _may_read(user_id, post):
            message = f"{_name(actor)} mentioned you {where}."
            yield Notice(user_id, NotificationKind.MENTION, cause, at, message, actor, about)


def _comment_of(post: Post, comment_id: str) -> Comment | None:
    try:
        return comments.get_readable(Viewer(id=post.author_id), comment_id)
    except NotFound:
        return None


def _may_read(user_id: str, post: Post) -> bool:
    viewer = Viewer(id=ID(user_id))
    return posts.may_read(viewer, post, users.followed_by(viewer, [post.author_id]))


def _name(user_id: str) -> str:
    try:
        return users.get(user_id).display_name
    except NotFound:
        return "Somebody"


def _title(post: Post) -> str:
    title = post.title if len(post.title) <= _TITLE_SHOWN else f"{post.title[: _TITLE_SHOWN - 1].rstrip()}…"
    return f"“{title}”"


def _moment(text: str) -> Moment:
    return datetime.fromisoformat(text)
