"""Notifications in DynamoDB: each with its place among its person's, the causes it tells of, the unread count.

Everything that changes a notification replaces it as it was read, with its place and the count, in one transaction.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from boto3.dynamodb.conditions import Attr

from resolvers.core import pagination, table
from resolvers.core.keys import IndexKey, Key, marker
from resolvers.core.model import Moment, iso, now
from resolvers.core.pagination import Slice
from resolvers.core.table import ABSENT, EXISTS, Delete, Item, Put, Update, Write, refuse_stale
from resolvers.platform import keys
from resolvers.platform.notifications.model import Cause, Notification

Choose = Callable[[list[Notification]], Sequence[Notification | None]]

_CAUSE_KEPT_SECONDS: Final = 90 * 24 * 3600
_READ_AT_ONCE: Final = 50  # of one transaction


class AlreadyNotified(Exception):  # noqa: N818
    """The person was notified of this cause before; `at` is the time it happened then."""

    def __init__(self, found: Item) -> None:
        super().__init__(found["id"])
        self.at = str(found["at"])
        self.is_withdrawn = bool(found.get("withdrawn"))


def cause_key(user_id: str, cause: str) -> Key:
    """Return the marker of a cause that a person was notified of."""
    return marker(f"{cause}:{user_id}")


def add(before: Notification | None, after: Notification, at: Moment, limits: Sequence[Write]) -> None:
    """Write a notification that tells of one more cause, the first of `after`, and mark the cause.

    Raises `AlreadyNotified`, `StaleItem` where the notification is not as it was read, `RateLimited`.
    """
    cause, user_id = after.causes[0], after.user_id
    marker = Put(
        cause_key(user_id, cause.name),
        "Seen",
        {"id": after.id, "userId": user_id, "at": iso(at)},
        when=ABSENT,
        refuse=AlreadyNotified,
        indexes=_marker_index(cause, user_id),
        expires_at=int(time.time()) + _CAUSE_KEPT_SECONDS,
    )
    table.write(marker, *_replace(before, after, user_id), *limits)


def restore(before: Notification | None, after: Notification, at: Moment) -> None:
    """Write a notification that tells again of a cause that was taken back, or raise `StaleItem`."""
    cause, user_id = after.causes[0], after.user_id
    marker = Update(
        cause_key(user_id, cause.name),
        put={"at": iso(at)},
        remove=["withdrawn"],
        when=Attr("withdrawn").eq(value=True),
        refuse=refuse_stale,
        indexes=_marker_index(cause, user_id),
    )
    table.write(marker, *_replace(before, after, user_id))


def withdraw(marker: Key, before: Notification | None, after: Notification | None) -> None:
    """Mark a cause as taken back, and write the notification without it, if it was listed; or raise `StaleItem`."""
    gone = Update(marker, put={"withdrawn": True}, when=Attr("withdrawn").not_exists(), refuse=refuse_stale, leave=[1])
    table.write(gone, *(_replace(before, after, before.user_id) if before else []))


def remove(notification: Notification) -> None:
    """Remove a notification, or raise `StaleItem` where it is not as it was read."""
    table.write(*_replace(notification, None, notification.user_id))


def mark_read(user_id: str, notification_ids: Sequence[str]) -> None:
    """Mark unread notifications and take them off the count, or raise `StaleItem` where one was marked since."""
    at = iso(now())
    for start in range(0, len(notification_ids), _READ_AT_ONCE):
        chunk = notification_ids[start : start + _READ_AT_ONCE]
        marks = [
            Update(
                keys.notification(user_id, each),
                put={"readAt": at},
                add={"version": 1},
                when=EXISTS & Attr("readAt").not_exists(),
                refuse=refuse_stale,
            )
            for each in chunk
        ]
        table.write(*marks, Update(keys.counts(user_id), add={"unread": -len(chunk)}))


def count_unread(user_id: str) -> int:
    return int((table.get(keys.counts(user_id), consistent=True) or {}).get("unread", 0))


def get(user_id: str, notification_id: str) -> Notification | None:
    """Read one notification, consistently."""
    item = table.get(keys.notification(user_id, notification_id), consistent=True)
    return _notification(item) if item else None


def get_many(user_id: str, notification_ids: Iterable[str]) -> list[Notification]:
    """Read a person's notifications in one batch, consistently, in this order; those that do not exist are left out."""
    wanted = [keys.notification(user_id, each) for each in dict.fromkeys(notification_ids)]
    found = table.get_many(wanted, consistent=True) if wanted else {}
    return [_notification(found[key]) for key in wanted if key in found]


def get_marked(marker: Key) -> tuple[str, str] | None:
    """Return the person and the notification of a cause, unless it was taken back, or told over 90 days ago."""
    item = table.get(marker, consistent=True)
    return (item["userId"], item["id"]) if item and not item.get("withdrawn") else None


def list_of(
    user_id: str, scope: str, first: int, after: str | None, *, unread_only: bool, choose: Choose
) -> Slice[Notification]:
    """Page through a person's notifications, the newest first, read consistently; `choose` says which are shown."""

    def keep(places: list[Item]) -> list[Notification | None]:
        found = {each.id: each for each in get_many(user_id, (each["id"] for each in places))}
        wanted = [each for each in found.values() if not (unread_only and each.read_at)]
        chosen = {each.id: each for each in choose(wanted) if each}
        return [chosen.get(each["id"]) for each in places]

    partition, prefix = keys.notifications_of(user_id)
    return pagination.read(partition, prefix=prefix, scope=scope, first=first, after=after, consistent=True, keep=keep)


def list_up_to(newest: Notification, above: Notification | None, limit: int) -> list[Notification]:
    """Read notifications no newer than one, from the oldest above another one on."""
    partition, prefix = keys.notifications_of(newest.user_id)
    low = _place(above).sk if above else prefix
    places = table.query(partition, low=low, high=_place(newest).sk, limit=limit, consistent=True)
    return get_many(newest.user_id, [each["id"] for each in places])


def list_about(subject_id: str, limit: int) -> list[tuple[str, str]]:
    """Return people and ids of some notifications about a subject, from an index, so a moment late."""
    found = table.query(keys.notifications_about(subject_id), index=2, limit=limit)
    return [(item["userId"], item["id"]) for item in found]


def list_causes_in(comment_id: str, limit: int) -> list[Key]:
    """Return the markers of some causes that are in a comment, from an index, so a moment late."""
    found = table.query(keys.notifications_about(comment_id), index=1, limit=limit)
    return [Key(item["PK"], item["SK"]) for item in found]


def _replace(before: Notification | None, after: Notification | None, user_id: str) -> list[Write]:
    """Return the writes that put one state of a notification in the place of another, with its place and the count."""
    writes: list[Write] = []
    same = EXISTS & Attr("version").eq(before.version) if before else ABSENT
    if after:
        key, indexes = keys.notification(user_id, after.id), _index(after)
        writes.append(Put(key, "Notification", _to_item(after), when=same, refuse=refuse_stale, indexes=indexes))
    elif before:
        writes.append(Delete(keys.notification(user_id, before.id), when=same, refuse=refuse_stale))
    old, new = before and _place(before), after and _place(after)
    if old and old != new:
        writes.append(Delete(old))
    if new and after and old != new:
        writes.append(Put(new, "NotificationPlace", {"id": after.id}))
    unread = _count_of_unread(after) - _count_of_unread(before)
    return [*writes, *([Update(keys.counts(user_id), add={"unread": unread})] if unread else [])]


def _count_of_unread(notification: Notification | None) -> int:
    return 1 if notification and not notification.read_at else 0


def _place(notification: Notification) -> Key:
    return keys.notification_place(notification.user_id, notification.created_at, notification.id)


def _index(notification: Notification) -> list[IndexKey]:
    about = notification.subject_id
    return [IndexKey(2, keys.notifications_about(about), notification.id)] if about else []


def _marker_index(cause: Cause, user_id: str) -> list[IndexKey]:
    place = f"{cause.name} {user_id}"
    return [IndexKey(1, keys.notifications_about(cause.comment_id), place)] if cause.comment_id else []


def _to_item(notification: Notification) -> Item:
    """Return what the table keeps; there `kind` is the item's, so the notification's has a name of its own."""
    values = notification.to_item()
    tells = values.pop("kind")
    return {**values, "tells": tells}


def _notification(item: Item) -> Notification:
    return Notification.model_validate(item | {"kind": item["tells"]})
