"""Removes comments: those on a deleted subject, and the likes of a comment that is gone."""

from typing import Final

from resolvers.platform.comments import service
from resolvers.platform.event_log.change import Change
from resolvers.platform.event_log.declarations import cleanup
from resolvers.platform.event_log.removal import removal
from resolvers.platform.likes import service as likes

_LIKES_ROUNDS: Final = 20


class Unfinished(Exception):  # noqa: N818
    """More is left than one invocation removes: the record, delivered again, goes on."""


@removal(reads_index=True)
def remove_comments(subject_id: str) -> bool:
    """Remove comments on a deleted subject, the likes of each before it."""
    found = service.list_ids_on(subject_id)
    if not all(likes.remove_under(each) for each in found):
        return False
    service.remove_many(found)
    return not found


@cleanup(on="Comment")
def remove_tombstone(change: Change) -> None:
    """Remove the tombstone that the last reply was under."""
    if change.is_gone and change.item.get("parentId"):
        service.remove_tombstone(change.item["parentId"])


@cleanup(on="Comment")
def remove_likes(change: Change) -> None:
    """Remove the likes of a comment that is gone."""
    if not change.is_gone:
        return
    comment_id = change.item["id"]
    if not any(likes.remove_under(comment_id) for _ in range(_LIKES_ROUNDS)):
        raise Unfinished(f"There are more likes of {comment_id}.")
