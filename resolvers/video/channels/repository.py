"""Channels in DynamoDB, with their handles, which are people's too, and notes of what is being announced."""

from collections.abc import Iterable
from contextlib import suppress

from boto3.dynamodb.conditions import Attr

from resolvers.core import table
from resolvers.core.errors import Conflict, InvalidInput
from resolvers.core.model import Moment, iso
from resolvers.core.table import ABSENT, EXISTS, Delete, Put, StaleItem, refuse_stale
from resolvers.platform import keys as platform_keys
from resolvers.platform.users import repository as users
from resolvers.video import keys
from resolvers.video.channels.model import Channel, ChannelCounts


def get(channel_id: str) -> Channel | None:
    """Read a channel with its counts, consistently."""
    return get_many([channel_id]).get(channel_id)


def get_many(channel_ids: Iterable[str]) -> dict[str, Channel]:
    """Read channels and their counts in one batch, consistently, by id."""
    ids = list(dict.fromkeys(channel_ids))
    found = table.get_many(
        [key for each in ids for key in (keys.channel(each), platform_keys.counts(each))], consistent=True
    )
    return {
        each: Channel.model_validate(found[keys.channel(each)]).model_copy(
            update={"counts": ChannelCounts.model_validate(found.get(platform_keys.counts(each), {}))}
        )
        for each in ids
        if keys.channel(each) in found
    }


def add(channel: Channel) -> None:
    """Write a new channel and its handle together, or raise `HandleTaken`, or `InvalidInput` for a second channel."""
    table.write(
        Put(
            keys.channel(channel.id),
            "Channel",
            channel.to_item(),
            when=ABSENT,
            refuse=lambda _: InvalidInput("You already have a channel. Change it with `updateChannel`."),
        ),
        users.prepare_claim(channel.handle, channel.owner_id),
    )


def update(before: Channel, after: Channel) -> None:
    """Write a changed channel, or raise `Conflict` or `HandleTaken`."""
    unchanged = EXISTS & Attr("version").eq(before.version)
    values = after.to_item() | {"version": before.version + 1}
    changed = Put(keys.channel(after.id), "Channel", values, unchanged, lambda found: Conflict(found["version"]))
    if before.handle == after.handle:
        table.write(changed)
    else:
        claim = users.prepare_claim(after.handle, after.owner_id)
        table.write(changed, claim, users.prepare_release(before.handle, before.owner_id))


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
