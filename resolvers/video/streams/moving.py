"""Moves a replay into a new folder, so that old URLs end for those who may not watch it any more.

As with videos, every step can be repeated: what was copied is not copied again, the stream changes under a condition
and only once its files are there, and the folders before are emptied last. Files keep their names in the playlist.
"""

from resolvers.platform.jobs.service import Busy
from resolvers.platform.uploads import bucket
from resolvers.platform.uploads.bucket import ObjectMissing
from resolvers.video.streams import recordings, reports, repository
from resolvers.video.streams.model import Stream, StreamRecording


def move_replay(stream_id: str) -> None:
    """Move a replay if its stream says so, and empty the folders before.

    Raises `Busy` where another message has just moved it.
    """
    stream = repository.get(stream_id)
    if stream and stream.next_media_id:
        stream = _move(stream, stream.next_media_id)
    if stream and stream.former_folders:
        emptied = stream.former_folders
        for folder in emptied:
            bucket.remove_under(f"{folder}/")
        reports.change(stream.id, lambda before: _forget(before, emptied))


def _move(stream: Stream, media_id: str) -> Stream | None:
    """Copy the recordings of a stream and let its replay be read from there; None if the stream is gone."""
    target = recordings.media_folder(media_id)
    moved: dict[str, StreamRecording] = {}
    for number, each in enumerate(stream.recordings):
        if not each.is_checked:
            continue  # nobody was given it, and moderation looks for its pictures where they are
        after = each.model_copy(update={"prefix": target, "folder": f"{target}/{number}", "joint": "-"})
        _copy(each, after)
        moved[each.session_id] = after

    def follow(before: Stream) -> Stream:
        return _rename(before, media_id, moved) if before.next_media_id == media_id else before

    changed = reports.change(stream.id, follow)
    if changed is None:
        bucket.remove_under(f"{target}/")  # deleted meanwhile: nobody else removes what was copied just now
    return changed


def _copy(before: StreamRecording, after: StreamRecording) -> None:
    """Copy what viewers may read of a recording: who gets leave for the folder reads everything in it."""
    source, copied = before.locate(""), bucket.list_under(after.locate(""))
    shown = {*bucket.list_under(source)} - recordings.list_unaired(before)
    targets = {key: after.locate(key.removeprefix(source)) for key in shown}
    try:
        bucket.copy_all({key: each for key, each in targets.items() if each not in copied})
    except ObjectMissing as error:
        raise Busy from error


def _rename(before: Stream, media_id: str, moved: dict[str, StreamRecording]) -> Stream:
    """Return a stream as it is once its replay is in another folder; a recording that came meanwhile stays."""
    every = [moved.get(each.session_id, each) for each in before.recordings]
    folder = recordings.media_folder(media_id)
    manifest = recordings.write_replay(folder, every) if before.replay_manifest else None
    left = [each.prefix for each in before.recordings if each.session_id in moved]
    former = [*before.former_folders, *left, recordings.media_folder(before.media_id or before.id)]
    changes = {
        "recordings": every,
        "replay_manifest": manifest,
        "media_id": media_id,
        "next_media_id": None,
        "former_folders": former,
    }
    return before.model_copy(update=changes)


def _forget(before: Stream, emptied: list[str]) -> Stream:
    left = [each for each in before.former_folders if each not in emptied]
    return before.model_copy(update={"former_folders": left})
