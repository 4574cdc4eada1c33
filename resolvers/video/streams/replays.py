"""From the recordings of a livestream to its replay, and what happens to recordings that nobody may watch.

Each session of an encoder is a recording of its own, so none holds a part of another stream, which others may watch.
"""

from dataclasses import dataclass
from typing import Any, Final

from resolvers.core.ids import ID
from resolvers.core.settings import settings
from resolvers.platform.jobs.service import Busy
from resolvers.platform.uploads import bucket
from resolvers.video.moderation.service import Moderator
from resolvers.video.streams import pictures, recordings, reports, repository
from resolvers.video.streams.closing import Closer
from resolvers.video.streams.model import Stream, StreamFailure, StreamFailureReason, StreamRecording, is_refused

_UNCHECKED: Final = StreamFailure(
    reason=StreamFailureReason.UNCHECKED,
    message="The recording could not be checked by moderation, so nobody can watch its replay. "
    "We have been alerted and will check it again.",
)


def take_recording(event: dict[str, Any], moderator: Moderator, closer: Closer, *, is_last_try: bool) -> Stream | None:
    """Add what was recorded to the replay of its stream once moderation has seen it; repeating it changes nothing.

    A recording of no stream is removed: its owner tried the encoder out, or deleted the stream. Its session may not
    have been reported yet, so this is certain on the last try only; before, it raises `Busy`.
    """
    detail = event["detail"]
    owner_id, prefix = detail.get("channel_name") or "", detail["recording_s3_key_prefix"]
    ingest = repository.get_ingest(owner_id) if owner_id else None
    if ingest is None or ingest.channel_arn not in event["resources"]:
        return None
    if detail["recording_s3_bucket_name"] != settings().media_bucket:
        return None
    if not detail["recording_duration_ms"]:
        bucket.remove_under(f"{prefix}/")  # a connection that brought no whole segment
        return None
    session_id = ID(detail["stream_id"])
    stream = repository.find_by_session(owner_id, session_id)
    if stream is None and not is_last_try:
        raise Busy
    after = (
        _take(stream, session_id, prefix, _Reviewers(moderator, closer), is_last_try=is_last_try) if stream else None
    )
    if after is None:
        bucket.remove_under(f"{prefix}/")  # also where its owner deleted the stream meanwhile
    return after


def remove_recordings(stream_id: str, folders: list[str]) -> None:
    """Remove everything that was recorded of a stream, unless its deletion failed."""
    if repository.get(stream_id) is None:
        for folder in folders:
            bucket.remove_under(f"{folder}/")


@dataclass(frozen=True)
class _Reviewers:
    """Who judges pictures, and who ends a livestream that was refused."""

    moderator: Moderator
    closer: Closer


def _take(stream: Stream, session_id: ID, prefix: str, reviewers: _Reviewers, *, is_last_try: bool) -> Stream | None:
    """Add a recording to its stream, with what moderation says of it; None if the stream is gone.

    Raises what kept moderation from judging it. On the last try the replay is withheld before.
    """
    if any(each.session_id == session_id and each.is_checked for each in stream.recordings):
        return stream
    found = recordings.read_recording(session_id, prefix, stream.armed_at)
    try:
        refused_at = None if is_refused(stream) else pictures.find_refused(stream, found, reviewers.moderator)
    except pictures.Unfinished:
        raise
    except Exception:
        if is_last_try and _write(stream.id, found.model_copy(update={"is_checked": False})) is None:
            return None
        raise
    if refused_at and pictures.reject(stream, refused_at, reviewers.closer) is None:
        return None
    return _write(stream.id, found)


def _write(stream_id: str, recording: StreamRecording) -> Stream | None:
    return reports.change(stream_id, lambda before: _add(before, recording))


def _add(before: Stream, found: StreamRecording) -> Stream:
    """Return a stream with one more recording, in its place if it was there unchecked."""
    known = {each.session_id: each for each in before.recordings}
    if found.session_id in known and known[found.session_id].is_checked:
        return before
    every = [*(known | {found.session_id: found}).values()]
    failure = before.failure
    if not is_refused(before):
        failure = None if all(each.is_checked for each in every) else _UNCHECKED
    seconds = 0.0 if failure else sum(each.seconds for each in every)
    folder = recordings.media_folder(before.media_id or before.id)
    manifest = recordings.write_replay(folder, every) if seconds else None
    changes = {"recordings": every, "replay_manifest": manifest, "replay_seconds": round(seconds, 3) or None}
    return before.model_copy(update=changes | {"failure": failure})
