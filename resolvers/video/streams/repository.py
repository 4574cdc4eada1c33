"""Livestreams in DynamoDB, with their owners' own rows beside them, and each owner's ingest."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from boto3.dynamodb.conditions import Attr, ConditionBase

from resolvers.core import pagination, table
from resolvers.core.errors import InvalidInput, NotFound
from resolvers.core.keys import IndexKey, Key, id_at, time_key
from resolvers.core.model import Moment, iso
from resolvers.core.pagination import Slice
from resolvers.core.shards import find_shard, list_shards
from resolvers.core.table import ABSENT, EXISTS, Delete, Item, Put, Update, Write, refuse_stale
from resolvers.platform import keys as platform_keys
from resolvers.platform.subjects import guards
from resolvers.platform.subjects.model import Audience
from resolvers.video import keys
from resolvers.video.streams.model import (
    AWAITED,
    LATE,
    OPEN,
    WATCHABLE,
    Stream,
    StreamCounts,
    StreamIngest,
    StreamState,
    guard_of,
    is_replayed,
)

Choose = Callable[[list[str]], Sequence[Stream | None]]

_EVERYBODY: Final = 1  # the index of lists of everybody's livestreams
_OWNER: Final = 2  # the index of lists of one person's
_NEWEST: Final = 10
_STANDING: Final = EXISTS & Attr("deleting").eq(value=False)


def get(stream_id: str) -> Stream | None:
    """Read a livestream with its counts, consistently."""
    return get_many([stream_id]).get(stream_id)


def get_many(stream_ids: Iterable[str]) -> dict[str, Stream]:
    """Read livestreams and their counts in one batch, consistently, by id; those being deleted are left out."""
    ids = list(dict.fromkeys(stream_ids))
    found = table.get_many(
        [key for each in ids for key in (keys.stream(each), platform_keys.counts(each))], consistent=True
    )
    streams = {each: Stream.model_validate(found[keys.stream(each)]) for each in ids if keys.stream(each) in found}
    return {
        each: stream.model_copy(
            update={"counts": StreamCounts.model_validate(found.get(platform_keys.counts(each), {}))}
        )
        for each, stream in streams.items()
        if not stream.deleting
    }


def add(stream: Stream, claim: Sequence[Put] = ()) -> None:
    """Write a new livestream, its owner's own row, and its guard."""
    table.write(
        *claim,
        Put(keys.stream(stream.id), "Stream", stream.to_item(), when=ABSENT),
        Put(
            keys.own_stream(stream.owner_id, stream.id),
            "OwnStream",
            {"streamId": stream.id},
            indexes=_find_places(stream),
        ),
        guards.add(guard_of(stream)),
        *_move_due(None, stream),
    )


def arm(before: Stream, after: Stream) -> None:
    """Let the picture of the owner's encoder be for a stream.

    Raises `InvalidInput` while another one has it, and `StaleItem` if the stream has just changed.
    """
    free = EXISTS & (Attr("streamId").not_exists() | Attr("streamId").eq(after.id))
    table.write(
        Update(
            keys.ingest(after.owner_id),
            put={"streamId": after.id},
            when=free,
            refuse=lambda _: InvalidInput("Another livestream of yours is going on. End it first.", "id"),
        ),
        Put(_owner_key(after.channel_arn), "IvsChannel", {"ownerId": after.owner_id}),
        *_change(before, after),
    )


def update(before: Stream, after: Stream) -> None:
    """Write what reports or the owner changed; raises `StaleItem` if it has changed meanwhile, or is gone."""
    writes = [*_change(before, after), *guards.change(guard_of(before), guard_of(after))]
    if before.state in OPEN and after.state not in OPEN:
        writes.append(_release(after))
    table.write(*writes)


def mark_deleting(stream: Stream) -> None:
    """Hide a stream that is over, or has not begun, from everybody; raises `StaleItem` if it has just changed."""
    table.write(
        Update(
            keys.stream(stream.id),
            put={"deleting": True},
            add={"revision": 1},
            when=_is_unchanged(stream),
            refuse=refuse_stale,
        ),
        guards.mark_deleted(stream.id),
        Delete(keys.own_stream(stream.owner_id, stream.id)),
        *_move_due(stream, None),
    )


def list_some_own(owner_id: str, limit: int) -> list[str]:
    """Return the ids of some of a person's own livestreams in any state, the oldest first, consistently."""
    partition, prefix = keys.own_streams(owner_id)
    rows = table.query(partition, low=prefix, high=f"{prefix}~", limit=limit, consistent=True)
    return [row["streamId"] for row in rows]


def remove_ingest(ingest: StreamIngest, owner_id: str) -> None:
    """Remove where somebody's encoder sends to."""
    table.write(Delete(keys.ingest(owner_id)), Delete(_owner_key(ingest.channel_arn)))


def find_owner(account: str, channel: str) -> str | None:
    """Return whose channel of IVS it is, by its account and its own part of the ARN; None if it is nobody's."""
    found = table.get(keys.ivs_channel(account, channel))
    return found["ownerId"] if found else None


def note_recording(owner_id: str, recording_arn: str) -> None:
    """Write by which configuration somebody's channel is recorded."""
    table.write(Update(keys.ingest(owner_id), put={"recordingArn": recording_arn}, when=EXISTS))


def get_ingest(owner_id: str) -> StreamIngest | None:
    """Read where somebody's encoder sends to, consistently."""
    found = table.get(keys.ingest(owner_id), consistent=True)
    return StreamIngest.model_validate(found) if found else None


def get_many_current(owner_ids: Iterable[str]) -> dict[str, Stream]:
    """Read the streams that people's encoders are for now, consistently, by their owners."""
    ingests = table.get_many([keys.ingest(each) for each in dict.fromkeys(owner_ids)], consistent=True)
    streams = get_many(each["streamId"] for each in ingests.values() if each.get("streamId"))
    return {each.owner_id: each for each in streams.values()}


def put_ingest(owner_id: str, ingest: StreamIngest, before: StreamIngest | None) -> None:
    """Write where somebody's encoder sends to; raises `StaleItem` if another request has just done so."""
    when = Attr("channelArn").eq(before.channel_arn) if before else ABSENT
    table.write(Put(keys.ingest(owner_id), "Ingest", ingest.to_item(), when=when, refuse=refuse_stale))


def note_key(owner_id: str, at: Moment) -> None:
    """Write when the current stream key was made, and nothing else of it."""
    table.write(
        Update(
            keys.ingest(owner_id),
            put={"keyCreatedAt": iso(at)},
            when=EXISTS,
            refuse=lambda _: NotFound("You have nowhere to stream to."),
        )
    )


def find_by_session(owner_id: str, session_id: str) -> Stream | None:
    """Return which of somebody's newest streams had a session: its reports may come hours late."""
    partition, prefix = keys.own_streams(owner_id)
    rows = table.query(partition, low=prefix, high=f"{prefix}~", limit=_NEWEST, newest_first=True, consistent=True)
    found = get_many(row["streamId"] for row in rows)
    had = (each for each in found.values() if any(kept.id == session_id for kept in each.kept_sessions))
    return next(had, None)


def list_due(until: Moment, limit: int) -> list[tuple[Key, str]]:
    """Return announced livestreams that are to begin by a time, the earliest first: their rows and their ids."""
    rows = table.query(keys.DUE_STREAMS, high=f"{iso(until)}~", limit=limit, consistent=True)
    return [(Key(row["PK"], row["SK"]), row["streamId"]) for row in rows]


def list_live(scope: str, first: int, after: str | None, choose: Choose) -> Slice[Stream]:
    """Page through the livestreams that can be watched now, the newest first."""
    shards = list_shards(keys.LIVE_STREAMS)
    return pagination.read(*shards, index=_EVERYBODY, scope=scope, first=first, after=after, keep=_make_choice(choose))


def list_upcoming(
    owner_id: str | None, at: Moment, scope: str, first: int, after: str | None, choose: Choose
) -> Slice[Stream]:
    """Page through announced livestreams, of everybody or of one person, the one that begins soonest first."""
    shards = [keys.upcoming_by(owner_id)] if owner_id else list_shards(keys.UPCOMING_STREAMS)
    index = _OWNER if owner_id else _EVERYBODY
    return pagination.read(
        *shards,
        index=index,
        since=iso(at - LATE),
        until="~",
        newest_first=False,
        scope=scope,
        first=first,
        after=after,
        keep=_make_choice(choose),
    )


def list_replays(owner_id: str | None, scope: str, first: int, after: str | None, choose: Choose) -> Slice[Stream]:
    """Page through livestreams that can be watched again, of everybody or of one person, the newest first."""
    shards = [keys.replays_by(owner_id)] if owner_id else list_shards(keys.REPLAYS)
    index = _OWNER if owner_id else _EVERYBODY
    return pagination.read(*shards, index=index, scope=scope, first=first, after=after, keep=_make_choice(choose))


def list_own(owner_id: str, scope: str, first: int, after: str | None, choose: Choose) -> Slice[Stream]:
    """Page through somebody's own livestreams, the newest first, consistently."""
    partition, prefix = keys.own_streams(owner_id)
    return pagination.read(
        partition, prefix=prefix, scope=scope, first=first, after=after, consistent=True, keep=_make_choice(choose)
    )


def _change(before: Stream, after: Stream) -> list[Write]:
    """Return the writes of a changed stream, and of the list in which others find it."""
    put = {name: value for name, value in after.to_item().items() if name not in ("revision", "id", "ownerId")}
    emptied = sorted(before.to_item().keys() - after.to_item().keys())
    changed = Update(
        keys.stream(after.id),
        put=put,
        add={"revision": 1},
        remove=emptied,
        when=_is_unchanged(before),
        refuse=refuse_stale,
    )
    return [changed, *_move_due(before, after), *_move_places(before, after)]


def _move_due(before: Stream | None, after: Stream | None) -> list[Write]:
    """Return the writes of the row by which an announced livestream is found when its time comes near."""
    old, new = (_find_due(each) if each else None for each in (before, after))
    if old == new:
        return []
    removed = [Delete(old)] if old else []
    return [*removed, Put(new, "DueStream", {"streamId": after.id})] if new and after else [*removed]


def _find_due(stream: Stream) -> Key | None:
    is_due = stream.state == StreamState.SCHEDULED and stream.scheduled_for
    return keys.due_stream(stream.scheduled_for, stream.id) if is_due and stream.scheduled_for else None


def _release(stream: Stream) -> Update:
    """Return the write that frees the owner's encoder for the next stream; moderation has taken its key."""
    removed = ["streamId", "keyCreatedAt"] if stream.failure else ["streamId"]
    return Update(keys.ingest(stream.owner_id), remove=removed, when=Attr("streamId").eq(stream.id))


def _owner_key(channel_arn: str) -> Key:
    return keys.ivs_channel(channel_arn.split(":")[4], channel_arn.rpartition("/")[2])


def _is_unchanged(stream: Stream) -> ConditionBase:
    return _STANDING & Attr("revision").eq(stream.revision)


def _move_places(before: Stream, after: Stream) -> list[Write]:
    """Return the write of the lists in which others find a livestream, where it moves in them."""
    old, new = _find_places(before), _find_places(after)
    if old == new:
        return []
    left = sorted({each.number for each in old} - {each.number for each in new})
    return [Update(keys.own_stream(after.owner_id, after.id), when=EXISTS, indexes=new, leave=left)]


def _find_places(stream: Stream) -> list[IndexKey]:
    """Return where others find a livestream: it is live, or upcoming, or can be watched again, or is in no list."""
    if stream.state in WATCHABLE and stream.started_at:
        place = time_key(stream.started_at, stream.id)
        return [IndexKey(_EVERYBODY, find_shard(keys.LIVE_STREAMS, stream.id), place)]
    if stream.state in AWAITED and stream.scheduled_for:
        place = time_key(stream.scheduled_for, stream.id)
        return _find_in_both(stream, keys.UPCOMING_STREAMS, keys.upcoming_by(stream.owner_id), place)
    if is_replayed(stream) and stream.ended_at:
        place = time_key(stream.ended_at, stream.id)
        return _find_in_both(stream, keys.REPLAYS, keys.replays_by(stream.owner_id), place)
    return []


def _find_in_both(stream: Stream, everybody: str, owner: str, place: str) -> list[IndexKey]:
    """Return a place in its owner's list and, if others may watch it, in everybody's."""
    own = IndexKey(_OWNER, owner, place)
    is_private = stream.audience == Audience.AUTHOR
    return [own] if is_private else [IndexKey(_EVERYBODY, find_shard(everybody, stream.id), place), own]


def _make_choice(choose: Choose) -> Callable[[list[Item]], list[Stream | None]]:
    """Turn rows into streams; the stream itself decides who sees it, never a row's copy of it."""
    return lambda rows: list(choose([id_at(row["SK"]) for row in rows]))
