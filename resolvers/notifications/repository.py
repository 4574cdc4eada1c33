"""Notifications in DynamoDB, and the count of unread ones they keep on their person."""

import time
from collections.abc import Iterable, Sequence
from typing import Final

from boto3.dynamodb.conditions import Attr

from resolvers.core import keys, pagination, table
from resolvers.core.ids import ID
from resolvers.core.model import iso, now
from resolvers.core.pagination import Slice
from resolvers.core.table import ABSENT, EXISTS, Item, Put, Update
from resolvers.notifications.model import Notification

_CAUSE_KEPT_SECONDS: Final = 90 * 24 * 3600
_READ_AT_ONCE: Final = 50  # of one transaction


def add(notification: Notification, cause: str) -> None:
    """Write a notification and count it as unread, or raise `AlreadyTold` where its cause was told before."""
    user_id = notification.user_id
    table.write(
        Put(
            keys.seen(f"{cause}:{user_id}"),
            "Seen",
            {"notificationId": notification.id},
            when=ABSENT,
            refuse=lambda found: AlreadyTold(found["notificationId"]),
            expires_at=int(time.time()) + _CAUSE_KEPT_SECONDS,
        ),
        Put(keys.notification(user_id, notification.id), "Notification", _stored(notification)),
        Update(keys.counts(user_id), add={"unread": 1}),
    )


def count_unread(user_id: str) -> int:
    return int((table.get(keys.counts(user_id), consistent=True) or {}).get("unread", 0))


def get_many(user_id: str, notification_ids: Iterable[str]) -> list[Notification]:
    """Read a person's notifications by id, those that exist."""
    found = table.get_many((keys.notification(user_id, each) for each in notification_ids), consistent=True)
    return [_notification(item) for item in found.values()]


def list_of(user_id: str, scope: str, first: int, after: str | None, *, unread_only: bool) -> Slice[Notification]:
    """Page through a person's notifications, the newest first, read consistently."""

    def keep(items: list[Item]) -> list[Notification | None]:
        return [None if unread_only and "readAt" in item else _notification(item) for item in items]

    partition, prefix = keys.notifications_of(user_id)
    return pagination.read(partition, prefix=prefix, scope=scope, first=first, after=after, consistent=True, keep=keep)


def list_up_to(user_id: str, notification_id: str, above: str, limit: int) -> list[Notification]:
    """Read notifications no newer than this one, from the oldest above a place on."""
    low = keys.notification(user_id, above)
    items = table.query(low.pk, low=low.sk, high=notification_id, limit=limit, consistent=True)
    return [_notification(item) for item in items]


def mark_read(user_id: str, notification_ids: Sequence[str]) -> None:
    """Mark unread notifications and take them off the count, or raise `Overtaken` where one was marked since."""
    at = iso(now())
    for start in range(0, len(notification_ids), _READ_AT_ONCE):
        chunk = notification_ids[start : start + _READ_AT_ONCE]
        marks = [
            Update(
                keys.notification(user_id, each),
                put={"readAt": at},
                when=EXISTS & Attr("readAt").not_exists(),
                refuse=lambda _: Overtaken(),
            )
            for each in chunk
        ]
        table.write(*marks, Update(keys.counts(user_id), add={"unread": -len(chunk)}))


class AlreadyTold(Exception):  # noqa: N818
    """The cause was told before, by the notification of this id."""

    def __init__(self, notification_id: str) -> None:
        super().__init__(notification_id)
        self.notification_id = ID(notification_id)


class Overtaken(Exception):  # noqa: N818
    """Somebody marked one of them in the meantime: read again, then try again."""


def _stored(notification: Notification) -> Item:
    """Return what the table keeps; there `kind` is the item's, so the notification's has a name of its own."""
    values = notification.stored()
    tells = values.pop("kind")
    return {**values, "tells": tells}


def _notification(item: Item) -> Notification:
    return Notification.model_validate(item | {"kind": item["tells"]})
