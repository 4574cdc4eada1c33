"""Reminders in DynamoDB, and the notes of what those who asked are being told."""

from collections.abc import Iterable
from contextlib import suppress

from boto3.dynamodb.conditions import Attr

from resolvers.core import table
from resolvers.core.errors import InvalidInput
from resolvers.core.keys import Key, id_at
from resolvers.core.model import Moment, iso
from resolvers.core.table import ABSENT, EXISTS, Check, Delete, Put, StaleItem, Update, refuse_stale
from resolvers.video import keys
from resolvers.video.reminders.model import Reminding
from resolvers.video.streams.model import AWAITED


def add(user_id: str, stream_id: str, at: Moment) -> None:
    """Write a reminder; raises `StaleItem` for a second one, and `InvalidInput` once the livestream has begun."""
    is_awaited = EXISTS & Attr("deleting").eq(value=False) & Attr("state").is_in(sorted(AWAITED))
    table.write(
        Check(keys.stream(stream_id), is_awaited, lambda _: InvalidInput("It has begun, or is over.", "streamId")),
        Put(
            keys.reminder(stream_id, user_id),
            "Reminder",
            {"streamId": stream_id, "userId": user_id, "createdAt": iso(at)},
            when=ABSENT,
            refuse=refuse_stale,
        ),
    )


def remove(user_id: str, stream_id: str) -> None:
    """Remove a reminder; nothing happens where there is none."""
    table.write(Delete(keys.reminder(stream_id, user_id)))


def list_reminded(user_id: str, stream_ids: Iterable[str]) -> set[str]:
    """Return which of these livestreams somebody is to be reminded of, in one batch, consistently."""
    found = table.get_many([keys.reminder(each, user_id) for each in stream_ids], consistent=True)
    return {each["streamId"] for each in found.values()}


def list_people(stream_id: str, after: str, limit: int) -> list[str]:
    """Return people who asked to be reminded, in the order of their ids, after one of them; consistently."""
    partition, prefix = keys.reminders(stream_id)
    low = f"{keys.reminder(stream_id, after).sk} " if after else prefix
    rows = table.query(partition, low=low, high=f"{prefix}~", limit=limit, consistent=True)
    return [id_at(row["SK"]) for row in rows]


def remove_up_to(stream_id: str, user_id: str, limit: int) -> None:
    """Remove the reminders of people up to one of them."""
    partition, prefix = keys.reminders(stream_id)
    last = keys.reminder(stream_id, user_id).sk
    rows = table.query(partition, low=prefix, high=last, limit=limit, consistent=True)
    table.delete_many([Key(row["PK"], row["SK"]) for row in rows])


def begin(note: Reminding) -> None:
    """Write the note that those who asked are to be told of something; one that is there already goes on."""
    with suppress(StaleItem):
        table.write(_put(note))


def begin_due(note: Reminding, due: Key) -> None:
    """Write a note and remove the row by which its livestream was due; raises `StaleItem` if the row has just gone."""
    table.write(_put(note), Delete(due, when=EXISTS, refuse=refuse_stale))


def remove_due(due: Key) -> None:
    """Remove the row by which a livestream was due."""
    table.write(Delete(due))


def advance(note: Reminding, after: str) -> None:
    """Note who was told last; the note's own stream record continues. The note goes with the last person."""
    key = keys.reminding(note.stream_id, note.cause)
    if after:
        with suppress(StaleItem):
            table.write(Update(key, put={"after": after}, when=EXISTS, refuse=refuse_stale))
    else:
        table.write(Delete(key))


def _put(note: Reminding) -> Put:
    return Put(
        keys.reminding(note.stream_id, note.cause), "Reminding", note.to_item(), when=ABSENT, refuse=refuse_stale
    )
