"""Removes what stands under a deleted post, some of it at a time, and the post itself last.

Each round ends by touching the post, whose stream record starts the next one: so it goes on by itself, can stop and
resume anywhere, and a record delivered again removes what is left or nothing.
"""

from typing import Final

from resolvers.comments import service as comments
from resolvers.events import service as log
from resolvers.events.model import Audience, Topic
from resolvers.likes import service as likes
from resolvers.media import service as media
from resolvers.pins import service as pins
from subscriptions import repository
from subscriptions.changes import Change

_LIKES_ROUNDS: Final = 20


class Unfinished(Exception):  # noqa: N818
    """More is left than one invocation removes: the record, delivered again, goes on."""


def clean(change: Change) -> None:
    """Remove some of what stands under a post that is being deleted, or the likes of a comment that is gone."""
    if change.kind == "Comment" and change.is_gone:
        _remove_likes(change.item["id"])
    elif change.kind == "Post" and change.new and change.new.get("deleting"):
        _clean(change.item["id"], was_empty=change.new.get("emptied", False))


def _clean(post_id: str, *, was_empty: bool) -> None:
    """Remove a post that was found empty twice: the index that lists what is under it may be a moment late."""
    is_empty = _is_empty_under(post_id)
    if is_empty and was_empty:
        repository.remove_post(post_id)
    else:
        repository.touch(post_id, emptied=is_empty)


def _is_empty_under(post_id: str) -> bool:
    """Remove some of it; True when nothing is left. The order matters: likes go before what they stand under."""
    return (
        media.remove_under(post_id)
        and pins.remove_under(post_id)
        and _remove_comments(post_id)
        and likes.remove_under(post_id)
        and all(log.remove_under(topic) for topic in _topics(post_id))
    )


def _remove_comments(post_id: str) -> bool:
    found = comments.list_ids_under(post_id)
    if not all(likes.remove_under(each) for each in found):
        return False
    comments.remove_many(found)
    return not found


def _remove_likes(comment_id: str) -> None:
    for _ in range(_LIKES_ROUNDS):
        if likes.remove_under(comment_id):
            return
    raise Unfinished(f"There are more likes under {comment_id}.")


def _topics(post_id: str) -> list[Topic]:
    photos = [log.photos(post_id, audience) for audience in (Audience.AUTHOR, Audience.PUBLIC)]
    return [*photos, log.comments(post_id), log.likes(post_id)]
