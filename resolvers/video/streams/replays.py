"""From the recordings of a livestream to its replay, and what happens to recordings that nobody may watch.

Each session of an encoder is a recording of its own, so none holds a part of another stream, which others may watch.
"""

from typing import Any

from resolvers.core.ids import ID
from resolvers.core.settings import settings
from resolvers.platform.jobs.service import Busy
from resolvers.platform.uploads import bucket
from resolvers.video.streams import recordings, reports, repository
from resolvers.video.streams.model import Stream


def take_recording(event: dict[str, Any], *, is_last_try: bool) -> Stream | None:
    """Add what was recorded to the replay of its stream; repeating it changes nothing.

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
    if stream is None:
        if not is_last_try:
            raise Busy
        bucket.remove_under(f"{prefix}/")
        return None
    return reports.change(stream.id, lambda before: _add(before, session_id, prefix))


def remove_recordings(stream_id: str, folders: list[str]) -> None:
    """Remove everything that was recorded of a stream, unless its deletion failed."""
    if repository.get(stream_id) is None:
        for folder in folders:
            bucket.remove_under(f"{folder}/")


def _add(before: Stream, session_id: ID, prefix: str) -> Stream:
    if any(each.session_id == session_id for each in before.recordings):
        return before
    found = recordings.read_recording(session_id, prefix, before.armed_at)
    every = [*before.recordings, found]
    seconds = sum(each.seconds for each in every)
    folder = recordings.media_folder(before.media_id or before.id)
    manifest = recordings.write_replay(folder, every) if seconds else None
    changes = {"recordings": every, "replay_manifest": manifest, "replay_seconds": round(seconds, 3) or None}
    return before.model_copy(update=changes)
