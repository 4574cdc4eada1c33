"""Channels in DynamoDB, with their handles, which are people's too, and notes of what is being announced."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Final

from boto3.dynamodb.conditions import Attr

from resolvers.core import table
from resolvers.core.errors import Conflict, InvalidInput
from resolvers.core.model import Moment, iso
from resolvers.core.table import ABSENT, EXISTS, Check, Delete, Item, Put, StaleItem, Update, refuse_stale
from resolvers.platform import keys as platform_keys
from resolvers.platform.users import repository as users
from resolvers.video import keys
from resolvers.video.channels.model import Channel, ChannelCounts

_HANDLES_KEPT: Final = 50


def get(channel_id: str) -> Channel | None:
    """Read a channel with its counts, consistently."""
    return get_many([channel_id]).get(channel_id)


def get_many(channel_ids: Iterable[str]) -> dict[str, Channel]:
    """Read channels and their counts in one batch, consistently, by id; those being deleted are left out."""
    ids = list(dict.fromkeys(channel_ids))
    found = table.get_many(
        [key for each in ids for key in (keys.channel(each), platform_keys.counts(each))], consistent=True
    )
    return {
        each: Channel.model_validate(found[keys.channel(each)]).model_copy(
            update={"counts": ChannelCounts.model_validate(found.get(platform_keys.counts(each), {}))}
        )
        for each in ids
        if keys.channel(each) in found and "deletingSince" not in found[keys.channel(each)]
    }


def get_deleting(channel_id: str) -> Channel | None:
    """Read a channel that is being deleted, consistently."""
    found = table.get(keys.channel(channel_id), consistent=True)
    return Channel.model_validate(found) if found and "deletingSince" in found else None


def add(channel: Channel) -> None:
    """Write a new channel and its handle together, or raise `HandleTaken`, or `InvalidInput` for a second channel."""
    table.write(
        Put(
            keys.channel(channel.id),
            "Channel",
            channel.to_item(),
            when=ABSENT,
            refuse=_refuse_second,
        ),
        users.prepare_claim(channel.handle, channel.owner_id),
    )


def update(before: Channel, after: Channel) -> None:
    """Write a changed channel, or raise `Conflict` or `HandleTaken`."""
    unchanged = EXISTS & Attr("version").eq(before.version)
    former = [each for each in (before.handle, *before.former_handles) if each != after.handle][:_HANDLES_KEPT]
    renamed = {"formerHandles": former} if before.handle != after.handle else {}
    values = after.to_item() | {"version": before.version + 1} | renamed
    changed = Put(keys.channel(after.id), "Channel", values, unchanged, lambda found: Conflict(found["version"]))
    if before.handle == after.handle:
        table.write(changed)
    else:
        claim = users.prepare_claim(after.handle, after.owner_id)
        table.write(changed, claim, users.prepare_release(before.handle, before.owner_id))


def mark_deleting(channel: Channel, at: Moment) -> None:
    """Hide a channel from everybody and free its handle.

    Raises `InvalidInput` while its owner is live, and `StaleItem` if the channel has just changed.
    """
    is_off_air = Attr("streamId").not_exists()
    table.write(
        Update(
            keys.channel(channel.id),
            put={"deletingSince": iso(at)},
            add={"version": 1},
            when=EXISTS & Attr("version").eq(channel.version),
            refuse=refuse_stale,
        ),
        users.prepare_removal(channel.handle, channel.owner_id),
        Check(
            keys.ingest(channel.owner_id),
            is_off_air,
            lambda _: InvalidInput("End your livestream first.", "id"),
        ),
    )


def remove_handle(channel: Channel, handle: str) -> None:
    """Free a handle that a channel once had, unless it has become another's, or its owner's own."""
    with suppress(StaleItem):
        table.write(users.prepare_removal(handle, channel.owner_id, is_resting=True))


def remove(channel: Channel) -> None:
    """Remove a channel of which nothing else is left."""
    table.write(Delete(keys.channel(channel.id)), Delete(platform_keys.counts(channel.id)))


def begin_announcement(subject_id: str, at: Moment) -> None:
    """Write the note that a channel's subscribers are to be told of something; one that is there already goes on."""
    with suppress(StaleItem):
        values = {"subjectId": subject_id, "at": iso(at), "after": ""}
        table.write(Put(keys.announcement(subject_id), "Announcement", values, when=ABSENT, refuse=refuse_stale))


def continue_announcement(subject_id: str, at: str, place: str) -> None:
    """Note where telling the subscribers continues: the note's own stream record does so. No place means it is done."""
    key = keys.announcement(subject_id)
    if place:
        table.write(Put(key, "Announcement", {"subjectId": subject_id, "at": at, "after": place}))
    else:
        table.write(Delete(key))


def _refuse_second(found: Item) -> InvalidInput:
    if "deletingSince" in found:
        return InvalidInput("Your channel is still being deleted. Try again in a few minutes.")
    return InvalidInput("You already have a channel. Change it with `updateChannel`.")
