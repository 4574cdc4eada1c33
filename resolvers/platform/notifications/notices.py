"""How rooms declare whom to notify: each becomes a notification, and its event. And the notice of a follow."""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime
from typing import Any

from resolvers.core.identity import Caller
from resolvers.core.ids import ID
from resolvers.core.model import Moment
from resolvers.platform import keys
from resolvers.platform.event_log.change import Change
from resolvers.platform.event_log.declarations import event
from resolvers.platform.event_log.model import Counted, Draft, draft
from resolvers.platform.event_log.prefetch import Prefetched
from resolvers.platform.notifications import service
from resolvers.platform.notifications.model import (
    NOTIFICATIONS,
    Notice,
    Notification,
    NotificationEvent,
    NotificationKind,
)
from resolvers.platform.subjects import service as subjects
from resolvers.platform.subjects.model import Guard
from resolvers.platform.users import service as users

NoticesOf = Callable[[Change, Prefetched], Iterable[Notice]]


def notice(on: str, *, subject: str = "subjectId", actor: str = "") -> Callable[[NoticesOf], NoticesOf]:
    """Declare a function that tells whom to notify of a change; `actor` is the attribute with who did it."""

    def declare(function: NoticesOf) -> NoticesOf:
        def notify(change: Change, prefetched: Prefetched) -> Iterator[Draft]:
            written = [found for each in function(change, prefetched) if (found := service.notify(each))]
            for each in written:
                yield _event_of(each, change)

        notify.__module__ = __name__
        event(NotificationEvent, on=on, topics=[NOTIFICATIONS], subject=subject, actor=actor)(notify)
        return function

    return declare


@notice(on="Follow", actor="followerId")
def follow_notices(change: Change, prefetched: Prefetched) -> Iterator[Notice]:
    """Notify a person of a new follower."""
    if not change.is_new:
        return
    follower_id, at = change.item["followerId"], datetime.fromisoformat(change.item["createdAt"])
    message = f"{prefetched.name(follower_id)} follows you."
    cause = f"follow:{follower_id}"
    yield Notice(
        change.item["followeeId"],
        NotificationKind.FOLLOW,
        cause,
        at,
        message,
        follower_id,
        about={},
        together="people started following you.",
    )


def mentions(
    body: str,
    guard: Guard,
    *,
    actor_id: str,
    actor_name: str,
    left_out: Collection[str],
    cause: str,
    at: Moment,
    where: Callable[[], str],
    about: dict[str, Any],
    together: Callable[[], str] = str,
) -> Iterator[Notice]:
    """Return the notices of people that a text mentions who may read the subject; `where` says where they are.

    `together` says how several such notices about the subject are told; without it each is told on its own.
    """
    if "@" not in body and "\uff20" not in body:
        return
    for user_id in users.find_mentioned(body):
        if user_id not in left_out and may_read(user_id, guard):
            message = f"{actor_name} mentioned you {where()}."
            group = guard.subject_id
            yield Notice(user_id, NotificationKind.MENTION, cause, at, message, actor_id, about, group, together())


def may_read(user_id: str, guard: Guard) -> bool:
    """Tell whether a person may read a subject: people are notified only of what they may read."""
    viewer = Caller(id=ID(user_id))
    return subjects.may_read(viewer, guard, subjects.find_followed_owners(viewer, [guard]))


def _event_of(notification: Notification, change: Change) -> Draft:
    fields = notification.model_dump(
        include=set(NotificationEvent.model_fields) & set(Notification.model_fields) - {"id"}
    )
    topic = NOTIFICATIONS.topic(notification.user_id)
    made = draft(topic, NotificationEvent, change.id, notification_id=notification.id, unread=0, **fields)
    return made._replace(counted=Counted("unread", keys.counts(notification.user_id), "unread"))
