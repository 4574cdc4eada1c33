"""Notifications: written once for each cause, never to oneself; the count of unread ones is exact."""

import hashlib
from collections.abc import Sequence
from typing import Final

from resolvers.core import ids, pagination
from resolvers.core.appsync import wants
from resolvers.core.errors import Throttled
from resolvers.core.identity import Viewer
from resolvers.core.ids import ID
from resolvers.core.model import Moment
from resolvers.events import service as events
from resolvers.notifications import repository
from resolvers.notifications.model import (
    MarkNotificationsReadInput,
    Notification,
    NotificationConnection,
    NotificationKind,
)
from resolvers.users import service as users

_ATTEMPTS: Final = 8
_PAGE: Final = 500


def notify(
    user_id: str,
    kind: NotificationKind,
    cause: str,
    at: Moment,
    message: str,
    *,
    actor_id: str | None = None,
    post_id: str | None = None,
    photo_id: str | None = None,
    comment_id: str | None = None,
) -> Notification | None:
    """Tell a person something, once for its cause (`like:<subject>:<actor>`, say), and return what was told.

    None where the person did it themselves, or was told of it before by something that happened at another time.
    """
    if user_id == actor_id:
        return None
    notification = Notification(
        id=_id(user_id, cause, at),
        user_id=ID(user_id),
        kind=kind,
        actor_id=actor_id,
        post_id=post_id,
        photo_id=photo_id,
        comment_id=comment_id,
        message=message,
        created_at=at,
    )
    try:
        repository.add(notification, cause)
    except repository.AlreadyTold as told:
        return notification if told.notification_id == notification.id else None
    return notification


def count_unread(user_id: str) -> int:
    """Return how many notifications a person has not marked read."""
    return repository.count_unread(user_id)


def notifications_of(viewer: Viewer, first: int, after: str | None, *, unread_only: bool) -> NotificationConnection:
    """Return the viewer's notifications, the newest first."""
    since = events.cursor(viewer, events.notifications(viewer.id)) if wants("eventsCursor") else None
    scope = pagination.scope_of("notifications", viewer=viewer.id, unread_only=unread_only)
    page = repository.list_of(viewer.id, scope, first, after, unread_only=unread_only)
    shown = page.map(_show_many(page.values))
    answer: NotificationConnection = pagination.connection(NotificationConnection, shown, scope, events_cursor=since)
    return answer


def mark_read(viewer: Viewer, input: MarkNotificationsReadInput) -> int:
    """Mark the viewer's notifications read and return how many are left unread; repeating it changes nothing."""
    if input.up_to is None:
        _mark(viewer, input.ids or [])
        return count_unread(viewer.id)
    above = ""
    while True:
        page = repository.list_up_to(viewer.id, input.up_to, above, _PAGE)
        _mark(viewer, [each.id for each in page if not each.read_at])
        if len(page) < _PAGE:
            return count_unread(viewer.id)
        above = page[-1].id


def _mark(viewer: Viewer, notification_ids: Sequence[str]) -> None:
    for _ in range(_ATTEMPTS):
        unread = [each.id for each in repository.get_many(viewer.id, notification_ids) if not each.read_at]
        try:
            return repository.mark_read(viewer.id, unread)
        except repository.Overtaken:
            continue
    raise Throttled("These notifications are being marked elsewhere. Try again in a moment.")


def _show_many(notifications: Sequence[Notification]) -> list[Notification]:
    if not wants("actor"):
        return list(notifications)
    people = users.show_many(each.actor_id for each in notifications if each.actor_id)
    return [each.model_copy(update={"actor": people.get(each.actor_id or "")}) for each in notifications]


def _id(user_id: str, cause: str, at: Moment) -> ID:
    """Return an id that sorts by time, and is the same whenever the same thing is told again."""
    milliseconds = int(at.timestamp() * 1000)
    digest = hashlib.sha256(f"{user_id}:{cause}".encode()).hexdigest()
    return ID(f"{ids.NOTIFICATION}_{milliseconds:012x}{digest[:20]}")
