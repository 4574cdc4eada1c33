"""Notifications: each cause is told once, never what you did yourself; the count of unread ones is exact.

Causes of one kind about one subject are told together, by one notification that moves to the top and is unread again
with each. A cause that is taken back goes out of it, and it goes with the last one and with the right to read what it
is about: its words name titles.
"""

import contextlib
import hashlib
from collections.abc import Sequence
from typing import Final

from resolvers import rates as limits
from resolvers.core import pagination, rates
from resolvers.core.appsync import wants, wants_list
from resolvers.core.errors import NotFound, RateLimited, Throttled
from resolvers.core.identity import Caller
from resolvers.core.ids import ID
from resolvers.core.keys import Key
from resolvers.core.model import Moment, iso
from resolvers.core.pagination import Slice
from resolvers.core.table import StaleItem, Write
from resolvers.platform import keys
from resolvers.platform.event_log import service as event_log
from resolvers.platform.notifications import repository
from resolvers.platform.notifications.model import (
    CAUSES_KEPT,
    NOTIFICATIONS,
    Cause,
    MarkNotificationsReadInput,
    Notice,
    Notification,
    NotificationConnection,
    NotificationKind,
)
from resolvers.platform.subjects import service as subjects
from resolvers.platform.users import service as users
from resolvers.platform.users.model import Viewer

_ATTEMPTS: Final = 8
_PAGE: Final = 500
_REMOVED_AT_ONCE: Final = 100


def notify(notice: Notice) -> Notification | None:
    """Notify a person of something, once for its cause, and return the notification that tells of it.

    None if the person did it themselves, was notified of the same cause at another time, or if there are too many
    mentions. A cause that was taken back meanwhile is listed again without ringing: nobody rings a bell by liking and
    unliking.
    """
    if notice.user_id == notice.actor_id:
        return None
    limits = _limits_of_mentions(notice) if notice.kind == NotificationKind.MENTION else []
    for _ in range(_ATTEMPTS):
        before = repository.get(notice.user_id, _id(notice))
        after = _add_cause(notice, before)
        try:
            repository.add(before, after, notice.at, limits)
        except StaleItem:
            continue
        except RateLimited:
            return None
        except repository.AlreadyNotified as earlier:
            if earlier.at == iso(notice.at):
                return before  # the record is delivered again
            if earlier.is_withdrawn:
                _tell_again(notice)
            return None
        return after
    raise Throttled("This person is notified of the same thing all the time. Try again in a moment.")


def present(viewer: Caller) -> Viewer:
    """Return the viewer, with the end of their log if the request asks for it.

    One batch reads both: an event is logged by the stream, long after the count that it tells of was written.
    """
    topic = NOTIFICATIONS.topic(viewer.id)
    heads = [keys.topic_head(topic.name)] if wants("notificationsEventsCursor") else []
    user, found = users.present(viewer, heads)
    cursor = event_log.cursor_at(viewer, topic, found) if heads else None
    return Viewer(user=user, unread_notifications=user.counts.unread, notifications_events_cursor=cursor)


def count_unread(user_id: str) -> int:
    """Return how many notifications a person has not marked read."""
    return repository.count_unread(user_id)


def notifications_of(viewer: Caller, first: int, after: str | None, *, unread_only: bool) -> NotificationConnection:
    """Return the viewer's notifications, the newest first."""
    since = event_log.cursor(viewer, NOTIFICATIONS.topic(viewer.id)) if wants("eventsCursor") else None
    scope = pagination.scope_of("notifications", viewer=viewer.id, unread_only=unread_only)
    page = Slice.empty()
    if wants_list():
        page = repository.list_of(
            viewer.id,
            scope,
            first,
            after,
            unread_only=unread_only,
            choose=lambda found: _drop_unreadable(viewer, found),
        )
    shown = page.map(_show_many(page.values))
    answer: NotificationConnection = pagination.connection(NotificationConnection, shown, scope, events_cursor=since)
    return answer


def mark_read(viewer: Caller, input: MarkNotificationsReadInput) -> int:
    """Mark the viewer's notifications read and return how many are left unread; repeating it changes nothing.

    Raises `NotFound` if the one to mark up to is gone: nobody knows any more which ones were older.
    """
    if input.up_to is None:
        _mark(viewer, input.ids or [])
        return count_unread(viewer.id)
    newest = repository.get(viewer.id, input.up_to)
    if not newest:
        raise NotFound("There is no such notification any more. Mark up to one that is still listed.", "upTo")
    above: Notification | None = None
    while True:
        page = repository.list_up_to(newest, above, _PAGE)
        _mark(viewer, [each.id for each in page if not each.read_at])
        if len(page) < _PAGE:
            break
        above = page[-1]
    return count_unread(viewer.id)


def remove_told_by(user_id: str, cause: str) -> None:
    """Take a cause out of what a person was notified of, such as a like that was taken back."""
    _withdraw(repository.cause_key(user_id, cause))


def remove_about(subject_id: str) -> bool:
    """Remove notifications about a subject that is gone, some at a time; True if none is left."""
    found = repository.list_about(subject_id, _REMOVED_AT_ONCE)
    for user_id, notification_id in found:
        _remove(user_id, notification_id)
    return len(found) < _REMOVED_AT_ONCE


def remove_told_in(comment_id: str) -> bool:
    """Take a comment that is gone out of what people were notified of, some at a time; True if nothing is left."""
    found = repository.list_causes_in(comment_id, _REMOVED_AT_ONCE)
    for marker in found:
        _withdraw(marker)
    return len(found) < _REMOVED_AT_ONCE


def _mark(viewer: Caller, notification_ids: Sequence[str]) -> None:
    for _ in range(_ATTEMPTS):
        unread = [each.id for each in repository.get_many(viewer.id, notification_ids) if not each.read_at]
        try:
            return repository.mark_read(viewer.id, unread)
        except StaleItem:
            continue
    raise Throttled("These notifications are being marked elsewhere. Try again in a moment.")


def _drop_unreadable(viewer: Caller, notifications: Sequence[Notification]) -> list[Notification | None]:
    """Leave out, and remove for good, what is about something that the viewer may no longer read."""
    about = list(dict.fromkeys(each.subject_id for each in notifications if each.subject_id))
    readable = {each.subject_id for each in subjects.get_many_readable(viewer, about) if each} if about else set()
    hidden = [each for each in notifications if each.subject_id and each.subject_id not in readable]
    for each in hidden:
        with contextlib.suppress(StaleItem):  # it changes just now: the next page hides it again
            repository.remove(each)
    return [None if each in hidden else each for each in notifications]


def _show_many(notifications: Sequence[Notification]) -> list[Notification]:
    if not wants("actor"):
        return list(notifications)
    people = users.show_many(each.actor_id for each in notifications if each.actor_id)
    return [each.model_copy(update={"actor": people.get(each.actor_id or "")}) for each in notifications]


def _id(notice: Notice) -> ID:
    """Return the id of a notification: one for all causes that are told together, or one for its cause."""
    group = f"{notice.kind}:{notice.group}" if notice.together else notice.cause
    digest = hashlib.sha256(f"{notice.user_id}:{group}".encode()).hexdigest()
    return ID(f"{keys.NOTIFICATION}_{digest[:32]}")


def _add_cause(notice: Notice, before: Notification | None, read_at: Moment | None = None) -> Notification:
    """Return a notification that tells of one more cause."""
    about = {name: value for name, value in notice.about.items() if name != "subject_id"}
    cause = Cause(name=notice.cause, message=notice.message, actor_id=notice.actor_id, **about)
    named = [cause, *(before.causes if before else [])][:CAUSES_KEPT]
    told = Notification(
        id=_id(notice),
        user_id=ID(notice.user_id),
        kind=notice.kind,
        subject_id=notice.about.get("subject_id"),
        together=notice.together,
        version=before.version + 1 if before else 1,
        message=notice.message,
        created_at=max(notice.at, before.created_at) if before else notice.at,
        read_at=read_at,
    )
    return _describe_causes(told, named, before.count + 1 if before else 1)


def _describe_causes(notification: Notification, causes: list[Cause], count: int) -> Notification:
    """Return a notification in the words of its causes: the newest one, or their number."""
    newest = causes[0] if causes else Cause(name="", message=notification.message)
    several = f"{count:,} {notification.together}"
    changes = {
        "causes": causes,
        "count": count,
        "message": newest.message if count == 1 and causes else several,
        "actor_id": newest.actor_id,
        "item_id": newest.item_id,
        "comment_id": newest.comment_id,
    }
    return notification.model_copy(update=changes)


def _tell_again(notice: Notice) -> None:
    """List a cause again that was taken back, without ringing."""
    for _ in range(_ATTEMPTS):
        before = repository.get(notice.user_id, _id(notice))
        after = _add_cause(notice, before, read_at=before.read_at if before else notice.at)
        with contextlib.suppress(StaleItem):
            return repository.restore(before, after, notice.at)
    raise Throttled("This is taken back and told again all the time. Try again in a moment.")


def _withdraw(marker: Key) -> None:
    """Take a cause out of the notification that tells of it, and remove that with its last one; repeatable."""
    for _ in range(_ATTEMPTS):
        told = repository.get_marked(marker)
        if not told:
            return None
        before = repository.get(*told)
        with contextlib.suppress(StaleItem):
            return repository.withdraw(marker, before, _remove_cause(before, marker))
    raise Throttled("This notification changes all the time. Try again in a moment.")


def _remove_cause(before: Notification | None, marker: Key) -> Notification | None:
    if not before or before.count == 1:
        return None
    left = [each for each in before.causes if repository.cause_key(before.user_id, each.name) != marker]
    return _describe_causes(before.model_copy(update={"version": before.version + 1}), left, before.count - 1)


def _remove(user_id: str, notification_id: str) -> None:
    for _ in range(_ATTEMPTS):
        found = repository.get(user_id, notification_id)
        if not found:
            return None
        with contextlib.suppress(StaleItem):
            return repository.remove(found)
    raise Throttled("This notification changes all the time. Try again in a moment.")


def _limits_of_mentions(notice: Notice) -> list[Write]:
    """Return the writes that bound mentions: what one person tells in an hour, and what one person hears in a day.

    Windows are those of the mention's time, so that a record that is delivered again is judged as before.
    """
    joined = users.get(str(notice.actor_id)).created_at
    is_newcomer = notice.at - joined < rates.FIRST_DAY
    return [
        *rates.prepare(str(notice.actor_id), {limits.MENTIONS_TOLD: 1}, notice.at, is_newcomer=is_newcomer),
        *rates.prepare(notice.user_id, {limits.MENTIONS_HEARD: 1}, notice.at),
    ]
