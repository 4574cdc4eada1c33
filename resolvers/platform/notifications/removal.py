"""Removes notifications with their cause: a deleted subject or comment, a like or a follow that was taken back."""

from resolvers.platform.event_log.change import Change
from resolvers.platform.event_log.declarations import cleanup
from resolvers.platform.event_log.removal import removal
from resolvers.platform.notifications import service
from resolvers.platform.subjects import repository as subjects


@removal(reads_index=True)
def remove_notifications(subject_id: str) -> bool:
    """Remove what people were told about a deleted subject."""
    return service.remove_about(subject_id)


@cleanup(on="Comment")
def remove_notifications_of_comment(change: Change) -> None:
    """Remove what people were told about a comment that was deleted, its tombstone aside."""
    if change.is_gone or (change.new or {}).get("deletedAt"):
        while not service.remove_told_in(change.item["id"]):
            pass


@cleanup(on="Like")
def remove_notification_of_like(change: Change) -> None:
    """Remove what the author of a subject or comment was told about a like that was taken back."""
    liked_id = change.item["subjectId"]
    liked = subjects.get_many([liked_id]).get(liked_id) if change.is_gone else None
    if liked:
        service.remove_told_by(liked.owner_id, f"like:{liked_id}:{change.item['userId']}")


@cleanup(on="Follow")
def remove_notification_of_follow(change: Change) -> None:
    """Remove what a person was told about a follower who left."""
    if change.is_gone:
        service.remove_told_by(change.item["followeeId"], f"follow:{change.item['followerId']}")
