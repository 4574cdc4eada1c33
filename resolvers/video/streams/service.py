"""What people do with livestreams: announce one, begin and end it with an encoder, watch those of others."""

import secrets
from collections.abc import Callable, Collection, Sequence
from datetime import timedelta
from typing import Final

from pydantic.alias_generators import to_camel

from resolvers.core import idempotency, ids
from resolvers.core.appsync import wants
from resolvers.core.errors import Conflict, Forbidden, InvalidInput, NotFound, Throttled
from resolvers.core.identity import Caller
from resolvers.core.model import Moment, now
from resolvers.core.settings import settings
from resolvers.core.table import StaleItem
from resolvers.platform.event_log import service as event_log
from resolvers.platform.likes.model import LIKES
from resolvers.platform.subjects import service as subjects
from resolvers.platform.subjects.model import AUDIENCES
from resolvers.platform.users import service as users
from resolvers.video import keys
from resolvers.video.grants.service import sign_file
from resolvers.video.streams import admission, messages, progress, recordings, repository
from resolvers.video.streams.broadcaster import Broadcaster, ChannelGone, Ivs
from resolvers.video.streams.model import (
    OPEN,
    STREAMS,
    WATCHABLE,
    ReplayFile,
    Stream,
    StreamIngest,
    StreamKey,
    StreamState,
    guard_of,
    is_replayed,
)
from resolvers.video.streams.mutations import CreateStreamInput, UpdateStreamInput
from resolvers.video.streams.playback import grant_replay, sign_replay, sign_url

_ATTEMPTS: Final = 8
_CURSORS: Final = {"stream_events_cursor": STREAMS, "likes_events_cursor": LIKES}
_FURTHEST: Final = timedelta(days=365)


def broadcaster() -> Broadcaster:
    """Return who takes streams; tests put another one in its place."""
    return Ivs()


def create_stream(viewer: Caller, input: CreateStreamInput) -> Stream:
    """Announce a livestream, or raise `InvalidInput`; repeating the idempotency key answers the first one."""
    users.arrive(viewer)
    _require_near(input.scheduled_for)
    fields = input.model_dump(exclude={"idempotency_key"})
    stream = Stream(id=ids.new(keys.STREAM), owner_id=viewer.id, created_at=now(), **fields)
    claim = idempotency.claim(viewer.id, "createStream", input, input.idempotency_key, stream.id)
    try:
        repository.add(stream, claim)
    except idempotency.AlreadyDone as done:
        return get_shown(viewer, done.result_id)
    return get_shown(viewer, stream.id)


def update_stream(viewer: Caller, input: UpdateStreamInput) -> Stream:
    """Change a livestream at any time, or raise `Conflict`, `Forbidden`, `InvalidInput` or `NotFound`."""
    _require_near(input.scheduled_for)
    changes = input.model_dump(exclude={"id", "expected_version", "remove_time"}, exclude_none=True)
    if input.remove_time:
        changes["scheduled_for"] = None

    def write(before: Stream) -> None:
        if before.version != input.expected_version:
            raise Conflict(before.version)
        after = before.model_copy(update=changes | {"version": before.version + 1})
        is_for_fewer = AUDIENCES.index(after.audience) > AUDIENCES.index(before.audience)
        if is_for_fewer and before.recordings:
            after = after.model_copy(update={"next_media_id": before.next_media_id or secrets.token_hex(16)})
            # Before the write, so that a failure right after it leaves nothing behind.
            messages.send_move(before.id, delay_seconds=messages.UNTIL_HIDDEN)
        if is_for_fewer and after.state in OPEN:
            after = admission.readmit_everybody(after)
        repository.update(before, after)
        if is_for_fewer and after.state in OPEN:
            # Who may not watch stops, and leaves the chat.
            messages.send_look(after.id, delay_seconds=0, repeats=False)
        if after.next_media_id:
            messages.send_move(after.id)

    _repeat(viewer, input.id, write)
    return get_shown(viewer, input.id)


def start_stream(viewer: Caller, stream_id: str) -> Stream:
    """Let the viewer's encoder be for a stream, which is live once its picture is there.

    Raises `InvalidInput` after its end, without a stream key, and while another one goes on; `Forbidden`, `NotFound`.
    Repeating it changes nothing.
    """

    def write(before: Stream) -> None:
        if before.state == StreamState.ENDED:
            raise InvalidInput("The livestream is over.", "id")
        ingest = repository.get_ingest(viewer.id)
        if ingest is None or ingest.key_created_at is None:
            raise InvalidInput("You have no stream key. Get one with `rotateStreamKey`.", "id")
        if before.state not in OPEN:
            _keep_recorded(viewer, ingest)
            by = {"address": ingest.playback_url, "channel_arn": ingest.channel_arn}
            changes = {"state": StreamState.STARTING, "armed_at": now()} | by
            repository.arm(before, before.model_copy(update=changes))

    _repeat(viewer, stream_id, write)
    messages.send_look(stream_id, delay_seconds=0)  # the encoder may send already
    return get_shown(viewer, stream_id)


def end_stream(viewer: Caller, stream_id: str) -> Stream:
    """End a livestream and what its encoder sends, or raise `Forbidden` or `NotFound`. Repeating it changes nothing."""
    ingest = repository.get_ingest(viewer.id)

    def write(before: Stream) -> None:
        if before.state == StreamState.ENDED:
            return
        if before.state in OPEN and ingest:
            broadcaster().stop(ingest.channel_arn)
        repository.update(before, progress.end(before, now()))

    _repeat(viewer, stream_id, write)
    return get_shown(viewer, stream_id)


def delete_stream(viewer: Caller, stream_id: str) -> None:
    """Delete a livestream with its recordings, or raise `Forbidden`, `InvalidInput` while it goes on, or `NotFound`."""

    def write(before: Stream) -> None:
        if before.state in OPEN:
            raise InvalidInput("End the livestream first.", "id")
        messages.send_removal(before.id, recordings.list_folders(before))
        repository.mark_deleting(before)

    _repeat(viewer, stream_id, write)


def rotate_key(viewer: Caller) -> StreamKey:
    """Return a new stream key of the viewer; the one before is valid no longer. Its value is kept nowhere.

    A channel that somebody deleted at IVS is made again.
    """
    users.arrive(viewer)
    ingest = repository.get_ingest(viewer.id) or _open_ingest(viewer)
    try:
        value = broadcaster().rotate_key(ingest.channel_arn)
    except ChannelGone:
        ingest = _open_ingest(viewer, gone=ingest)
        value = broadcaster().rotate_key(ingest.channel_arn)
    at = now()
    repository.note_key(viewer.id, at)
    return StreamKey(value=value, url=ingest.url, created_at=at)


def get_ingest(viewer: Caller) -> StreamIngest | None:
    """Return where the viewer's encoder sends to; None before there is a key."""
    return repository.get_ingest(viewer.id)


def get_shown(viewer: Caller, stream_id: str) -> Stream:
    """Return a livestream as the viewer sees it, or raise `NotFound`: what they may not see does not exist."""
    kinds = [kind for name, kind in _CURSORS.items() if wants(to_camel(name))]
    logged = event_log.list_last(kind.topic(stream_id) for kind in kinds) if kinds else {}
    stream = show_many_readable(viewer, [stream_id])[0]
    if not stream:
        raise NotFound("There is no such livestream.", "id")
    topics = {name: kind.topic(stream_id) for name, kind in _CURSORS.items()}
    cursors = {
        name: event_log.cursor(viewer, topic, {"logged": logged})
        for name, topic in topics.items()
        if topic.name in logged
    }
    return stream.model_copy(update=cursors)


def get_many_readable(viewer: Caller, stream_ids: Sequence[str]) -> list[Stream | None]:
    """Return livestreams as they are kept, one for each id, None for those that the viewer may not see."""
    found = repository.get_many([each for each in stream_ids if ids.kind_of(each) == keys.STREAM])
    readable: dict[str, Stream] = {each.id: each for each in _keep_readable(viewer, found.values())}
    return [readable.get(each) for each in stream_ids]


def show_many_readable(viewer: Caller, stream_ids: Sequence[str]) -> list[Stream | None]:
    """Return livestreams as the viewer sees them, one for each id, None for those they may not see."""
    streams = get_many_readable(viewer, stream_ids)
    shown = iter(show_many(viewer, [each for each in streams if each]))
    return [next(shown) if each else None for each in streams]


def show_many(viewer: Caller, streams: Sequence[Stream]) -> list[Stream]:
    """Return livestreams, which the viewer may see, with what the request asks for."""
    owners = users.show_many({each.owner_id for each in streams}) if wants("owner") else {}
    is_played, has_replay = wants("playbackUrl"), wants("replay")
    return [
        each.model_copy(
            update={
                "owner": owners.get(each.owner_id),
                "playback_url": _sign_playback(viewer, each) if is_played and each.state in WATCHABLE else None,
                "replay": sign_replay(each) if has_replay else None,
                "sessions": each.kept_sessions if each.owner_id == viewer.id else [],
                "failure": each.failure if each.owner_id == viewer.id else None,
            }
        )
        for each in streams
    ]


def show_many_watchable(viewer: Caller, owner_ids: Sequence[str]) -> list[Stream | None]:
    """Return what the viewer can watch now of some people, one for each, None where there is nothing."""
    current = repository.get_many_current(owner_ids).values()
    live = _keep_readable(viewer, [each for each in current if each.state in WATCHABLE])
    shown: dict[str, Stream] = {each.owner_id: each for each in show_many(viewer, live)}
    return [shown.get(each) for each in owner_ids]


def sign_replay_files(viewer: Caller, stream_id: str, names: Sequence[str]) -> list[ReplayFile]:
    """Sign files of a replay; none if there is no replay that the viewer may watch.

    Raises `InvalidInput` for names that its playlist does not have: what was sent before the stream is not shown.
    """
    stream = get_many_readable(viewer, [stream_id])[0]
    if not stream or not is_replayed(stream):
        return []
    assert stream.replay_manifest
    if not recordings.list_names(stream.replay_manifest).issuperset(names):
        raise InvalidInput("The replay has no such file.", "names")
    files = {each: recordings.find_key(stream.recordings, each) for each in names}
    grant = grant_replay(stream)
    return [ReplayFile(name=name, url=sign_file(key, grant)) for name, key in files.items()]


def _keep_recorded(viewer: Caller, ingest: StreamIngest) -> None:
    """Have the viewer's channel recorded as livestreams are now: it may be older than the settings."""
    wanted = settings().recording_configuration_arn
    if ingest.recording_arn != wanted:
        broadcaster().record(ingest.channel_arn)
        repository.note_recording(viewer.id, wanted)


def _require_near(at: Moment | None) -> None:
    """Raise `InvalidInput` for a time that is over or more than a year away."""
    if at and not now() <= at <= now() + _FURTHEST:
        raise InvalidInput("Choose a time within the next year.", "scheduledFor")


def _open_ingest(viewer: Caller, gone: StreamIngest | None = None) -> StreamIngest:
    """Make a channel for the viewer's encoder, also in the place of one that is gone.

    Two requests at once find the same one.
    """
    channel = broadcaster().open_channel(viewer.id)
    ingest = StreamIngest(
        url=channel.ingest_url,
        channel_arn=channel.arn,
        playback_url=channel.playback_url,
        stream_id=gone.stream_id if gone else None,
        recording_arn=channel.recording_arn,
    )
    try:
        repository.put_ingest(viewer.id, ingest, gone)
    except StaleItem:
        found = repository.get_ingest(viewer.id)
        assert found
        return found
    return ingest


def _repeat(viewer: Caller, stream_id: str, write: Callable[[Stream], None]) -> None:
    """Write to the viewer's own stream; again if a report has just changed it. Raises `Forbidden` or `NotFound`."""
    for _ in range(_ATTEMPTS):
        stream = get_many_readable(viewer, [stream_id])[0]
        if not stream:
            raise NotFound("There is no such livestream.", "id")
        if stream.owner_id != viewer.id:
            raise Forbidden("Only its owner may do this.", "id")
        try:
            return write(stream)
        except StaleItem:
            continue
    raise Throttled("The livestream changes all the time. Try again in a moment.")


def _keep_readable(viewer: Caller, streams: Collection[Stream]) -> list[Stream]:
    """Return those of some livestreams that the viewer may see."""
    guards = [guard_of(each) for each in streams]
    followed = subjects.find_followed_owners(viewer, guards)
    return [each for each, guard in zip(streams, guards, strict=True) if subjects.may_read(viewer, guard, followed)]


def _sign_playback(viewer: Caller, stream: Stream) -> str:
    """Sign the playlist of a livestream; call it only after the right to watch was checked."""
    name = admission.name_viewer(stream, viewer)
    return sign_url(stream.address, stream.channel_arn, viewer=name, version=stream.admission)
